/** What stages, kinds, questions and reasons are called on this page. */

import { t } from "../../texts";

/** A stage, as the picture of the stages calls it. */
export function stageName(stage: string): string {
  switch (stage) {
    case "received":
      return t("Received");
    case "acknowledged":
      return t("Receipt confirmed");
    case "assessing":
      return t("Being assessed");
    case "investigating":
      return t("Being looked into");
    case "concluded":
      return t("Outcome given");
    case "rerouted":
      return t("Pointed to another place");
    case "closed":
      return t("Closed");
    default:
      return t("Unknown step");
  }
}

/** What kind of statement it is, where that says more than its words; else null. */
export function kindName(kind: string): string | null {
  switch (kind) {
    case "report":
      return t("Your report");
    case "withdrawal":
      return t("You withdrew your report");
    case "interim":
      return t("Answer in between, with a new date");
    case "check-in-request":
      return t("The committee asks how you are doing");
    case "remedy":
    case "measure":
      return t("What is being done");
    case "leak":
      return t("A warning about confidentiality");
    case "identity-request":
      return t("The committee asks to know your name");
    case "identity-withdrawn":
      return t("The committee no longer asks for your name");
    case "rekey":
      return t("Other people on the committee can read along from now on");
    default:
      return null;
  }
}

/** A question of the report, as the reporter answered it. */
export function questionName(id: string): string {
  switch (id) {
    case "what":
      return t("What happened");
    case "when":
      return t("When, and for how long");
    case "now":
      return t("Where it stands now");
    case "who":
      return t("Who knows about it");
    case "fear":
      return t("What you fear");
    case "want":
      return t("What you want");
    default:
      return t("Another answer");
  }
}

const ORDER = ["what", "when", "now", "who", "fear", "want"];

/** The answers that say something, in the order in which they were asked. */
export function answersOf(answers: Readonly<Record<string, string>>): { id: string; text: string }[] {
  const place = (id: string) => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length);
  return Object.entries(answers)
    .filter(([, text]) => text.trim() !== "")
    .sort(([one], [other]) => place(one) - place(other))
    .map(([id, text]) => ({ id, text }));
}

/** Why an envelope or a stage does not hold, in plain words. */
export function flagReason(flag: string): string {
  switch (flag) {
    case "not-sealed":
    case "malformed":
      return t("It is damaged, or it was never a sealed message.");
    case "cannot-open":
      return t("It does not open with your access code.");
    case "bad-signature":
    case "wrong-signer":
    case "wrong-author":
      return t("The signature is not that of the person who is said to have written it.");
    case "wrong-case":
    case "wrong-thread":
      return t("It belongs to another conversation.");
    case "broken-chain":
      return t("A message before it is missing, or was changed or repeated.");
    case "unknown-roster":
    case "older-epoch":
      return t("It was signed in the name of a committee that we do not know, or that was replaced.");
    case "too-few-signatures":
      return t("A second member had to sign it, and did not.");
    default:
      return t("It does not follow the rules of this conversation.");
  }
}
