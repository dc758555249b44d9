/** Tally slips, and the shares of the seed that opens them: statistics without opening a case (protocol section 8). */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import * as age from "./age";
import { b64u, checkInt, checkMembers, dumpJson, type Json, parseJson, unb64u } from "./encoding";
import { MalformedError } from "./errors";
import { openOrNull } from "./grant";
import { padFixed } from "./padme";

const PERIOD = /^[0-9]{4}$/;
const FIELDS = ["tag", "theme", "outcome", "light", "on_time", "monitored"] as const;

/** A period is a year, four digits; else MalformedError. */
export function checkPeriod(value: unknown): string {
  if (typeof value !== "string" || !PERIOD.test(value)) {
    throw new MalformedError("not a period");
  }
  return value;
}

/** By which the newest slip of a case counts once; without the case identity it leads nowhere. */
export function tag(caseIdentity: string, period: string): string {
  const text = new TextEncoder();
  return b64u(hmac(sha256, text.encode(caseIdentity), text.encode(checkPeriod(period))));
}

/** A slip for the roster's release recipient, 512 bytes within. */
export async function sealSlip(fields: Json, recipient: string): Promise<Uint8Array> {
  return age.encrypt(padFixed(dumpJson(checkMembers(fields, FIELDS))), [recipient]);
}

/** A slip that counts for nothing, so that batches have one size. */
export async function sealDummy(recipient: string): Promise<Uint8Array> {
  return age.encrypt(padFixed(dumpJson({ dummy: true })), [recipient]);
}

/** The slip, or null for a dummy or one that is sealed to another epoch's seed. */
export async function openSlip(identity: string, sealed: Uint8Array): Promise<Json | null> {
  const plain = await openOrNull(identity, sealed);
  if (plain === null) {
    return null;
  }
  const fields = parseJson(plain);
  const isDummy = Object.keys(fields).length === 1 && fields.dummy === true;
  return isDummy ? null : checkMembers(fields, FIELDS);
}

/** A member's share of the release seed of one epoch. */
export interface ReleaseShare {
  readonly epoch: number;
  /** 33 bytes. */
  readonly share: Uint8Array;
}

const SHARE_SIZE = 33; // 32 y bytes and the x byte (protocol section 1)
const MAX_EPOCH = 10_000;

/** A share of an epoch's release seed for the member who holds `recipient`, 512 bytes within. */
export async function sealReleaseShare(epoch: number, share: Uint8Array, recipient: string): Promise<Uint8Array> {
  return age.encrypt(padFixed(dumpJson({ epoch, share: b64u(share) })), [recipient]);
}

/**
 * The share; whether it is the one that the roster commits to is the caller's check.
 *
 * @throws MalformedError or DecryptError when it is no share for this identity.
 */
export async function openReleaseShare(identity: string, sealed: Uint8Array): Promise<ReleaseShare> {
  const fields = checkMembers(parseJson(await age.decrypt(sealed, identity)), ["epoch", "share"]);
  return { epoch: checkInt(fields.epoch, 0, MAX_EPOCH), share: unb64u(fields.share, SHARE_SIZE) };
}
