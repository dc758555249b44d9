// @vitest-environment happy-dom
import { render } from "lit-html";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Desk } from "../../../src/pages/room/desk";
import { type Alarm, firstState, type State, update } from "../../../src/pages/room/state";
import { view } from "../../../src/pages/room/view";
import { changeSentence, problemText } from "../../../src/pages/room/words";
import {
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
  WORDS,
  waiting,
} from "./sample";

const TODAY = "2026-11-22";

let desk: { [verb in keyof Desk]: ReturnType<typeof vi.fn<Desk[verb]>> };
beforeEach(() => {
  document.documentElement.lang = "en";
  desk = {
    send: vi.fn(),
    signIn: vi.fn(),
    signOut: vi.fn(),
    beginPlan: vi.fn(),
    draft: vi.fn(),
    hear: vi.fn(),
    sign: vi.fn(),
    stop: vi.fn(),
    discard: vi.fn(),
    confirmDevice: vi.fn(),
  };
});

function draw(state: State, today = TODAY): HTMLElement {
  const root = document.createElement("div");
  render(view(state, desk, today), root);
  return root;
}

function textOf(root: Element | null): string {
  return root?.textContent?.replace(/\s+/gu, " ").trim() ?? "";
}

function press(root: HTMLElement, id: string): void {
  root.querySelector<HTMLElement>(`#${id}`)?.click();
}

function has(state: State, id: string): boolean {
  return draw(state).querySelector(`#${id}`) !== null;
}

/** While founding, with a draft that this member reads so. */
function reading(change: Parameters<typeof draft>[1] = {}, told: Parameters<typeof waiting>[0] = {}): State {
  const people = FOUNDERS.map((id) => person(id));
  return founding(undefined, {
    room: room(people, { plan: PLAN, draft: waiting(told) }),
    draft: draft(FOUNDERS, change),
  });
}

/** The same for a change of the list in force. */
function changing(ids: readonly string[], change: Parameters<typeof draft>[1] = {}): State {
  return settled({ room: room([person("dora")], { draft: waiting() }), draft: draft(ids, { epoch: 1, ...change }) });
}

describe("signing in", () => {
  it("asks for name, passphrase and code, and says what is missing", () => {
    const state = update(firstState(), { type: "missing", fields: ["username", "passphrase", "code"] });
    const root = draw(state);
    expect(root.querySelectorAll("h1")).toHaveLength(1);
    expect(textOf(root.querySelector("#error-summary"))).toContain("Type the code of six digits");
    root.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(desk.signIn).toHaveBeenCalledOnce();
  });

  it("waits visibly", () => {
    expect(textOf(draw(update(firstState(), { type: "busy", busy: "signing-in" })))).toContain("Making your key");
  });

  it.each<Alarm>(["not-my-entry", "roster-refused", "draft-refused", "key-does-not-open", "no-key"])(
    "an alarm shows nothing else, and what to do: %s",
    (alarm) => {
      const root = draw(update(settled(), { type: "alarm", alarm }));
      expect([root.querySelector("#alarm") !== null, root.querySelector("#room")]).toEqual([true, null]);
      expect(textOf(root.querySelector(".utrecht-alert--error")).length).toBeGreaterThan(40);
      expect(textOf(root)).toContain("Call the other members");
      press(root, "sign-out");
      expect(desk.signOut).toHaveBeenCalledOnce();
    },
  );
});

