/** A made-up committee with real keys: founded, signed and verified in the browser as a real one is. */

import { identityFromSecret, recipientOf } from "../protocol/age";
import { addDays, type IsoDate } from "../protocol/dates";
import type { Envelope } from "../protocol/dsse";
import { b64u, sha256B64u, unb64u } from "../protocol/encoding";
import { generateMemberSecret, type Keys, memberKeys } from "../protocol/keys";
import { buildRoster, type Epoch, newestOf, type Seat, signRoster, verifyChain } from "../protocol/roster";
import { split } from "../protocol/shamir";
import { wrapMemberSecret } from "../protocol/staff";

export const USERNAME = "oefening";
/** Shown on the page, so that a member can practise locking and unlocking. It guards nothing. */
export const PASSPHRASE = "lemon garden cloud window summer river";
/**
 * What scrypt makes of the two above (label `meldpunt/v1/staff/wrap`), so that the slow stretch runs once, in the
 * worker, and not again here. A test computes it anew.
 */
export const WRAP = "LDOwj-qWvL-asDKRmzE6cQZeFEQUdWA_kGLvYS87z08";

export const COMMITTEE = "oefening";
export const BODY = "oefendienst";
const QUORUM = 2;
const FOUNDED = 120; // days ago
const VALID = 390; // days
const SEED_SIZE = 32;

/** Somebody of the committee. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly seat: Seat;
  readonly keys: Keys;
}

export interface Committee {
  readonly epoch: Epoch;
  readonly chain: readonly Envelope[];
  /** Whoever practises. */
  readonly you: Person;
  readonly chair: Person;
  readonly employee: Person;
  /** Your key, sealed with the made-up passphrase. */
  readonly wrapped: string;
}

/** What committee and body are called, in the language of the page. */
export interface Called {
  readonly language: string;
  readonly committee: string;
  readonly body: string;
}

async function person(name: string, seat: Seat, secret = generateMemberSecret()): Promise<Person> {
  return { id: crypto.randomUUID(), name, seat, keys: await memberKeys(secret) };
}

/** To what tally slips would be sealed. Nobody keeps the seed: nothing of this is ever counted. */
async function release(people: readonly Person[]): Promise<{ recipient: string; shares: Record<string, string> }> {
  const seed = crypto.getRandomValues(new Uint8Array(SEED_SIZE));
  const raw = await split(seed, QUORUM, people.length);
  const shares = people.map(({ id }, at) => [id, sha256B64u(raw[at] ?? new Uint8Array())]);
  return { recipient: await recipientOf(identityFromSecret(seed)), shares: Object.fromEntries(shares) };
}

async function foundingRoster(people: readonly Person[], called: Called, today: IsoDate): Promise<Uint8Array> {
  const issued = addDays(today, -FOUNDED);
  return buildRoster({
    committee: COMMITTEE,
    name: { [called.language]: called.committee },
    epoch: 0,
    previous: null,
    quorum: QUORUM,
    issued_on: issued,
    valid_until: addDays(issued, VALID),
    bodies: [{ id: BODY, name: { [called.language]: called.body }, country: "NL" }],
    release: await release(people),
    members: people.map(({ id, name, seat, keys }) => ({
      id,
      name,
      seat,
      recipient: keys.recipient,
      signing_key: keys.signingKey,
    })),
  });
}

/** Found the committee, some months ago. */
export async function foundCommittee(called: Called, today: IsoDate): Promise<Committee> {
  const secret = generateMemberSecret();
  const chair = await person("Ruud Hofman", "chair");
  const you = await person("Sanne de Wit", "member", secret);
  const employee = await person("Fatma Yıldız", "employee-representative");
  const people = [chair, you, employee];
  const payload = await foundingRoster(people, called, today);
  const chain = [
    signRoster(
      payload,
      people.map(({ keys }) => keys.signingSecret),
    ),
  ];
  const to = await recipientOf(identityFromSecret(unb64u(WRAP)));
  const wrapped = b64u(await wrapMemberSecret(secret, to));
  return { epoch: newestOf(verifyChain(chain, today)), chain, you, chair, employee, wrapped };
}
