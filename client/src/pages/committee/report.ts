/** The answers of a report in the order in which they were asked. */

import { t } from "../../texts";

const ORDER = ["what", "when", "now", "who", "fear", "want"];
const LINE = 90; // characters

/** An answer under its heading. */
export interface Answer {
  id: string;
  heading: string;
  text: string;
}

function heading(id: string): string {
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
      return t("What the reporter fears");
    case "want":
      return t("What the reporter wants");
    default:
      return t("Another answer");
  }
}

function place(id: string): number {
  const at = ORDER.indexOf(id);
  return at < 0 ? ORDER.length : at;
}

/** Every answer that says something; questions that this page does not know come last. */
export function answersOf(answers: Readonly<Record<string, string>>): Answer[] {
  return Object.entries(answers)
    .filter(([, text]) => text.trim() !== "")
    .sort(([one], [other]) => place(one) - place(other))
    .map(([id, text]) => ({ id, heading: heading(id), text }));
}

/** The beginning of the report, cut at a word, for the board. */
export function firstLine(answers: Readonly<Record<string, string>>): string {
  const text = (answersOf(answers)[0]?.text ?? "").replace(/\s+/gu, " ").trim();
  if (text.length <= LINE) {
    return text;
  }
  const cut = text.slice(0, LINE);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), LINE / 2)).trimEnd()}…`;
}