describe("while founding", () => {
  it("says who is waited for, and what is to be done", () => {
    const state = founding([person("alice"), invited("bob"), invited("charlie"), invited("dora", { deputy: true })]);
    const root = draw(state);
    expect(textOf(root.querySelector("#next-step"))).toMatch(/^We wait for bob and charlie/u);
    expect(root.querySelector<HTMLButtonElement>("#begin-plan")?.disabled).toBe(true);
    expect(textOf(root)).toContain("Whoever printed the invitations could have founded a false committee");
  });

  it("lets begin with three who are there, and says what comes of who is not", () => {
    const state = founding([...FOUNDERS.map((id) => person(id)), invited("dora")]);
    const root = draw(state);
    expect(textOf(root)).toContain("dora did not accept yet");
    press(root, "begin-plan");
    expect(desk.beginPlan).toHaveBeenCalledOnce();
  });

  it("offers everybody with a key, and neither quorum nor date: the plan has them", () => {
    const planning = update(founding(), { type: "plan", plan: { members: ["alice"], quorum: 2, validUntil: "" } });
    const root = draw(planning);
    expect(root.querySelectorAll("#plan input[type=checkbox]")).toHaveLength(3);
    expect(root.querySelectorAll("#plan input:checked")).toHaveLength(1);
    expect(root.querySelector("#plan-quorum")).toBeNull();
    root.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(desk.draft).toHaveBeenCalledOnce();
    press(root, "cancel-plan");
    expect(desk.send).toHaveBeenCalledWith({ type: "plan", plan: null });
  });
});

describe("a draft", () => {
  it("is shown whole, with twelve fields and no words, to who has to hear them", () => {
    const root = draw(reading());
    expect(root.querySelectorAll("#draft .word-fields-list input")).toHaveLength(12);
    expect([root.querySelector("#aloud"), root.querySelector("#sign")]).toEqual([null, null]);
    for (const text of [
      "bob put it together.",
      "alice",
      "charlie",
      "Service",
      "2 members decide together",
      "Listen to bob",
    ]) {
      expect(textOf(root.querySelector("#draft"))).toContain(text);
    }
  });

  it("shows its words to who drafted it, who hears them read back by another", () => {
    const root = draw(reading({ made: true, words: WORDS }, { draftedBy: "alice" }));
    expect(root.querySelectorAll("#aloud .word")).toHaveLength(12);
    expect(textOf(root.querySelector("#aloud"))).toContain("Read these words aloud");
    expect(textOf(root)).toContain("Listen to one of the others");
    expect(root.querySelector("#hear-0")).not.toBeNull();
  });

  it("can be signed once it was heard, and not before", () => {
    const root = draw(reading({ heard: true, words: WORDS }));
    expect(textOf(root.querySelector("#next-step"))).toContain("Now sign");
    expect(root.querySelector("#hear-0")).toBeNull();
    press(root, "sign");
    expect(desk.sign).toHaveBeenCalledOnce();
    press(root, "discard");
    expect(desk.discard).toHaveBeenCalledOnce();
  });

  it("heard with a typo or otherwise says so, and stops only by one's own hand", () => {
    const typo = draw(update(reading(), { type: "heard", heard: "typo" }));
    expect([typo.querySelector("#typo") !== null, typo.querySelector("#stop")]).toEqual([true, null]);
    const other = draw(update(reading(), { type: "heard", heard: "different" }));
    expect(textOf(other.querySelector("#different"))).toContain("Then nobody signs");
    press(other, "hear-again");
    expect(desk.send).toHaveBeenCalledWith({ type: "heard", heard: null });
    expect(desk.stop).not.toHaveBeenCalled();
    press(other, "stop");
    expect(desk.stop).toHaveBeenCalledOnce();
  });

  it("compares with the button, and with the enter key", () => {
    const root = draw(reading());
    root.querySelector(".room-hear")?.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(desk.hear).toHaveBeenCalledOnce();
  });

  it("that is stopped offers to take it away and nothing else", () => {
    const root = draw(reading({ heard: true, words: WORDS }, { stoppedBy: "charlie" }));
    expect(textOf(root.querySelector("#stopped"))).toContain("charlie heard other words");
    for (const id of ["sign", "hear-0", "aloud", "draft"]) expect(root.querySelector(`#${id}`)).toBeNull();
    press(root, "discard");
    expect(desk.discard).toHaveBeenCalledOnce();
  });

  it("signed here is said plainly; signed by the server's word, as its word", () => {
    const said = reading({}, { signers: ["sign alice"] });
    expect([has(said, "said-signed"), has(said, "signed"), has(said, "hear-0")]).toEqual([true, false, false]);
    const here = update(said, { type: "signed", hash: "hash-1" });
    expect([has(here, "said-signed"), has(here, "signed")]).toEqual([false, true]);
    expect(textOf(draw(here).querySelector("#next-step"))).toContain("We wait for the signature of bob and charlie");
    const gone = update(reading({ heard: true }), { type: "signed", hash: "hash-1" });
    expect([has(gone, "not-taken"), has(gone, "sign")]).toEqual([true, true]);
  });

  it.each([
    ["drafted in another's name", reading({}, { draftedBy: "nobody" }), []],
    ["said to be one's own", reading({}, { draftedBy: "alice" }), ["not-made-here"]],
    ["without oneself", reading({ mine: false }), ["not-mine"]],
    ["with another quorum", reading({ quorum: 3 }), ["not-announced"]],
    ["as it should be", reading(), []],
  ])("warns of what is odd: %s", (_, state, warnings) => {
    const root = draw(state);
    const all = ["not-made-here", "not-mine", "not-announced", "keys-changed", "doubted"];
    expect(all.filter((id) => root.querySelector(`#${id}`))).toEqual(warnings);
    expect(textOf(root)).not.toMatch(/\{\w+\}|undefined/u);
  });
});

