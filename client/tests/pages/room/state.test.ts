import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  announced,
  candidates,
  firstState,
  haveSigned,
  haveSignedHere,
  isSeated,
  nameOf,
  planFor,
  type State,
  stillToSign,
  stoppedBy,
  update,
  waitedFor,
} from "../../../src/pages/room/state";
import {
  candidate,
  draft,
  FOUNDERS,
  founding,
  inForce,
  invited,
  looked,
  PLAN,
  person,
  room,
  settled,
  waiting,
} from "./sample";

const idsOf = (people: readonly { member: string }[]) => people.map(({ member }) => member);

function typed(state: State, index: number, value: string): string[] {
  return update(state, { type: "word", index, value }).typed;
}

describe("signing in and out", () => {
  it("keeps neither passphrase nor code, and the name alone after signing out", () => {
    const filled = (["username", "passphrase", "code"] as const).reduce(
      (state, field) => update(state, { type: "typed", field, value: "secret" }),
      firstState(),
    );
    const inside = update(filled, { type: "signed-in", me: "alice", committee: "integriteit", codesLeft: 8 });
    expect([inside.form.passphrase, inside.form.code, inside.busy]).toEqual(["", "", "looking"]);
    const out = update(filled, { type: "signed-out", problem: "locked" });
    expect([out.step, out.problem, out.form]).toEqual([
      "sign-in",
      "locked",
      { username: "secret", passphrase: "", code: "" },
    ]);
  });

  it("an alarm leaves nothing of the room, but for what was stopped", () => {
    const stopped = update(settled(), { type: "stopped", hash: "hash-1", by: "bob" });
    const state = update(stopped, { type: "alarm", alarm: "roster-refused" });
    expect(state).toEqual({ ...firstState(), step: "alarm", alarm: "roster-refused", stopped: { "hash-1": "bob" } });
  });

  it("a new beginning clears the problem, its end does not", () => {
    const state = update(firstState(), { type: "problem", problem: "network" });
    expect(update(state, { type: "busy", busy: null }).problem).toBe("network");
    expect(update(state, { type: "busy", busy: "signing" }).problem).toBeNull();
    expect(update(update(state, { type: "busy", busy: "signing" }), { type: "problem", problem: "x" }).busy).toBeNull();
  });
});

describe("who is there", () => {
  it("has seats by the signed list, whatever the server tells", () => {
    const state = settled({
      room: room([
        person("alice", { name: "Alicia", seat: "chair", seated: false }),
        person("mallory", { seated: true }),
        invited("dora", { deputy: true }),
      ]),
    });
    const { people } = state.room ?? room([]);
    expect(people.map(({ member, name, seated }) => [member, name, seated])).toEqual([
      ["alice", "alice", true],
      ["bob", "bob", true],
      ["charlie", "charlie", true],
      ["mallory", "mallory", false],
      ["dora", "dora", false],
    ]);
  });

  it("has no seats while founding", () => {
    expect(founding([person("alice", { seated: true })]).room?.people[0]?.seated).toBe(false);
  });

  it.each([
    [person("bob", { recipient: "x" }), ["bob"]],
    [person("bob", { signingKey: "x" }), ["bob"]],
    [person("bob"), []],
    [invited("bob"), []],
    [person("dora", { recipient: "x" }), []],
  ])("is doubted when the server has another key for a seat: %j", (told, names) => {
    expect(settled({ room: room([told]) }).doubted).toEqual(names);
  });

  it("can be drafted with a key, and is waited for without, but for who stands by", () => {
    const state = founding([person("alice"), invited("bob"), invited("dora", { deputy: true })]);
    expect([idsOf(candidates(state)), idsOf(waitedFor(state))]).toEqual([["alice"], ["bob"]]);
    expect([candidates(firstState()), waitedFor(firstState())]).toEqual([[], []]);
  });

  it("is found by name, or is nobody", () => {
    expect([nameOf(founding(), "bob"), nameOf(founding(), "x"), nameOf(firstState(), "bob")]).toEqual(["bob", "", ""]);
    expect([isSeated(settled()), isSeated(founding())]).toEqual([true, false]);
  });
});

