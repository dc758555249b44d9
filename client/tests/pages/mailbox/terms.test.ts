import { describe, expect, it } from "vitest";
import type { MailboxView, StageView } from "../../../src/keyring/types";
import { brokenCount, stageNow, termsOf, wayOf, withdrawnOn } from "../../../src/pages/mailbox/terms";
import { ALICE, COMMITTEE, entry, mailbox, reportEntry } from "./sample";

const stage = (name: string, on: string, flag: string | null = null): StageView => ({
  stage: name,
  on,
  hash: `${name} ${on}`,
  by: [ALICE],
  flag,
});
const terms = (view: MailboxView, today: string) => termsOf(view, today);

describe("what the committee promised", () => {
  it("is seven days, and three months after day seven", () => {
    const [acknowledge, feedback] = terms(mailbox(), "2026-11-23");
    // 29 November 2026 is a Sunday: the law may count until Monday.
    expect(acknowledge).toMatchObject({ state: "plain", on: "2026-11-29", legal: "2026-11-30" });
    expect(feedback).toMatchObject({ state: "plain", on: "2027-02-28", legal: "2027-03-01" });
  });

  it("comes near, and is late the day after", () => {
    expect(terms(mailbox(), "2026-11-27")[0]?.state).toBe("soon");
    expect(terms(mailbox(), "2026-11-29")[0]?.state).toBe("soon");
    expect(terms(mailbox(), "2026-11-30")[0]?.state).toBe("late");
  });

  it("is kept by a stage that holds, and not by one that does not", () => {
    const kept = mailbox({ stages: [stage("acknowledged", "2026-11-24")] });
    expect(terms(kept, "2027-02-24")).toMatchObject([
      { state: "done", on: "2026-11-24" },
      { state: "soon", on: "2027-02-24" },
    ]);
    const forged = mailbox({ stages: [stage("acknowledged", "2026-11-24", "malformed")] });
    expect(terms(forged, "2026-12-01")[0]?.state).toBe("late");
    expect(brokenCount(forged)).toBe(1);
  });

  it("moves four weeks at most by an interim answer", () => {
    const view = mailbox({ entries: [reportEntry(), entry("1", { kind: "interim", writtenOn: "2027-02-20" })] });
    expect(terms(view, "2027-03-20")[1]).toMatchObject({ interim: "2027-02-20", state: "soon", on: "2027-03-28" });
    expect(terms(view, "2027-03-29")[1]?.state).toBe("late");
  });

  it("shows no other date where the holidays are not known", () => {
    const committee = { ...COMMITTEE, bodies: [{ id: "ind", name: {}, country: "FR" }] };
    expect(terms(mailbox({ committee }), "2026-11-23")[0]).toMatchObject({ on: "2026-11-29", legal: null });
  });
});

describe("the way of a case", () => {
  it("goes from received to closed", () => {
    const view = mailbox({ stages: [stage("acknowledged", "2026-11-24"), stage("assessing", "2026-11-25")] });
    expect(stageNow(view)).toBe("assessing");
    expect(wayOf(view).map(({ state }) => state)).toEqual(["done", "done", "now", "next", "next", "next"]);
    expect(wayOf(view)[0]?.on).toBe("2026-11-22");
  });

  it("ends elsewhere when the report was pointed to another place", () => {
    const view = mailbox({
      stages: [
        stage("acknowledged", "2026-11-24"),
        stage("assessing", "2026-11-25"),
        stage("rerouted", "2026-11-26"),
        stage("closed", "2026-11-27"),
      ],
    });
    expect(wayOf(view).at(-1)).toMatchObject({ stage: "closed", state: "now" });
    expect(wayOf(view).map((place) => place.stage)).toContain("rerouted");
  });

  it("knows a withdrawal by the reporter alone", () => {
    const mine = entry("1", { kind: "withdrawal", role: "reporter", mine: true, writtenOn: "2026-11-25" });
    expect(withdrawnOn(mailbox({ entries: [reportEntry(), mine] }))).toBe("2026-11-25");
    expect(withdrawnOn(mailbox({ entries: [reportEntry(), { ...mine, flag: "broken-chain" }] }))).toBeNull();
    expect(withdrawnOn(mailbox())).toBeNull();
  });
});
