/** Finds what could give a reporter away. Gentle: it asks, and never changes a text by itself. */

export type Trace = "phone" | "mail" | "number" | "name";

export interface Finding {
  kind: Trace;
  /** As it stands in the text. */
  text: string;
}

const PATTERNS: readonly [Trace, RegExp][] = [
  ["mail", /[\w.+-]+@[\w-]+\.[\w.]+/u],
  ["phone", /(?:\+|\b00)\d[\d \-().]{7,}\d|\b0[1-9][\d \-().]{6,}\d/u],
  ["number", /\b\d{9}\b|\b\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}\b/u],
  [
    "name",
    /\b(?:mijn naam is|ik heet|my name is|je m['’]appelle|mein Name ist)\s+[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+)*|اسمي\s+\p{L}+/iu,
  ],
];

/** The first trace in a text that was not said to be fine before. */
export function findTrace(text: string, kept: readonly string[]): Finding | null {
  for (const [kind, pattern] of PATTERNS) {
    for (const match of text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))) {
      if (!kept.includes(match[0])) return { kind, text: match[0] };
    }
  }
  return null;
}

/** The text without a finding. */
export function withoutTrace(text: string, finding: Finding): string {
  return text.replace(finding.text, "…");
}
