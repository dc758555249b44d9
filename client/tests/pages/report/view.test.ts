// @vitest-environment happy-dom
import { render } from "lit-html";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Desk } from "../../../src/pages/report/desk";
import { QUESTIONS } from "../../../src/pages/report/questions";
import { firstState, STEPS, type State, type Stop, update } from "../../../src/pages/report/state";
import { titleOf, view } from "../../../src/pages/report/view";
import { problemText } from "../../../src/pages/report/words";
import { at, BOB, DAVE, file, OTHER, RECEIPT, ready, WORDS } from "./sample";

let root: HTMLElement;
let desk: Desk;

beforeEach(() => {
  document.documentElement.lang = "en";
  document.body.innerHTML = `<main><div id="app"></div></main>`;
  root = document.getElementById("app") as HTMLElement;
  desk = new Proxy({} as Record<string, unknown>, {
    get: (made, name) => {
      made[name as string] ??= vi.fn();
      return made[name as string];
    },
  }) as unknown as Desk;
});

function draw(state: State): string {
  render(view(state, desk), root);
  return (root.textContent ?? "").replace(/[\u2068\u2069]/gu, "").replace(/\s+/gu, " ");
}

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const received = { reference: "M-7K3F-9Q", receivedOn: "2026-11-22" };
const receipt = (change: Partial<State> = {}) =>
  at("receipt", { received, receipt: RECEIPT, asked: [3, 6, 10], typed: ["", "", ""], ...change });

describe("every place", () => {
  const places = [...STEPS, "loading", "sending", "receipt", "done", "stopped", "forgotten"] as const;

  it.each(places)("has one heading and a title: %s", (place) => {
    draw(receipt({ place, stop: "network" }));
    expect(root.querySelectorAll("h1")).toHaveLength(1);
    expect(titleOf(at(place))).not.toBe("");
  });

  it("has a title of its own, that never holds what was written, and says when there is a mistake", () => {
    const titles = STEPS.map((place) => titleOf(ready({ place, name: "Noor" })));
    expect(new Set(titles).size).toBe(STEPS.length);
    expect(titles.join()).not.toMatch(/Noor|Bullying/u);
    expect(titleOf(at("what", { errors: [{ id: "what", code: "empty" }] }))).toBe("Mistake: What happened?");
  });

  it("is sent by the form and never by the browser", () => {
    draw(at("what"));
    const submit = new Event("submit", { cancelable: true });
    root.querySelector("form")?.dispatchEvent(submit);
    expect(submit.defaultPrevented).toBe(true);
    expect(desk.next).toHaveBeenCalledOnce();
  });
});

describe("the body and the facts", () => {
  it("offers every body of every committee", () => {
    draw(at("body", { body: null }));
    expect(root.querySelectorAll("input[type=radio]")).toHaveLength(3);
    byId("body-autre.dvz").dispatchEvent(new Event("change"));
    expect(desk.chooseBody).toHaveBeenCalledWith({ committee: "autre", id: "dvz" });
    expect(byId("back")).toBeNull();
    expect(byId("from-poster")).toBeNull();
    draw(at("body", { fromPoster: true }));
    expect(byId("from-poster")).not.toBeNull();
  });

  it("shows the words of the committee when the fold is opened, and not before", () => {
    draw(at("facts"));
    const fold = byId<HTMLDetailsElement>("real-committee");
    expect(fold.open).toBe(false);
    fold.dispatchEvent(new Event("toggle"));
    expect(desk.compareCommittee).not.toHaveBeenCalled();
    fold.open = true;
    fold.dispatchEvent(new Event("toggle"));
    expect(desk.compareCommittee).toHaveBeenCalled();
    draw(at("facts", { words: WORDS }));
    expect([...fold.querySelectorAll(".word")].map((word) => word.textContent)).toEqual(WORDS);
    draw(at("facts", { words: "failed" }));
    vi.mocked(desk.compareCommittee).mockClear();
    byId("words-again").click();
    expect(desk.compareCommittee).toHaveBeenCalledOnce();
  });

  it("tells who can read it, and what holds in that country", () => {
    const dutch = draw(at("facts"));
    expect(dutch).toContain("Alice de Wit chair");
    expect(dutch).toContain("Huis voor Klokkenluiders");
    const belgian = draw(at("facts", { committee: OTHER, body: { committee: "autre", id: "dvz" } }));
    expect(belgian).toContain("Act of 8 December 2022");
    expect(belgian).not.toContain("Wet bescherming");
  });
});

