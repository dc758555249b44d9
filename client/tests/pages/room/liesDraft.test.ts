// @vitest-environment happy-dom
/** What a lying server can try on the room with a draft: the person is told, nothing false is shown as true, and nothing is signed. */

import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Person } from "../../../src/api/founding";
import type { Dsse } from "../../../src/keyring/types";
import { stillToSign } from "../../../src/pages/room/state";
import { b64u, type Json } from "../../../src/protocol/encoding";
import {
  ALICE,
  BOB,
  CHARLIE,
  candidate,
  DORA,
  drafted,
  type Founder,
  foundedBy,
  founders,
  MALLORY,
  planOf,
  tampered,
  withEntry,
} from "../../keyring/founders";
import { at } from "../../protocol/cast";
import { alarmed, HALVES, Liar, unsigned } from "./liar";
import { allSign, type Visit, visitsOf } from "./room";

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

describe("a draft altered on the way", () => {
  function swapOf(half: Partial<Person>): Json {
    const { recipient, signingKey } = half;
    return { ...(recipient ? { recipient } : {}), ...(signingKey ? { signing_key: signingKey } : {}) };
  }

  it.each(HALVES)("with another key for the reader: %s", async (_, half) => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    const payload = await alice.draft();
    server.tellDraft({ payload: withEntry(payload, idOf(BOB), swapOf(half(one(MALLORY)))) });
    alarmed(await server.arrives(BOB), "not-my-entry");
  });

  it.each(HALVES)("with another key for a colleague: the words that are heard are others: %s", async (_, half) => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    const payload = await alice.draft();
    server.tellDraft({ payload: withEntry(payload, idOf(CHARLIE), swapOf(half(one(MALLORY)))) });
    const bob = await server.arrives(BOB);
    await bob.hear(payload);
    expect([bob.state.heard, bob.has("different"), bob.has("stop")]).toEqual(["different", true, true]);
    unsigned(bob);
  });

  it("shown to who drafted it is not taken for their own", async () => {
    server.isFounding();
    server.tellRoom = (room) => ({
      ...room,
      draft: room.draft && { ...room.draft, payload: withEntry(room.draft.payload, idOf(BOB), { name: "Bobby" }) },
    });
    const alice = await server.arrives(ALICE);
    await alice.draft();
    expect([alice.state.problem, alice.state.draft?.made, alice.has("aloud")]).toEqual(["stale-draft", false, false]);
    expect(alice.has("not-made-here")).toBe(true);
    unsigned(alice);
  });

  it("swallowed is not said to wait for signatures", async () => {
    server.isFounding();
    server.tellRoom = (room) => ({ ...room, draft: null });
    const alice = await server.arrives(ALICE);
    await alice.draft();
    expect([alice.state.problem, alice.state.draft]).toEqual(["no-draft", null]);
  });

  it.each(HALVES)("between hearing and signing: %s", async (_, half) => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    const payload = await alice.draft();
    const bob = await server.arrives(BOB);
    await bob.hear(payload);
    expect(bob.has("sign")).toBe(true);
    server.tellDraft({ payload: withEntry(payload, idOf(CHARLIE), swapOf(half(one(MALLORY)))) });
    await bob.look();
    expect([bob.state.problem, bob.state.draft?.heard, bob.has("hear-0")]).toEqual(["stale-draft", false, true]);
    await bob.sign();
    expect(bob.state.problem).toBe("not-heard");
    unsigned(bob);
  });

  it("while the button is pressed: what is signed is what was heard", async () => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    const payload = await alice.draft();
    const bob = await server.arrives(BOB);
    await bob.hear(payload);
    server.tellDraft({ payload: withEntry(payload, idOf(CHARLIE), { name: "Mallory" }) });
    await bob.sign();
    const [sent] = bob.sent("signDraft") as { value: Dsse }[];
    expect(sent?.value.payload).toBe(payload);
    expect([bob.state.problem, bob.has("signed"), bob.has("sign")]).toEqual(["stale-draft", false, false]);
  });

  it.each<[string, (payload: string) => string]>([
    ["of another committee", (payload) => tampered(payload, (roster) => ({ ...roster, committee: "elders" }))],
    ["a founding in the midst", (payload) => tampered(payload, (roster) => ({ ...roster, epoch: 0, previous: null }))],
    ["of an epoch further", (payload) => tampered(payload, (roster) => ({ ...roster, epoch: 2 }))],
    ["after another list", (payload) => tampered(payload, (roster) => ({ ...roster, previous: "A".repeat(43) }))],
    ["no list at all", () => b64u(new TextEncoder().encode('{"members":[]}'))],
    ["no text", () => "***"],
  ])("that does not go on from the list in force: %s", async (_, change) => {
    server.chain = founded;
    const alice = await server.arrives(ALICE);
    await alice.draft({ validUntil: "2027-12-01" });
    const bob = await server.arrives(BOB);
    server.tellDraft({ payload: change(server.draft?.payload ?? "") });
    alarmed(await bob.look(), "draft-refused");
    expect(bob.text).toContain("Nobody should sign it");
  });

  it("of another committee, while founding", async () => {
    server.isFounding();
    server.serve((await drafted(three, [], { committee: "elders" })).payload);
    alarmed(await server.arrives(BOB), "draft-refused");
  });

  it("with a new key under the same id: told loudly to all, and to whom it is about", async () => {
    server.chain = founded;
    const stranger = { ...candidate(one(MALLORY)), id: idOf(BOB), name: "Bob" };
    const members = planOf(three).members.map((member) => (member.id === idOf(BOB) ? stranger : member));
    server.serve((await drafted(three, founded, { members })).payload);
    const charlie = await server.arrives(CHARLIE);
    expect(charlie.page.querySelector("#keys-changed")?.textContent).toContain("Bob gets another key.");
    expect(charlie.text).toContain("Do not sign");
    expect(charlie.text).not.toContain("Bob joins");
    alarmed(await server.arrives(BOB), "not-my-entry");
  });

  it.each([
    ["quorum", { quorum: 3 }, "3 members are needed together; it was 2"],
    [
      "organisations",
      { bodies: [{ id: "ind", name: { nl: "Immigratiedienst" }, country: "BE" }] },
      "other organisations",
    ],
    ["name", { name: { nl: "Andere commissie" } }, "another name"],
  ])("with another %s than the plan says", async (_, change, sentence) => {
    server.isFounding(4);
    server.serve((await drafted(cast.slice(0, 4), [], change)).payload);
    const bob = await server.arrives(BOB);
    expect(bob.page.querySelector("#not-announced")?.textContent).toContain(sentence);
    unsigned(bob);
  });

  it("as announced raises no doubt", async () => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    await alice.draft();
    const bob = await server.arrives(BOB);
    for (const visit of [alice, bob]) {
      expect([visit.has("not-announced"), visit.has("not-mine"), visit.has("doubted")]).toEqual([false, false, false]);
    }
  });
});

