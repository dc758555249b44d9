/** The vault: the reporter's name, or nothing, sealed apart and split k of n (protocol sections 5 and 7). */

import * as age from "./age";
import { b64u, checkMembers, checkUuid4, dumpJson, type Json, parseJson, sha256B64u, unb64u } from "./encoding";
import { MalformedError, SharesError } from "./errors";
import { decoy, openOrNull } from "./grant";
import { padFixed, padJson } from "./padme";
import type { Member } from "./roster";
import * as shamir from "./shamir";
import type { VaultCommitment } from "./statement";

export const SEED_SIZE = 32;
export const SHARE_SIZE = SEED_SIZE + 1;

/** A vault as it is sent, and what the report commits to. */
export interface Vault {
  /** The age file with the name. */
  readonly sealed: Uint8Array;
  /** Sealed share by member id; decoys for the excluded. */
  readonly shares: ReadonlyMap<string, Uint8Array>;
  readonly commitment: VaultCommitment;
}

/** An opened share of the vault of one case. Secret. */
export interface Share {
  readonly case: string;
  readonly share: Uint8Array;
}

/**
 * Seal a name (`{}` for an anonymous report, which looks the same) and a share for each member.
 *
 * @param threshold The roster's quorum.
 * @param excluded Ids of members who are given a decoy; their true share is committed to all the same.
 */
export async function buildVault(
  name: Json,
  threshold: number,
  members: readonly Member[],
  excluded: readonly string[],
  caseId: string,
): Promise<Vault> {
  const seed = crypto.getRandomValues(new Uint8Array(SEED_SIZE));
  const recipient = await age.recipientOf(age.identityFromSecret(seed));
  const sealed = await age.encrypt(padJson(dumpJson(name)), [recipient]);
  const raw = await shamir.split(seed, threshold, members.length);
  seed.fill(0);
  const shares = new Map<string, Uint8Array>();
  const hashes: Record<string, string> = {};
  for (const [index, member] of members.entries()) {
    const share = raw[index];
    if (share === undefined) {
      throw new SharesError("fewer shares than members");
    }
    hashes[member.id] = sha256B64u(share);
    shares.set(
      member.id,
      excluded.includes(member.id) ? await decoy() : await sealShare(caseId, share, member.recipient),
    );
  }
  return { sealed, shares, commitment: { sha256: sha256B64u(sealed), threshold, shares: hashes } };
}

/** A raw share for one member, 512 bytes within. */
export async function sealShare(caseId: string, share: Uint8Array, recipient: string): Promise<Uint8Array> {
  return age.encrypt(padFixed(dumpJson({ case: caseId, share: b64u(share) })), [recipient]);
}

/**
 * The share, or null when it does not open: a decoy.
 *
 * @throws MalformedError when it opens and holds something else.
 */
export async function openShare(identity: string, sealed: Uint8Array): Promise<Share | null> {
  const plain = await openOrNull(identity, sealed);
  if (plain === null) {
    return null;
  }
  const fields = checkMembers(parseJson(plain), ["case", "share"]);
  return { case: checkUuid4(fields.case), share: unb64u(fields.share, SHARE_SIZE) };
}

function isCommitted(commitment: VaultCommitment, member: string, share: Uint8Array): boolean {
  return Object.hasOwn(commitment.shares, member) && commitment.shares[member] === sha256B64u(share);
}

/** Throw SharesError, naming the member, when a raw share is not the one that the report commits to. */
export function checkShare(commitment: VaultCommitment, member: string, share: Uint8Array): void {
  if (!isCommitted(commitment, member, share)) {
    throw new SharesError("a share that the report does not know", [member]);
  }
}

/**
 * The name, from the raw shares of at least the threshold of members.
 *
 * @throws SharesError when there are too few, one twice or one wrong; `members` names whose.
 * @throws MalformedError for a vault that is not the one the report commits to.
 */
export async function combineAndOpen(
  sealed: Uint8Array,
  commitment: VaultCommitment,
  shares: ReadonlyMap<string, Uint8Array>,
): Promise<Json> {
  checkShares(commitment, shares);
  if (sha256B64u(sealed) !== commitment.sha256) {
    throw new MalformedError("not the vault of this report");
  }
  const seed = await shamir.combine([...shares.values()]);
  if (seed.length !== SEED_SIZE) {
    throw new SharesError("shares of a wrong length", [...shares.keys()]);
  }
  return parseJson(await age.decrypt(sealed, age.identityFromSecret(seed)));
}

function checkShares(commitment: VaultCommitment, shares: ReadonlyMap<string, Uint8Array>): void {
  const given = [...shares];
  const wrong = given.filter(([member, share]) => !isCommitted(commitment, member, share)).map(([member]) => member);
  if (wrong.length > 0) {
    throw new SharesError("a share that the report does not know", wrong);
  }
  const texts = given.map(([, share]) => b64u(share));
  const double = given.filter((_, i) => texts.indexOf(texts[i] ?? "") !== texts.lastIndexOf(texts[i] ?? ""));
  if (double.length > 0) {
    throw new SharesError(
      "a share twice",
      double.map(([member]) => member),
    );
  }
  if (given.length < commitment.threshold) {
    throw new SharesError("fewer than the threshold");
  }
}