describe("a question", () => {
  it.each(QUESTIONS)("asks one thing: %s", (question) => {
    const text = draw(at(question));
    expect(root.querySelectorAll("textarea")).toHaveLength(1);
    expect(text.includes("You may leave this empty.")).toBe(question !== "what");
    const field = byId<HTMLTextAreaElement>(question);
    field.value = "An answer";
    field.dispatchEvent(new Event("input"));
    expect(desk.answer).toHaveBeenCalledWith(question, "An answer");
  });

  it("that must be answered says so, above and at the field", () => {
    draw(at("what", { errors: [{ id: "what", code: "empty" }] }));
    expect(byId("error-summary").querySelector("a")?.getAttribute("href")).toBe("#what");
    expect(byId("what").getAttribute("aria-invalid")).toBe("true");
    expect(byId("what").getAttribute("aria-describedby")).toContain("what-error");
  });

  it("asks gently about what could give somebody away", () => {
    const state = at("what", { answers: { ...firstState().answers, what: "bel 06-12345678" } });
    expect(draw(state)).toContain("“06-12345678” looks like a phone number.");
    const finding = { kind: "phone", text: "06-12345678" };
    byId("remove-trace").click();
    expect(desk.removeTrace).toHaveBeenCalledWith("what", finding);
    byId("keep-trace").click();
    expect(desk.keepTrace).toHaveBeenCalledWith("what", finding);
    draw({ ...state, settled: false });
    expect(byId("trace")).toBeNull();
  });
});

describe("leaving members out", () => {
  it("shows each with the seat, and the doors outside", () => {
    const text = draw(at("exclude", { excluded: [BOB.id] }));
    expect(byId<HTMLInputElement>("exclude-b").checked).toBe(true);
    expect(text).toContain("At most 1 member.");
    expect(text).toContain("huisvoorklokkenluiders.nl");
    byId("exclude-a").dispatchEvent(new Event("change"));
    expect(desk.send).toHaveBeenCalledWith({ type: "exclude", excluded: ["b", "a"] });
  });

  it("says who is new when the committee changed", () => {
    expect(draw(at("exclude"))).not.toContain("has changed");
    expect(draw(at("exclude", { newcomers: [DAVE] }))).toContain("Dave Kok, on behalf of the employees");
    expect(draw(at("exclude", { newcomers: [] }))).toContain("Nobody is new in the committee.");
  });
});

describe("the check", () => {
  it("shows everything that will be sent, each with a way to change it", () => {
    const state = ready({ excluded: [BOB.id], name: "Noor", reach: "by post", files: [file("brief")] });
    const text = draw(state);
    for (const part of ["Service", "Bullying on my team", "Bob Maas", "Noor", "by post", "sealed apart", "brief.pdf"]) {
      expect(text).toContain(part);
    }
    byId("edit-exclude").click();
    expect(desk.edit).toHaveBeenCalledWith("exclude");
    root.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(desk.submit).toHaveBeenCalledOnce();
  });

  it("says that nobody is left out, nothing is signed and nothing added", () => {
    const text = draw(ready());
    for (const part of ["Nobody is left out", "You stay anonymous", "No files"]) expect(text).toContain(part);
  });

  it.each(["network", "sealing-failed", "too-large", "proof-of-work", "files-gone", "new-keys", "unexpected"] as const)(
    "says in words what went wrong: %s",
    (problem) => {
      expect(draw(ready({ problem }))).toContain(problemText(problem));
    },
  );

  it("leads an edit back", () => {
    expect(draw(ready({ place: "when", fromCheck: true }))).toContain("Back to the check");
    expect(draw(ready({ place: "facts", fromCheck: true }))).not.toContain("Back to the check");
  });
});

