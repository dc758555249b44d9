// @vitest-environment happy-dom
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, NetworkProblem } from "../../../src/api/problems";
import type { Dsse } from "../../../src/keyring/types";
import { verifyChain } from "../../../src/protocol/roster";
import { ALICE, BOB, CHARLIE, DORA, type Founder, foundedBy, founders, MALLORY } from "../../keyring/founders";
import { at } from "../../protocol/cast";
import { allSign, later, Visit, visitsOf } from "./room";
import { Server } from "./server";

vi.mock("../../../src/protocol/staff", async (original) =>
  (await import("../../keyring/stretchOnce")).stretchOnce(await original()),
);

let cast: Founder[];
let founded: Dsse[];
let server: Server;
const one = (index: number) => at(cast, index);

beforeAll(async () => {
  cast = await founders();
  founded = await foundedBy(cast.slice(0, 3));
});
beforeEach(() => {
  server = new Server();
});

function founding(): void {
  for (const founder of cast.slice(0, 3)) server.invite(founder);
}

describe("signing in", () => {
  it("says what is missing, and asks the server nothing", async () => {
    founding();
    const visit = new Visit(server, one(ALICE));
    await visit.press((flow) => flow.signIn());
    expect([visit.state.missing, server.taken]).toEqual([["username", "passphrase", "code"], []]);
    expect(visit.text).toContain("Type your passphrase");
  });

  it("opens no key with another passphrase, and lets try again", async () => {
    founding();
    const visit = await new Visit(server, one(ALICE)).signIn("een andere zin");
    expect([visit.state.step, visit.state.alarm]).toEqual(["alarm", "key-does-not-open"]);
    await visit.press((flow) => flow.signOut());
    await visit.signIn();
    expect([visit.state.step, visit.state.room?.people.length]).toEqual(["room", 3]);
    expect(visit.state.form).toEqual({ username: "", passphrase: "", code: "" });
  });

  it.each([
    ["sign-in-refused", 403],
    ["locked-out", 429],
    ["proof-of-work", 422],
  ])("tells why the server refuses: %s", async (code, status) => {
    founding();
    server.before = async () => {
      throw new ApiProblem(code, status);
    };
    const visit = await new Visit(server, one(ALICE)).signIn();
    expect([visit.state.step, visit.state.problem]).toEqual(["sign-in", code]);
    expect(visit.has("problem")).toBe(true);
  });

  it("is not for the union, nor for who keeps the key off the server", async () => {
    founding();
    const visit = new Visit(server, one(ALICE));
    const { signIn } = visit.office;
    visit.office.signIn = async () => ({ role: "union", member: null, committee: server.committee, codesLeft: 8 });
    await visit.signIn();
    expect(visit.state.problem).toBe("not-for-union");
    visit.office.signIn = signIn;
    visit.office.wrappedKey = async () => null;
    await visit.signIn();
    expect([visit.state.alarm, visit.asked.at(-1)]).toEqual(["no-key", "forget"]);
  });

  it("that loses the connection after the key was opened shows so, and goes on by itself", async () => {
    founding();
    let rooms = 0;
    server.before = async (what) => {
      if (what === "room") rooms += 1;
      if (rooms === 2 && what === "room") throw new NetworkProblem();
    };
    const visit = await new Visit(server, one(ALICE)).signIn();
    expect([visit.state.step, visit.state.problem, visit.state.room]).toEqual(["room", "network", null]);
    await visit.look();
    expect(visit.state.room?.people).toHaveLength(3);
  });
});

