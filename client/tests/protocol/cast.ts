/** The cast: a committee of Alice (chair), Bob, Charlie and Dora, and a reporter. */

import type { Envelope } from "../../src/protocol/dsse";
import { dumpJson, type Json, parseJson, sha256B64u } from "../../src/protocol/encoding";
import { ProtocolError } from "../../src/protocol/errors";
import { type Keys, memberKeys, receiptKeys } from "../../src/protocol/keys";
import { buildRoster, type Epoch, newestOf, signRoster, verifyChain } from "../../src/protocol/roster";

export const TODAY = "2026-11-22";
export const CASE = "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11";
export const HASH = "A".repeat(43);
export const STRANGER = new Uint8Array(32).fill(122);

/** A founded committee with everybody's keys. */
export interface Committee {
  readonly epochs: readonly Epoch[];
  readonly chain: readonly Envelope[];
  readonly keys: readonly Keys[];
  readonly ids: readonly string[];
  readonly epoch: Epoch;
}

function makeId(number: number): string {
  return `0b0e6a6e-7c1c-4c0e-9c36-${number.toString(16).padStart(12, "0")}`;
}

/** The members of a roster as the protocol spells them, with some changed. */
export function rosterFields(keys: readonly Keys[], changes: Json = {}): Json {
  const members = keys.map((key, i) => ({
    id: makeId(i),
    name: `Lid ${i}`,
    seat: i === 0 ? "chair" : "member",
    recipient: key.recipient,
    signing_key: key.signingKey,
  }));
  return {
    committee: "integriteit",
    name: { nl: "Integriteitscommissie" },
    epoch: 0,
    previous: null,
    quorum: 2,
    issued_on: TODAY,
    valid_until: "2027-11-22",
    bodies: [{ id: "ind", name: { nl: "Immigratiedienst" }, country: "NL" }],
    release: {
      recipient: members[0]?.recipient,
      shares: Object.fromEntries(members.map(({ id }) => [id, sha256B64u(new TextEncoder().encode(id))])),
    },
    members,
    ...changes,
  };
}

export async function found(size = 4, quorum = 2): Promise<Committee> {
  const keys: Keys[] = [];
  for (let i = 0; i < size; i += 1) {
    keys.push(await memberKeys(new Uint8Array(32).fill(i + 1)));
  }
  const payload = buildRoster(rosterFields(keys, { quorum }));
  const chain = [
    signRoster(
      payload,
      keys.map((key) => key.signingSecret),
    ),
  ];
  const epochs = verifyChain(chain);
  return { epochs, chain, keys, ids: keys.map((_, i) => makeId(i)), epoch: newestOf(epochs) };
}

/** The next epoch of a committee, signed by the members at these positions. */
export function follow(committee: Committee, changes: Json, signers: readonly number[]): Envelope {
  const fields = { ...parseJson(committee.epoch.payload), epoch: 1, previous: committee.epoch.hash, ...changes };
  return signRoster(
    buildRoster(fields),
    signers.map((i) => at(committee.keys, i).signingSecret),
  );
}

export async function reporter(): Promise<Keys> {
  return receiptKeys(new TextEncoder().encode("a receipt, 16 by"));
}

/** The item at a place that is sure to exist. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items.at(index);
  if (item === undefined) {
    throw new Error(`nothing at ${index}`);
  }
  return item;
}

/** The stable code of what a call throws; null when it throws nothing. */
export async function codeOf(call: () => unknown): Promise<string | null> {
  try {
    await call();
    return null;
  } catch (error) {
    if (error instanceof ProtocolError) {
      return error.code;
    }
    throw error;
  }
}

/** JSON as bytes, for what no builder would make. */
export function json(value: Json): Uint8Array {
  return dumpJson(value);
}
