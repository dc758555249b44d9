import { describe, expect, it } from "vitest";
import { firstState, update } from "../../../src/pages/report/state";
import { at, BOB, CAROL, COMMITTEE, DAVE, file, follow, IND, LISTED, OTHER, RECEIPT, ready } from "./sample";

const RECEIVED = { type: "received", reference: "M-7K3F-9Q", receivedOn: "2026-11-22" } as const;

describe("the way in", () => {
  it("begins with the bodies, and chooses for you when there is one", () => {
    const several = update(firstState(), { type: "committees", committees: LISTED });
    expect([several.place, several.body]).toEqual(["body", null]);
    const one = update(firstState(), { type: "committees", committees: LISTED.slice(1), fromPoster: true });
    expect([one.body, one.fromPoster]).toEqual([{ committee: "autre", id: "dvz" }, true]);
  });

  it("is closed when nobody takes reports, or a committee does not verify", () => {
    expect(update(firstState(), { type: "committees", committees: [] }).stop).toBe("no-committees");
    const stopped = update(ready(), { type: "stop", stop: "roster-refused" });
    expect([stopped.place, stopped.committee, stopped.answers.what]).toEqual(["stopped", null, ""]);
    expect([stopped.body, stopped.committees]).toEqual([IND, LISTED]);
  });

  it("forgets the committee when a body of another is chosen, and keeps it otherwise", () => {
    expect(update(ready(), { type: "choose-body", body: { committee: "integriteit", id: "coa" } }).committee).toBe(
      COMMITTEE,
    );
    expect(update(ready(), { type: "choose-body", body: { committee: "autre", id: "dvz" } }).committee).toBeNull();
  });

  it("leaves nobody out who is not in the committee", () => {
    const state = update(ready({ excluded: [BOB.id, "gone"] }), { type: "committee", committee: COMMITTEE });
    expect(state.excluded).toEqual([BOB.id]);
    expect(update(state, { type: "committee", committee: OTHER }).excluded).toEqual([]);
  });
});

describe("filling in", () => {
  it("keeps answers, name and whom to leave out", () => {
    const state = follow(
      at("what"),
      { type: "answer", question: "what", text: "It happened" },
      { type: "exclude", excluded: [CAROL.id] },
      { type: "name", name: "Noor" },
      { type: "reach", reach: "a phone" },
    );
    expect([state.answers.what, state.excluded, state.name, state.reach]).toEqual([
      "It happened",
      [CAROL.id],
      "Noor",
      "a phone",
    ]);
  });

  it("says nothing about a text while it is typed", () => {
    const typing = update(at("what"), { type: "answer", question: "what", text: "a@b.nl" });
    expect(typing.settled).toBe(false);
    const settled = update(typing, { type: "settled" });
    expect(settled.settled).toBe(true);
    expect(update(settled, { type: "settled" })).toBe(settled);
  });

  it("takes out what could give somebody away, or leaves it", () => {
    const finding = { kind: "mail", text: "a@b.nl" } as const;
    const state = update(at("what"), { type: "answer", question: "what", text: "Write to a@b.nl!" });
    expect(update(state, { type: "remove-trace", question: "what", finding }).answers.what).toBe("Write to …!");
    expect(update(state, { type: "keep-trace", finding }).kept).toEqual(["a@b.nl"]);
  });

  it("follows files, each by itself", () => {
    const state = follow(
      at("files"),
      { type: "file-added", file: file("1", { state: "waiting", ref: null }) },
      { type: "file-added", file: file("2") },
      { type: "file-changed", id: "1", change: { state: "sealing", part: 0.5 } },
      { type: "file-removed", id: "2" },
    );
    expect(state.files.map(({ id, state: how, part }) => [id, how, part])).toEqual([["1", "sealing", 0.5]]);
  });
});

describe("sending", () => {
  const sending = follow(ready({ newcomers: [DAVE] }), { type: "sending", what: "sealing" });

  it("shows each step and forgets an older complaint", () => {
    expect([sending.place, sending.sending, sending.newcomers]).toEqual([
      "sending",
      { what: "sealing", attempt: 0 },
      null,
    ]);
    const again = update(sending, { type: "sending", what: "retrying", attempt: 2 });
    expect(again.sending).toEqual({ what: "retrying", attempt: 2 });
    expect(update(again, { type: "uncertain" })).toMatchObject({ place: "sending", sending: { what: "uncertain" } });
  });

  it("takes no more changes", () => {
    expect(update(sending, { type: "answer", question: "what", text: "other" })).toBe(sending);
  });

  it("goes back to the check with what was written when nothing was sent", () => {
    const state = update(sending, { type: "problem", problem: "sealing-failed" });
    expect([state.place, state.problem, state.answers.what]).toEqual([
      "check",
      "sealing-failed",
      "Bullying on my team",
    ]);
    expect(update(state, { type: "go", step: "want" }).problem).toBeNull();
  });

  it("asks to choose again when the committee changed", () => {
    const committee = { ...COMMITTEE, members: [...COMMITTEE.members.slice(1), DAVE] };
    const state = update(
      { ...sending, excluded: ["a", "b"] },
      { type: "roster-changed", committee, newcomers: [DAVE] },
    );
    expect(state).toMatchObject({ place: "exclude", newcomers: [DAVE], excluded: ["b"], fromCheck: true });
  });

  it("keeps nothing of the report once it was received", () => {
    const state = update(
      { ...sending, name: "Noor", files: [file("1")] },
      { ...RECEIVED, receipt: RECEIPT, asked: [1, 4] },
    );
    expect(state).toMatchObject({ place: "receipt", receipt: RECEIPT, typed: ["", ""], name: "", files: [] });
    expect(state.answers.what).toBe("");
    expect(update(state, { type: "type-back", index: 1, text: "silver" }).typed).toEqual(["", "silver"]);
    expect(update(state, { type: "as-numbers", asNumbers: true }).asNumbers).toBe(true);
    const done = update(state, { type: "done" });
    expect(done).toMatchObject({ place: "done", receipt: null, received: { reference: "M-7K3F-9Q" } });
  });
});

describe("an idle page", () => {
  it("forgets everything, but not that a report was received", () => {
    expect(update(ready({ idle: true }), { type: "forget" })).toEqual({ ...firstState(), place: "forgotten" });
    const receipt = follow(
      ready(),
      { type: "sending", what: "sending" },
      { ...RECEIVED, receipt: RECEIPT, asked: [0] },
    );
    expect(update(receipt, { type: "forget" })).toMatchObject({
      place: "forgotten",
      receipt: null,
      received: { reference: "M-7K3F-9Q" },
    });
  });
});