describe("the plan to begin with", () => {
  it("has, while founding, all with a seat and a key, and the quorum that was planned", () => {
    const state = founding([person("alice"), person("bob"), invited("charlie"), person("dora", { deputy: true })]);
    expect(planFor(state, "2026-11-22")).toEqual({ members: ["alice", "bob"], quorum: 2, validUntil: "2027-11-22" });
  });

  it("has, later, those who sit, in the place of whom they replace", () => {
    const state = settled({
      room: room([person("dora", { replaces: "bob" }), person("emma")]),
      inForce: inForce(FOUNDERS, { quorum: 3 }),
    });
    expect(planFor(state, "2026-11-22")).toMatchObject({ members: ["alice", "charlie", "dora"], quorum: 3 });
  });

  it("keeps somebody whose replacement has no key yet", () => {
    const state = settled({ room: room([invited("dora", { replaces: "bob" })]) });
    expect(planFor(state, "2026-11-22").members).toEqual(FOUNDERS);
  });

  it("is for a year, within 400 days from any day on", () => {
    expect(planFor(settled(), "2028-02-29").validUntil).toBe("2029-02-28");
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2026-01-01"), max: new Date("2090-01-01"), noInvalidDate: true }),
        (date) => {
          const today = date.toISOString().slice(0, 10);
          const { validUntil } = planFor(settled(), today);
          const days = (Date.parse(validUntil) - Date.parse(today)) / 86_400_000;
          expect(days).toBeGreaterThanOrEqual(365);
          expect(days).toBeLessThanOrEqual(366);
          expect(new Date(validUntil).toISOString().slice(0, 10)).toBe(validUntil);
        },
      ),
    );
  });

  it("is put aside by a draft, and by nothing else", () => {
    const planning = update(settled(), { type: "plan", plan: { members: [], quorum: 2, validUntil: "" } });
    expect(looked(planning, { room: room([]), inForce: inForce(FOUNDERS) }).plan).not.toBeNull();
    expect(looked(planning, { room: room([], { draft: waiting() }), draft: draft(FOUNDERS) }).plan).toBeNull();
  });
});

describe("the words that are typed", () => {
  it("run on into the next fields when they are pasted, and not over the end", () => {
    expect(typed(firstState(), 2, " one, two;three.\n four ").slice(0, 7)).toEqual([
      "",
      "",
      "one",
      "two",
      "three",
      "four",
      "",
    ]);
    expect(typed(firstState(), 11, "one two three")).toEqual([...Array(11).fill(""), "one"]);
    expect(typed(firstState(), 0, "w ".repeat(40))).toEqual(Array(12).fill("w"));
  });

  it("stay as they are typed, one in its field", () => {
    expect(typed(firstState(), 3, " one ")[3]).toBe(" one ");
    expect(typed(update(firstState(), { type: "word", index: 3, value: "one" }), 3, "")[3]).toBe("");
  });

  it("take back what was heard of them before", () => {
    const heard = update(firstState(), { type: "heard", heard: "typo" });
    expect(update(heard, { type: "word", index: 0, value: "x" }).heard).toBeNull();
  });

  it("are emptied to listen again, and for another draft, and stay for the same", () => {
    const shown = founding(undefined, { room: room([], { draft: waiting() }), draft: draft(FOUNDERS) });
    const state = update(update(shown, { type: "word", index: 0, value: "one" }), {
      type: "heard",
      heard: "different",
    });
    expect(update(state, { type: "heard", heard: null }).typed[0]).toBe("");
    const same = looked(state, { room: room([], { draft: waiting() }), draft: draft(FOUNDERS) });
    expect([same.typed[0], same.heard, same.problem]).toEqual(["one", "different", null]);
    const other = looked(state, { room: room([], { draft: waiting() }), draft: draft(FOUNDERS, { hash: "hash-2" }) });
    expect([other.typed[0], other.heard, other.problem]).toEqual(["", null, "stale-draft"]);
  });
});

