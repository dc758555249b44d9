// @vitest-environment happy-dom
import { render } from "lit-html";
import { beforeEach, describe, expect, it } from "vitest";
import { firstState, type Event as MailboxEvent, type State, update } from "../../../src/pages/mailbox/state";
import { titleOf, view } from "../../../src/pages/mailbox/view";
import { ALICE, BOB, COMMITTEE, desk, entry, mailbox, reportEntry } from "./sample";

const TODAY = "2026-11-23";
let root: HTMLElement;
let acts: ReturnType<typeof desk>;

beforeEach(() => {
  document.documentElement.lang = "en";
  document.body.innerHTML = `<main><div id="app"></div></main>`;
  root = document.getElementById("app") as HTMLElement;
  acts = desk();
});

const follow = (state: State, ...events: MailboxEvent[]) => events.reduce(update, state);
const open = (change: Parameters<typeof mailbox>[0] = {}, ...events: MailboxEvent[]) =>
  follow(firstState(), { type: "opened", view: mailbox(change) }, ...events);

function draw(state: State, today = TODAY): string {
  render(view(state, today, acts), root);
  return (root.textContent ?? "").replace(/\s+/gu, " ");
}

const byId = (id: string) => document.getElementById(id);

describe("the words", () => {
  it("are twelve fields, each with its number", () => {
    draw(firstState());
    expect(root.querySelectorAll("input")).toHaveLength(12);
    expect(byId("word-12")).not.toBeNull();
    expect(root.querySelectorAll("h1")).toHaveLength(1);
  });

  it("are asked for once when all are missing, and one by one when some are", () => {
    const missing = (position: number) => ({ position, kind: "missing" as const });
    const all = Array.from({ length: 12 }, (_, position) => missing(position));
    draw(follow(firstState(), { type: "word-errors", errors: all }));
    expect(byId("error-summary")?.querySelectorAll("li")).toHaveLength(1);
    const some = follow(firstState(), {
      type: "word-errors",
      errors: [missing(1), { position: 4, kind: "unknown" }, missing(6)],
    });
    expect(draw(some)).toContain("Words 2 and 7 are still empty.");
    expect(byId("error-summary")?.querySelectorAll("li")).toHaveLength(2);
    expect(byId("word-5")?.getAttribute("aria-invalid")).toBe("true");
    expect(titleOf(some)).toContain("Mistake");
  });

  it("are said to be wrong without saying which", () => {
    const text = draw(follow(firstState(), { type: "code-problem", problem: "checksum" }));
    expect(text).toContain("One of the words is not right");
    expect(root.querySelectorAll("[aria-invalid=true]")).toHaveLength(0);
  });

  it("are sent by the form and never by the browser", () => {
    draw(firstState());
    const sent = new Event("submit", { cancelable: true });
    byId("code-form")?.dispatchEvent(sent);
    expect(sent.defaultPrevented).toBe(true);
    expect(acts.asked).toContain("open");
    expect(byId("code-form")?.hasAttribute("action")).toBe(false);
  });
});

