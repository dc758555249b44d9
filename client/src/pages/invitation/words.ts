/** Sentences for codes. Each says what to do next. */

import { codeRefused } from "../../components/device";
import { passphraseFault } from "../../components/passphrase";
import { t } from "../../texts";
import { CODE_LENGTH, plainCode } from "./checks";
import type { FormError, Problem, State } from "./state";

/** The number, from 1, of the word that a field asks back. */
function wordNumber(id: string): number {
  return Number(id.replace("back-", "")) + 1;
}

export function errorText({ id, code }: FormError, state: State): string {
  switch (code) {
    case "code-length":
      return t("The code has {count} letters and digits, and you typed {typed}. Look at your paper.", {
        count: CODE_LENGTH,
        typed: plainCode(state.code).length,
      });
    case "code-signs":
      return t("The code has the letters A to Z and the digits 2 to 7 alone. Look at your paper.");
    case "username":
      return t("Choose 3 to 32 small letters without accents, digits or hyphens");
    case "keep":
      return t("Choose whether your sealed key may be kept here");
    case "no-word":
      return t("Type word {n} from your paper", { n: wordNumber(id) });
    case "wrong-word":
      return t("Word {n} is another one. Look at your paper.", { n: wordNumber(id) });
    case "mail":
      return t("This is no mail address. Type it like name@example.org, or leave it empty.");
    case "six-digits":
      return t("Type the six digits that the app shows now");
    default:
      return passphraseFault(code);
  }
}

export function problemText(problem: Problem): string {
  switch (problem) {
    case "no-invitation":
      return t(
        "There is no invitation with this code, or it is older than 30 days. Look at the code once more. Is it right? Then ask who gave it for a new one.",
      );
    case "invitation-used":
      return t(
        "This invitation was used already. Was that you? Then sign in. Was it not you? Then tell the other members at once, in person or by phone, and let nobody read words to that account.",
      );
    case "name-taken":
      return t(
        "Somebody has this name for signing in already. Choose another one. Everything else is kept: your words, your codes and what you linked on your phone.",
      );
    case "one-time-code":
      return codeRefused();
    case "network":
      return t("There is no connection. Nothing was lost. Try again when you are connected.");
    case "uncertain":
      return t(
        "The connection was lost while your account was being opened. Keep this page open and try again: it can never be opened twice.",
      );
    case "proof-of-work":
      return t(
        "Your device could not finish the small calculation that keeps robots out. Nothing was sent. Try again.",
      );
    case "key-failed":
      return t(
        "Your browser could not make the key. Nothing was sent. Close other windows and try again, or use a computer with another browser: the invitation still works.",
      );
    case "unexpected":
      return t("Something went wrong with us. What you chose is still here. Try again in a moment.");
  }
}
