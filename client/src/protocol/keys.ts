/** Secrets and what follows from them (protocol section 2). */

import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import * as age from "./age";
import * as ed25519 from "./ed25519";
import { b64u } from "./encoding";
import { MalformedError } from "./errors";

export const RECEIPT_SIZE = 16;
export const MEMBER_SECRET_SIZE = 32;

/** The keys of a receipt or of a member. `identity` and `signingSecret` are secret, the others public. */
export interface Keys {
  readonly identity: string;
  readonly recipient: string;
  readonly signingSecret: Uint8Array;
  /** Ed25519 public key in base64url. */
  readonly signingKey: string;
}

/** 32 bytes by HKDF-SHA-256 (RFC 5869): empty salt, the label as info. */
export function derive(secret: Uint8Array, label: string): Uint8Array {
  return hkdf(sha256, secret, undefined, utf8ToBytes(label), 32);
}

async function keysOf(secret: Uint8Array, role: "receipt" | "member"): Promise<Keys> {
  const identity = age.identityFromSecret(derive(secret, `meldpunt/v1/${role}/age`));
  const signingSecret = derive(secret, `meldpunt/v1/${role}/signing`);
  const recipient = await age.recipientOf(identity);
  return { identity, recipient, signingSecret, signingKey: b64u(ed25519.publicKey(signingSecret)) };
}

/** The reporter's keys from the 16 bytes of the receipt. */
export async function receiptKeys(receipt: Uint8Array): Promise<Keys> {
  if (receipt.length !== RECEIPT_SIZE) throw new MalformedError("a receipt has 16 bytes");
  return keysOf(receipt, "receipt");
}

/** A member's keys from the 32 bytes of the member secret. */
export async function memberKeys(secret: Uint8Array): Promise<Keys> {
  if (secret.length !== MEMBER_SECRET_SIZE) throw new MalformedError("a member secret has 32 bytes");
  return keysOf(secret, "member");
}

/** A new receipt. */
export function generateReceipt(): Uint8Array {
  return randomBytes(RECEIPT_SIZE);
}

/** A new member secret. */
export function generateMemberSecret(): Uint8Array {
  return randomBytes(MEMBER_SECRET_SIZE);
}
