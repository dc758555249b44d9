import { describe, expect, it } from "vitest";
import type { DraftFile } from "../../../src/pages/mailbox/drafts";
import { type Event, firstState, hasUnsent, type State, update } from "../../../src/pages/mailbox/state";
import { entry, mailbox, reportEntry } from "./sample";

const follow = (state: State, ...events: Event[]) => events.reduce(update, state);
const open = (...events: Event[]) => follow(firstState(), { type: "opened", view: mailbox() }, ...events);
const file: DraftFile = { id: "f", name: "a.pdf", size: 3, state: "waiting", part: 0, failure: null, ref: null };

describe("the code", () => {
  it("keeps what was typed through a refusal, and forgets it once the mailbox is open", () => {
    const typed = follow(
      firstState(),
      { type: "typed", position: 2, value: "onion" },
      { type: "opening", phase: "proof" },
      { type: "code-problem", problem: "network" },
    );
    expect(typed.step).toBe("enter");
    expect(typed.code.fields[2]).toBe("onion");
    expect(follow(typed, { type: "opened", view: mailbox() }).code.fields.join("")).toBe("");
  });

  it("says at a word that it stands on no list, until it is typed anew", () => {
    const wrong = follow(
      firstState(),
      { type: "left", position: 4, known: false },
      { type: "left", position: 1, known: false },
    );
    expect(wrong.code.errors.map((error) => error.position)).toEqual([1, 4]);
    expect(wrong.code.listed).toBe(false);
    expect(follow(wrong, { type: "typed", position: 1, value: "v" }).code.errors).toHaveLength(1);
  });

  it("closes the completions of a chosen word and of a field that was left", () => {
    const offered = follow(firstState(), { type: "completions", position: 3, options: ["ramp", "ranch"] });
    expect(offered.code.active).toBe(3);
    expect(follow(offered, { type: "chosen", position: 3, value: "ramp" }).code).toMatchObject({
      active: null,
      completions: [],
    });
    expect(follow(offered, { type: "left", position: 3, known: true }).code.active).toBeNull();
    expect(follow(offered, { type: "left", position: 2, known: true }).code.active).toBe(3);
  });

  it("drops old complaints when a whole code is pasted", () => {
    const wrong = follow(firstState(), { type: "word-errors", errors: [{ position: 0, kind: "missing" }] });
    expect(wrong.code.listed).toBe(true);
    const pasted = follow(wrong, { type: "spread", position: 0, words: ["velvet", "crouch"] });
    expect(pasted.code).toMatchObject({ errors: [], listed: false });
    expect(pasted.code.fields.slice(0, 2)).toEqual(["velvet", "crouch"]);
  });
});

describe("the open mailbox", () => {
  it("keeps the text when a new message came in between", () => {
    const view = mailbox({ entries: [reportEntry(), entry("1")] });
    const state = open({ type: "wrote", value: "my text" }, { type: "sending" }, { type: "read", view, why: "stale" });
    expect(state).toMatchObject({ busy: null, news: "while-writing", draft: { text: "my text" } });
    expect(state.view?.entries).toHaveLength(2);
    expect(hasUnsent(state)).toBe(true);
  });

  it("empties the form as soon as the answer is posted, and keeps what is typed after that", () => {
    const posted = open({ type: "wrote", value: "one" }, { type: "sending" }, { type: "posted", what: "sent" });
    expect(posted).toMatchObject({ done: "sent", busy: null, draft: { text: "", files: [] } });
    const view = mailbox({ entries: [reportEntry(), entry("1", { mine: true, role: "reporter" })] });
    const read = follow(posted, { type: "wrote", value: "two" }, { type: "read", view, why: "sent" });
    expect(read).toMatchObject({ done: "sent", news: null, draft: { text: "two" } });
  });

  it("tells what is new from what is not", () => {
    expect(open({ type: "read", view: mailbox(), why: "asked" }).done).toBe("up-to-date");
    const view = mailbox({ entries: [reportEntry(), entry("1")] });
    expect(open({ type: "read", view, why: "asked" })).toMatchObject({ done: null, news: "on-reading" });
    const own = mailbox({ entries: [reportEntry(), entry("1", { mine: true })] });
    expect(open({ type: "read", view: own, why: "sent" }).news).toBeNull();
    expect(open({ type: "read", view: own, why: "asked" }).news).toBe("on-reading");
  });

  it("remembers what a problem stood in the way of", () => {
    expect(open({ type: "withdrawing" }, { type: "problem", problem: "network" })).toMatchObject({
      busy: null,
      failed: "withdrawing",
      problem: "network",
    });
  });

  it("takes the complaint about a draft away when it is changed", () => {
    const refused = open({ type: "draft-error", error: "empty" });
    expect(refused.draftError).toBe("empty");
    expect(follow(refused, { type: "wrote", value: "x" }).draftError).toBeNull();
  });

  it("follows files from the first part to the last, or away", () => {
    const ref = { upload: "u", sha256: "h", size: 9 };
    const sealed = open(
      { type: "file-added", file },
      { type: "file-changed", id: "f", change: { state: "done", part: 1, ref } },
    );
    expect(sealed.draft.files[0]).toMatchObject({ state: "done", ref });
    expect(hasUnsent(sealed)).toBe(true);
    expect(follow(sealed, { type: "file-removed", id: "f" }).draft.files).toEqual([]);
  });

  it("leaves nothing behind when it closes, or when nothing can be trusted", () => {
    const written = open({ type: "wrote", value: "secret" }, { type: "withdrawal-reason", value: "secret" });
    for (const event of [
      { type: "closed", why: "idle" },
      { type: "alarm", alarm: "roster-refused" },
    ] as const) {
      const shut = follow(written, event);
      expect(JSON.stringify(shut)).not.toContain("secret");
      expect(shut.view).toBeNull();
      expect(hasUnsent(shut)).toBe(false);
    }
  });
});
