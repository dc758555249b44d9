// @vitest-environment happy-dom
/** What a lying server can try on the room with people and codes: the person is told, nothing false is shown as true, and nothing is signed. */

import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Person } from "../../../src/api/founding";
import { ApiProblem } from "../../../src/api/problems";
import type { Dsse } from "../../../src/keyring/types";
import { unb64u } from "../../../src/protocol/encoding";
import { parseRoster } from "../../../src/protocol/roster";
import {
  ALICE,
  BOB,
  CHARLIE,
  candidate,
  changedTo,
  DORA,
  drafted,
  type Founder,
  foundedBy,
  founders,
  MALLORY,
  planOf,
} from "../../keyring/founders";
import { at } from "../../protocol/cast";
import { alarmed, HALVES, Liar, told, unsigned } from "./liar";

vi.mock("../../../src/protocol/staff", async (original) =>
  (await import("../../keyring/stretchOnce")).stretchOnce(await original()),
);

let cast: Founder[];
let three: Founder[];
let founded: Dsse[];
let server: Liar;
const one = (index: number) => at(cast, index);
const idOf = (index: number) => one(index).id;

beforeAll(async () => {
  cast = await founders();
  three = cast.slice(0, 3);
  founded = await foundedBy(three);
});
beforeEach(() => {
  server = new Liar(cast);
});

describe("who is there", () => {
  it("a false member slipped in while founding is named, and stands out to who was not told of them", async () => {
    server.isFounding();
    server.takesAnybody = true;
    server.tellPeople((people, asker) => (asker === one(ALICE) ? [...people, told(one(MALLORY))] : people));
    const alice = await server.arrives(ALICE);
    expect(alice.text).toContain("Mallory");
    await alice.draft();
    expect(alice.page.querySelector("#draft")?.textContent).toContain("Mallory");
    const bob = await server.arrives(BOB);
    expect(bob.page.querySelector("#not-announced")?.textContent).toContain("Mallory joins.");
    unsigned(alice, bob);
  });

  it("nobody gets a seat by the server's word", async () => {
    server.chain = founded;
    server.tellPeople((people) => [...people, told(one(MALLORY), { seated: true })]);
    const alice = await server.arrives(ALICE);
    expect(alice.state.room?.people.filter(({ seated }) => seated).map(({ name }) => name)).toEqual(
      three.map(({ name }) => name),
    );
    alice.flow.beginPlan();
    expect(alice.state.plan?.members).toEqual([idOf(ALICE), idOf(BOB), idOf(CHARLIE)]);
  });

  it("a false member in a change is told before anybody signs", async () => {
    server.chain = founded;
    server.serve((await drafted([...three, one(MALLORY)], founded)).payload);
    const bob = await server.arrives(BOB);
    expect(bob.page.querySelector("#draft")?.textContent).toContain("Mallory joins.");
    unsigned(bob);
  });

  it("a false stranger in the place of a member is told as who leaves and who joins", async () => {
    server.chain = founded;
    const stranger = { ...one(MALLORY), name: "Charlie" };
    server.serve((await drafted([one(ALICE), one(BOB), stranger], founded)).payload);
    const charlie = await server.arrives(CHARLIE);
    expect(charlie.page.querySelector("#draft")?.textContent).toMatch(/Charlie joins\..*Charlie leaves\./su);
    expect(charlie.has("not-mine")).toBe(true);
  });

  it("nobody loses a seat by the server's silence", async () => {
    server.chain = founded;
    server.tellPeople((people) => people.filter(({ member }) => member !== idOf(BOB)));
    const alice = await server.arrives(ALICE);
    const payload = await alice.draft({ validUntil: "2027-12-01" });
    const { members } = parseRoster(unb64u(payload));
    expect(members.map(({ id }) => id)).toEqual(three.map(({ id }) => id));
    expect(alice.text).not.toContain("Bob leaves");
  });

  it.each(HALVES)("another key for a colleague who has a seat is told, and not drafted: %s", async (_, half) => {
    server.chain = founded;
    server.tellOf(BOB, half(one(MALLORY)));
    const alice = await server.arrives(ALICE);
    expect(alice.page.querySelector("#doubted")?.textContent).toContain("Bob");
    const payload = await alice.draft({ validUntil: "2027-12-01" });
    expect(parseRoster(unb64u(payload)).members).toEqual(three.map((founder) => candidate(founder)));
    unsigned(alice);
  });

  it.each(HALVES)("another key for oneself, while founding: %s", async (_, half) => {
    server.isFounding();
    const true_ = await server.arrives(ALICE);
    server.tellOf(ALICE, half(one(MALLORY)));
    alarmed(await server.arrives(ALICE), "not-my-entry");
    await true_.look();
    await true_.draft();
    alarmed(true_, "not-my-entry");
    expect(true_.sent("postDraft")).toEqual([]);
  });

  it.each(HALVES)(
    "another key for a colleague, while founding: that one is warned, and so are the others: %s",
    async (_, half) => {
      server.isFounding();
      server.takesAnybody = true;
      const tellTruth = server.tellRoom;
      server.tellOf(BOB, half(one(MALLORY)));
      const alice = await server.arrives(ALICE);
      await alice.draft();
      server.tellRoom = tellTruth;
      alarmed(await server.arrives(BOB), "not-my-entry");
      const charlie = await server.arrives(CHARLIE);
      expect(charlie.page.querySelector("#not-announced")?.textContent).toContain("Bob gets another key.");
      unsigned(alice, charlie);
    },
  );

  it("a stranger under somebody's name and another id: who is not on the list learns so", async () => {
    server.isFounding();
    server.serve((await drafted([one(ALICE), { ...one(MALLORY), name: "Bob" }, one(CHARLIE)])).payload);
    const bob = await server.arrives(BOB);
    expect(bob.text).toContain("You do not stand on this list, also when your name is there");
    expect(bob.has("hear-0")).toBe(false);
    unsigned(bob);
  });
});

