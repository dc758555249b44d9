/**
 * Ed25519 with one answer everywhere (RFC 8032 section 5.1, without the latitude that libraries differ in).
 *
 * A public key must be canonical, on the curve and not of small order; S must be below the group order; the equation is
 * checked without cofactor, comparing R byte for byte: what OpenSSL does, behind Python and in browsers.
 */

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { unb64u } from "./encoding";
import { MalformedError } from "./errors";

export const KEY_SIZE = 32;
export const SIGNATURE_SIZE = 64;
const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;
type CurvePoint = InstanceType<typeof Point>;

/** The point of a public key that may sign, or null: canonical, on the curve, not of small order. */
function usablePoint(key: Uint8Array): CurvePoint | null {
  try {
    const point = Point.fromBytes(key);
    return point.isSmallOrder() ? null : point;
  } catch {
    return null;
  }
}

/** Whether 32 bytes are a public key that may sign. */
export function isUsable(key: Uint8Array): boolean {
  return key.length === KEY_SIZE && usablePoint(key) !== null;
}

/** The bytes of a signing key in base64url, or MalformedError for one that may not be used. */
export function checkKey(text: unknown): Uint8Array {
  const key = unb64u(text, KEY_SIZE);
  if (!isUsable(key)) throw new MalformedError("a signing key that may not be used");
  return key;
}

/** The public key of a 32-byte secret. */
export function publicKey(secret: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(secret);
}

/** A 64-byte signature. */
export function sign(secret: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, secret);
}

/** Whether the signature is by this key over this message. */
export function verifies(key: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_SIZE || key.length !== KEY_SIZE) return false;
  const point = usablePoint(key);
  const commitment = signature.subarray(0, 32);
  const response = littleEndian(signature.subarray(32));
  if (!point || response >= ORDER) return false;
  const challenge = littleEndian(sha512(concatBytes(commitment, key, message))) % ORDER;
  // R = S·B − k·A, compared as bytes (RFC 8032 section 5.1.7, the check without the factor 8). Public values only.
  const expected = Point.BASE.multiplyUnsafe(response).subtract(point.multiplyUnsafe(challenge));
  return equal(expected.toBytes(), commitment);
}

function littleEndian(data: Uint8Array): bigint {
  let value = 0n;
  for (let i = data.length - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(data[i] as number);
  return value;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
