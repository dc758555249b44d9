/** Sentences for codes. */

import { numberText } from "../../components/page";
import { t, tn } from "../../texts";
import type { Trace } from "./identify";
import { ANSWER_LIMIT } from "./questions";
import { type FormError, mostExcluded, type Problem, type ReportFile, type State } from "./state";

export function errorText(error: FormError, state: State): string {
  switch (error.code) {
    case "choose-body":
      return t("Choose where you work or worked");
    case "empty":
      return t("Write what happened, in a few words");
    case "too-long":
      return t("This is too long: at most {limit} characters. Put the rest in a file.", {
        limit: numberText(ANSWER_LIMIT),
      });
    case "too-many-excluded":
      return tn(
        "You can leave out at most {n} member. Do you need to leave out more? Then report outside, see below.",
        "You can leave out at most {n} members. Do you need to leave out more? Then report outside, see below.",
        state.committee ? mostExcluded(state.committee) : 0,
      );
    case "files-busy":
      return t("A file is not ready yet. Wait a moment, or remove it.");
    case "wrong-word":
      return t("This is not the word at this place. Look at your paper.");
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
        "A file was sent too long ago and is gone. Nothing else was lost. Remove the file, add it again, and send.",
      );
    case "unexpected":
      return t("Something went wrong with us. Nothing was sent. What you wrote is still here. Try again in a moment.");
  }
}

export function traceText(kind: Trace, text: string): string {
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

export function seatName(seat: string): string {
  switch (seat) {
    case "chair":
      return t("chair");
    case "employee-representative":
      return t("member for the employees");
    default:
      return t("member");
  }
}
