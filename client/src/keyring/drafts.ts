/** Rosters on their way: drafted by one member, compared by voice by all, then signed. */

import { identityFromSecret, recipientOf } from "../protocol/age";
import { addDays } from "../protocol/dates";
import { b64u, type Json, sha256B64u, unb64u } from "../protocol/encoding";
import { ProtocolError, RosterError, WordsError } from "../protocol/errors";
import type { Keys } from "../protocol/keys";
import {
  buildRoster,
  FINGERPRINT_SIZE,
  type Member,
  memberById,
  newestOf,
  parseRoster,
  payloadFingerprint,
  payloadHash,
  type Roster,
  signRoster,
} from "../protocol/roster";
import { split } from "../protocol/shamir";
import { sealReleaseShare } from "../protocol/slips";
import { KeyringError } from "./errors";
import { type Epoch, verified } from "./rosters";
import type { Candidate, Dsse, Heard, RosterDraftView, RosterPlan } from "./types";

const SEED_BYTES = 32;

/** Whose drafts these are. */
export interface Drafter {
  readonly memberId: string;
  readonly keys: Keys;
  /** The chain as it was last followed; empty while the committee is being founded. */
  readonly epochs: readonly Epoch[];
}

/**
 * A chain that goes on from the one that was shown before; empty while the committee is being founded.
 *
 * @throws RosterError for a link that does not hold, or when an epoch was lost or changed: also the whole committee.
 */
export function gonOn(before: readonly Epoch[], chain: readonly Dsse[], today: string): Epoch[] {
  const epochs = chain.length ? verified(chain, today) : [];
  if (before.some((epoch, index) => epochs[index]?.hash !== epoch.hash)) {
    throw new RosterError("the chain lost or changed an epoch that was shown before");
  }
  return epochs;
}

/** A member with the public keys that the next roster keeps. */
export function candidateOf({ id, name, seat, recipient, signingKey }: Member): Candidate {
  return { id, name, seat, recipient, signingKey };
}

export class Drafts {
  /** Hashes of drafts made here: their words are read aloud from this screen. */
  private readonly made = new Set<string>();
  /** Hashes of drafts whose words were typed as heard. */
  private readonly heard = new Set<string>();

  forget(): void {
    this.made.clear();
    this.heard.clear();
  }

  async draft(
    plan: RosterPlan,
    chain: readonly Dsse[],
    today: string,
    drafter: Drafter,
  ): Promise<{ payload: string; shares: { member: string; sealed: string }[] }> {
    const epochs = gonOn(drafter.epochs, chain, today);
    const before = epochs.length ? newestOf(epochs) : null;
    if (before && today < before.roster.issuedOn) throw new KeyringError("wrong-date");
    const epoch = before ? before.roster.epoch + 1 : 0;
    const { payload, raw } = await built(plan, epoch, before, today);
    mustBeOwn(parseRoster(payload), drafter);
    const shares = await Promise.all(
      plan.members.map(async ({ id, recipient: to }, index) => ({
        member: id,
        sealed: b64u(await sealReleaseShare(epoch, raw[index] ?? new Uint8Array(), to)),
      })),
    );
    this.made.add(payloadHash(payload));
    return { payload: b64u(payload), shares };
  }

  async read(payload: string, chain: readonly Dsse[], today: string, reader: Drafter): Promise<RosterDraftView> {
    const { fingerprintWords } = await import("../protocol/words");
    const epochs = gonOn(reader.epochs, chain, today);
    const { raw, roster } = read(payload);
    mustGoOn(roster, epochs);
    mustBeOwn(roster, reader);
    if (roster.issuedOn > addDays(today, 1)) throw new KeyringError("wrong-date");
    const hash = payloadHash(raw);
    const heard = this.heard.has(hash);
    return {
      committee: roster.committee,
      hash,
      epoch: roster.epoch,
      name: { ...roster.name },
      bodies: roster.bodies.map((body) => ({ id: body.id, name: { ...body.name }, country: body.country })),
      quorum: roster.quorum,
      issuedOn: roster.issuedOn,
      validUntil: roster.validUntil,
      members: roster.members.map(candidateOf),
      mine: memberById(roster, reader.memberId) !== null,
      made: this.made.has(hash),
      words: heard || this.made.has(hash) ? fingerprintWords(payloadFingerprint(raw)) : null,
      heard,
    };
  }