describe("the open mailbox", () => {
  it("says what there is to expect while nothing came", () => {
    const text = draw(open());
    expect(text).toContain("The committee lets you know by Sunday, 29 November 2026");
    expect(byId("no-looks")).not.toBeNull();
    expect(text).toContain("Bullying on my team");
    expect(text.indexOf("What happened")).toBeLessThan(text.indexOf("What you want"));
    expect(text).toContain("Bob Maas");
  });

  it("shows who wrote, with seat and mark", () => {
    const text = draw(open({ entries: [reportEntry(), entry("1", { member: BOB, text: "We read it." })] }));
    const item = byId("entry-1");
    expect(item?.textContent).toContain("Bob Maas");
    expect(item?.textContent).toContain("on behalf of the employees");
    expect(item?.textContent).toContain("verified");
    expect(text).toContain("We read it.");
  });

  it("keeps the place of a message that does not hold, and never shows what it says", () => {
    const broken = entry("1", { flag: "bad-signature", text: "forged words" });
    const text = draw(open({ entries: [reportEntry(), broken, entry("2")] }));
    expect(text).not.toContain("forged words");
    expect(byId("entry-1")?.textContent).toContain("The signature is not that of the person");
    expect(byId("broken")?.textContent).toContain("1 part of this mailbox does not hold");
    expect(text).toContain("text of 2");
  });

  it("shows text as text", () => {
    draw(open({ entries: [reportEntry(), entry("1", { text: "<img src=x onerror=alert(1)>" })] }));
    expect(byId("entry-1")?.querySelector("img")).toBeNull();
  });

  it("names the outside doors of the country once a date has passed", () => {
    expect(draw(open(), "2026-11-29")).not.toContain("Huis voor Klokkenluiders");
    expect(draw(open(), "2026-11-30")).toContain("Huis voor Klokkenluiders");
    const committee = { ...COMMITTEE, bodies: [{ id: "ind", name: {}, country: "BE" }] };
    const text = draw(open({ committee }), "2026-11-30");
    expect(text).toContain("Federal Ombudsman");
    expect(text).not.toContain("Huis voor Klokkenluiders");
  });

  it("lists who looked, newest first, and folds a long list", () => {
    const looks = Array.from({ length: 7 }, (_, day) => ({ member: ALICE, what: "case", on: `2026-11-0${day + 1}` }));
    draw(open({ looks }));
    const items = [...(byId("looks")?.querySelectorAll("li") ?? [])].map((item) => item.textContent ?? "");
    expect(items).toHaveLength(7);
    expect(items[0]).toContain("7 November");
    expect(byId("looks")?.querySelectorAll("details li")).toHaveLength(2);
  });

  it("offers files for saving, and says when one does not hold", () => {
    const files = [{ ref: { upload: "u1", sha256: "h", size: 20_480 }, name: "brief.pdf", size: 2048 }];
    const state = open({ entries: [reportEntry(), entry("1", { files })] });
    draw(state);
    byId("fetch-u1")?.click();
    expect(acts.asked).toContain("download …");
    const failed = { state: "failed", part: 0, name: null, failure: "broken" } as const;
    expect(draw(follow(state, { type: "download", upload: "u1", download: failed }))).toContain("damaged");
    expect(root.querySelector("a[href^=blob]")).toBeNull();
  });

  it("shows files as their sender calls them, until the file itself was opened", () => {
    const ref = { upload: "u1", sha256: "h", size: 20_480 };
    const files = [
      { ref, name: "<b>brief</b>.pdf", size: 300_000 },
      { ref: { ...ref, upload: "u2" }, name: null, size: 20_480 },
    ];
    const state = open({ entries: [reportEntry(), entry("1", { files })] });
    draw(state);
    const rows = () => [...root.querySelectorAll(".thread-file-name")].map((row) => row.textContent?.trim());
    expect(rows()).toEqual(["<b>brief</b>.pdf 300 kB", "File 2 20 kB"]);
    expect(root.querySelector(".thread-file-name > bdi")?.textContent).toBe("<b>brief</b>.pdf");
    expect(root.querySelector(".thread-file b, .thread-file img, .thread-file svg")).toBeNull();
    expect(byId("fetch-u1")?.textContent?.trim()).toBe("Save: <b>brief</b>.pdf");
    expect(byId("fetch-u2")?.textContent?.trim()).toBe("Save: File 2");
    const done = { state: "done", part: 1, name: "own.pdf", failure: null } as const;
    draw(follow(state, { type: "download", upload: "u1", download: done }));
    expect(rows()[0]).toBe("own.pdf 300 kB");
    expect(byId("fetch-u1")?.textContent?.trim()).toBe("Save: own.pdf");
  });

  it("says what is wrong with an answer at the answer", () => {
    draw(open({}, { type: "draft-error", error: "empty" }));
    expect(byId("answer-text")?.getAttribute("aria-invalid")).toBe("true");
    expect(byId("error-summary")?.textContent).toContain("Write something first.");
  });

  it("keeps the text on screen when a message came in between", () => {
    const state = open({}, { type: "wrote", value: "my words" }, { type: "read", view: mailbox(), why: "stale" });
    expect(draw(state)).toContain("A new message came in while you were writing");
    expect((byId("answer-text") as HTMLTextAreaElement).value).toBe("my words");
  });

  it("asks before it closes over unsent words", () => {
    draw(open());
    byId("close-mailbox")?.click();
    expect(acts.asked).toContain("close");
    draw(open({}, { type: "wrote", value: "words" }));
    byId("close-mailbox")?.click();
    expect(acts.events).toContainEqual({ type: "asking-to-close", open: true });
  });

  it("explains withdrawing, and does not offer it twice", () => {
    expect(draw(open({}, { type: "withdrawal", open: true }))).toContain("You cannot undo this");
    byId("withdraw-confirm")?.click();
    expect(acts.asked).toContain("withdraw");
    const withdrawal = entry("1", { kind: "withdrawal", role: "reporter", mine: true, member: null });
    draw(open({ entries: [reportEntry(), withdrawal] }));
    expect(byId("withdraw")).toBeNull();
    expect(byId("withdrawn")).not.toBeNull();
  });
});

