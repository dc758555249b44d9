/** JSON, base64url, UUIDs and dates as protocol section 1 wants them: one spelling a value, all others refused. */

import { sha256 } from "@noble/hashes/sha2.js";
import { base64urlnopad } from "@scure/base";
import { MalformedError } from "./errors";
import { refuseDuplicates } from "./json";

export type Json = { [name: string]: unknown };

export const VERSION = 1;
const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Base64url without padding (RFC 4648 section 5). */
export function b64u(data: Uint8Array): string {
  return base64urlnopad.encode(data);
}

/**
 * Decode canonical base64url: no padding, no stray bits, nothing outside the alphabet.
 *
 * @throws MalformedError for another spelling, or when it is not `length` bytes.
 */
export function unb64u(text: unknown, length?: number): Uint8Array {
  if (typeof text !== "string") throw new MalformedError("not base64url");
  let data: Uint8Array;
  try {
    data = base64urlnopad.decode(text);
  } catch {
    throw new MalformedError("not canonical base64url");
  }
  if (length !== undefined && data.length !== length) {
    throw new MalformedError(`${length} bytes expected, not ${data.length}`);
  }
  return data;
}

/**
 * Compact UTF-8 JSON, members in the order of insertion.
 *
 * @throws MalformedError for what JSON cannot hold: a circle, a bigint, half a surrogate pair, a number too large.
 */
export function dumpJson(value: Json): Uint8Array {
  const text = stringify(value);
  if (typeof text !== "string") throw new MalformedError("cannot be written as JSON");
  refuseOddValues(value);
  return new TextEncoder().encode(text);
}

function stringify(value: Json): unknown {
  try {
    return JSON.stringify(value);
  } catch {
    throw new MalformedError("cannot be written as JSON");
  }
}

/**
 * Read a JSON object strictly.
 *
 * @throws MalformedError for what is not UTF-8, a byte order mark, a name twice, a lone surrogate, an integer that would
 * be rounded, nesting too deep, or a top level that is not an object.
 */
export function parseJson(data: Uint8Array): Json {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    value = JSON.parse(text);
  } catch {
    throw new MalformedError("not JSON");
  }
  refuseDuplicates(text);
  refuseOddValues(value);
  if (!isObject(value)) throw new MalformedError("not a JSON object");
  return value;
}

function refuseOddValues(value: unknown): void {
  if (typeof value === "string") {
    if (LONE_SURROGATE.test(value)) throw new MalformedError("half a surrogate pair");
  } else if (typeof value === "number") {
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      throw new MalformedError("a number too large for a browser");
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      refuseOddValues(name);
      refuseOddValues(item);
    }
  }
}

/** Whether this is a JSON object: not null, not a list. */
export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** SHA-256 as base64url: how the protocol names envelopes, payloads, shares and files. */
export function sha256B64u(data: Uint8Array): string {
  return b64u(sha256(data));
}

/** Throw MalformedError unless `v` is the version that we speak. */
export function checkVersion(value: Json): void {
  if (value.v !== VERSION) throw new MalformedError("unknown version");
}

/** The same object, sure to have exactly these members. */
export function checkMembers(value: unknown, names: readonly string[]): Json {
  if (!isObject(value) || Object.keys(value).length !== names.length || !names.every((n) => Object.hasOwn(value, n))) {
    throw new MalformedError(`expected exactly the members ${names.join(", ")}`);
  }
  return value;
}

/** A random UUID in lower case (RFC 9562 section 5.4). */
export function checkUuid4(value: unknown): string {
  if (typeof value !== "string" || !UUID4.test(value)) throw new MalformedError("not a random UUID in lower case");
  return value;
}

/** An ISO date `YYYY-MM-DD` that exists. */
export function checkDate(value: unknown): string {
  if (typeof value !== "string" || !DATE.test(value)) throw new MalformedError("not an ISO date");
  const read = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== value || value < "0001") {
    throw new MalformedError("a date that does not exist");
  }
  return value;
}

/** A SHA-256 in base64url. */
export function checkHash(value: unknown): string {
  unb64u(value, 32);
  return value as string;
}

/** A whole number from `low` to `high`, both included. */
export function checkInt(value: unknown, low: number, high: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < low || value > high) {
    throw new MalformedError(`not a whole number from ${low} to ${high}`);
  }
  return value;
}

/** Text of `shortest` to `longest` code points. */
export function checkText(value: unknown, longest: number, shortest = 1): string {
  if (typeof value !== "string" || value.length > 2 * longest) throw new MalformedError("not a text");
  const points = [...value].length;
  if (points < shortest || points > longest) {
    throw new MalformedError(`not a text of ${shortest} to ${longest} characters`);
  }
  return value;
}

/** A list of at most `longest` items. */
export function checkList(value: unknown, longest: number): unknown[] {
  if (!Array.isArray(value) || value.length > longest) throw new MalformedError(`not a list of at most ${longest}`);
  return value;
}
