/** Sentences for codes. */

import type { RosterChange } from "../../rules/rosterChange";
import { t } from "../../texts";

export function problemText(code: string): string {
  switch (code) {
    case "sign-in-refused":
      return t("The name, the passphrase or the code is not right. Try again with a new code.");
    case "locked-out":
      return t("Too many tries. Wait a while: a minute at first, at most an hour. Nothing is lost.");
    case "locked":
      return t("You were away for a while, so your key was put away. Sign in again.");
    case "not-for-union":
      return t("This room is for members of the committee.");
    case "network":
      return t("There is no connection. Nothing was sent. Try again when you are connected.");
    case "draft-exists":
      return t(
        "Somebody else put a list together at the same moment. It stands below. Sign that one, or take it away first.",
      );
    case "stale-draft":
      return t("The list was replaced by another one meanwhile. Look at the new one, listen to its words, then sign.");
    case "no-draft":
      return t("The list was taken away meanwhile. Somebody has to put a new one together.");
    case "draft-stopped":
      return t("Somebody heard other words and stopped this list. Nobody can sign it any more.");
    case "roster-changed":
      return t("Another list came into force meanwhile. Look who sits in the committee now, and begin again.");
    case "wrong-date":
      return t("The date of this device is not right. Set its clock and try again.");
    case "foreign-member":
      return t(
        "Somebody on the list has no key of their own invitation, or you have no seat. Look again and try once more.",
      );
    case "not-heard":
      return t("First type the twelve words that are read to you.");
    case "no-request":
      return t("This request is no longer there. It was confirmed or has run out.");
    case "wrong-number":
      return t("That is another number. To be safe the request is gone: your colleague has to ask anew.");
    case "not-in-force":
      return t(
        "This site says that the list is in force, but does not show it with the signatures. Do not rely on it, and call the other members.",
      );
    case "not-taken":
      return t("You signed, but this site does not show your signature. Try again, and call the other members.");
    case "malformed":
    case "unfit-roster":
    case "roster-refused":
      return t(
        "This list does not follow the rules: three to nine members, at least two to decide, one more than that, and valid for at most 400 days.",
      );
    default:
      return t("Something went wrong with us. Nothing was changed. Try again in a moment.");
  }
}

export function changeSentence(change: RosterChange, dateOf: (iso: string) => string) {
  switch (change.what) {
    case "joins":
      return t("{name} joins.", { name: change.name });
    case "leaves":
      return t("{name} leaves.", { name: change.name });
    case "renamed":
      return t("{from} is now called {to}.", { from: change.from, to: change.to });
    case "seat":
      return t("{name} gets another seat.", { name: change.name });
    case "key":
      return t("{name} gets another key.", { name: change.name });
    case "quorum":
      return t("To decide, {to} members are needed together; it was {from}.", { from: change.from, to: change.to });
    case "valid-until":
      return t("The list is valid until {date}.", { date: dateOf(change.on) });
    case "committee-name":
      return t("The committee gets another name.");
    case "bodies":
      return t("The committee serves other organisations.");
  }
}
