/** What stages, kinds and reasons are called on this page. */

import { t } from "../../texts";
import type { Column } from "./board";
import type { Problem } from "./state";

/** A stage, as the stage list and the timeline call it. */
export function stageName(stage: string): string {
  switch (stage) {
    case "received":
      return t("Received");
    case "acknowledged":
      return t("Acknowledged");
    case "assessing":
      return t("Assessing");
    case "investigating":
      return t("Inquiry");
    case "concluded":
      return t("Concluded");
    case "rerouted":
      return t("Sent to the right door");
    case "closed":
      return t("Closed");
    case "erased":
      return t("Erased");
    default:
      return t("Unknown stage");
  }
}

/** The head of a column of the board. */
export function columnName(column: Column): string {
  switch (column) {
    case "received":
      return t("Received");
    case "assessing":
      return t("To assess");
    case "investigating":
      return t("Inquiry");
    case "finished":
      return t("Finished");
  }
}

/** What kind of statement it is, where that says more than its words; else null. */
export function kindName(kind: string): string | null {
  switch (kind) {
    case "report":
      return t("Report");
    case "withdrawal":
      return t("Withdrawal of the report");
    case "note":
      return t("Internal note");
    case "interim":
      return t("Interim answer");
    default:
      return null;
  }
}

/** Why an envelope or a stage does not hold, in plain words. */
export function flagReason(flag: string): string {
  switch (flag) {
    case "not-sealed":
    case "malformed":
      return t("This is not a sealed message. It may be damaged.");
    case "cannot-open":
      return t("This message does not open with the key of this case.");
    case "bad-signature":
    case "wrong-signer":
    case "wrong-author":
      return t("The signature is not that of the person who is named as its writer.");
    case "wrong-case":
    case "wrong-thread":
      return t("This message belongs to another place.");
    case "broken-chain":
      return t("A message before this one is missing or was changed.");
    case "unknown-roster":
    case "older-epoch":
      return t("This was signed under a committee that is not the one we know.");
    case "too-few-signatures":
      return t("A second member has not signed this.");
    default:
      return t("This does not follow the rules of the conversation.");
  }
}

/** What went wrong and what to do now, in one or two sentences. */
export function problemText(problem: Problem): string {
  switch (problem) {
    case "sign-in-refused":
      return t("The name, the passphrase or the code is not right. Try again with a new code.");
    case "locked-out":
      return t("There were too many wrong attempts. Wait a few minutes and try again.");
    case "not-shown":
      return t(
        "The server took your message but does not show it. What you wrote is still here. Look again in a moment; if it stays away, tell the other members.",
      );
    case "wrong-passphrase":
      return t("That passphrase is not right.");
    case "signed-out":
      return t("Your session is over. Sign in again. What you wrote is still here.");
    case "network":
      return t("There is no connection with the server. What you wrote is still here. Try again.");
    case "stale-thread":
      return t("A new message came in while you were writing. Read it, then send yours again.");
    case "stale-stage":
      return t("Another member changed the stage at the same moment. Look at what it is now.");
    case "no-case":
      return t("This case can no longer be opened with your key.");
    case "sealing-failed":
      return t("Sealing did not work, so nothing was sent. Try again.");
    case "roster-refused":
      return t("The list of members has changed or does not hold. Sign out and sign in again.");
    case "wrong-date":
      return t("The clock of this device does not agree with that of the server. Set it right and try again.");
    case "too-large":
      return t("This is too large to send.");
    case "unexpected":
      return t("Something did not work. Nothing was lost. Try again.");
  }
}
