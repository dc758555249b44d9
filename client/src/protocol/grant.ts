/** Grants: how a member comes by a case, and the decoys that look the same (protocol section 5). */

import * as age from "./age";
import { b64u, checkMembers, checkUuid4, dumpJson, parseJson, unb64u } from "./encoding";
import { DecryptError, MalformedError, NotSealedError } from "./errors";
import { padFixed, SMALL } from "./padme";
import type { Member } from "./roster";
import { openStatement, parseReport, parseStatement } from "./statement";

export const DOOR_SIZE = 32;
const SPACE = 0x20;

/** What opens one case: its age identity, and the door by which it is fetched (32 bytes). Secret. */
export interface Grant {
  readonly case: string;
  readonly identity: string;
  readonly door: Uint8Array;
}

/** 512 bytes, the same for every case. */
export function buildGrant(grant: Grant): Uint8Array {
  return padFixed(dumpJson({ case: grant.case, identity: grant.identity, door: b64u(grant.door) }));
}

/** A grant for one member. */
export async function sealGrant(grant: Grant, recipient: string): Promise<Uint8Array> {
  return age.encrypt(buildGrant(grant), [recipient]);
}

/** As many sealed bytes as a grant or share has, for nobody: for excluded members, and for chaff. */
export async function decoy(): Promise<Uint8Array> {
  return age.encrypt(new Uint8Array(SMALL).fill(SPACE), [await age.unheldRecipient()]);
}

/** A grant for every member by id, decoys for those left out; at filing, and again at a rekey. */
export async function sealGrants(
  grant: Grant,
  members: readonly Member[],
  excluded: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const sealed = new Map<string, Uint8Array>();
  for (const member of members) {
    sealed.set(member.id, excluded.includes(member.id) ? await decoy() : await sealGrant(grant, member.recipient));
  }
  return sealed;
}

/** Whether the outside is that of a grant, share, decoy or slip: one hybrid stanza, 512 bytes within. */
export function isGrantShaped(sealed: Uint8Array): boolean {
  try {
    const seen = age.inspect(sealed);
    return seen.stanzas === 1 && seen.payloadLength === SMALL;
  } catch (error) {
    if (error instanceof NotSealedError) {
      return false;
    }
    throw error;
  }
}

/** What is sealed to this identity, or null when it does not open. */
export async function openOrNull(identity: string, sealed: Uint8Array): Promise<Uint8Array | null> {
  try {
    return await age.decrypt(sealed, identity);
  } catch (error) {
    if (error instanceof DecryptError) {
      return null;
    }
    throw error;
  }
}

/**
 * The grant, or null when it does not open: a decoy, chaff, or somebody else's.
 *
 * @throws MalformedError when it opens and holds something else, which only its sender can have caused.
 */
export async function openGrant(identity: string, sealed: Uint8Array): Promise<Grant | null> {
  const plain = await openOrNull(identity, sealed);
  if (plain === null) {
    return null;
  }
  const fields = checkMembers(parseJson(plain), ["case", "identity", "door"]);
  if (typeof fields.identity !== "string") {
    throw new MalformedError("a grant without identity");
  }
  age.checkIdentity(fields.identity);
  return { case: checkUuid4(fields.case), identity: fields.identity, door: unb64u(fields.door, DOOR_SIZE) };
}

/**
 * A grant counts only if it opens the case's first envelope and agrees with it.
 *
 * @throws DecryptError when it does not open that envelope.
 * @throws MalformedError for another case, or another case recipient.
 */
export async function checkGrantAgainstReport(grant: Grant, firstEnvelope: Uint8Array): Promise<void> {
  const envelope = await openStatement(firstEnvelope, grant.identity);
  const statement = parseStatement(unb64u(envelope.payload));
  if (statement.kind !== "report" || statement.case !== grant.case) {
    throw new MalformedError("a grant for another case");
  }
  if (parseReport(statement.body).caseRecipient !== (await age.recipientOf(grant.identity))) {
    throw new MalformedError("a grant with another case identity");
  }
}
