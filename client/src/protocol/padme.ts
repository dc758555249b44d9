/** Size hiding with Padmé (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files", PETS 2019). */

import { MalformedError } from "./errors";

/** Bytes; a check-in, a short report and a reply all have this size. */
export const FLOOR = 16_384;
/** Bytes; grants, shares and slips. */
export const SMALL = 512;
const SPACE = 0x20;

/** The Padmé length for `length` bytes: at most 12 % more, leaking O(log log length) bits. */
export function padme(length: number): number {
  if (length < 2) return length;
  const exponent = bits(length) - 1;
  const step = 2 ** (exponent - bits(exponent));
  return Math.ceil(length / step) * step;
}

function bits(value: number): number {
  return value.toString(2).length;
}

/** The size to which `length` bytes are padded. */
export function paddedLength(length: number, floor: number = FLOOR): number {
  return padme(Math.max(length, floor));
}

/** JSON followed by spaces, which a JSON reader skips (RFC 8259 section 2). */
export function padJson(data: Uint8Array, floor: number = FLOOR): Uint8Array {
  return padTo(data, paddedLength(data.length, floor));
}

/** JSON padded with spaces to exactly `size` bytes; MalformedError when it is longer already. */
export function padFixed(data: Uint8Array, size: number = SMALL): Uint8Array {
  if (data.length > size) throw new MalformedError(`longer than ${size} bytes`);
  return padTo(data, size);
}

function padTo(data: Uint8Array, size: number): Uint8Array {
  const padded = new Uint8Array(size).fill(SPACE);
  padded.set(data);
  return padded;
}

/** Whether padding can give this length: a Padmé value, not under the floor. */
export function isPermittedLength(length: number, floor: number = FLOOR): boolean {
  return length >= floor && padme(length) === length;
}
