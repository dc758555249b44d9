/** Secrets as words or four-digit numbers: BIP 39 lists and checksum over the bytes themselves (protocol section 1). */

import { sha256 } from "@noble/hashes/sha2.js";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as french } from "@scure/bip39/wordlists/french.js";
import { WordsError } from "./errors";

const BITS = 11;
const PREFIX = 4; // BIP 39: four letters tell any word of a list
const SEPARATORS = /[\s,;.:/|\-\u2010-\u2015\u2212\u060c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;
const DIGITS = /^0*[0-9]{1,4}$/;
const MARKS = /\p{M}/gu;
const EASTERN_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

interface WordList {
  readonly words: readonly string[]; // NFKD
  readonly index: ReadonlyMap<string, number>; // without accents
}

function plain(text: string): string {
  return text.toLowerCase().normalize("NFKD").replace(MARKS, "");
}

const lists = new Map<string, WordList>();

function wordList(name: "english" | "french"): WordList {
  const known = lists.get(name);
  if (known) return known;
  const words = (name === "french" ? french : english).map((word) => word.normalize("NFKD"));
  const made = { words, index: new Map(words.map((word, index) => [plain(word), index])) };
  lists.set(name, made);
  return made;
}

function listFor(language: string): WordList {
  return wordList(language === "fr" ? "french" : "english");
}

function countFor(size: number): number {
  if (size !== 16 && size !== 32) throw new RangeError("words stand for 16 or 32 bytes");
  return size === 16 ? 12 : 24;
}

function checksumBits(size: number): bigint {
  return BigInt(countFor(size) * BITS - size * 8);
}

function indexes(value: Uint8Array): number[] {
  const count = countFor(value.length);
  const extra = checksumBits(value.length);
  const sum = BigInt(sha256(value)[0] as number) >> (8n - extra);
  let number = (value.reduce((sofar, byte) => (sofar << 8n) | BigInt(byte), 0n) << extra) | sum;
  const found: number[] = [];
  for (let i = 0; i < count; i += 1) {
    found.unshift(Number(number & 0x7ffn));
    number >>= 11n;
  }
  return found;
}

/** 12 words for 16 bytes, 24 for 32: the French list for `fr`, the English for any other language, NFKD. */
export function encodeWords(value: Uint8Array, language: string): string[] {
  const { words } = listFor(language);
  return indexes(value).map((index) => words[index] as string);
}

/** The same as numbers from 0001 to 2048, for scripts in which the words would be foreign. */
export function encodeNumbers(value: Uint8Array): string[] {
  return indexes(value).map((index) => String(index + 1).padStart(4, "0"));
}

/**
 * Read words or numbers, forgiving case, accents, separators and words cut after four letters.
 * Both lists are tried; a number may stand for any word.
 *
 * @param length bytes expected, 16 or 32.
 * @throws WordsError `count`, `unknown-word` (with the index of the first) or `checksum`.
 */
export function decodeWords(text: string | readonly string[], length: number): Uint8Array {
  const tokens = tokensOf(text);
  if (tokens.length !== countFor(length)) throw new WordsError("count");
  const unknown: number[] = [];
  for (const name of ["english", "french"] as const) {
    const found = tokens.map((token) => indexOf(token, wordList(name)));
    const missing = found.indexOf(null);
    if (missing >= 0) {
      unknown.push(missing);
      continue;
    }
    const value = join(found as number[], length);
    if (value) return value;
  }
  // The list that knew the longest beginning is the one that was meant.
  if (unknown.length === 2) throw new WordsError("unknown-word", Math.max(...unknown));
  throw new WordsError("checksum");
}

function tokensOf(text: string | readonly string[]): string[] {
  const joined = typeof text === "string" ? text : text.join(" ");
  const digits = plain(joined).replace(EASTERN_DIGITS, (digit) => String((digit.codePointAt(0) as number) & 15));
  return digits.replace(SEPARATORS, " ").split(" ").filter(Boolean);
}

function indexOf(token: string, list: WordList): number | null {
  if (DIGITS.test(token)) {
    const number = Number(token);
    return number >= 1 && number <= list.words.length ? number - 1 : null;
  }
  const exact = list.index.get(token);
  if (exact !== undefined) return exact;
  if (token.length < PREFIX) return null;
  const matches = [...list.index].filter(([word]) => word.startsWith(token));
  return matches.length === 1 ? (matches[0]?.[1] ?? null) : null;
}

function join(found: readonly number[], length: number): Uint8Array | null {
  let number = found.reduce((sofar, index) => (sofar << 11n) | BigInt(index), 0n) >> checksumBits(length);
  const value = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i -= 1) {
    value[i] = Number(number & 0xffn);
    number >>= 8n;
  }
  return indexes(value).every((index, i) => index === found[i]) ? value : null;
}

/** The words of a language's list that begin with `prefix`; accents and case do not matter. */
export function complete(prefix: string, language: string): string[] {
  const start = plain(prefix.trim());
  const list = listFor(language);
  if (!start) return [];
  return [...list.index].filter(([word]) => word.startsWith(start)).map(([, index]) => list.words[index] as string);
}

/** The twelve words of a 16-byte fingerprint, as they stand on a poster. */
export function fingerprintWords(fingerprint: Uint8Array, language = "en"): string[] {
  return encodeWords(fingerprint, language);
}

/** The fingerprint in groups of four hexadecimal digits. */
export function fingerprintHex(fingerprint: Uint8Array): string {
  const hex = [...fingerprint].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/.{4}(?=.)/g, "$& ");
}