describe("a change of the list in force", () => {
  it("is told in plain words, and who only stands by is not asked to sign", () => {
    const root = draw(changing(["alice", "bob", "dora"], { validUntil: "2028-01-01", quorum: 2 }));
    const draftText = textOf(root.querySelector("#draft"));
    for (const text of ["dora joins.", "charlie leaves.", "The list is valid until"]) expect(draftText).toContain(text);
    const stander = {
      ...changing(["alice", "bob", "dora"], { mine: false }),
      inForce: inForce(FOUNDERS, { mine: false }),
    };
    expect(has(stander, "hear-0")).toBe(false);
  });

  it("tells of another key under the same name loudly, apart from the rest", () => {
    const state = changing(FOUNDERS, {
      members: [...draft(FOUNDERS).members.slice(1), { ...draft(["alice"]).members[0], recipient: "x" } as never],
    });
    const root = draw(state);
    expect(textOf(root.querySelector("#keys-changed"))).toContain("alice gets another key.");
    expect(root.querySelector("#keys-changed")?.className).toContain("error");
    expect(textOf(root).split("gets another key")).toHaveLength(2);
  });

  it("tells that the server has another key for somebody", () => {
    const root = draw(settled({ room: room([person("bob", { recipient: "x" })]) }));
    expect(textOf(root.querySelector("#doubted"))).toContain("another key for bob");
  });
});

describe("the list in force", () => {
  it("shows the words of the poster, and can be changed by who has a seat", () => {
    const root = draw(settled());
    expect(root.querySelectorAll("#in-force .word")).toHaveLength(12);
    press(root, "begin-plan");
    expect(desk.beginPlan).toHaveBeenCalledOnce();
    expect(has(settled({ inForce: inForce(FOUNDERS, { mine: false }) }), "begin-plan")).toBe(false);
  });

  it.each([
    ["2027-08-01", null],
    ["2027-08-24", "info"],
    ["2027-10-23", "warning"],
    ["2027-11-15", "error"],
    ["2027-11-23", "error"],
  ])("warns before it runs out: %s", (today, kind) => {
    const alert = draw(settled(), today).querySelector("#expiry");
    expect(alert?.className.match(/--(info|warning|error)/u)?.[1] ?? null).toBe(kind);
    if (today === "2027-11-23") expect(textOf(alert)).toContain("nobody can report now");
  });

  it.each([
    [0, "You have no recovery codes left"],
    [1, "You have 1 recovery code left"],
    [2, "You have 2 recovery codes left"],
  ])("says that few recovery codes are left: %s", (codesLeft, told) => {
    const alert = draw({ ...settled(), codesLeft }).querySelector("#codes-left");
    expect(textOf(alert)).toContain(told);
    expect(alert?.querySelector("a")?.getAttribute("href")).toContain("/recovery/");
    expect(has({ ...settled(), codesLeft: 3 }, "codes-left")).toBe(false);
  });

  it("does not ask to renew while a draft waits", () => {
    expect(draw(changing(FOUNDERS), "2027-11-01").querySelector("#expiry")).toBeNull();
  });

  it("asks for quorum and date in the plan", () => {
    const planning = update(settled(), {
      type: "plan",
      plan: { members: FOUNDERS, quorum: 2, validUntil: "2027-11-22" },
    });
    const root = draw(planning);
    const quorum = root.querySelector<HTMLInputElement>("#plan-quorum");
    if (quorum) quorum.value = "3 of us";
    quorum?.dispatchEvent(new Event("input", { bubbles: true }));
    expect(desk.send).toHaveBeenCalledWith(expect.objectContaining({ plan: expect.objectContaining({ quorum: 3 }) }));
  });

  it("that came in force while one looked is said so", () => {
    const shown = reading();
    const opened = looked(shown, { room: room([]), inForce: inForce(FOUNDERS, { roster: "hash-1" }) });
    expect(textOf(draw(opened).querySelector("#next-step"))).toContain("Your committee is open");
    expect(textOf(draw(settled()).querySelector("#next-step"))).toContain("There is nothing to do");
  });
});