describe("founding", () => {
  it("waits for who is invited, then for a list, then for everybody's signature; then the committee is open", async () => {
    founding();
    const [alice, bob, charlie] = (await visitsOf(server, cast.slice(0, 3))) as [Visit, Visit, Visit];
    expect(alice.text).toContain("One of you puts the list together");
    const payload = await alice.draft();
    expect(alice.has("aloud")).toBe(true);
    await bob.look();
    expect([bob.has("aloud"), bob.has("hear-0")]).toEqual([false, true]);
    expect(bob.text).toContain("Alice put it together.");
    await allSign(payload, [bob, charlie]);
    expect(bob.state.signed).toEqual([bob.state.draft?.hash]);
    await bob.look();
    expect(bob.text).toContain("We wait for the signature of Alice");
    await allSign(payload, [alice]);
    for (const visit of [alice, bob, charlie]) {
      await visit.look();
      expect([visit.state.isNew, visit.state.inForce?.mine, visit.state.draft]).toEqual([true, true, null]);
      expect(visit.text).toContain("Your committee is open");
    }
    expect(verifyChain(server.chain)).toHaveLength(1);
  });

  it("who stands by looks on, and is not asked to sign", async () => {
    founding();
    server.invite(one(DORA), { deputy: true });
    const [alice, dora] = (await visitsOf(server, [one(ALICE), one(DORA)])) as [Visit, Visit];
    await alice.draft();
    await dora.look();
    expect([dora.has("draft"), dora.has("hear-0"), dora.has("not-mine")]).toEqual([true, false, true]);
  });

  it("other words stop the list for everybody, until it is taken away", async () => {
    founding();
    const [alice, bob] = (await visitsOf(server, cast.slice(0, 2))) as [Visit, Visit];
    const payload = await alice.draft();
    await bob.look();
    bob.flow.send({ type: "word", index: 0, value: "abandon ".repeat(11).concat("about") });
    await bob.press((flow) => flow.hear());
    expect([bob.state.heard, bob.has("different"), bob.has("sign")]).toEqual(["different", true, false]);
    await bob.press((flow) => flow.stop());
    await alice.look();
    for (const visit of [alice, bob]) {
      expect([visit.has("stopped"), visit.has("sign"), visit.has("aloud")]).toEqual([true, false, false]);
      expect(visit.text).toContain("Bob heard other words");
    }
    await alice.press((flow) => flow.discard());
    expect([alice.state.draft, server.draft]).toEqual([null, null]);
    const again = await alice.draft();
    expect(again).not.toBe(payload);
    await bob.look();
    expect(bob.has("stopped")).toBe(false);
  });

  it("a typo is told as one, and the fields are emptied to listen again", async () => {
    founding();
    const [alice, bob] = (await visitsOf(server, cast.slice(0, 2))) as [Visit, Visit];
    const payload = await alice.draft();
    await bob.look();
    bob.flow.send({ type: "word", index: 3, value: "qqqq" });
    await bob.press((flow) => flow.hear());
    expect([bob.state.heard, bob.has("typo")]).toEqual(["typo", true]);
    bob.flow.send({ type: "heard", heard: null });
    expect(bob.state.typed.join("")).toBe("");
    await bob.hear(payload);
    expect(bob.has("sign")).toBe(true);
  });

  it("two lists at once: the second is told so, and shown the first", async () => {
    founding();
    const [alice, bob] = (await visitsOf(server, cast.slice(0, 2))) as [Visit, Visit];
    const payload = await alice.draft();
    expect(await bob.draft()).toBe(payload);
    expect([bob.state.problem, bob.state.plan, bob.state.draft?.made]).toEqual(["draft-exists", null, false]);
  });

  it("a list that is signed after it was replaced is not", async () => {
    founding();
    const [alice, bob] = (await visitsOf(server, cast.slice(0, 2))) as [Visit, Visit];
    const first = await alice.draft();
    await bob.look();
    await bob.hear(first);
    await alice.press((flow) => flow.discard());
    const second = await alice.draft();
    await bob.sign();
    expect([bob.state.problem, bob.state.draft?.heard, bob.has("sign")]).toEqual(["stale-draft", false, false]);
    await bob.hear(second);
    await bob.sign();
    expect(server.draft?.signed?.signatures).toHaveLength(1);
  });

  it("a list that is signed after it was taken away is not", async () => {
    founding();
    const [alice, bob] = (await visitsOf(server, cast.slice(0, 2))) as [Visit, Visit];
    const payload = await alice.draft();
    await bob.look();
    await bob.hear(payload);
    await alice.press((flow) => flow.discard());
    await bob.sign();
    expect([bob.state.problem, bob.state.draft, bob.state.signed]).toEqual(["no-draft", null, []]);
  });
});

