// @vitest-environment happy-dom
import { render } from "lit-html";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Desk } from "../../../src/pages/committee/desk";
import { firstState, type State, update } from "../../../src/pages/committee/state";
import { titleOf, view } from "../../../src/pages/committee/view";
import { ALICE, atWork, BOB, CASE, card, caseView, entry, inCase, stage, TODAY } from "./cast";

function newDesk(): Desk {
  return {
    send: vi.fn(),
    signIn: vi.fn(),
    unlock: vi.fn(),
    lock: vi.fn(),
    signOut: vi.fn(),
    refresh: vi.fn(),
    openCase: vi.fn(),
    toBoard: vi.fn(),
    post: vi.fn(),
    acknowledge: vi.fn(),
    setStage: vi.fn(),
    addFiles: vi.fn(),
    cancelFile: vi.fn(),
    retryFile: vi.fn(),
    download: vi.fn(),
  };
}

let desk: Desk;
let page: HTMLElement;

function draw(state: State): string {
  render(view(state, desk, TODAY), page);
  return page.textContent ?? "";
}

function press(id: string): void {
  const found = page.querySelector<HTMLElement>(`#${id}`);
  expect(found, id).not.toBeNull();
  found?.click();
}

beforeEach(() => {
  desk = newDesk();
  page = document.createElement("div");
  document.body.replaceChildren(page);
});

describe("signing in", () => {
  test("asks for name, passphrase and code, and sends the form once", () => {
    draw(firstState(10));
    for (const id of ["username", "passphrase", "code", "sign-in"]) {
      expect(page.querySelector(`#${id}`), id).not.toBeNull();
    }
    page.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(desk.signIn).toHaveBeenCalledOnce();
  });

  test("a refusal does not say which part was wrong", () => {
    const text = draw(update(firstState(10), { type: "problem", problem: "sign-in-refused" }));
    expect(text).toContain("The name, the passphrase or the code is not right.");
  });

  test("a key that is not one's own fills the page", () => {
    const text = draw(update(inCase(), { type: "alarm", alarm: "not-my-entry" }));
    expect(text).toContain("The committee list shows another key for you");
    expect(text).not.toContain("M-7K3F-9Q");
  });

  test.each([
    ["no-seat", "/room/"],
    ["no-key", "/recovery/"],
  ] as const)("%s says where it goes on", (alarm, way) => {
    draw(update(inCase(), { type: "alarm", alarm }));
    expect(page.querySelector("#alarm a")?.getAttribute("href")).toContain(way);
  });

  test.each([
    ["2026-12-10", "warning"],
    ["2026-11-25", "error"],
    ["2025-11-25", "error"],
  ])("a list that runs out on %s is said above the work", (validUntil, kind) => {
    const state = inCase();
    const committee = state.committee && { ...state.committee, validUntil };
    draw({ ...state, committee });
    expect(page.querySelector("#expiry")?.className).toContain(`--${kind}`);
    expect(page.querySelector("#expiry a")?.getAttribute("href")).toContain("/room/");
  });

  test("a list that runs on is not spoken of", () => {
    const state = inCase();
    draw({ ...state, committee: state.committee && { ...state.committee, validUntil: "2027-11-01" } });
    expect(page.querySelector("#expiry")).toBeNull();
  });

  test("the union sees that there are no releases yet", () => {
    const session = { role: "union", member: null, committee: "verblijf" } as const;
    expect(draw(update(firstState(10), { type: "signed-in", session }))).toContain("No releases yet");
  });
});

describe("locked", () => {
  test("shows nothing of the work and asks for the passphrase alone", () => {
    const text = draw(update(inCase(), { type: "lock" }));
    expect(text).not.toContain("gepest");
    expect(text).not.toContain("M-7K3F-9Q");
    expect(page.querySelector("#passphrase")).not.toBeNull();
    expect(page.querySelector("#code")).toBeNull();
  });

  test("asks before unsent text is lost by signing out", () => {
    const locked = update(inCase(), { type: "lock" });
    expect(draw(update(locked, { type: "leaving", open: true }))).toContain("Something is not sent");
    press("sign-out-anyway");
    expect(desk.signOut).toHaveBeenCalledOnce();
  });
});

describe("the board", () => {
  test("shows references and dates, and says late in a word", () => {
    const text = draw(atWork([card({ receivedOn: "2026-11-01" })]));
    expect(text).toContain("M-7K3F-9Q");
    expect(text).toContain("late");
    expect(text).toContain("Not opened in this session");
    press(`card-${CASE}`);
    expect(desk.openCase).toHaveBeenCalledWith(CASE);
  });

  test("says when there is nothing, and when nothing was found", () => {
    expect(draw(atWork([]))).toContain("No cases");
    expect(draw(update(atWork(), { type: "search", value: "zzz" }))).toContain("Nothing found");
  });

  test("shows a new message in a case that was opened", () => {
    const board = update(inCase(), { type: "to-board" });
    const news = update(board, { type: "cards", cards: [card({ heads: { conversation: "head-2", notes: null } })] });
    const text = draw(news);
    expect(text).toContain("new message");
    expect(text).toContain("Een collega wordt al maanden gepest.");
  });

  test("tells how long the key stays open", () => {
    expect(draw(update(atWork(), { type: "minutes-left", minutes: 9 }))).toContain("9 minutes left");
    expect(draw(update(atWork(), { type: "minutes-left", minutes: 1 }))).toContain("less than a minute left");
  });
});

