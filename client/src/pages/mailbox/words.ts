/** The access code as it is typed: twelve fields, each a word or a number. Pure. */

export const WORDS = 12;

const BETWEEN = /[\s,;:.·|/()\-–—]+/u;
const HIGHEST = 2048;

/** Arabic and Persian digits as 0 to 9. */
export function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/** How a word or number is compared: no capitals, no white space around it, digits 0 to 9. */
export function cleanWord(text: string): string {
  return latinDigits(text).trim().toLowerCase();
}

/** A list such as "1. velvet 2. crouch" without the numbers of its places. */
function withoutPlaces(words: string[]): string[] {
  const numbered = words.length % 2 === 0 && words.every((word, at) => at % 2 === 1 || Number(word) === at / 2 + 1);
  const named = words.every((word, at) => at % 2 === 0 || word !== "");
  return words.length > 2 && numbered && named ? words.filter((_, at) => at % 2 === 1) : words;
}

/** The words or numbers in a text, however they are separated. */
export function wordsIn(text: string): string[] {
  return withoutPlaces(cleanWord(text).split(BETWEEN).filter(Boolean));
}

/** The fields with these words put in from a place on; a full code always begins at the first field. */
export function spread(fields: readonly string[], position: number, words: readonly string[]): string[] {
  const from = words.length >= WORDS ? 0 : position;
  return fields.map((field, at) => words[at - from] ?? field);
}

/** The field to go to after words were put in: the first empty one, else the place after the last. */
export function nextEmpty(fields: readonly string[]): number {
  const empty = fields.findIndex((field) => cleanWord(field) === "");
  return empty < 0 ? fields.length : empty;
}

/** Whether a field can be a number of the code, 0001 to 2048. */
export function isNumber(word: string): boolean {
  const clean = cleanWord(word);
  return /^\d{1,4}$/u.test(clean) && Number(clean) >= 1 && Number(clean) <= HIGHEST;
}

/** The whole code as the keyring takes it. */
export function codeOf(fields: readonly string[]): string {
  return fields.map(cleanWord).join(" ");
}
