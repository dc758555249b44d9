import { describe, expect, test } from "vitest";
import { draftOf, firstState, hasUnsent, sealedFiles, update } from "../../../src/pages/committee/state";
import { atWork, CASE, card, caseView, inCase, OTHER, stage } from "./cast";

const draftFile = (change = {}) => ({
  id: "file-1",
  thread: "conversation" as const,
  name: "mail.pdf",
  size: 10,
  state: "done" as const,
  part: 1,
  failure: null,
  ref: { upload: "u", sha256: "s", size: 16_384 },
  ...change,
});

describe("signing in", () => {
  test("typing takes the mark off the field that was wrong", () => {
    const wrong = update(firstState(10), { type: "form-errors", errors: [{ id: "code", message: "code" }] });
    const typed = update(wrong, { type: "typed", field: "code", value: "123456" });
    expect(typed.signIn.errors).toEqual([]);
    expect(typed.signIn.code).toBe("123456");
  });

  test("a refusal keeps the name and the passphrase and forgets the code", () => {
    const typed = update(firstState(10), { type: "typed", field: "passphrase", value: "haven potlood" });
    const named = update(typed, { type: "typed", field: "username", value: "nl-lid" });
    const refused = update(named, { type: "problem", problem: "sign-in-refused" });
    expect(refused.signIn).toMatchObject({ username: "nl-lid", passphrase: "haven potlood", code: "" });
    expect(refused.problem).toBe("sign-in-refused");
  });

  test("a lost connection keeps what was typed", () => {
    const typed = update(firstState(10), { type: "typed", field: "passphrase", value: "haven potlood" });
    expect(update(typed, { type: "problem", problem: "network" }).signIn.passphrase).toBe("haven potlood");
  });

  test("the union gets its own page", () => {
    const session = { role: "union", member: null, committee: "verblijf" } as const;
    expect(update(firstState(10), { type: "signed-in", session }).step).toBe("union");
  });

  test("an alarm leaves nothing on show", () => {
    const alarmed = update(inCase(), { type: "alarm", alarm: "not-my-entry" });
    expect(alarmed).toMatchObject({ step: "alarm", read: {}, cards: [], committee: null });
  });
});

describe("a case", () => {
  test("opening shows the case at once and the view when it was verified", () => {
    const opening = update(atWork(), { type: "opening", case: CASE });
    expect(opening).toMatchObject({ step: "case", openCase: CASE, busy: { what: "opening-case" } });
    expect(inCase().busy).toBeNull();
    expect(inCase().read[CASE]?.reference).toBe("M-7K3F-9Q");
  });

  test("what was read brings its card up to date", () => {
    const view = caseView({ stages: [stage("acknowledged", "2026-11-21")], head: "head-2" });
    const state = inCase(view);
    expect(state.cards[0]?.stages).toHaveLength(1);
    expect(state.cards[0]?.heads.conversation).toBe("head-2");
    expect(state.seen[CASE]).toBe("head-2");
  });

  test("a case that was left before it was verified does not pull one back", () => {
    const left = update(update(atWork(), { type: "opening", case: CASE }), { type: "to-board" });
    const heads = { conversation: "head-1", notes: null };
    expect(update(left, { type: "opened", view: caseView(), heads }).step).toBe("board");
  });

  test("going back forgets the stage that waited for a second press", () => {
    const asking = update(inCase(), { type: "asking", stage: "assessing" });
    expect(update(asking, { type: "to-board" }).asking).toBeNull();
  });
});

