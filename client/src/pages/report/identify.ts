/** Finds what could give a reporter away. Gentle: it asks, and never changes a text by itself. */

export type Trace = "phone" | "mail" | "number" | "name";

export interface Finding {
  kind: Trace;
  /** As it stands in the text. */
  text: string;
}

/** Repetition is bounded everywhere: a text of 20,000 letters is searched at every pause in the typing. */
const PATTERNS: readonly [Trace, RegExp][] = [
  ["mail", /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/gu],
  // A Dutch citizen service number has nine digits; a Belgian national number is written 85.07.30-033.28.
  ["number", /\b\d{9}\b|\b\d{2}\.?\d{2}\.?\d{2}[- ]?\d{3}[. ]?\d{2}\b/gu],
  ["phone", /(?:\+|\b00)\d(?:[ \-().]{0,2}\d){7,13}\b|\b0[1-9](?:[ \-./]{0,2}\d){7,8}\b/gu],
  [
    "name",
    /\b(?:[Mm]ijn naam is|[Ii]k heet|[Mm]y name is|[Jj]e m['’]appelle|[Mm]ein Name ist)\s{1,3}[\p{L}'’-]{2,40}(?:(?:\s(?:van|von|de|den|der|ter|ten|el|al)){0,3}\s\p{Lu}[\p{L}'’-]{1,40}){0,4}/gu,
  ],
  ["name", /اسمي\s{1,3}\p{L}{2,40}/gu],
];

/** The first trace in a text that was not said to be fine before. */
export function findTrace(text: string, kept: readonly string[]): Finding | null {
  for (const [kind, pattern] of PATTERNS) {
    for (const [found] of text.matchAll(pattern)) {
      if (!kept.includes(found)) return { kind, text: found };
    }
  }
  return null;
}

/** The text without a finding. */
export function withoutTrace(text: string, finding: Finding): string {
  return text.replace(finding.text, () => "…");
}
