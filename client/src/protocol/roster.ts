/** Committees: rosters, their chain of epochs, and the fingerprint on the poster (protocol section 4). */

import { checkRecipient } from "./age";
import { addDays, daysBetween, type IsoDate } from "./dates";
import * as dsse from "./dsse";
import * as ed25519 from "./ed25519";
import {
  checkDate,
  checkHash,
  checkInt,
  checkList,
  checkMembers,
  checkText,
  checkUuid4,
  checkVersion,
  dumpJson,
  isObject,
  type Json,
  parseJson,
  sha256B64u,
  unb64u,
} from "./encoding";
import { MalformedError, ProtocolError, RosterError } from "./errors";

export const SUFFIX = "roster";
export const FINGERPRINT_SIZE = 16;
const FEWEST_MEMBERS = 3;
const MOST_MEMBERS = 9;
const MAX_VALIDITY = 400; // days
const MAX_EPOCH = 10_000;
const MAX_BODIES = 100;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const LANGUAGE = /^[a-z]{2,3}$/;
const COUNTRY = /^[A-Z]{2}$/;

/** What a member sits in the committee as. */
export const SEATS = ["chair", "member", "employee-representative"] as const;
export type Seat = (typeof SEATS)[number];

/** A member as the roster has them; `signingKey` is base64url. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly seat: Seat;
  readonly recipient: string;
  readonly signingKey: string;
}

/** An agency that the committee serves; `country` is ISO 3166-1, `name` by language. */
export interface Body {
  readonly id: string;
  readonly name: Readonly<Record<string, string>>;
  readonly country: string;
}

/** To what tally slips are sealed, and the SHA-256 of each member's raw share of its seed. */
export interface Release {
  readonly recipient: string;
  readonly shares: Readonly<Record<string, string>>;
}

/** One epoch of a committee. */
export interface Roster {
  readonly committee: string;
  readonly name: Readonly<Record<string, string>>;
  readonly epoch: number;
  readonly previous: string | null;
  readonly quorum: number;
  readonly issuedOn: IsoDate;
  readonly validUntil: IsoDate;
  readonly bodies: readonly Body[];
  readonly release: Release;
  readonly members: readonly Member[];
}

/** A roster whose place in the chain is verified; `hash` names it in statements and submissions. */
export interface Epoch {
  readonly roster: Roster;
  readonly hash: string;
  readonly payload: Uint8Array;
}

/** The member with this id. */
export function memberById(roster: Roster, id: string): Member | null {
  return roster.members.find((member) => member.id === id) ?? null;
}

/** The member with this signing key. */
export function memberByKey(roster: Roster, signingKey: string): Member | null {
  return roster.members.find((member) => member.signingKey === signingKey) ?? null;
}

/** The name of a roster: SHA-256 over its raw payload. */
export function payloadHash(payload: Uint8Array): string {
  return sha256B64u(payload);
}

/** A committee's or body's id: lower-case letters, digits and inner hyphens, at most 64; else MalformedError. */
export function checkCommittee(value: unknown): string {
  if (typeof value !== "string" || !SLUG.test(value)) {
    throw new MalformedError("not an id of a committee or body");
  }
  return value;
}

/** An object by name, of 1 to `most` entries; else MalformedError. */
function record(value: unknown, most: number, what: string): Json {
  const count = isObject(value) ? Object.keys(value).length : 0;
  if (!isObject(value) || count < 1 || count > most) {
    throw new MalformedError(`${what}: not an object of 1 to ${most} entries`);
  }
  return value;
}

function names(value: unknown): Readonly<Record<string, string>> {
  const fields = record(value, 20, "a name by language");
  for (const [language, text] of Object.entries(fields)) {
    if (!LANGUAGE.test(language)) {
      throw new MalformedError("not a language");
    }
    checkText(text, 200);
  }
  return fields as Record<string, string>;
}

function body(value: unknown): Body {
  const fields = checkMembers(value, ["id", "name", "country"]);
  const country = fields.country;
  if (typeof country !== "string" || !COUNTRY.test(country)) {
    throw new MalformedError("not a country");
  }
  return { id: checkCommittee(fields.id), name: names(fields.name), country };
}

function seat(value: unknown): Seat {
  const found = SEATS.find((known) => known === value);
  if (found === undefined) {
    throw new MalformedError("not a seat");
  }
  return found;
}