describe("no mailbox on screen", () => {
  it.each(["roster-refused", "wrong-fingerprint", "report-broken"] as const)("says why: %s", (alarm) => {
    const text = draw(follow(firstState(), { type: "alarm", alarm }));
    expect(text).toContain("Do not write anything here now");
    expect(text).toContain("Huis voor Klokkenluiders");
    expect(root.querySelector("textarea")).toBeNull();
  });

  it("says why it closed, and opens again", () => {
    expect(draw(follow(firstState(), { type: "closed", why: "idle" }))).toContain("ten minutes");
    byId("begin-again")?.click();
    expect(acts.asked).toContain("begin");
  });

  it("says what it is doing while it opens", () => {
    expect(draw(follow(firstState(), { type: "opening", phase: "verifying" }))).toContain("checking every signature");
  });
});

describe("a committee that is said to go on", () => {
  const committee = {
    ...COMMITTEE,
    committee: "opvolger",
    name: { nl: "Nieuwe commissie", en: "New committee" },
    fingerprint: { hex: "ff".repeat(16), words: [] },
  };
  const words = Array<string>(12).fill("river");

  it("is a warning with its words, and a way to it that is taken by choice", () => {
    const told = draw(open({}, { type: "successor", successor: { slug: "opvolger", committee, words } }));
    expect(told).toContain("New committee");
    expect(root.querySelectorAll("#successor .word")).toHaveLength(12);
    expect(root.querySelector("#successor a")?.getAttribute("href")).toBe(`/en/report/#fp=${"ff".repeat(16)}`);
    expect(told).toContain("Nothing that you wrote here goes there by itself");
  });

  it("is not shown and not linked when it does not verify", () => {
    draw(open({}, { type: "successor", successor: { slug: "opvolger", committee: null, words: [] } }));
    expect(root.querySelector("#successor")?.textContent).toContain("cannot prove it");
    expect(root.querySelector("#successor")?.textContent).not.toContain("opvolger");
    expect(root.querySelector("#successor a")).toBeNull();
  });

  it("is not linked once the server said something else", () => {
    const first = { type: "successor" as const, successor: { slug: "opvolger", committee, words } };
    const told = draw(open({}, first, { type: "successor", successor: null }));
    expect(told).toContain("Earlier this site named another committee");
    expect(root.querySelector("#successor a")).toBeNull();
  });

  it("stands nowhere when none is named", () => {
    draw(open({}, { type: "successor", successor: null }));
    expect(byId("successor")).toBeNull();
  });
});
