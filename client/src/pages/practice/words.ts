/** What the guide says at each step. The names of buttons are those of the workbench, so that they agree with it. */

import { t } from "../../texts";
import type { Cases, Step } from "./state";

/** A step in words: what to do, how, and which term of the law stands behind it. */
export interface Told {
  title: string;
  how: string;
  clock: string | null;
}

/** A reference that no line is broken in. */
export function unbroken(reference: string): string {
  return reference.replaceAll("-", "\u2011");
}

/** The seven days. */
export function firstClock(): string {
  return t("The law gives you seven days for this, counted from the day after the report came in.");
}

/** The three months. */
export function secondClock(): string {
  return t(
    "Three months after you acknowledged the report, the reporter must hear what you did. Is the inquiry not ready? Then say why, and give a new date at most four weeks on.",
  );
}

/** A step in words. */
export function told(step: Step, cases: Cases): Told {
  const [fresh, old] = [unbroken(cases.fresh), unbroken(cases.old)];
  switch (step) {
    case "open":
      return {
        title: t("Open the new report"),
        how: t("Press {reference}. The board opens nothing by itself: until now you see dates and stages alone.", {
          reference: fresh,
        }),
        clock: null,
      };
    case "acknowledge":
      return {
        title: t("Acknowledge the report"),
        how: t("In {reference} a text stands ready. Read it and press “{button}”.", {
          reference: fresh,
          button: t("Send and acknowledge"),
        }),
        clock: firstClock(),
      };
    case "note":
      return {
        title: t("Write a note for the others"),
        how: t("Press “{button}” below the conversation. Whom the reporter left out cannot read it.", {
          button: t("Internal note"),
        }),
        clock: null,
      };
    case "stage":
      return {
        title: t("Sign the next stage"),
        how: t(
          "In {reference}, below “{panel}”, you sign “{stage}”. The reporter sees it, and it cannot be taken back.",
          {
            reference: fresh,
            panel: t("Stage"),
            stage: t("Assessing"),
          },
        ),
        clock: null,
      };
    case "answer":
      return {
        title: t("Answer a worried reporter"),
        how: t("The reporter of {reference} asks when there is news. Open it and write what you can say today.", {
          reference: old,
        }),
        clock: secondClock(),
      };
    case "reply":
      return {
        title: t("Read what comes back"),
        how: t(
          "After a few seconds the reporter answers. Press “{back}”, then “{look}”: the case says that there is news.",
          {
            back: t("All cases"),
            look: t("Look for new"),
          },
        ),
        clock: null,
      };
    case "file":
      return {
        title: t("Save a file"),
        how: t("The reporter of {reference} sent one. It is checked to the last byte before it is saved.", {
          reference: old,
        }),
        clock: null,
      };
    case "lock":
      return {
        title: t("Lock, and come back"),
        how: t("Press “{button}”, as you do when you walk away. Then unlock with the made-up passphrase.", {
          button: t("Lock"),
        }),
        clock: null,
      };
  }
}