function member(value: unknown): Member {
  const fields = checkMembers(value, ["id", "name", "seat", "recipient", "signing_key"]);
  ed25519.checkKey(fields.signing_key);
  return {
    id: checkUuid4(fields.id),
    name: checkText(fields.name, 200),
    seat: seat(fields.seat),
    recipient: checkRecipient(fields.recipient),
    signingKey: fields.signing_key as string,
  };
}

function release(value: unknown): Release {
  const fields = checkMembers(value, ["recipient", "shares"]);
  const shares = record(fields.shares, 255, "release shares by member");
  for (const [id, commitment] of Object.entries(shares)) {
    checkUuid4(id);
    checkHash(commitment);
  }
  return { recipient: checkRecipient(fields.recipient), shares: shares as Record<string, string> };
}

const FIELDS = [
  "v",
  "committee",
  "name",
  "epoch",
  "previous",
  "quorum",
  "issued_on",
  "valid_until",
  "bodies",
  "release",
  "members",
] as const;

/**
 * One roster by itself: its shape and every rule that needs no other epoch.
 *
 * @throws MalformedError for a wrong shape.
 * @throws RosterError for a right shape that breaks a rule of section 4.
 */
export function parseRoster(payload: Uint8Array): Roster {
  const fields = checkMembers(parseJson(payload), FIELDS);
  checkVersion(fields);
  const roster: Roster = {
    committee: checkCommittee(fields.committee),
    name: names(fields.name),
    epoch: checkInt(fields.epoch, 0, MAX_EPOCH),
    previous: fields.previous === null ? null : checkHash(fields.previous),
    quorum: checkInt(fields.quorum, 0, 255),
    issuedOn: checkDate(fields.issued_on),
    validUntil: checkDate(fields.valid_until),
    bodies: checkList(fields.bodies, MAX_BODIES).map(body),
    release: release(fields.release),
    members: checkList(fields.members, 100).map(member),
  };
  checkRules(roster);
  return roster;
}

function checkRules(roster: Roster): void {
  const count = roster.members.length;
  if (count < FEWEST_MEMBERS || count > MOST_MEMBERS) {
    throw new RosterError("a committee has 3 to 9 members");
  }
  if (roster.quorum < 2 || roster.quorum > count - 1) {
    throw new RosterError("the quorum is at least 2 and leaves one member to exclude");
  }
  const days = daysBetween(roster.issuedOn, roster.validUntil);
  if (days < 1 || days > MAX_VALIDITY) {
    throw new RosterError("valid for 1 to 400 days");
  }
  if ((roster.epoch === 0) !== (roster.previous === null)) {
    throw new RosterError("epoch 0, and no other, has no previous");
  }
  for (const values of [
    roster.members.map((each) => each.id),
    roster.members.map((each) => each.signingKey),
    roster.members.map((each) => each.recipient),
    roster.bodies.map((each) => each.id),
  ]) {
    if (new Set(values).size !== values.length) {
      throw new RosterError("something stands twice");
    }
  }
  if (roster.bodies.length === 0) {
    throw new RosterError("a committee serves at least one body");
  }
}

/**
 * Every epoch from the founding, each link verified.
 *
 * @param chain DSSE envelopes, epoch 0 first.
 * @param today When given, a roster from the future (two days or more ahead) is refused. That the newest has expired is
 *   no error here, since old cases must stay readable: see `isExpired`.
 * @throws RosterError when any link does not hold, also when the reason is a wrong shape.
 */
export function verifyChain(chain: readonly unknown[], today?: IsoDate): Epoch[] {
  if (!Array.isArray(chain) || chain.length < 1 || chain.length > MAX_EPOCH) {
    throw new RosterError("a chain has at least one roster");
  }
  const epochs: Epoch[] = [];
  for (const envelope of chain) {
    try {
      epochs.push(verifyLink(envelope, epochs.at(-1)));
    } catch (error) {
      if (error instanceof ProtocolError && !(error instanceof RosterError)) {
        throw new RosterError(`epoch ${epochs.length}: ${error.message}`);
      }
      throw error;
    }
  }
  if (today !== undefined && newestOf(epochs).roster.issuedOn > addDays(today, 1)) {
    throw new RosterError("issued in the future");
  }
  return epochs;
}

