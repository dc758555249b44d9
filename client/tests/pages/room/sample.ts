/** A room as a value, for what is pure: its state and its view. Keys are names here; flow and lies use real ones. */

import type { Draft, Person, Room } from "../../../src/api/founding";
import type { Candidate, RosterDraftView, RosterInForce } from "../../../src/keyring/types";
import { type Event, firstState, type State, update } from "../../../src/pages/room/state";

export const WORDS = Array.from({ length: 12 }, (_, index) => `word${index}`);

export function candidate(id: string, change: Partial<Candidate> = {}): Candidate {
  return { id, name: id, seat: "member", recipient: `age ${id}`, signingKey: `sign ${id}`, ...change };
}

export function person(id: string, change: Partial<Person> = {}): Person {
  const { recipient, signingKey } = candidate(id);
  const rest = { deputy: false, replaces: null, validUntil: null, seated: false };
  return { member: id, name: id, seat: "member", recipient, signingKey, ...rest, ...change };
}

/** Invited, and without keys as long as the invitation is not accepted. */
export function invited(id: string, change: Partial<Person> = {}): Person {
  return person(id, { recipient: "", signingKey: "", validUntil: "2026-12-22", ...change });
}

export const BODIES = [{ id: "ind", name: { en: "Service" }, country: "NL" }];

export function inForce(ids: readonly string[], change: Partial<RosterInForce> = {}): RosterInForce {
  return {
    committee: "integriteit",
    name: { en: "Committee" },
    bodies: BODIES,
    members: ids.map((id) => candidate(id)),
    quorum: 2,
    roster: "hash-0",
    epoch: 0,
    validUntil: "2027-11-22",
    expired: false,
    fingerprint: { hex: "00", words: WORDS },
    mine: true,
    ...change,
  };
}

export function draft(ids: readonly string[], change: Partial<RosterDraftView> = {}): RosterDraftView {
  return {
    committee: "integriteit",
    hash: "hash-1",
    epoch: 0,
    name: { en: "Committee" },
    bodies: BODIES,
    quorum: 2,
    issuedOn: "2026-11-22",
    validUntil: "2027-11-22",
    members: ids.map((id) => candidate(id)),
    mine: true,
    made: false,
    words: null,
    heard: false,
    ...change,
  };
}

/** The draft as the server tells of it. */
export function waiting(change: Partial<Draft> = {}): Draft {
  return {
    hash: "hash-1",
    payload: "payload",
    draftedBy: "bob",
    draftedOn: "2026-11-22",
    signers: [],
    stoppedBy: null,
    ...change,
  };
}

export function room(people: Person[], change: Partial<Room> = {}): Room {
  return { plan: null, people, draft: null, devices: [], ...change };
}

export const PLAN = { name: { en: "Committee" }, bodies: BODIES, quorum: 2 };
export const FOUNDERS = ["alice", "bob", "charlie"];

type Looked = Partial<Omit<Extract<Event, { type: "looked" }>, "type" | "room">> & { room: Room };

export function looked(state: State, seen: Looked): State {
  return update(state, { type: "looked", chain: [], inForce: null, draft: null, ...seen });
}

/** Alice, signed in and with a first look. */
export function atWork(seen: Looked): State {
  return looked(update(firstState(), { type: "signed-in", me: "alice", committee: "integriteit", codesLeft: 8 }), seen);
}

/** While founding, with these people. */
export function founding(people: Person[] = FOUNDERS.map((id) => person(id)), seen: Partial<Looked> = {}): State {
  return atWork({ room: room(people, { plan: PLAN }), ...seen });
}

/** With a list in force. */
export function settled(seen: Partial<Looked> = {}): State {
  return atWork({ room: room([]), inForce: inForce(FOUNDERS), ...seen });
}