describe("locking", () => {
  test("a lock hides everything that was decrypted and keeps what was written", () => {
    const written = update(inCase(), { type: "wrote", case: CASE, thread: "notes", value: "Bel Marijke." });
    const locked = update(written, { type: "lock" });
    expect(locked).toMatchObject({ locked: true, read: {}, downloads: {}, openCase: CASE });
    expect(draftOf(locked, CASE).notes).toBe("Bel Marijke.");
  });

  test("what arrives after a lock is not taken in", () => {
    const locked = update(inCase(), { type: "lock" });
    const heads = { conversation: "head-1", notes: null };
    const download = { state: "done", part: 1, name: "naam.pdf" } as const;
    expect(update(locked, { type: "opened", view: caseView(), heads }).read).toEqual({});
    expect(update(locked, { type: "download", upload: "u", download }).downloads).toEqual({});
  });

  test("unlocking takes the passphrase away", () => {
    const locked = update(update(inCase(), { type: "lock" }), { type: "typed", field: "passphrase", value: "haven" });
    expect(update(locked, { type: "unlocked" })).toMatchObject({ locked: false, signIn: { passphrase: "" } });
  });
});

describe("the end of a session", () => {
  const written = update(inCase(), { type: "wrote", case: CASE, thread: "conversation", value: "Dank u." });
  const over = update(written, { type: "session-over" });
  const again = (member: string) =>
    update(over, { type: "signed-in", session: { role: "member", member, committee: "verblijf" } });

  test("asks to sign in, says why, and shows nothing", () => {
    expect(over).toMatchObject({ step: "sign-in", problem: "signed-out", read: {}, committee: null });
  });

  test("the same member finds the text again", () => {
    expect(draftOf(again("alice"), CASE).conversation).toBe("Dank u.");
    expect(again("alice").openCase).toBe(CASE);
  });

  test("another member does not", () => {
    expect(again("charlie")).toMatchObject({ drafts: {}, openCase: null, cards: [] });
  });

  test("signing out forgets all of it", () => {
    expect(update(written, { type: "signed-out" })).toEqual(firstState(10));
  });
});

describe("drafts", () => {
  test("one case's text is not another's", () => {
    const state = update(atWork(), { type: "wrote", case: CASE, thread: "notes", value: "Notitie." });
    expect(draftOf(state, OTHER).notes).toBe("");
    expect(hasUnsent(state)).toBe(true);
  });

  test("sending empties its thread alone", () => {
    const note = update(atWork(), { type: "wrote", case: CASE, thread: "notes", value: "Notitie." });
    const both = update(note, { type: "wrote", case: CASE, thread: "conversation", value: "Antwoord." });
    const file = update(both, { type: "file-added", case: CASE, file: draftFile() });
    const sent = update(file, { type: "draft-sent", case: CASE, thread: "conversation" });
    expect(draftOf(sent, CASE)).toMatchObject({ notes: "Notitie.", conversation: "", files: [] });
  });

  test("only files that are sealed and sent are named in a statement", () => {
    const waiting = draftFile({ id: "file-2", state: "sealing", ref: null });
    const other = draftFile({ id: "file-3", thread: "notes" });
    const files = [draftFile(), waiting, other];
    const state = files.reduce((now, file) => update(now, { type: "file-added", case: CASE, file }), atWork());
    expect(sealedFiles(state, CASE, "conversation")).toEqual([
      { ref: draftFile().ref, name: draftFile().name, size: draftFile().size },
    ]);
  });

  test("a file that was taken away stays away when its sealing ends", () => {
    const added = update(atWork(), { type: "file-added", case: CASE, file: draftFile() });
    const removed = update(added, { type: "file-removed", case: CASE, id: "file-1" });
    const late = update(removed, { type: "file-changed", case: CASE, id: "file-1", change: { part: 1 } });
    expect(draftOf(late, CASE).files).toEqual([]);
    expect(hasUnsent(late)).toBe(false);
  });

  test("an acknowledgement that was posted is not written twice", () => {
    const changed = update(atWork(), { type: "ready-text", case: CASE, value: "Dank u." });
    const posted = update(changed, { type: "acknowledgement-posted", case: CASE, posted: true });
    expect(draftOf(posted, CASE)).toMatchObject({ acknowledged: true, ready: null });
    expect(update(atWork([card()]), { type: "lock" }).cards).toHaveLength(1);
  });
});
