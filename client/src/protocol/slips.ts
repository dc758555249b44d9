/** Tally slips: what statistics are made of, without opening a case (protocol section 8). */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import * as age from "./age";
import { b64u, checkMembers, dumpJson, type Json, parseJson } from "./encoding";
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
