import { describe, expect, it } from "vitest";
import { firstState, STEPS } from "../../../src/pages/report/state";
import { faults, firstFault, hasUnsent, nextStep, stepBefore, traceAt } from "../../../src/pages/report/walk";
import { at, file, ready } from "./sample";

const answered = (what: string) => ({ ...firstState().answers, what });

describe("the way through", () => {
  it("visits every step in order, and back", () => {
    for (const [index, step] of STEPS.entries()) {
      expect(nextStep(at(step))).toBe(STEPS[index + 1] ?? "check");
      expect(stepBefore(at(step))).toBe(STEPS[index - 1] ?? null);
    }
  });

  it("goes from an edit back to the check, and from another committee's facts to its members", () => {
    expect(nextStep(at("when", { fromCheck: true }))).toBe("check");
    expect(nextStep(at("facts", { fromCheck: true }))).toBe("exclude");
    expect(nextStep(at("exclude", { fromCheck: true }))).toBe("check");
  });
});

describe("faults", () => {
  it("are few: only what happened must be told", () => {
    expect(faults(at("body", { body: null }))).toEqual([{ id: "body", code: "choose-body" }]);
    expect(faults(at("what", { answers: answered("  ") }))).toEqual([{ id: "what", code: "empty" }]);
    for (const step of ["facts", "when", "now", "who", "fear", "want", "exclude", "name", "files"] as const) {
      expect(faults(at(step))).toEqual([]);
    }
  });

  it("are texts that are too long, to the letter", () => {
    expect(faults(at("what", { answers: answered("x".repeat(20_000)) }))).toEqual([]);
    expect(faults(at("what", { answers: answered("x".repeat(20_001)) }))).toEqual([{ id: "what", code: "too-long" }]);
    const long = { name: "n".repeat(201), reach: "r".repeat(501) };
    expect(faults(at("name", long)).map(({ id }) => id)).toEqual(["name", "reach"]);
  });

  it("are more members left out than can be: members minus quorum", () => {
    expect(faults(at("exclude", { excluded: ["a"] }))).toEqual([]);
    expect(faults(at("exclude", { excluded: ["a", "b"] }))).toEqual([{ id: "exclude", code: "too-many-excluded" }]);
  });

  it("are files that are not ready, or did not go", () => {
    expect(faults(at("files", { files: [file("1", { state: "sealing" })] }))).toEqual([
      { id: "files", code: "files-busy" },
    ]);
    const failed = [file("1", { state: "failed" }), file("2", { state: "waiting" })];
    expect(faults(at("files", { files: failed }))).toEqual([{ id: "files", code: "files-failed" }]);
  });

  it("are found at their own step before sending, however one came to the check", () => {
    expect(firstFault(ready())).toBeNull();
    expect(firstFault(ready({ answers: answered(""), excluded: ["a", "b"] }))?.step).toBe("what");
    expect(firstFault(ready({ files: [file("1", { state: "failed" })] }))?.step).toBe("files");
  });
});

describe("a trace in a text", () => {
  it("is spoken of when the typing pauses", () => {
    const state = at("what", { answers: answered("mail a@b.nl"), settled: false });
    expect(traceAt(state, "what")).toBeNull();
    expect(traceAt({ ...state, settled: true }, "what")).toEqual({ kind: "mail", text: "a@b.nl" });
    expect(traceAt({ ...state, settled: true, kept: ["a@b.nl"] }, "what")).toBeNull();
  });
});

describe("what would be lost", () => {
  it("is what was filled in, what is being sent, and words that are still shown", () => {
    expect(hasUnsent(at("what"))).toBe(false);
    expect(hasUnsent(at("what", { answers: answered("a") }))).toBe(true);
    expect(hasUnsent(at("name", { reach: "phone" }))).toBe(true);
    expect(hasUnsent(at("files", { files: [file("1")] }))).toBe(true);
    expect(hasUnsent(at("sending"))).toBe(true);
    expect(hasUnsent(at("receipt"))).toBe(true);
    for (const place of ["done", "stopped", "forgotten"] as const) {
      expect(hasUnsent(ready({ place }))).toBe(false);
    }
  });
});
