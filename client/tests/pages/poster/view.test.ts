// @vitest-environment happy-dom
import { render } from "lit-html";
import decodeQR from "qr/decode.js";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Desk, Ground } from "../../../src/pages/poster/desk";
import { type Event, firstState, type State, type Stop, update } from "../../../src/pages/poster/state";
import { titleOf, view } from "../../../src/pages/poster/view";
import { COMMITTEE, GROUND, HEX, ONION, shown, VERIFIED, WORDS } from "./sample";

const SCALE = 4;
let root: HTMLElement;
let desk: Record<keyof Desk, ReturnType<typeof vi.fn>>;

beforeEach(() => {
  document.documentElement.lang = "en";
  document.body.innerHTML = `<main><div id="app"></div></main>`;
  root = document.getElementById("app") as HTMLElement;
  desk = { speak: vi.fn(), print: vi.fn(), copy: vi.fn(), again: vi.fn() };
});

function draw(state: State, ground: Ground = GROUND): string {
  render(view(state, ground, desk as unknown as Desk), root);
  return (root.textContent ?? "").replace(/\s+/gu, " ");
}

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const within = (selector: string) => root.querySelector(selector)?.textContent?.replace(/\s+/gu, " ") ?? "";
const copied = (piece: string) => byId<HTMLTextAreaElement>(piece).value;

/** What a telephone reads: the squares as pixels. */
function read(size: number, runs: Iterable<{ x: number; y: number; length: number }>): string {
  const width = size * SCALE;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const { x, y, length } of runs) {
    for (let dy = 0; dy < SCALE; dy += 1) {
      const from = ((y * SCALE + dy) * width + x * SCALE) * 4;
      for (let at = from; at < from + length * SCALE * 4; at += 4) data.fill(0, at, at + 3);
    }
  }
  return decodeQR({ width, height: width, data });
}

function drawnCode(svg: Element): string {
  const of = (rect: Element, name: string) => Number(rect.getAttribute(name));
  const size = Number(svg.getAttribute("viewBox")?.split(" ")[2]);
  const squares = [...svg.querySelectorAll("rect:not(.code-paper)")];
  return read(
    size,
    squares.map((rect) => ({ x: of(rect, "x"), y: of(rect, "y"), length: of(rect, "width") })),
  );
}

function copiedCode(html: string): string {
  const size = Number(/viewBox="0 0 (\d+)/u.exec(html)?.[1]);
  const path = /fill="#000" d="([^"]+)"/u.exec(html)?.[1] ?? "";
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/gu)];
  return read(
    size,
    runs.map(([, x, y, length]) => ({ x: Number(x), y: Number(y), length: Number(length) })),
  );
}

describe("the code", () => {
  it("holds exactly the address with the fingerprint, on poster, cards and intranet alike", () => {
    draw(shown());
    const address = `https://meldpunt.example/nl/#fp=${HEX}`;
    const codes = [...root.querySelectorAll(".code-image")];
    expect(codes).toHaveLength(11);
    expect(codes.map(drawnCode)).toEqual(codes.map(() => address));
    expect(copiedCode(copied("snippet"))).toBe(address);
  });

  it("leads to the pages in the paper's language", () => {
    draw(shown({ tongue: "ar", texts: {} }));
    expect(drawnCode(root.querySelector(".sheet-poster .code-image") as Element)).toContain("/ar/#fp=");
  });
});

describe("the poster", () => {
  it("has a question, three promises, the address, the bodies and twelve numbered words", () => {
    draw(shown());
    expect(within(".poster-question")).toBe("Is something wrong at work?");
    expect(root.querySelectorAll(".poster-promises li")).toHaveLength(3);
    expect(within(".sheet-poster .address")).toBe("meldpunt.example/nl/");
    expect(within(".poster-foot")).toContain("Dienst <b>& · Accueil");
    const words = [...root.querySelectorAll(".sheet-poster .words-grid li")].map((item) => item.textContent?.trim());
    expect(words).toEqual(WORDS);
    expect(within(".poster-words")).toContain("You must see these words on the site too.");
    expect(within(".sheet-poster")).not.toMatch(/20\d\d/u); // no date
  });

  it("has the onion address where there is one", () => {
    expect(draw(shown())).not.toContain("onion/");
    draw(shown(), { ...GROUND, onion: ONION });
    expect(within(".poster-onion")).toContain(`${ONION.slice(7)}/nl/`);
    expect(copied("article")).toContain(`${ONION}/nl/`);
  });

  it("speaks its own language, from right to left where that is written so", () => {
    const texts = { "Is something wrong at work?": "هل هناك خطأ؟" };
    draw(shown({ tongue: "ar", texts }));
    const sheet = root.querySelector(".sheet-poster");
    expect([sheet?.getAttribute("lang"), sheet?.getAttribute("dir")]).toEqual(["ar", "rtl"]);
    expect(within(".poster-question")).toBe("هل هناك خطأ؟");
    expect(copied("snippet")).toContain(`<section lang="ar" dir="rtl">`);
    expect(byId("poster-title").textContent).toBe("Poster"); // the page speaks on
  });

  it("is printed by its own button", () => {
    draw(shown());
    byId("print-poster").click();
    byId("print-cards").click();
    expect(desk.print.mock.calls).toEqual([["poster"], ["cards"]]);
  });
});

