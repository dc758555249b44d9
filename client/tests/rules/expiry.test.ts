import { describe, expect, it } from "vitest";
import { urgencyOf } from "../../src/rules/expiry";

describe("a list that runs out", () => {
  it.each([
    ["2026-11-22", "over"],
    ["2026-11-23", "urgent"],
    ["2026-11-30", "urgent"],
    ["2026-12-01", "near"],
    ["2026-12-23", "near"],
    ["2026-12-24", "soon"],
    ["2027-02-21", "soon"],
    ["2027-02-22", "none"],
  ])("on %s is %s", (validUntil, urgency) => {
    expect(urgencyOf(validUntil, "2026-11-23")).toBe(urgency);
  });
});
