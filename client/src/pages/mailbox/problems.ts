/** What went wrong, as this page tells it apart; errors of server and keyring carry a stable `code`. */

import type { Alarm, CodeProblem, Problem } from "./state";

interface Coded {
  code?: unknown;
  kind?: unknown;
  index?: unknown;
  status?: unknown;
}

/** The stable code of an error, or an empty string. */
export function codeOfError(error: unknown): string {
  const code = (error as Coded | null)?.code;
  return typeof code === "string" ? code : "";
}

const numberOr = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** Whether the error means that nothing may be shown. */
export function alarmOf(error: unknown): Alarm | null {
  switch (codeOfError(error)) {
    case "roster-refused":
    case "no-committee":
      return "roster-refused";
    case "wrong-fingerprint":
      return "wrong-fingerprint";
    case "vanished":
      return "vanished";
    default:
      return null;
  }
}

/** Position of the word that stands on no list, or null when the error says something else. */
export function unknownWordAt(error: unknown): number | null {
  const { kind, index } = (error ?? {}) as Coded;
  return codeOfError(error) === "wrong-words" && kind === "unknown-word" ? numberOr(index) : null;
}

function shared(code: string): "network" | "busy" | "unexpected" {
  switch (code) {
    case "network":
    case "timeout":
      return "network";
    case "proof-of-work":
    case "challenge-expired":
    case "already-used":
      return "busy";
    default:
      return "unexpected";
  }
}

/** Why the code did not open a mailbox. */
export function codeProblem(error: unknown): CodeProblem {
  const code = codeOfError(error);
  if (code === "wrong-words") {
    return "checksum";
  }
  return code === "no-mailbox" ? "no-mailbox" : shared(code);
}

/** Why an action in the open mailbox did not go through. */
export function problemOf(error: unknown): Problem {
  const code = codeOfError(error);
  switch (code) {
    case "sealing-failed":
    case "too-large":
    case "wrong-date":
    case "signed-out":
    case "not-shown":
      return code;
    case "no-mailbox":
    case "locked":
      return "signed-out";
    case "not-sealed":
      return "sealing-failed";
    default:
      return shared(code);
  }
}