describe("changing", () => {
  beforeEach(() => {
    server.chain = founded;
  });

  it("somebody joins: a quorum and who joins sign; who joins had no chain of their own", async () => {
    server.invite(one(DORA));
    const [alice, bob, dora] = (await visitsOf(server, [one(ALICE), one(BOB), one(DORA)])) as [Visit, Visit, Visit];
    expect([dora.state.inForce?.mine, dora.has("begin-plan"), alice.has("begin-plan")]).toEqual([false, false, true]);
    const payload = await alice.draft({ members: [ALICE, BOB, CHARLIE, DORA].map((index) => one(index).id) });
    expect(alice.text).toContain("Dora joins.");
    await allSign(payload, [dora, alice]);
    await dora.look();
    expect(dora.text).toContain("We wait for 1 more signatures");
    await allSign(payload, [bob]);
    await dora.look();
    expect([dora.state.inForce?.mine, dora.state.inForce?.epoch, dora.state.isNew]).toEqual([true, 1, true]);
    expect(dora.has("begin-plan")).toBe(true);
  });

  it("who has a new key comes in the place of the old one", async () => {
    server.invite(one(DORA), { replaces: one(CHARLIE).id });
    const alice = await new Visit(server, one(ALICE)).signIn();
    alice.flow.beginPlan();
    expect(alice.state.plan?.members).toEqual([one(ALICE).id, one(BOB).id, one(DORA).id]);
  });

  it("who lost the seat is signed out, with the key put away", async () => {
    server.invite(one(DORA));
    const visits = await visitsOf(server, [one(ALICE), one(BOB), one(DORA), one(CHARLIE)]);
    const [alice, bob, dora, charlie] = visits as [Visit, Visit, Visit, Visit];
    const payload = await alice.draft({ members: [ALICE, BOB, DORA].map((index) => one(index).id) });
    await charlie.look();
    expect([charlie.has("not-mine"), charlie.text.includes("Charlie leaves.")]).toEqual([true, true]);
    await allSign(payload, [alice, bob, dora]);
    await charlie.look();
    expect([charlie.state.step, charlie.asked.at(-1)]).toEqual(["sign-in", "forget"]);
  });

  it("is renewed: the same people, another date", async () => {
    const [alice, bob] = (await visitsOf(server, cast.slice(0, 2))) as [Visit, Visit];
    for (const visit of [alice, bob]) visit.today = "2027-12-01";
    await alice.look();
    expect([alice.state.inForce?.expired, alice.has("expiry")]).toEqual([true, true]);
    const payload = await alice.draft();
    expect(alice.text).toContain("The list is valid until");
    await allSign(payload, [alice, bob]);
    expect([bob.state.inForce?.expired, bob.state.inForce?.validUntil]).toEqual([false, "2028-12-01"]);
  });

  it.each([
    ["a quorum of all", { quorum: 3 }],
    ["a quorum of none", { quorum: 0 }],
    ["a day that is none", { validUntil: "volgend jaar" }],
    ["nobody", { members: [] }],
  ])("a plan against the rules is told as one, and nothing is lost: %s", async (_, changes) => {
    const alice = await new Visit(server, one(ALICE)).signIn();
    await alice.draft(changes);
    expect([alice.state.step, alice.state.problem]).toEqual(["room", "unfit-roster"]);
    expect(alice.state.plan).toMatchObject(changes);
    expect(alice.text).toContain("does not follow the rules");
    expect(alice.sent("postDraft")).toEqual([]);
  });

  it("a clock that runs behind is told", async () => {
    const alice = await new Visit(server, one(ALICE)).signIn();
    alice.today = "2026-11-21";
    await alice.draft();
    expect(alice.state.problem).toBe("wrong-date");
  });
});

