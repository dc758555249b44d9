/** Opening a vault without the reporter's consent: request, wait, and a quorum's approvals (protocol section 7). */

import * as age from "./age";
import { addDays, earlier, type IsoDate, later } from "./dates";
import * as dsse from "./dsse";
import { b64u, checkDate, checkHash, checkMembers, checkUuid4, dumpJson, parseJson, unb64u } from "./encoding";
import { padFixed } from "./padme";
import type { Roster } from "./roster";
import { SHARE_SIZE } from "./vault";

export const UNSEAL_SUFFIX = "unseal";
export const HURRY_SUFFIX = "hurry";
export const WAIT = 7; // days from the posting of the request, so that the reporter can see it before it happens

/** A member asks for vault and own share; `request` is the hash of the identity request's envelope. */
export interface Unseal {
  readonly case: string;
  readonly request: string;
  readonly key: string;
}

/** A quorum shortens the wait to `earliest`; `keys` are those whose signature verifies. */
export interface Hurry {
  readonly case: string;
  readonly request: string;
  readonly earliest: IsoDate;
  readonly keys: readonly string[];
}

/** An approver's raw share, for the member who asked. Secret. */
export interface Approval {
  readonly case: string;
  readonly request: string;
  readonly share: Uint8Array;
}

/** Sign for vault and own share. */
export function buildUnseal(caseId: string, request: string, secret: Uint8Array): dsse.Envelope {
  return dsse.sign(UNSEAL_SUFFIX, dumpJson({ case: caseId, request }), [secret]);
}

/**
 * Verify such a request; whose key it is, is the caller's check.
 *
 * @throws MalformedError or SignatureError when it does not hold.
 */
export function parseUnseal(envelope: unknown): Unseal {
  const { payload, signer } = dsse.verifySingle(envelope, UNSEAL_SUFFIX);
  const fields = checkMembers(parseJson(payload), ["case", "request"]);
  return { case: checkUuid4(fields.case), request: checkHash(fields.request), key: signer };
}

/** Sign to open earlier than after seven days. */
export function buildHurry(
  caseId: string,
  request: string,
  earliest: IsoDate,
  secrets: readonly Uint8Array[],
): dsse.Envelope {
  return dsse.sign(HURRY_SUFFIX, dumpJson({ case: caseId, request, earliest }), secrets);
}

/** Read a hurry, else MalformedError; whether enough members signed is `isByQuorum`. */
export function parseHurry(envelope: unknown): Hurry {
  const { payload, keys } = dsse.verify(envelope, HURRY_SUFFIX);
  const fields = checkMembers(parseJson(payload), ["case", "request", "earliest"]);
  return {
    case: checkUuid4(fields.case),
    request: checkHash(fields.request),
    earliest: checkDate(fields.earliest),
    keys,
  };
}

/** Whether a quorum of this roster signed. */
export function isByQuorum(hurry: Hurry, roster: Roster): boolean {
  return roster.members.filter((member) => hurry.keys.includes(member.signingKey)).length >= roster.quorum;
}

/** The first day on which shares may be given out for a request posted on that day. */
export function opensOn(requestedOn: IsoDate, hurry: Hurry | null): IsoDate {
  const regular = addDays(requestedOn, WAIT);
  return hurry === null ? regular : later(requestedOn, earlier(regular, hurry.earliest));
}

/** An own share sealed to the requester's roster recipient, 512 bytes within. */
export async function sealApproval(approval: Approval, recipient: string): Promise<Uint8Array> {
  const fields = { case: approval.case, request: approval.request, share: b64u(approval.share) };
  return age.encrypt(padFixed(dumpJson(fields)), [recipient]);
}

/**
 * An approver's share; `checkShare` in `vault` says whether it is theirs.
 *
 * @throws NotSealedError, DecryptError or MalformedError when it is none.
 */
export async function openApproval(identity: string, sealed: Uint8Array): Promise<Approval> {
  const fields = checkMembers(parseJson(await age.decrypt(sealed, identity)), ["case", "request", "share"]);
  const share = unb64u(fields.share, SHARE_SIZE);
  return { case: checkUuid4(fields.case), request: checkHash(fields.request), share };
}
