import { describe, expect, it } from "vitest";
import { type State as Work, update as work } from "../../../src/pages/committee/state";
import { firstState, STEPS, type State, stepNow, update } from "../../../src/pages/practice/state";
import { atWork, caseView, entry, inCase, stage } from "../committee/cast";

const CASES = { fresh: "PRACTICE-1", old: "PRACTICE-2" };
const ANSWER = entry({ id: "own", role: "member", mine: true, text: "Dank u." });

function worked(state: State, after: Work, before: Work = atWork()): State {
  return update(state, { type: "worked", before, after });
}

function done(after: Work, before?: Work): string[] {
  return worked(firstState(CASES), after, before).done;
}

const fresh = (change = {}) => inCase(caseView({ reference: "PRACTICE-1", ...change }));
const old = (change = {}) => inCase(caseView({ reference: "PRACTICE-2", case: "old", ...change }));

describe("the guide", () => {
  it("begins with the new report, and looking at the board is no step", () => {
    expect(stepNow(firstState(CASES))).toBe("open");
    expect(done(atWork())).toEqual([]);
  });

  it.each([
    ["open", fresh()],
    ["acknowledge", fresh({ stages: [stage("acknowledged", "2026-11-22")] })],
    ["note", fresh({ notes: [entry({ thread: "notes", mine: true })] })],
    ["stage", fresh({ stages: [stage("acknowledged", "2026-11-22"), stage("assessing", "2026-11-22")] })],
    ["answer", old({ entries: [ANSWER] })],
    ["reply", old({ entries: [ANSWER, entry()] })],
  ])("sees that this was tried: %s", (step, after) => {
    expect(done(after)).toContain(step);
  });

  it.each([
    ["acknowledge", fresh()],
    ["acknowledge", fresh({ stages: [stage("acknowledged", "2026-11-22", "bad-signature")] })],
    ["note", fresh({ notes: [entry({ thread: "notes" })] })],
    ["open", old()],
    ["answer", fresh({ entries: [ANSWER] })],
    ["reply", old({ entries: [entry(), ANSWER] })],
    ["file", fresh()],
    ["lock", fresh()],
  ])("does not take another thing for it: %s", (step, after) => {
    expect(done(after)).not.toContain(step);
  });

  it("sees a file that was saved", () => {
    const download = { state: "done", part: 1, name: "a.txt" } as const;
    expect(done(work(fresh(), { type: "download", upload: "u", download }))).toContain("file");
  });

  it("ticks locking off when the key is open again, and forgets nothing that was tried", () => {
    const open = fresh();
    const locked = work(open, { type: "lock" });
    const tried = worked(worked(firstState(CASES), open), locked, open);
    expect(tried.done).toEqual(["open"]);
    expect(worked(tried, work(locked, { type: "unlocked" }), locked).done).toEqual(["open", "lock"]);
  });

  it("has the next step that was not tried, in any order, and none at the end", () => {
    expect(stepNow({ ...firstState(CASES), done: ["open", "note"] })).toBe("acknowledge");
    expect(stepNow({ ...firstState(CASES), done: [...STEPS] })).toBeNull();
  });

  it("says that a reply waits until it was read", () => {
    const waiting = update(firstState(CASES), { type: "reply", reference: "PRACTICE-2" });
    expect(waiting.reply).toBe("PRACTICE-2");
    expect(worked(waiting, fresh({ entries: [ANSWER, entry()] })).reply).toBe("PRACTICE-2");
    expect(worked(waiting, old({ entries: [ANSWER] })).reply).toBe("PRACTICE-2");
    expect(worked(waiting, old({ entries: [ANSWER, entry()] })).reply).toBeNull();
  });

  it("shows all of it and hides it again", () => {
    const shown = update(firstState(CASES), { type: "all", open: true });
    expect([shown.all, update(shown, { type: "all", open: false }).all]).toEqual([true, false]);
  });

  it("is the same object when nothing changed, so that nothing is drawn", () => {
    const before = worked(firstState(CASES), fresh());
    expect(worked(before, fresh())).toBe(before);
  });
});