describe("looking again", () => {
  it("never takes an older answer after a newer one", async () => {
    server.chain = founded;
    const [alice, bob] = (await visitsOf(server, cast.slice(0, 2))) as [Visit, Visit];
    const payload = await alice.draft({ validUntil: "2027-12-01" });
    await allSign(payload, [bob]);
    await alice.hear(payload);
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { chain } = alice.office;
    alice.office.chain = async (committee) => {
      alice.office.chain = chain;
      const old = await chain(committee);
      await held;
      return old;
    };
    const slow = alice.flow.lookAgain();
    await later();
    await alice.sign();
    release();
    await slow;
    expect([alice.state.step, alice.state.inForce?.epoch, alice.state.isNew]).toEqual(["room", 1, true]);
  });

  it("takes a list that came in force between both answers for what it is", async () => {
    server.chain = founded;
    const visits = (await visitsOf(server, cast.slice(0, 3))) as [Visit, Visit, Visit];
    const [alice, bob, charlie] = visits;
    const payload = await alice.draft({ validUntil: "2027-12-01" });
    await charlie.look();
    await allSign(payload, [alice]);
    await bob.look();
    await bob.hear(payload);
    let isBetween = false;
    server.before = async (what) => {
      if (what !== "chain" || isBetween) return;
      isBetween = true;
      await bob.sign();
    };
    await charlie.look();
    expect([charlie.state.alarm, charlie.state.draft, charlie.state.isNew]).toEqual([null, null, true]);
  });

  it("says nothing of a lost connection, and comes back to it", async () => {
    founding();
    const visit = await new Visit(server, one(ALICE)).signIn();
    server.before = async () => {
      throw new NetworkProblem();
    };
    await visit.look();
    expect([visit.state.step, visit.state.problem]).toEqual(["room", null]);
  });

  it("ends with the session, and not before signing in or after signing out", async () => {
    founding();
    const visit = await new Visit(server, one(ALICE)).signIn();
    await visit.press((flow) => flow.signOut());
    const count = server.taken.length;
    await visit.look();
    expect(server.taken).toHaveLength(count);
    await visit.signIn();
    server.signedOut.push(one(ALICE).id);
    await visit.look();
    expect([visit.state.step, visit.state.problem, visit.asked.at(-1)]).toEqual(["sign-in", "locked", "forget"]);
  });

  it("shows nothing of what comes in after signing out", async () => {
    founding();
    const visit = await new Visit(server, one(ALICE)).signIn();
    const looking = visit.flow.lookAgain();
    visit.flow.signOut();
    await looking;
    expect([visit.state.step, visit.state.room, visit.state.problem]).toEqual(["sign-in", null, null]);
    expect(visit.asked.at(-1)).toBe("forget"); // and opens no keyring anew
  });
});

describe("a colleague's new device", () => {
  beforeEach(() => {
    server.chain = founded;
    server.devices.push({ member: one(BOB).id, confirmedBy: [] });
  });

  it.each([
    [" 0427 ", null],
    ["0428", "wrong-number"],
    ["42", "malformed"],
  ])("is confirmed with the number that was told: %j", async (value, problem) => {
    const alice = await new Visit(server, one(ALICE)).signIn();
    alice.flow.send({ type: "number", member: one(BOB).id, value });
    await alice.press((flow) => flow.confirmDevice(one(BOB).id));
    expect([alice.state.step, alice.state.problem]).toEqual(["room", problem]);
  });

  it("is not confirmed by who asks for it", async () => {
    const bob = await new Visit(server, one(BOB)).signIn();
    expect(bob.has("devices")).toBe(false);
    const mallory = await new Visit(server.invite(one(MALLORY)), one(MALLORY)).signIn();
    expect(mallory.text).toContain("Bob");
  });
});