describe("sending", () => {
  const sending = (what: State["sending"]["what"], attempt = 0) =>
    ready({ place: "sending", sending: { what, attempt } });
  const marks = () => [...root.querySelectorAll(".stage")].map((stage) => stage.className.replace("stage stage-", ""));

  it("shows sealing, sending and received as steps", () => {
    draw(sending("sealing"));
    expect(marks()).toEqual(["now", "next", "next"]);
    draw(sending("sending"));
    expect(marks()).toEqual(["done", "now", "next"]);
    expect(draw(sending("retrying", 2))).toContain("Trying again (2)");
  });

  it("is honest when there is no answer", () => {
    expect(draw(sending("uncertain"))).toContain("it can never arrive twice");
    byId("try-again").click();
    expect(desk.submit).toHaveBeenCalledOnce();
  });
});

describe("the receipt", () => {
  it("shows reference, dates and twelve words or numbers", () => {
    const text = draw(receipt());
    expect([...root.querySelectorAll(".words-grid .word")].map((word) => word.textContent)).toEqual(WORDS);
    expect(text).toContain("M-7K3F-9Q");
    expect(text).toContain("29 November 2026");
    byId("as-numbers").click();
    expect(desk.send).toHaveBeenCalledWith({ type: "as-numbers", asNumbers: true });
    expect(draw(receipt({ asNumbers: true }))).toContain("1000");
    byId("print").click();
    expect(desk.print).toHaveBeenCalledOnce();
  });

  it("prints the words and the reference, and no more", () => {
    draw(receipt());
    const printed = [...root.querySelectorAll(".intake > *")].filter((part) => !part.matches(".no-print"));
    expect(printed.map((part) => part.className)).toEqual(["print-only", "words-grid"]);
    expect(root.querySelector(".print-only")?.textContent).toBe("M-7K3F-9Q · 2026-11-22");
  });

  it("asks three words back", () => {
    const errors = [{ id: "back-6", code: "wrong-word" as const }];
    const text = draw(receipt({ errors }));
    expect(["back-3", "back-6", "back-10"].every((id) => byId(id) !== null)).toBe(true);
    expect(text).toContain("Type words 4, 7 and 11 from your paper");
    expect(text).toContain("Word 7 is another one.");
    byId("words-skip").click();
    expect(desk.finish).toHaveBeenCalledOnce();
  });

  it("leaves no word behind when it is done", () => {
    const text = draw(update(receipt(), { type: "done" }));
    expect(WORDS.some((word) => text.includes(word))).toBe(false);
    expect(root.querySelector("a")?.getAttribute("href")).toBe("/en/mailbox/");
  });
});

describe("a closed intake", () => {
  it.each(["roster-refused", "wrong-fingerprint", "roster-expired", "no-committees"] as const)(
    "shows the doors outside: %s",
    (stop: Stop) => {
      expect(draw(at("stopped", { stop }))).toContain("Huis voor Klokkenluiders");
      expect(root.querySelectorAll("input, textarea")).toHaveLength(0);
    },
  );

  it("without a connection asks to try again", () => {
    expect(draw(at("stopped", { stop: "network" }))).not.toContain("Where you can report now");
    byId("again").click();
    expect(desk.again).toHaveBeenCalledOnce();
  });
});

describe("an idle page", () => {
  it("asks, and one tap stays", async () => {
    const text = draw(at("what", { idle: true }));
    expect(text).toContain("In two minutes this page forgets what you wrote");
    byId("stay").click();
    expect(desk.stay).toHaveBeenCalledOnce();
    expect(draw(receipt({ idle: true }))).toContain("hides the twelve words");
  });

  it("says what was forgotten, and whether anything was sent", () => {
    expect(draw(update(ready(), { type: "forget" }))).toContain("Nothing was sent.");
    const text = draw(update(receipt(), { type: "forget" }));
    expect(text).toContain("Your report was received");
    expect(text).not.toContain("Nothing was sent");
  });
});
