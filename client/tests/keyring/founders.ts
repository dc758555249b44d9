/** Alice, Bob, Charlie, Dora and Mallory with real keys, and the lists that they draft, hear and sign. */

import { type Drafter, Drafts, gonOn } from "../../src/keyring/drafts";
import type { Candidate, Dsse, RosterPlan } from "../../src/keyring/types";
import { b64u, dumpJson, type Json, parseJson, unb64u } from "../../src/protocol/encoding";
import { type Keys, memberKeys } from "../../src/protocol/keys";
import { addSignatures, payloadFingerprint, signRoster } from "../../src/protocol/roster";
import { encodeWords } from "../../src/protocol/words";
import { TODAY } from "../protocol/cast";

export const NAMES = ["Alice", "Bob", "Charlie", "Dora", "Mallory"] as const;
export const [ALICE, BOB, CHARLIE, DORA, MALLORY] = [0, 1, 2, 3, 4] as const;

/** Somebody with a key, and the place in the cast. */
export interface Founder {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly keys: Keys;
}

export function idOf(index: number): string {
  return `0b0e6a6e-7c1c-4c0e-9c36-${index.toString(16).padStart(12, "0")}`;
}

/** The keys are those of `wrappedKey` in room.ts. */
export function founders(): Promise<Founder[]> {
  return Promise.all(
    NAMES.map(async (name, index) => ({
      index,
      id: idOf(index),
      name,
      keys: await memberKeys(new Uint8Array(32).fill(index + 1)),
    })),
  );
}

export function candidate({ id, name, keys, index }: Founder, changes: Partial<Candidate> = {}): Candidate {
  const seat = index === ALICE ? "chair" : "member";
  return { id, name, seat, recipient: keys.recipient, signingKey: keys.signingKey, ...changes };
}

export const PLANNED = {
  committee: "integriteit",
  name: { nl: "Integriteitscommissie" },
  bodies: [{ id: "ind", name: { nl: "Immigratiedienst" }, country: "NL" }],
  quorum: 2,
};

export function planOf(people: readonly Founder[], changes: Partial<RosterPlan> = {}): RosterPlan {
  return { ...PLANNED, validUntil: "2027-11-22", members: people.map((one) => candidate(one)), ...changes };
}

/** Whose drafts are read, with this chain followed. */
export function drafterOf({ id, keys }: Founder, chain: readonly Dsse[] = [], today = TODAY): Drafter {
  return { memberId: id, keys, epochs: gonOn([], chain, today) };
}

/** A draft by the first of these people. */
export async function drafted(
  people: readonly Founder[],
  chain: readonly Dsse[] = [],
  changes: Partial<RosterPlan> = {},
  today = TODAY,
): Promise<{ payload: string; shares: { member: string; sealed: string }[] }> {
  const [first] = people;
  if (!first) throw new Error("nobody drafts");
  return new Drafts().draft(planOf(people, changes), chain, today, drafterOf(first, chain, today));
}

/** The words that are read aloud. */
export function wordsOf(payload: string): string[] {
  return encodeWords(payloadFingerprint(unb64u(payload)), "en");
}

/** The envelope with the signatures of these people. */
export function signedBy(payload: string, people: readonly Founder[]): Dsse {
  const [first, ...rest] = people.map(({ keys }) => signRoster(unb64u(payload), [keys.signingSecret]));
  if (!first) throw new Error("nobody signs");
  return rest.reduce(addSignatures, first);
}

/** A founded committee: the chain with its one roster. */
export async function foundedBy(people: readonly Founder[]): Promise<Dsse[]> {
  return [signedBy((await drafted(people)).payload, people)];
}

/** The chain with the next list, signed by these. */
export async function changedTo(
  people: readonly Founder[],
  chain: readonly Dsse[],
  signers: readonly Founder[],
  changes: Partial<RosterPlan> = {},
): Promise<Dsse[]> {
  return [...chain, signedBy((await drafted(people, chain, changes)).payload, signers)];
}

/** A payload with some of its members otherwise, as no honest drafter makes it. */
export function tampered(payload: string, change: (roster: Json) => Json): string {
  return b64u(dumpJson(change(parseJson(unb64u(payload)))));
}

/** The same with one member's entry changed. */
export function withEntry(payload: string, id: string, change: Json): string {
  return tampered(payload, (roster) => ({
    ...roster,
    members: (roster.members as Json[]).map((one) => (one.id === id ? { ...one, ...change } : one)),
  }));
}