describe("a draft", () => {
  const drafted = (signers: string[], ids = FOUNDERS) => ({
    room: room(
      FOUNDERS.map((id) => person(id)),
      { plan: PLAN, draft: waiting({ signers }) },
    ),
    draft: draft(ids),
  });

  it("waits, while founding, for everybody who did not sign", () => {
    const state = founding(undefined, drafted(["sign bob", "sign nobody"]));
    expect(stillToSign(state)).toEqual({ names: ["alice", "charlie"], more: 0 });
    expect(stillToSign(firstState())).toEqual({ names: [], more: 0 });
  });

  it.each<[string[], string[], number]>([
    [[], ["dora"], 2],
    [["sign bob"], ["dora"], 1],
    [["sign bob", "sign dora"], [], 1],
    [["sign alice", "sign bob", "sign charlie"], ["dora"], 0],
  ])("waits, later, for a quorum of those who sit and for who joins: %j", (signers, names, more) => {
    const state = settled(drafted(signers, ["alice", "bob", "dora"]));
    expect(stillToSign({ ...state, inForce: inForce(FOUNDERS) })).toEqual({ names, more });
  });

  it("waits for who has another key as for who joins", () => {
    const { draft: view, ...rest } = drafted([]);
    for (const change of [{ recipient: "x" }, { signingKey: "x" }, { id: "x" }]) {
      const members = [candidate("alice"), candidate("bob", change), candidate("charlie")];
      expect(stillToSign(settled({ ...rest, inForce: inForce(FOUNDERS), draft: { ...view, members } })).names).toEqual([
        "bob",
      ]);
    }
  });

  it("is signed by this member when the server says so, and known to be when it was done here", () => {
    const said = founding(undefined, drafted(["sign alice"]));
    expect([haveSigned(said), haveSignedHere(said)]).toEqual([true, false]);
    const done = update(founding(undefined, drafted([])), { type: "signed", hash: "hash-1" });
    expect([haveSigned(done), haveSignedHere(done)]).toEqual([false, true]);
    expect([haveSigned(founding()), haveSignedHere(founding())]).toEqual([false, false]);
  });

  it("is signed also by who leaves with it", () => {
    const state = settled({ ...drafted(["sign alice"], ["bob", "charlie", "dora"]), inForce: inForce(FOUNDERS) });
    expect(haveSigned(state)).toBe(true);
  });

  it("that was stopped stays so, by whom it was stopped first", () => {
    const stopped = founding(undefined, { ...drafted([]), room: room([], { draft: waiting({ stoppedBy: "bob" }) }) });
    expect(stoppedBy(stopped)).toBe("bob");
    const taken = looked(stopped, { ...drafted([]), room: room([], { draft: waiting() }) });
    const renamed = looked(taken, { ...drafted([]), room: room([], { draft: waiting({ stoppedBy: "charlie" }) }) });
    expect([stoppedBy(taken), stoppedBy(renamed)]).toEqual(["bob", "bob"]);
    expect(stoppedBy(update(renamed, { type: "stopped", hash: "hash-1", by: "alice" }))).toBe("bob");
    const next = looked(taken, { room: room([], { draft: waiting() }), draft: draft(FOUNDERS, { hash: "hash-2" }) });
    expect([stoppedBy(next), stoppedBy(founding())]).toEqual([null, null]);
  });

  it("is compared, while founding, with the plan and the keys that people have", () => {
    const state = founding(undefined, {
      draft: draft([...FOUNDERS, "mallory"]),
      room: room([person("alice", { recipient: "x" }), person("bob"), invited("charlie")], {
        plan: PLAN,
        draft: waiting(),
      }),
    });
    const facts = announced(state);
    expect(facts).toMatchObject({ ...PLAN, validUntil: "2027-11-22" });
    expect(facts?.members.map(({ id, recipient }) => [id, recipient])).toEqual([
      ["alice", "x"],
      ["bob", "age bob"],
    ]);
    expect([announced(settled()), announced(founding())]).toEqual([null, null]);
  });

  it("is in force when the chain says so, and stays news", () => {
    const shown = founding(undefined, drafted([]));
    expect(looked(shown, { room: room([]), inForce: inForce(FOUNDERS, { roster: "hash-9" }) }).isNew).toBe(false);
    const opened = looked(shown, { room: room([]), inForce: inForce(FOUNDERS, { roster: "hash-1" }) });
    expect(opened.isNew).toBe(true);
    expect(looked(opened, { room: room([]), inForce: inForce(FOUNDERS, { roster: "hash-1" }) }).isNew).toBe(true);
    expect(looked(founding(), { room: room([]), inForce: inForce(FOUNDERS) }).isNew).toBe(false);
  });
});

it("keeps the number for each colleague apart", () => {
  const state = update(update(settled(), { type: "number", member: "bob", value: "1" }), {
    type: "number",
    member: "x",
    value: "2",
  });
  expect(state.numbers).toEqual({ bob: "1", x: "2" });
});