describe("the cards", () => {
  it("are ten, and none says that its holder reported", () => {
    draw(shown());
    const cards = [...root.querySelectorAll(".card")];
    expect(cards).toHaveLength(10);
    for (const card of cards) {
      expect(card.textContent).toContain("First read. Then choose.");
      expect(card.textContent).not.toMatch(/report|your report|velvet/iu);
    }
  });
});

describe("what is copied", () => {
  it("is plain HTML without script, style or handler, and every name is escaped", () => {
    draw(shown());
    const html = copied("snippet");
    const { body } = new DOMParser().parseFromString(html, "text/html");
    expect([...body.querySelectorAll("ol li")].map((item) => item.textContent)).toEqual(WORDS);
    expect(body.querySelector("a")?.getAttribute("href")).toBe(`https://meldpunt.example/nl/#fp=${HEX}`);
    expect(html).not.toMatch(/<script|<style|<img|style=|\son\w+=|url\(/iu);
  });

  it("names address, committee and words in article and e-mail", () => {
    draw(shown());
    for (const piece of ["article", "mail"]) {
      expect(copied(piece)).toContain("https://meldpunt.example/nl/");
      expect(copied(piece)).toContain("Integriteitscommissie");
      for (const word of WORDS) expect(copied(piece)).toContain(word);
    }
    expect(copied("article")).toContain("12. bright");
  });

  it("is what the button gives, and says whether that worked", () => {
    draw(shown());
    byId("copy-mail").click();
    expect(desk.copy).toHaveBeenCalledWith("mail", copied("mail"));
    draw(shown({ copied: { piece: "mail", done: true } }));
    expect(within(".part-mail [role=status]")).toContain("Copied");
    expect(within(".part-article")).not.toContain("Copied");
    draw(shown({ copied: { piece: "article", done: false } }));
    expect(within(".part-article")).toContain("copy it yourself");
  });
});

describe("without a verified chain", () => {
  const stops: Stop[] = ["roster-refused", "wrong-fingerprint", "no-committees", "unknown-committee", "network"];

  it.each(stops)("there is nothing to print: %s", (stop) => {
    draw(update(shown(), { type: "stop", stop }));
    expect(root.querySelector(".sheet, textarea, .words-grid, [id^=print-]")).toBeNull();
    expect(root.querySelectorAll("h1")).toHaveLength(1);
    const isAlarm = stop === "roster-refused" || stop === "wrong-fingerprint";
    expect(byId("stopped").classList.contains("utrecht-alert--error")).toBe(isAlarm);
    expect(byId("stopped").getAttribute("role")).toBe(isAlarm ? "alert" : "status");
    expect(titleOf({ ...firstState("nl"), place: "stopped", stop })).toBe(root.querySelector("h1")?.textContent);
  });

  it("offers to try again when the connection is gone", () => {
    draw(shown({ place: "stopped", stop: "network", verified: null }));
    byId("again").click();
    expect(desk.again).toHaveBeenCalledOnce();
  });

  it("draws nothing while it waits", () => {
    draw(update(shown(), { type: "loading" }));
    expect(root.querySelector(".sheet, textarea")).toBeNull();
  });
});

describe("the page", () => {
  it("offers every committee to choose, and speaks the language that is pressed", () => {
    const committees = [{ committee: "a b", name: { nl: "Een" }, bodies: COMMITTEE.bodies }];
    draw(update(firstState("nl"), { type: "committees", committees }));
    expect(root.querySelector(".choice-card")?.getAttribute("href")).toBe("#committee=a%20b");
    draw(shown());
    expect(byId("tongue-nl").getAttribute("aria-pressed")).toBe("true");
    byId("tongue-ar").click();
    expect(desk.speak).toHaveBeenCalledWith("ar");
    expect(draw(shown({ tongueFailed: true }))).toContain("That language did not come.");
  });

  it("says when the committee has run out, and still prints: the words stay the same", () => {
    draw(shown({ verified: { ...VERIFIED, committee: { ...COMMITTEE, expired: true } } }));
    expect(byId("expired")).not.toBeNull();
    expect(byId("print-poster")).not.toBeNull();
  });

  it("forgets what was copied when the language changes, and keeps its own before", () => {
    const event: Event = { type: "tongue", tongue: "en", texts: {} };
    const after = update(shown({ copied: { piece: "mail", done: true }, tongueFailed: true }), event);
    expect([after.tongue, after.copied, after.tongueFailed]).toEqual(["en", null, false]);
    expect(update(shown(), { type: "tongue-failed" }).tongue).toBe("nl");
  });
});
