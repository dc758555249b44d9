/** A server that lies, and what is to come of it. */

import { expect } from "vitest";
import type { Person, Room } from "../../../src/api/founding";
import { unb64u } from "../../../src/protocol/encoding";
import { payloadHash } from "../../../src/protocol/roster";
import { ALICE, candidate, type Founder } from "../../keyring/founders";
import { at } from "../../protocol/cast";
import { Visit } from "./room";
import { Server } from "./server";

type Keys = Pick<Person, "recipient" | "signingKey">;

/** Another key, in one half or the other. */
export const HALVES: [string, (of: Founder) => Partial<Keys>][] = [
  ["recipient only", ({ keys }) => ({ recipient: keys.recipient })],
  ["signing key only", ({ keys }) => ({ signingKey: keys.signingKey })],
];

/** Somebody as the server tells of them. */
export function told(founder: Founder, changes: Partial<Person> = {}): Person {
  const { id, ...rest } = candidate(founder);
  return { member: id, ...rest, deputy: false, replaces: null, validUntil: null, seated: false, ...changes };
}

export class Liar extends Server {
  constructor(private readonly cast: readonly Founder[]) {
    super();
  }

  tellPeople(change: (people: Person[], asker: Founder) => Person[]): void {
    this.tellRoom = (room, asker) => ({ ...room, people: change(room.people, asker) });
  }

  /** One person's entry among `people`, changed. */
  tellOf(index: number, change: Partial<Person>): void {
    const { id } = at(this.cast, index);
    this.tellPeople((people) => people.map((person) => (person.member === id ? { ...person, ...change } : person)));
  }

  tellDraft(change: Partial<NonNullable<Room["draft"]>>): void {
    this.tellRoom = (room) => ({ ...room, draft: room.draft && { ...room.draft, ...change } });
  }

  /** A draft that nobody here made, as if the person at this place had. */
  serve(payload: string, by: number = ALICE): void {
    const hash = payloadHash(unb64u(payload));
    this.draft = { hash, payload, draftedBy: at(this.cast, by).id, signed: null, stoppedBy: null };
  }

  /** No list yet, and these people with their keys: Alice, Bob and Charlie, or more of the cast. */
  isFounding(count = 3): void {
    for (const founder of this.cast.slice(0, count)) this.invite(founder);
  }

  /** The person at this place signs in. */
  async arrives(index: number): Promise<Visit> {
    return new Visit(this, at(this.cast, index)).signIn();
  }
}

/** The person is told, nothing is shown, the key is put away, and nothing was signed. */
export function alarmed(visit: Visit, alarm: string): void {
  const { state, asked } = visit;
  expect([state.step, state.alarm, state.room, state.inForce, state.draft]).toEqual(["alarm", alarm, null, null, null]);
  expect(asked).toContain("forget");
  expect(visit.sent("signDraft")).toEqual([]);
  expect(visit.page.querySelectorAll(".utrecht-alert--error")).toHaveLength(1);
}

/** Nothing was signed, and there is nothing to sign with. */
export function unsigned(...visits: Visit[]): void {
  for (const visit of visits) {
    expect(visit.sent("signDraft")).toEqual([]);
    expect(visit.has("sign")).toBe(false);
  }
}
