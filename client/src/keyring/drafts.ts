/** Rosters on their way: drafted by one member, compared by voice by all, then signed. */

import { identityFromSecret, recipientOf } from "../protocol/age";
import { b64u, type Json, sha256B64u, unb64u } from "../protocol/encoding";
import { RosterError, WordsError } from "../protocol/errors";
import type { Keys } from "../protocol/keys";
import {
  buildRoster,
  FINGERPRINT_SIZE,
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
import type { Dsse, Heard, RosterDraftView, RosterPlan } from "./types";

const SEED_BYTES = 32;

/** Whose drafts these are. */
export interface Drafter {
  readonly memberId: string;
  readonly keys: Keys;
}

/** Where a draft goes on from: nothing while the committee is being founded. */
function epochsOf(chain: readonly Dsse[], today: string): Epoch[] {
  return chain.length ? verified(chain, today) : [];
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
    const epochs = epochsOf(chain, today);
    const before = epochs.length ? newestOf(epochs) : null;
    const epoch = before ? before.roster.epoch + 1 : 0;
    const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
    const raw = await split(seed, plan.quorum, plan.members.length);
    const recipient = await recipientOf(identityFromSecret(seed));
    seed.fill(0);
    const payload = buildRoster(fieldsOf(plan, epoch, before, today, recipient, raw));
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
    const raw = unb64u(payload);
    const roster = parseRoster(raw);
    mustGoOn(roster, epochsOf(chain, today));
    mustBeOwn(roster, reader);
    const hash = payloadHash(raw);
    const heard = this.heard.has(hash);
    return {
      hash,
      epoch: roster.epoch,
      name: { ...roster.name },
      bodies: roster.bodies.map((body) => ({ id: body.id, name: { ...body.name }, country: body.country })),
      quorum: roster.quorum,
      issuedOn: roster.issuedOn,
      validUntil: roster.validUntil,
      members: roster.members.map(({ id, name, seat, recipient, signingKey }) => ({
        id,
        name,
        seat,
        recipient,
        signingKey,
      })),
      mine: memberById(roster, reader.memberId) !== null,
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

  sign(payload: string, { keys }: Drafter): Dsse {
    const raw = unb64u(payload);
    if (!this.heard.has(payloadHash(raw))) throw new KeyringError("not-heard");
    return signRoster(raw, [keys.signingSecret]);
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
      roster.previous === before.hash
    : roster.epoch === 0;
  if (!goesOn) throw new RosterError("does not go on from the roster in force");
}

/** Under this member's name stands this member's key, or nothing. */
function mustBeOwn(roster: Roster, { memberId, keys }: Drafter): void {
  const entry = memberById(roster, memberId);
  if (entry && (entry.recipient !== keys.recipient || entry.signingKey !== keys.signingKey)) {
    throw new KeyringError("not-my-entry");
  }
}
