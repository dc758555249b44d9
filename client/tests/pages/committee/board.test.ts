import { describe, expect, test } from "vitest";
import {
  cardLine,
  columnOf,
  columns,
  counts,
  dueOf,
  hasNews,
  inOrder,
  nextCard,
  stageNow,
} from "../../../src/pages/committee/board";
import { firstLine } from "../../../src/pages/committee/report";
import { update } from "../../../src/pages/committee/state";
import { atWork, CASE, card, inCase, OTHER, stage, TODAY } from "./cast";

const acknowledged = stage("acknowledged", "2026-10-14");

describe("what is due", () => {
  test("an acknowledgement within seven days of receipt", () => {
    expect(dueOf(card({ receivedOn: "2026-11-20" }), TODAY)).toEqual({
      what: "acknowledge",
      on: "2026-11-27",
      tone: "plain",
    });
  });

  test.each([
    ["2026-11-14", "late"],
    ["2026-11-15", "soon"],
    ["2026-11-17", "soon"],
    ["2026-11-18", "plain"],
  ])("received %s is %s", (receivedOn, tone) => {
    expect(dueOf(card({ receivedOn }), TODAY)?.tone).toBe(tone);
  });

  test("an answer within three months of the acknowledgement", () => {
    const due = dueOf(card({ receivedOn: "2026-10-12", stages: [acknowledged] }), TODAY);
    expect(due).toEqual({ what: "answer", on: "2027-01-14", tone: "plain" });
  });

  test("a stage that does not hold changes nothing", () => {
    const stages = [stage("acknowledged", "2026-11-21", "too-few-signatures")];
    expect(stageNow(stages)).toBe("received");
    expect(dueOf(card({ stages }), TODAY)?.what).toBe("acknowledge");
  });

  test("nothing once the case is concluded", () => {
    const stages = ["acknowledged", "assessing", "investigating", "concluded"].map((name) => stage(name, "2026-11-01"));
    expect(dueOf(card({ stages }), TODAY)).toBeNull();
    expect(columnOf({ stages })).toBe("finished");
  });
});

describe("columns", () => {
  const late = card({ case: OTHER, reference: "M-0001", receivedOn: "2026-11-01" });
  const state = atWork([card(), late, card({ case: "third", reference: "M-0002", stages: [acknowledged] })]);

  test("the most urgent case comes first", () => {
    expect(columns(state, TODAY).received.map((one) => one.reference)).toEqual(["M-0001", "M-7K3F-9Q"]);
    expect(columns(state, TODAY).assessing.map((one) => one.reference)).toEqual(["M-0002"]);
  });

  test("search looks at references, and at the report of an opened case alone", () => {
    const search = (value: string) => inOrder(update(state, { type: "search", value }), TODAY);
    expect(search("m-0002")).toHaveLength(1);
    expect(search("gepest")).toHaveLength(0);
    expect(inOrder(update(inCase(), { type: "search", value: "GEPEST" }), TODAY)).toHaveLength(1);
  });

  test("the list of what is late or soon", () => {
    const filtered = update(state, { type: "filter", filter: "attention" });
    expect(inOrder(filtered, TODAY).map((one) => one.reference)).toEqual(["M-0001"]);
    expect(counts(state, TODAY)).toEqual({ all: 3, attention: 1, new: 0 });
  });

  test("j and k walk in reading order and stop at the ends", () => {
    expect(nextCard(state, TODAY, 1)).toBe(OTHER);
    const at = (chosen: string) => update(state, { type: "choose", case: chosen });
    expect(nextCard(at(OTHER), TODAY, 1)).toBe(CASE);
    expect(nextCard(at(OTHER), TODAY, -1)).toBe(OTHER);
    expect(nextCard(at("third"), TODAY, 1)).toBe("third");
    expect(nextCard(atWork([]), TODAY, 1)).toBeNull();
  });
});

describe("news", () => {
  test("only a case that was opened in this session can show a new message", () => {
    const moved = card({ heads: { conversation: "head-2", notes: null } });
    expect(hasNews(atWork([moved]), moved)).toBe(false);
    expect(hasNews(inCase(), card())).toBe(false);
    expect(hasNews(inCase(), moved)).toBe(true);
  });
});

describe("the first line", () => {
  test("stands on the card only after the case was opened", () => {
    expect(cardLine(atWork(), card())).toBeNull();
    expect(cardLine(inCase(), card())).toBe("Een collega wordt al maanden gepest.");
  });

  test("is cut at a word", () => {
    const line = firstLine({ what: `${"woord ".repeat(40)}` });
    expect(line.endsWith("woord…")).toBe(true);
    expect(line.length).toBeLessThanOrEqual(91);
  });
});