/** The epoch that is in force: the last of a verified chain. */
export function newestOf(chain: readonly Epoch[]): Epoch {
  const newest = chain.at(-1);
  if (newest === undefined) {
    throw new RosterError("a chain has at least one roster");
  }
  return newest;
}

function verifyLink(envelope: unknown, before: Epoch | undefined): Epoch {
  const { payload, keys } = dsse.verify(envelope, SUFFIX);
  const roster = parseRoster(payload);
  if (before === undefined) {
    checkFounding(roster, keys);
  } else {
    checkSuccessor(roster, keys, before);
  }
  return { roster, hash: payloadHash(payload), payload };
}

function checkFounding(roster: Roster, signers: readonly string[]): void {
  if (roster.epoch !== 0) {
    throw new RosterError("a chain begins with epoch 0");
  }
  if (roster.members.some((each) => !signers.includes(each.signingKey))) {
    throw new RosterError("epoch 0 is signed by all its members");
  }
}

function checkSuccessor(roster: Roster, signers: readonly string[], before: Epoch): void {
  const old = before.roster;
  if (roster.committee !== old.committee || roster.epoch !== old.epoch + 1 || roster.previous !== before.hash) {
    throw new RosterError("does not follow the epoch before it");
  }
  if (roster.issuedOn < old.issuedOn) {
    throw new RosterError("issued before the epoch before it");
  }
  if (old.members.filter((each) => signers.includes(each.signingKey)).length < old.quorum) {
    throw new RosterError("signed by fewer than the quorum of the epoch before it");
  }
  for (const each of roster.members) {
    const same = memberById(old, each.id);
    const known = same?.signingKey === each.signingKey && same.recipient === each.recipient;
    if (!known && !signers.includes(each.signingKey)) {
      throw new RosterError("a member who is added signs too");
    }
  }
}

/** Whether no report may be sealed to this roster any more; `validUntil` is its last day. */
export function isExpired(roster: Roster, today: IsoDate): boolean {
  return today > roster.validUntil;
}

/** The committee's 16-byte fingerprint: the beginning of the hash of its founding roster. */
export function fingerprint(chain: readonly Epoch[]): Uint8Array {
  const founding = chain[0];
  if (founding === undefined) {
    throw new RosterError("a chain has at least one roster");
  }
  return payloadFingerprint(founding.payload);
}

/** The first 16 bytes of a roster payload's hash: what signers compare by voice. */
export function payloadFingerprint(payload: Uint8Array): Uint8Array {
  return unb64u(payloadHash(payload)).slice(0, FINGERPRINT_SIZE);
}

/**
 * The payload of a roster from its members by name as the protocol spells them (without `v`), checked.
 *
 * Unlike a reader, a writer makes sure that exactly the members are given a release share.
 *
 * @throws MalformedError or RosterError when a reader would refuse it.
 */
export function buildRoster(fields: Json): Uint8Array {
  const payload = dumpJson(Object.fromEntries(FIELDS.map((name) => [name, name === "v" ? 1 : (fields[name] ?? null)])));
  const roster = parseRoster(payload);
  const given = Object.keys(roster.release.shares).sort();
  const wanted = roster.members.map((each) => each.id).sort();
  if (given.join() !== wanted.join()) {
    throw new RosterError("one release share for each member");
  }
  return payload;
}

/** A roster envelope; further signatures of the same payload are appended by `addSignatures`. */
export function signRoster(payload: Uint8Array, secrets: readonly Uint8Array[]): dsse.Envelope {
  return dsse.sign(SUFFIX, payload, secrets);
}

/**
 * One envelope with the good signatures of two over the same payload.
 *
 * @throws RosterError when they are over something else.
 */
export function addSignatures(envelope: dsse.Envelope, other: dsse.Envelope): dsse.Envelope {
  if (envelope.payload !== other.payload) {
    throw new RosterError("signatures over something else");
  }
  const signatures = new Map<string, dsse.Envelope["signatures"][number]>();
  for (const source of [envelope, other]) {
    const { keys } = dsse.verify(source, SUFFIX);
    for (const signature of source.signatures) {
      if (keys.includes(signature.keyid)) {
        signatures.set(signature.keyid, signature);
      }
    }
  }
  return { ...envelope, signatures: [...signatures.values()] };
}
