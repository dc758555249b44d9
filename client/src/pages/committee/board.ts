/** The board as a pure reading of the cards: columns, due dates, search. */

import type { EntryView, StageView } from "../../keyring/types";
import { acknowledgeBy, feedbackBy } from "../../rules/clocks";
import { firstLine } from "./report";
import type { Card, Filter, State } from "./state";

export const COLUMNS = ["received", "assessing", "investigating", "finished"] as const;
export type Column = (typeof COLUMNS)[number];

/** What is due, by when, and how near that is. */
export interface Due {
  what: "acknowledge" | "answer";
  on: string;
  tone: "late" | "soon" | "plain";
}

const SOON = { acknowledge: 2, answer: 14 } as const; // days before
const DAY = 86_400_000; // milliseconds
/** The plain date is the same everywhere; the country only matters for the date beside it, which the board leaves out. */
const ANY_COUNTRY = "NL";

const COLUMN_OF: Readonly<Record<string, Column>> = {
  received: "received",
  acknowledged: "assessing",
  assessing: "assessing",
  investigating: "investigating",
};

/** The last stage that holds; `received` when there is none. */
export function stageNow(stages: readonly StageView[]): string {
  return stages.filter((stage) => stage.flag === null).at(-1)?.stage ?? "received";
}

/** The day on which a stage that holds was reached, or null. */
export function reachedOn(stages: readonly StageView[], name: string): string | null {
  return stages.find((stage) => stage.flag === null && stage.stage === name)?.on ?? null;
}

/** Days from one ISO date to another. */
export function daysUntil(today: string, day: string): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / DAY);
}

function dueOn(what: Due["what"], on: string, today: string): Due {
  const days = daysUntil(today, on);
  return { what, on, tone: days < 0 ? "late" : days <= SOON[what] ? "soon" : "plain" };
}

/** What the committee owes the reporter next, or null when nothing is due. */
export function dueOf(card: Pick<Card, "receivedOn" | "stages">, today: string): Due | null {
  const now = stageNow(card.stages);
  if (now === "received") {
    return dueOn("acknowledge", acknowledgeBy(card.receivedOn, ANY_COUNTRY).target, today);
  }
  if (now === "acknowledged" || now === "assessing" || now === "investigating") {
    const acknowledged = reachedOn(card.stages, "acknowledged");
    return dueOn("answer", feedbackBy(card.receivedOn, acknowledged, ANY_COUNTRY).target, today);
  }
  return null;
}

/** In which column a case stands. */
export function columnOf(card: Pick<Card, "stages">): Column {
  return COLUMN_OF[stageNow(card.stages)] ?? "finished";
}

/** Whether the conversation went on since the case was last opened in this session. */
export function hasNews(state: Pick<State, "seen">, card: Card): boolean {
  return Object.hasOwn(state.seen, card.case) && state.seen[card.case] !== card.heads.conversation;
}

function matches(state: State, card: Card, today: string): boolean {
  const report = state.read[card.case]?.report;
  const sought = state.search.trim().toLocaleLowerCase();
  const text = `${card.reference} ${report ? Object.values(report.answers).join(" ") : ""}`.toLocaleLowerCase();
  return text.includes(sought) && passes(state, card, state.filter, today);
}

/** Whether a card belongs to one of the three lists beside the board. */
export function passes(state: State, card: Card, filter: Filter, today: string): boolean {
  const due = dueOf(card, today);
  return filter === "all" || (filter === "new" ? hasNews(state, card) : due !== null && due.tone !== "plain");
}

function byDue(today: string): (one: Card, other: Card) => number {
  const key = (card: Card) => dueOf(card, today)?.on ?? "9999";
  return (one, other) => key(one).localeCompare(key(other)) || one.reference.localeCompare(other.reference);
}

/** The cards that answer to search and filter, per column, most urgent first. */
export function columns(state: State, today: string): Record<Column, Card[]> {
  const shown = state.cards.filter((card) => matches(state, card, today)).sort(byDue(today));
  const empty: Record<Column, Card[]> = { received: [], assessing: [], investigating: [], finished: [] };
  for (const card of shown) {
    empty[columnOf(card)].push(card);
  }
  return empty;
}

/** Every card on screen in reading order, for j and k. */
export function inOrder(state: State, today: string): Card[] {
  const shown = columns(state, today);
  return COLUMNS.flatMap((column) => shown[column]);
}

/** The card so many places on from the chosen one; stops at both ends. */
export function nextCard(state: State, today: string, by: number): string | null {
  const cards = inOrder(state, today);
  const at = cards.findIndex((card) => card.case === state.chosen);
  const to = at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.min(cards.length - 1, Math.max(0, at + by));
  return cards[to]?.case ?? null;
}

/** How many cards each of the lists beside the board holds. */
export function counts(state: State, today: string): Record<Filter, number> {
  const count = (filter: Filter) => state.cards.filter((card) => passes(state, card, filter, today)).length;
  return { all: state.cards.length, attention: count("attention"), new: count("new") };
}

/** The day on which the reporter withdrew the report; null when that did not happen. */
export function withdrawnOn(entries: readonly EntryView[]): string | null {
  const entry = entries.find((one) => one.flag === null && one.kind === "withdrawal" && one.role === "reporter");
  return entry ? (entry.writtenOn ?? entry.postedOn) : null;
}

/** The report's first line, once the case was opened in this session. */
export function cardLine(state: State, card: Card): string | null {
  const report = state.read[card.case]?.report;
  return report ? firstLine(report.answers) : null;
}