describe("who is there", () => {
  it("is told with a shape and a word", () => {
    const state = settled({
      room: room([
        invited("dora"),
        person("emma", { deputy: true }),
        person("frits"),
        person("gerda", { seated: true }),
      ]),
    });
    const rows = [...draw(state).querySelectorAll("#people li")].map(textOf);
    expect(rows[0]).toMatch(/alice.*you.*●.*in the list/u);
    expect(rows[3]).toMatch(/dora.*○.*invited, until/u);
    expect(rows[4]).toMatch(/emma.*◐.*stands by/u);
    expect(rows.slice(5).every((row) => /◑.*has a key, not in the list yet/u.test(row))).toBe(true);
  });

  it("a colleague with a new device is confirmed by others", () => {
    const devices = [
      { member: "bob", confirmedBy: [] },
      { member: "charlie", confirmedBy: ["alice"] },
      { member: "alice", confirmedBy: [] },
    ];
    const root = draw(settled({ room: room([], { devices }) }));
    expect(root.querySelectorAll(".room-device")).toHaveLength(2);
    press(root, "confirm-bob");
    expect(desk.confirmDevice).toHaveBeenCalledWith("bob");
    expect(root.querySelector("#confirm-charlie")).toBeNull();
  });
});

describe("words", () => {
  it("has a sentence of its own for every refusal", () => {
    const codes = [
      "sign-in-refused",
      "locked-out",
      "locked",
      "not-for-union",
      "network",
      "draft-exists",
      "stale-draft",
      "no-draft",
    ];
    const more = [
      "draft-stopped",
      "roster-changed",
      "wrong-date",
      "foreign-member",
      "not-heard",
      "no-request",
      "wrong-number",
    ];
    const newer = ["not-in-force", "not-taken", "unfit-roster", "anything"];
    const sentences = [...codes, ...more, ...newer].map(problemText);
    expect(new Set(sentences).size).toBe(sentences.length);
    expect([problemText("malformed"), problemText("roster-refused")]).toEqual(
      Array(2).fill(problemText("unfit-roster")),
    );
  });

  it("has a sentence for every change", () => {
    const date = (iso: string) => `day ${iso}`;
    const told = [
      changeSentence({ what: "renamed", from: "a", to: "b" }, date),
      changeSentence({ what: "seat", name: "a", seat: "chair" }, date),
      changeSentence({ what: "key", name: "a" }, date),
      changeSentence({ what: "quorum", from: 2, to: 3 }, date),
      changeSentence({ what: "valid-until", on: "2027-01-01" }, date),
      changeSentence({ what: "committee-name" }, date),
      changeSentence({ what: "bodies" }, date),
    ];
    expect(new Set(told).size).toBe(7);
    expect(told.join(" ")).toContain("day 2027-01-01");
  });
});