describe("what is told about a draft", () => {
  it("another hash: stopped and taken away is what was read", async () => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    await alice.draft();
    const { hash } = server.draft ?? { hash: "" };
    const bob = await server.arrives(BOB);
    server.tellDraft({ hash: "A".repeat(43) });
    await bob.look();
    expect(bob.state.draft?.hash).toBe(hash);
    await bob.press((flow) => flow.stop());
    await bob.press((flow) => flow.discard());
    expect(server.taken.filter(({ what }) => /stop|discard/u.test(what)).map(({ value }) => value)).toEqual([
      hash,
      hash,
    ]);
  });

  it("a signature that was never given is not shown as given", async () => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    await alice.draft();
    server.tellDraft({ signers: three.map(({ keys }) => keys.signingKey) });
    const bob = await server.arrives(BOB);
    expect([bob.has("signed"), bob.has("said-signed")]).toEqual([false, true]);
    unsigned(bob);
  });

  it("a signature that was given and is gone is missed", async () => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    const payload = await alice.draft();
    const bob = await server.arrives(BOB);
    await bob.hear(payload);
    server.tellDraft({ signers: [] });
    await bob.sign();
    expect([bob.state.problem, bob.has("signed"), bob.has("not-taken")]).toEqual(["not-taken", false, true]);
  });

  it("signers who are nobody do not count", async () => {
    server.chain = founded;
    const alice = await server.arrives(ALICE);
    await alice.draft({ validUntil: "2027-12-01" });
    server.tellDraft({ signers: [one(DORA).keys.signingKey, one(MALLORY).keys.signingKey, "x"] });
    await alice.look();
    expect(stillToSign(alice.state)).toEqual({ names: [], more: 2 });
  });

  it("somebody else's draft under one's own name", async () => {
    server.isFounding();
    server.serve((await drafted(three)).payload, BOB);
    const bob = await server.arrives(BOB);
    expect([bob.has("not-made-here"), bob.has("aloud")]).toEqual([true, false]);
    expect(bob.text).not.toContain("Bob put it together");
    unsigned(bob);
  });

  it("one's own draft under somebody else's name", async () => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    await alice.draft();
    server.tellDraft({ draftedBy: idOf(BOB) });
    await alice.look();
    expect(alice.text).toContain("Alice put it together.");
    expect(alice.text).not.toContain("Bob put it together.");
  });

  it("a draft by nobody is by nobody", async () => {
    server.isFounding();
    server.serve((await drafted(three)).payload);
    server.tellDraft({ draftedBy: "nobody" });
    const bob = await server.arrives(BOB);
    expect(bob.text).not.toContain("put it together.");
    expect(bob.text).toContain("Listen to one of the others");
  });

  it("what was stopped stays stopped, after signing in anew too", async () => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    const payload = await alice.draft();
    const [bob, charlie] = (await visitsOf(server, [one(BOB), one(CHARLIE)])) as [Visit, Visit];
    await charlie.hear(payload);
    await bob.press((flow) => flow.stop());
    await charlie.look();
    server.tellDraft({ stoppedBy: null });
    for (const visit of [bob, charlie]) {
      await visit.look();
      await visit.sign();
      expect([visit.has("stopped"), visit.state.problem]).toEqual([true, "draft-stopped"]);
      await visit.press((flow) => flow.signOut());
      await visit.signIn();
      expect(visit.text).toContain("Bob heard other words");
    }
    unsigned(bob, charlie);
  });

  it("a stop by nobody stops, and names nobody", async () => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    await alice.draft();
    server.tellDraft({ stoppedBy: "nobody" });
    await alice.look();
    expect(alice.text).toContain("Somebody heard other words");
    unsigned(alice);
  });

  it("in force when it is not", async () => {
    server.isFounding();
    const alice = await server.arrives(ALICE);
    const payload = await alice.draft();
    const bob = await server.arrives(BOB);
    await bob.hear(payload);
    server.tellInForce = () => true;
    await bob.sign();
    expect([bob.state.problem, bob.state.isNew, bob.state.inForce]).toEqual(["not-in-force", false, null]);
    expect(bob.text).not.toContain("Your committee is open");
  });

  it("in force when it is not, with the draft gone", async () => {
    server.chain = founded;
    const alice = await server.arrives(ALICE);
    const payload = await alice.draft({ validUntil: "2027-12-01" });
    const bob = await server.arrives(BOB);
    await bob.hear(payload);
    server.tellInForce = () => true;
    server.tellRoom = (room) => ({ ...room, draft: null });
    await bob.sign();
    expect([bob.state.problem, bob.state.isNew, bob.state.inForce?.epoch]).toEqual(["not-in-force", false, 0]);
    expect(bob.text).not.toContain("Your committee is open");
  });

  it("not in force when it is: the chain tells", async () => {
    server.chain = founded;
    const [alice, bob] = (await visitsOf(server, three.slice(0, 2))) as [Visit, Visit];
    const payload = await alice.draft({ validUntil: "2027-12-01" });
    server.tellInForce = () => false;
    await allSign(payload, [alice, bob]);
    expect([bob.state.problem, bob.state.isNew, bob.state.inForce?.epoch]).toEqual([null, true, 1]);
  });
});
