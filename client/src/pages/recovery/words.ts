/** Sentences for codes. Each says what to do next. */

import { codeRefused } from "../../components/device";
import { passphraseFault } from "../../components/passphrase";
import { t } from "../../texts";
import { SHEET_WORDS } from "./flow";
import { type FormError, type Problem, type State, wordsOf } from "./state";

export function errorText({ code, index = 0 }: FormError, state: State): string {
  const words = wordsOf(state.words);
  switch (code) {
    case "username":
      return t("Type your name for signing in: 3 to 32 small letters, digits or hyphens");
    case "no-words":
      return t("Type the 24 words of your recovery sheet");
    case "words-count":
      return t("The sheet has {total} words, and you typed {typed}. Look whether one is missing or there twice.", {
        total: SHEET_WORDS,
        typed: words.length,
      });
    case "unknown-word":
      return t("Word {n}, “{word}”, is in no list. Look at your paper.", {
        n: index + 1,
        word: `\u2068${words[index] ?? ""}\u2069`,
      });
    case "checksum":
      return t("These words do not belong together. One of them is another word, or two stand in another order.");
    case "passphrase":
      return t("Type your passphrase");
    case "no-code":
      return t("Type a recovery code, or the code that the old phone shows now");
    case "six-digits":
      return t("Type the six digits that the app shows now");
    default:
      return passphraseFault(code);
  }
}

export function problemText(problem: Problem): string {
  switch (problem) {
    case "no-account":
      return t(
        "There is no account with this name and this recovery sheet. Look at the name for signing in. Is it right? Then this is the sheet of an earlier key, or your committee is not open yet. Ask the people who run this site for a new invitation.",
      );
    case "challenge-expired":
      return t("This took too long for the server. Nothing was changed. Try again.");
    case "sign-in-refused":
      return t(
        "Name or passphrase is not right. Type both once more. A representative of the union asks the people who run this site for a new invitation.",
      );
    case "code-refused":
      return t(
        "The name, the passphrase or the code is not right. A recovery code counts once: take the next one of your paper. Nothing was changed.",
      );
    case "locked-out":
      return t("Too many tries. Wait a while: a minute at first, at most an hour. Nothing is lost.");
    case "one-time-code":
      return codeRefused();
    case "network":
      return t("There is no connection. Try again when you are connected. What you typed is still here.");
    case "proof-of-work":
      return t(
        "Your device could not finish the small calculation that keeps robots out. Nothing was sent. Try again.",
      );
    case "key-failed":
      return t(
        "Your browser could not make the key. Nothing was sent. Close other windows and try again, or use a computer with another browser.",
      );
    case "unexpected":
      return t("Something went wrong with us. What you typed is still here. Try again in a moment.");
  }
}
