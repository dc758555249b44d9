/** Sentences for codes. */

import { numberText } from "../../components/page";
import { t, tn } from "../../texts";
import { FILES_LIMIT } from "./files";
import type { Trace } from "./identify";
import { ANSWER_LIMIT, NAME_LIMIT, REACH_LIMIT } from "./questions";
import type { FormError, Problem, ReportFile, State } from "./state";
import { mostExcluded } from "./walk";

function tooLong(id: string): string {
  switch (id) {
    case "name":
      return t("This is too long: at most {limit} characters.", { limit: numberText(NAME_LIMIT) });
    case "reach":
      return t("This is too long: at most {limit} characters.", { limit: numberText(REACH_LIMIT) });
    default:
      return t("This is too long: at most {limit} characters. Send the rest later, as a message in your mailbox.", {
        limit: numberText(ANSWER_LIMIT),
      });
  }
}

/** The number, from 1, of the word that a field asks back. */
function wordNumber(id: string): number {
  return Number(id.replace("back-", "")) + 1;
}

export function errorText(error: FormError, state: State): string {
  switch (error.code) {
    case "choose-body":
      return t("Choose where you work or worked");
    case "empty":
      return t("Write what happened, in a few words");
    case "too-long":
      return tooLong(error.id);
    case "too-many-excluded":
      return tn(
        "You can leave out at most {n} member. Do you need to leave out more? Then report outside, see below.",
        "You can leave out at most {n} members. Do you need to leave out more? Then report outside, see below.",
        state.committee ? mostExcluded(state.committee) : 0,
      );
    case "files-busy":
      return t("A file is not ready yet. Wait a moment, or remove it.");
    case "files-failed":
      return t("A file was not sent. Try it again, or remove it.");
    case "too-many-files":
      return t("Not every file was added: at most {n} files. Put them together in one file.", { n: FILES_LIMIT });
    case "file-too-large":
      return t("{name} is larger than 100 MB and was not added. Choose a part of it, or make it smaller.", {
        name: isolated(error.name ?? ""),
      });
    case "file-empty":
      return t("{name} is empty and was not added. Choose it again.", { name: isolated(error.name ?? "") });
    case "file-twice":
      return t("{name} is in the list already.", { name: isolated(error.name ?? "") });
    case "no-word":
      return t("Type word {n} from your paper", { n: wordNumber(error.id) });
    case "wrong-word":
      return t("Word {n} is another one. Look at your paper.", { n: wordNumber(error.id) });
  }
}

export function problemText(problem: Problem): string {
  switch (problem) {
    case "network":
      return t("There is no connection. Nothing was sent. Try again when you are connected.");
    case "sealing-failed":
      return t(
        "Your browser could not seal the report. So nothing was sent. Try again, or use another browser or device.",
      );
    case "too-large":
      return t("The report is too large. Nothing was sent. Make a text shorter, or remove a file.");
    case "proof-of-work":
      return t(
        "Your device could not finish the small calculation that keeps robots out. Nothing was sent. Try again.",
      );
    case "files-gone":
      return t(
        "The files were sent too long ago and have to be sent again. That is happening now. Nothing else was lost. Wait until they are ready, and send again.",
      );
    case "new-keys":
      return t(
        "This page was open for a long time, so it made new keys. Nothing was sent, and nothing was lost. Send it again.",
      );
    case "unexpected":
      return t("Something went wrong with us. Nothing was sent. What you wrote is still here. Try again in a moment.");
  }
}

/** Kept together in a sentence that runs the other way (Unicode first strong isolate). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

export function traceText(kind: Trace, found: string): string {
  const text = isolated(found);
  switch (kind) {
    case "phone":
      return t("“{text}” looks like a phone number. It can give you away.", { text });
    case "mail":
      return t("“{text}” looks like an e-mail address. It can give you away.", { text });
    case "number":
      return t("“{text}” looks like a personal number. It can give you away.", { text });
    case "name":
      return t("“{text}” looks like your name. You can give it later, sealed apart.", { text });
  }
}

export function fileFailure(failure: ReportFile["failure"]): string {
  switch (failure) {
    case "too-large":
      return t("Larger than 100 MB");
    case "network":
      return t("The connection was lost");
    default:
      return t("This file was not sent");
  }
}