  /** The words come by voice from who drafted it: from this screen alone they would prove nothing. */
  async hear(payload: string, typed: string): Promise<Heard> {
    const { decodeWords } = await import("../protocol/words");
    const raw = unb64u(payload);
    let told: Uint8Array;
    try {
      told = decodeWords(typed, FINGERPRINT_SIZE);
    } catch (error) {
      if (error instanceof WordsError) return "typo";
      throw error;
    }
    if (b64u(told) !== b64u(payloadFingerprint(raw))) return "different";
    this.heard.add(payloadHash(raw));
    return "same";
  }

  /** What was heard before may have been overtaken by another roster since. */
  sign(payload: string, signer: Drafter): Dsse {
    const { raw, roster } = read(payload);
    if (!this.heard.has(payloadHash(raw))) throw new KeyringError("not-heard");
    mustGoOn(roster, signer.epochs);
    mustBeOwn(roster, signer);
    return signRoster(raw, [signer.keys.signingSecret]);
  }
}

/** A draft as it was sent; KeyringError `draft-refused` when it is no roster. */
function read(payload: string): { raw: Uint8Array; roster: Roster } {
  try {
    const raw = unb64u(payload);
    return { raw, roster: parseRoster(raw) };
  } catch (error) {
    throw error instanceof ProtocolError ? new KeyringError("draft-refused") : error;
  }
}

/** The roster of this plan and the raw shares of its release seed; KeyringError `unfit-roster` for a plan against the rules. */
async function built(
  plan: RosterPlan,
  epoch: number,
  before: Epoch | null,
  today: string,
): Promise<{ payload: Uint8Array; raw: Uint8Array[] }> {
  const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
  try {
    const raw = await split(seed, plan.quorum, plan.members.length);
    const recipient = await recipientOf(identityFromSecret(seed));
    return { payload: buildRoster(fieldsOf(plan, epoch, before, today, recipient, raw)), raw };
  } catch (error) {
    throw error instanceof ProtocolError ? new KeyringError("unfit-roster") : error;
  } finally {
    seed.fill(0);
  }
}

function fieldsOf(
  plan: RosterPlan,
  epoch: number,
  before: Epoch | null,
  today: string,
  recipient: string,
  raw: readonly Uint8Array[],
): Json {
  const shares = plan.members.map(({ id }, index) => [id, sha256B64u(raw[index] ?? new Uint8Array())]);
  return {
    committee: plan.committee,
    name: plan.name,
    epoch,
    previous: before?.hash ?? null,
    quorum: plan.quorum,
    issued_on: today,
    valid_until: plan.validUntil,
    bodies: plan.bodies,
    release: { recipient, shares: Object.fromEntries(shares) },
    members: plan.members.map((member) => ({
      id: member.id,
      name: member.name,
      seat: member.seat,
      recipient: member.recipient,
      signing_key: member.signingKey,
    })),
  };
}

/** A draft follows the roster in force, or founds a committee. */
function mustGoOn(roster: Roster, epochs: readonly Epoch[]): void {
  const before = epochs.length ? newestOf(epochs) : null;
  const goesOn = before
    ? roster.committee === before.roster.committee &&
      roster.epoch === before.roster.epoch + 1 &&
      roster.previous === before.hash &&
      roster.issuedOn >= before.roster.issuedOn
    : roster.epoch === 0;
  if (!goesOn) throw new KeyringError("draft-refused");
}

/** Under this member's name stands this member's key, or nothing. */
function mustBeOwn(roster: Roster, { memberId, keys }: Drafter): void {
  const entry = memberById(roster, memberId);
  if (entry && (entry.recipient !== keys.recipient || entry.signingKey !== keys.signingKey)) {
    throw new KeyringError("not-my-entry");
  }
}
