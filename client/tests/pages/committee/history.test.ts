import { describe, expect, test } from "vitest";
import { allHold, historyOf } from "../../../src/pages/committee/history";
import { answersOf } from "../../../src/pages/committee/report";
import { needsTwo, nextStage } from "../../../src/pages/committee/steps";
import { caseView, entry, stage } from "./cast";

describe("history", () => {
  test("threads and stages stand in one line by day, each in its own order", () => {
    const view = caseView({
      entries: [entry({ id: "a", postedOn: "2026-11-01" }), entry({ id: "b", postedOn: "2026-11-05" })],
      notes: [entry({ id: "n", postedOn: "2026-11-03", thread: "notes", kind: "note" })],
      stages: [stage("acknowledged", "2026-11-01"), stage("assessing", "2026-11-06")],
    });
    const order = historyOf(view).map((one) => one.entry?.id ?? one.stage?.stage);
    expect(order).toEqual(["a", "acknowledged", "n", "b", "assessing"]);
  });

  test("one thing that does not hold is enough to say so", () => {
    expect(allHold(caseView())).toBe(true);
    expect(allHold(caseView({ notes: [entry({ flag: "broken-chain" })] }))).toBe(false);
    expect(allHold(caseView({ stages: [stage("closed", "2026-11-01", "too-few-signatures")] }))).toBe(false);
    expect(allHold(caseView({ alarms: ["second-grant"] }))).toBe(false);
  });
});

describe("steps", () => {
  test("one member signs up to the inquiry, two conclude", () => {
    expect(nextStage("received")).toBe("acknowledged");
    expect(nextStage("assessing")).toBe("investigating");
    expect(needsTwo("investigating")).toBe(false);
    expect(needsTwo("concluded")).toBe(true);
    expect(nextStage("closed")).toBeNull();
  });
});

describe("answers", () => {
  test("stand in the order of the questions, without the empty ones, unknown ones last", () => {
    const answers = answersOf({ want: "w", other: "o", what: "h", when: " " });
    expect(answers.map((answer) => answer.id)).toEqual(["what", "want", "other"]);
  });
});
