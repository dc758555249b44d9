// @vitest-environment happy-dom
import { render } from "lit-html";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { newChoice } from "../../../src/components/passphrase";
import type { Desk } from "../../../src/pages/invitation/desk";
import {
  canGo,
  firstState,
  hasUnsent,
  type Place,
  type Problem,
  STEPS,
  type State,
  stepAfter,
  stepBefore,
  update,
} from "../../../src/pages/invitation/state";
import { titleOf, view } from "../../../src/pages/invitation/view";
import { problemText } from "../../../src/pages/invitation/words";
import { ALICE, DEVICE, KEY, UMA } from "./room";

let root: HTMLElement;
let desk: Desk;

beforeEach(() => {
  document.documentElement.lang = "en";
  document.body.innerHTML = `<main><div id="app"></div></main>`;
  root = document.getElementById("app") as HTMLElement;
  desk = new Proxy({} as Record<string, unknown>, {
    get: (made, name) => {
      made[name as string] ??= vi.fn();
      return made[name as string];
    },
  }) as unknown as Desk;
});

function at(place: Place, change: Partial<State> = {}): State {
  const ready: Partial<State> = {
    invitation: ALICE,
    username: "alice",
    choice: { ...newChoice(), offered: "one two three four five six" },
    made: { key: KEY, username: "alice", passphrase: "p" },
    asked: [3, 6, 10],
    typed: ["", "", ""],
    device: DEVICE,
  };
  return { ...firstState(), ...ready, place, ...change };
}

function draw(state: State): string {
  render(view(state, desk), root);
  return (root.textContent ?? "").replace(/[\u2068\u2069]/gu, "").replace(/\s+/gu, " ");
}

const byId = (id: string) => document.getElementById(id) as HTMLElement;

describe("every place", () => {
  it.each([...STEPS, "stranger", "done", "forgotten"] as const)("has one heading and a title: %s", (place) => {
    draw(at(place));
    expect(root.querySelectorAll("h1")).toHaveLength(1);
    expect(titleOf(at(place))).not.toBe("");
  });

  it("has a title of its own", () => {
    expect(new Set(STEPS.map((place) => titleOf(at(place)))).size).toBe(STEPS.length);
    expect(titleOf(at("mail", { errors: [{ id: "mail", code: "mail" }] }))).toBe("Mistake: Reminders by mail");
  });

  it("shows its progress: a union representative has fewer steps", () => {
    expect(draw(at("mail"))).toContain("Step 7 of 9");
    expect(draw(at("mail", { invitation: UMA }))).toContain("Step 4 of 6");
  });

  it("is sent by the form and never by the browser", () => {
    draw(at("name"));
    const submit = new Event("submit", { cancelable: true });
    root.querySelector("form")?.dispatchEvent(submit);
    expect(submit.defaultPrevented).toBe(true);
    expect(desk.next).toHaveBeenCalledOnce();
  });
});

describe("what is shown", () => {
  it("says whose invitation it is, and what cannot be proved", () => {
    const text = draw(at("you"));
    expect(text).toMatch(/Alíce de Wit.*chair.*Trial.*23 December 2026/u);
    expect(text).toContain("could found a false committee");
    byId("not-me").click();
    expect(desk.notMe).toHaveBeenCalledOnce();
    expect(draw(at("you", { invitation: { ...ALICE, deputy: true } }))).toContain("chair, standing by");
    expect(draw(at("you", { invitation: UMA }))).toContain("representative of the union");
  });

  it("puts the code in groups while it is typed", () => {
    draw(at("code", { invitation: null }));
    const field = byId("invitation-code") as HTMLInputElement;
    field.value = "abcde";
    field.dispatchEvent(new Event("input"));
    expect(desk.send).toHaveBeenCalledWith({ type: "type", field: "code", text: "ABCD-E" });
  });

  it("offers words, or takes an own passphrase", () => {
    expect(draw(at("name"))).toContain("one two three four five six");
    byId("renew").click();
    expect(desk.otherWords).toHaveBeenCalledOnce();
    draw(at("name", { choice: { ...newChoice(), isOwn: true } }));
    expect(byId("own")).not.toBeNull();
    expect(byId("offered")).toBeNull();
  });

  it("draws the sheet as words or numbers, and the progress of the key", () => {
    draw(at("sheet"));
    expect(root.querySelectorAll(".words-grid li")).toHaveLength(24);
    expect(draw(at("sheet", { asNumbers: true }))).toContain("0024");
    byId("print").click();
    expect(desk.print).toHaveBeenCalledOnce();
    draw(at("key", { made: null, busy: { what: "making", part: 0.5 } }));
    expect(root.querySelector("progress")?.value).toBe(50);
  });

  it("draws a QR code of the address that apps read, and the same as text", () => {
    const text = draw(at("device"));
    expect(root.querySelector("svg.qr path")?.getAttribute("d")).toMatch(/^M4 4h1v1h-1z/u);
    expect(text).toContain("JBSW Y3DP EHPK");
  });

  it("has a sentence for every problem", () => {
    const problems: Problem[] = [
      "no-invitation",
      "invitation-used",
      "name-taken",
      "one-time-code",
      "network",
      "uncertain",
      "proof-of-work",
      "key-failed",
      "unexpected",
    ];
    const texts = problems.map((problem) => draw(at("device", { problem })) && problemText(problem));
    expect(new Set(texts).size).toBe(problems.length);
  });
});

describe("the way", () => {
  it("goes on and back, and never back to the code", () => {
    expect(stepAfter(at("name"))).toBe("key");
    expect(stepAfter(at("name", { invitation: UMA }))).toBe("mail");
    expect(stepBefore(at("mail", { invitation: UMA }))).toBe("name");
    expect(stepBefore(at("you"))).toBeNull();
    expect(canGo(at("name"), "code")).toBe(false);
    expect(canGo(at("name", { made: null }), "sheet")).toBe(false);
    expect(update(at("name", { device: null }), { type: "go", step: "device" }).place).toBe("name");
  });

  it("warns only while there is something to lose", () => {
    expect([hasUnsent(firstState()), hasUnsent(at("name")), hasUnsent(at("done"))]).toEqual([false, true, false]);
  });
});