describe("a case", () => {
  test("shows the answers under headings, in order, without the empty ones", () => {
    draw(inCase());
    const headings = [...page.querySelectorAll(".answer h3")].map((heading) => heading.textContent);
    expect(headings).toEqual(["What happened", "What the reporter fears"]);
  });

  test("names who can read and who was left out, and that those cannot be told", () => {
    draw(inCase());
    const readers = page.querySelector("#readers")?.textContent ?? "";
    expect(readers).toContain(ALICE.name);
    expect(page.querySelector(".left-out")?.textContent).toContain(BOB.name);
    expect(readers).toContain("are not told that it exists");
  });

  test("shows files as their sender calls them, until the file itself was opened", () => {
    const ref = { upload: "u1", sha256: "h", size: 327_680 };
    const files = [
      { ref, name: "<b>brief</b>.pdf", size: 300_000 },
      { ref: { ...ref, upload: "u2" }, name: null, size: 327_680 },
    ];
    const state = inCase(caseView({ entries: [entry({ kind: "report", text: "", files })] }));
    draw(state);
    const rows = () =>
      [...page.querySelectorAll(".case-file")].map((row) => [
        row.querySelector(".case-file-name > bdi")?.textContent,
        row.querySelector(".case-file-size")?.textContent,
        row.querySelector("button")?.textContent?.trim(),
      ]);
    expect(rows()).toEqual([
      ["<b>brief</b>.pdf", "300 kB", "Save to this device: <b>brief</b>.pdf"],
      ["File 2", "328 kB", "Save to this device: File 2"],
    ]);
    expect(page.querySelector(".case-file b, .case-file img, .case-file svg")).toBeNull();
    press("download-u1");
    expect(desk.download).toHaveBeenCalledWith(ref);
    const done = { state: "done", part: 1, name: "own.pdf" } as const;
    draw(update(state, { type: "download", upload: "u1", download: done }));
    expect(rows()[0]).toEqual(["own.pdf", "300 kB", "Save again: own.pdf"]);
  });

  test("a message that does not hold keeps its place without its words", () => {
    const broken = entry({ id: "broken", flag: "bad-signature", text: "VERVALST" });
    const text = draw(inCase(caseView({ entries: [entry({ kind: "report" }), broken] })));
    expect(text).toContain("Message that does not hold");
    expect(text).not.toContain("VERVALST");
    expect(page.querySelector("#case-broken")).not.toBeNull();
  });

  test("a report that does not hold shows nothing as true and lets nobody answer", () => {
    const text = draw(inCase(caseView({ report: null, entries: [entry({ flag: "bad-signature" })] })));
    expect(text).toContain("The report does not hold");
    expect(page.querySelector(".composer")).toBeNull();
    expect(page.querySelector("#acknowledge")).toBeNull();
    expect(page.querySelector("#readers")).toBeNull();
  });

  test("a case that could not be fetched can be tried again", () => {
    const opening = update(atWork(), { type: "opening", case: CASE });
    const text = draw(update(opening, { type: "problem", problem: "network" }));
    expect(text).toContain("There is no connection with the server.");
    press("open-again");
    expect(desk.openCase).toHaveBeenCalledWith(CASE);
  });

  test("an alarm is said before anything else", () => {
    expect(draw(inCase(caseView({ alarms: ["second-grant"] })))).toContain("Two keys open this case.");
  });

  test("says at the top that a report was withdrawn, but not when that message does not hold", () => {
    const withdrawal = entry({ kind: "withdrawal", writtenOn: "2026-11-21" });
    expect(draw(inCase(caseView({ entries: [withdrawal] })))).toContain("The reporter withdrew this report on");
    const forged = caseView({ entries: [{ ...withdrawal, flag: "bad-signature" }] });
    expect(draw(inCase(forged))).not.toContain("The reporter withdrew this report on");
  });

  test("a new report is acknowledged in one press with the ready text", () => {
    draw(inCase());
    press("acknowledge");
    expect(desk.acknowledge).toHaveBeenCalledWith(expect.stringContaining("We have received your report"));
  });

  test("the next stage asks once more before it is signed", () => {
    const view = caseView({ stages: [stage("acknowledged", "2026-11-21")] });
    const state = inCase(view);
    draw(state);
    press("next-stage");
    expect(desk.send).toHaveBeenCalledWith({ type: "asking", stage: "assessing" });
    draw(update(state, { type: "asking", stage: "assessing" }));
    press("sign-stage");
    expect(desk.setStage).toHaveBeenCalledWith("assessing");
  });

  test("a stage with two signatures is explained and not offered", () => {
    const stages = ["acknowledged", "assessing", "investigating"].map((name) => stage(name, "2026-11-21"));
    const text = draw(inCase(caseView({ stages })));
    expect(text).toContain("It needs the signatures of two members");
    expect(page.querySelector("#next-stage")).toBeNull();
  });

  test("an empty answer cannot be sent, and a note says who reads it", () => {
    draw(inCase());
    expect(page.querySelector<HTMLButtonElement>("#send-answer")?.disabled).toBe(true);
    const noting = update(inCase(), { type: "composer", thread: "notes" });
    expect(draw(noting)).toContain("The reporter does not.");
    draw(update(noting, { type: "wrote", case: CASE, thread: "notes", value: "Bel Marijke." }));
    press("send-note");
    expect(desk.post).toHaveBeenCalledWith("notes");
  });

  test("the title of the document names no case", () => {
    expect(titleOf(inCase())).toBe("Case");
    expect(titleOf(update(inCase(), { type: "lock" }))).toBe("Locked");
  });
});
