// @vitest-environment happy-dom
import { nothing, render } from "lit-html";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { firstState as firstWork, type State as Work, update as work } from "../../../src/pages/committee/state";
import type { GuideDesk } from "../../../src/pages/practice/desk";
import { firstState, STEPS, type State } from "../../../src/pages/practice/state";
import { guideView, startView, titleOf } from "../../../src/pages/practice/view";
import { atWork, inCase } from "../committee/cast";

const CASES = { fresh: "PRACTICE-1", old: "PRACTICE-2" };
const PASSPHRASE = "lemon garden cloud";

let desk: GuideDesk;
let page: HTMLElement;

function guide(change: Partial<State> = {}, at: Work = atWork()): string {
  render(guideView({ ...firstState(CASES), ...change }, at, desk, PASSPHRASE), page);
  return page.textContent ?? "";
}

function press(id: string): void {
  page.querySelector<HTMLElement>(`#${id}`)?.click();
}

beforeEach(() => {
  desk = { showAll: vi.fn(), fillIn: vi.fn(), beginAgain: vi.fn() };
  page = document.createElement("div");
  document.body.replaceChildren(page);
});

describe("the guide", () => {
  test("is not there before the workbench is", () => {
    expect(guideView(firstState(CASES), firstWork(10), desk, PASSPHRASE)).toBe(nothing);
  });

  test("says what to try now, with its term, and no more", () => {
    const text = guide({ done: ["open"] });
    expect(text).toContain("Acknowledge the report");
    expect(text).toContain("seven days");
    expect(text).not.toContain("Lock, and come back");
    expect(text).toContain("1 of 8");
    press("guide-toggle");
    expect(desk.showAll).toHaveBeenCalledWith(true);
  });

  test("shows every step and both terms when asked, what was tried in word and shape", () => {
    const text = guide({ done: ["open"], all: true });
    expect(page.querySelectorAll("[data-step]").length).toBe(STEPS.length);
    expect(page.querySelector("[data-step=open]")?.textContent).toContain("(done)");
    expect(page.querySelector("[data-step=acknowledge]")?.textContent).toContain("(now)");
    expect(text).toContain("four weeks");
    press("guide-toggle");
    expect(desk.showAll).toHaveBeenCalledWith(false);
  });

  test("shows the made-up passphrase while the key is locked, and only then", () => {
    expect(guide()).not.toContain(PASSPHRASE);
    expect(guide({}, work(inCase(), { type: "lock" }))).toContain(PASSPHRASE);
    press("fill-in");
    expect(desk.fillIn).toHaveBeenCalledOnce();
  });

  test("says that a reply waits, whatever step one is at", () => {
    expect(guide({ reply: "PRACTICE-2" })).toContain("has written back");
    expect(guide({ reply: "PRACTICE-2", done: [...STEPS] })).toContain("has written back");
    const reading = guide({ reply: "PRACTICE-2", done: STEPS.filter((step) => step !== "reply") });
    expect(reading).not.toContain("Read what comes back");
    expect(reading).toContain("has written back");
  });

  test("ends, and begins again", () => {
    expect(guide({ done: [...STEPS] })).toContain("You have tried everything");
    press("practise-again");
    expect(desk.beginAgain).toHaveBeenCalledOnce();
  });
});

describe("in the place of signing in", () => {
  function start(at: Work): string {
    render(startView(at, desk), page);
    return page.textContent ?? "";
  }

  test("stands how far the made-up world is", () => {
    expect(start(work(firstWork(10), { type: "busy", busy: { what: "stretching", part: 0.5 } }))).toContain("50%");
    expect(page.querySelector("input")).toBeNull();
    start(work(firstWork(10), { type: "busy", busy: { what: "signing-in", part: null } }));
    expect(page.querySelector(".spinner")).not.toBeNull();
  });

  test("stands that it is over after signing out, and that it did not begin after a failure", () => {
    expect(start(firstWork(10))).toContain("The practice is over");
    expect(start(work(firstWork(10), { type: "problem", problem: "network" }))).toContain("could not begin");
    press("practise-again");
    expect(desk.beginAgain).toHaveBeenCalledOnce();
  });
});

test("the tab says that it is practice, wherever one is", () => {
  expect(titleOf(firstWork(10))).toBe("Practice");
  expect(titleOf(atWork())).toBe("Practice · Cases");
  expect(titleOf(inCase())).toBe("Practice · Case");
});