describe("a seat denied", () => {
  it.each(HALVES)("does not spare the look at one's own entry, at signing in: %s", async (_, half) => {
    const { recipient, signingKey } = half(one(MALLORY));
    const swap = { ...(recipient ? { recipient } : {}), ...(signingKey ? { signingKey } : {}) };
    const members = planOf(three).members.map((member) => (member.id === idOf(BOB) ? { ...member, ...swap } : member));
    const signers = [one(ALICE), one(CHARLIE), ...(signingKey ? [one(MALLORY)] : [one(BOB)])];
    server.chain = await changedTo(three, founded, signers, { members });
    server.tellPeople((people) => people.map((person) => ({ ...person, ...(isBob(person) ? told(one(BOB)) : {}) })));
    alarmed(await server.arrives(BOB), "not-my-entry");
  });

  it("nor later, when the list changes under who has it open", async () => {
    server.chain = founded;
    const bob = await server.arrives(BOB);
    const stranger = { ...candidate(one(MALLORY)), id: idOf(BOB), name: "Bob" };
    const members = planOf(three).members.map((member) => (member.id === idOf(BOB) ? stranger : member));
    server.chain = await changedTo(three, founded, [one(ALICE), one(CHARLIE), one(MALLORY)], { members });
    server.tellPeople((people) => people.map((person) => ({ ...person, ...(isBob(person) ? told(one(BOB)) : {}) })));
    alarmed(await bob.look(), "not-my-entry");
  });

  it("takes nothing away from who has it", async () => {
    server.chain = founded;
    server.tellPeople((people) => people.map((person) => ({ ...person, seated: false })));
    const bob = await server.arrives(BOB);
    expect([bob.state.inForce?.mine, bob.has("begin-plan")]).toEqual([true, true]);
  });

  function isBob({ member }: Person): boolean {
    return member === idOf(BOB);
  }

  it("a seat claimed for who has none opens nothing", async () => {
    server.chain = founded;
    server.invite(one(DORA));
    server.tellOf(DORA, { seated: true });
    alarmed(await server.arrives(DORA), "not-my-entry");
  });
});

describe("the keyring's own codes, said by the server", () => {
  it.each(["not-my-entry", "roster-refused", "draft-refused", "cannot-open", "malformed", "not-sealed"])(
    "raise no false alarm: %s",
    async (code) => {
      server.isFounding();
      const alice = await server.arrives(ALICE);
      server.before = async () => {
        throw new ApiProblem(code, 422);
      };
      await alice.look();
      expect(alice.state.step).toBe("room");
      await alice.draft();
      expect([alice.state.step, alice.state.alarm]).toEqual(["room", null]);
      expect(alice.state.problem).not.toBeNull();
    },
  );

  it("`locked` lets nothing false in: the key is put away", async () => {
    server.chain = founded;
    const alice = await server.arrives(ALICE);
    server.before = async () => {
      throw Object.assign(new Error(), { code: "locked", status: 400 });
    };
    await alice.draft();
    expect([alice.state.step, alice.asked.at(-1)]).toEqual(["sign-in", "forget"]);
  });
});
