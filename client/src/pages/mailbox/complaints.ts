/** What went wrong and what to do now, in one or two sentences. */

import { language } from "../../components/page";
import { t, tn } from "../../texts";
import type { Alarm, CodeProblem, Problem, State, WordError } from "./state";
import { WORDS } from "./words";

/** At the word itself. */
export function wordComplaint(error: WordError): string {
  return error.kind === "missing" ? t("Still empty") : t("Not on the list");
}

/** In the list of errors above the form: the empty places together, the wrong words one by one. */
export function wordSummaries(errors: readonly WordError[]): { position: number; message: string }[] {
  const missing = errors.filter((error) => error.kind === "missing").map((error) => error.position);
  const unknown = errors
    .filter((error) => error.kind === "unknown")
    .map(({ position }) => ({
      position,
      message: t("Word {number} is not on the list. Look at your paper again.", { number: position + 1 }),
    }));
  const [first] = missing;
  if (first === undefined) {
    return unknown;
  }
  const list = new Intl.ListFormat(language()).format(missing.map((position) => String(position + 1)));
  const message =
    missing.length === WORDS
      ? t("Type the twelve words or numbers of your access code.")
      : tn("Word {list} is still empty.", "Words {list} are still empty.", missing.length, { list });
  return [{ position: first, message }, ...unknown];
}

/** Why the code did not open a mailbox. */
export function codeComplaint(problem: CodeProblem): { title: string; body: string } {
  switch (problem) {
    case "checksum":
      return {
        title: t("One of the words is not right"),
        body: t("Compare all twelve with your paper, in the same order."),
      };
    case "no-mailbox":
      return {
        title: t("There is no mailbox for this access code"),
        body: t(
          "Check that this is the site where you made your report. A mailbox is erased some time after the case is closed.",
        ),
      };
    case "network":
      return {
        title: t("There is no connection"),
        body: t("Your words are still here. Try again in a moment."),
      };
    case "busy":
      return { title: t("That took too long"), body: t("Your words are still here. Try again in a moment.") };
    case "unexpected":
      return {
        title: t("The mailbox did not open"),
        body: t("Something went wrong on our side. Your words are still here. Try again in a moment."),
      };
  }
}

/** Why an action in the open mailbox did not go through. */
export function problemText(problem: Problem): string {
  switch (problem) {
    case "network":
      return t("There is no connection. What you wrote is still here. Try again in a moment.");
    case "busy":
      return t("That took too long. What you wrote is still here. Try again.");
    case "sealing-failed":
      return t("Sealing did not work, so nothing was sent. Try again.");
    case "too-large":
      return t("This is too large to send. Make it shorter, or leave out a file.");
    case "wrong-date":
      return t("The date of this device is not right. Set it right and try again.");
    case "signed-out":
      return t("The mailbox is no longer open. Copy what you wrote, close the mailbox and open it again.");
    case "not-shown":
      return t(
        "The server took your message but does not show it. What you wrote is still here. Look again in a moment; if it stays away, tell the committee in another way.",
      );
    case "unexpected":
      return t("Something went wrong. What you wrote is still here. Try again.");
  }
}

/** Why the answer cannot go out as it stands. */
export function draftComplaint(error: NonNullable<State["draftError"]>): string {
  switch (error) {
    case "empty":
      return t("Write something first.");
    case "files":
      return t("A file is not ready yet. Wait a moment, or remove it.");
    case "too-long":
      return t("This is too long. Make it shorter, or send it in two messages.");
  }
}

/** Why nothing is shown at all. */
export function alarmText(alarm: Alarm): { title: string; body: string } {
  switch (alarm) {
    case "roster-refused":
      return {
        title: t("We cannot be sure who would read along"),
        body: t(
          "This site cannot prove who is on the committee: a signature is wrong or missing. That is why we show you nothing and you cannot write here now.",
        ),
      };
    case "wrong-fingerprint":
      return {
        title: t("This is not the committee of your poster"),
        body: t(
          "The committee that this site shows has another control code than the one on the poster. That is why we show you nothing and you cannot write here now.",
        ),
      };
    case "vanished":
      return {
        title: t("Something that you saw before is gone"),
        body: t(
          "This site showed you a message or a step a moment ago, and now leaves it out. That should never happen. That is why we show you nothing and you cannot write here now.",
        ),
      };
    case "report-broken":
      return {
        title: t("Your report does not come back as you sent it"),
        body: t(
          "The first message in this mailbox is not the report that you sealed. Then nothing that follows it can be trusted. That is why we show you nothing and you cannot write here now.",
        ),
      };
  }
}
