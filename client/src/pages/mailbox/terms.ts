/** What the committee promised and by when, and how far the case is: a pure reading of the verified mailbox. */

import type { EntryView, MailboxView, StageView } from "../../keyring/types";
import { acknowledgeBy, type Deadline, feedbackBy, INTERIM_WITHIN } from "../../rules/clocks";

export type TermState = "done" | "plain" | "soon" | "late";

export interface Term {
  what: "acknowledge" | "feedback";
  state: TermState;
  /** The promised date, or the day on which it was done. */
  on: string;
  /** The promised date rolled over weekends and holidays, where that is another day; else null. */
  legal: string | null;
  /** The day of an interim answer, which names a new date itself. */
  interim: string | null;
}

export type Country = "NL" | "BE";

const SOON = { acknowledge: 2, feedback: 14 } as const; // days before
const DAY = 86_400_000; // milliseconds
const ANSWERED: readonly string[] = ["concluded", "rerouted", "closed", "erased"];
const USUAL = ["received", "acknowledged", "assessing", "investigating", "concluded", "closed"];
const REROUTED = ["received", "acknowledged", "assessing", "rerouted", "closed"];

type Read = Pick<MailboxView, "receivedOn" | "stages" | "entries" | "committee" | "report">;

/** The country whose law the reported body falls under; null where we do not know its days. */
export function countryOf(view: Pick<MailboxView, "committee" | "report">): Country | null {
  const body = view.committee.bodies.find((one) => one.id === view.report?.bodyId);
  return body?.country === "NL" || body?.country === "BE" ? body.country : null;
}

const holding = (stages: readonly StageView[]) => stages.filter((stage) => stage.flag === null);

/** The day on which a stage that holds was reached, or null. */
export function reachedOn(view: Pick<Read, "stages" | "receivedOn">, name: string): string | null {
  return name === "received"
    ? view.receivedOn
    : (holding(view.stages).find((stage) => stage.stage === name)?.on ?? null);
}

/** The last stage that holds. */
export function stageNow(view: Pick<Read, "stages">): string {
  return holding(view.stages).at(-1)?.stage ?? "received";
}

const dayOf = (entry: EntryView) => entry.writtenOn ?? entry.postedOn;

function lastOf(entries: readonly EntryView[], kind: string, role: EntryView["role"]): EntryView | null {
  return entries.filter((entry) => entry.flag === null && entry.kind === kind && entry.role === role).at(-1) ?? null;
}

/** The day on which the reporter withdrew the report, or null. */
export function withdrawnOn(view: Pick<Read, "entries">): string | null {
  const entry = lastOf(view.entries, "withdrawal", "reporter");
  return entry && dayOf(entry);
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

function pending(what: Term["what"], due: Deadline, country: Country | null, today: string): Term {
  const days = Math.round((Date.parse(due.target) - Date.parse(today)) / DAY);
  const state = days < 0 ? "late" : days <= SOON[what] ? "soon" : "plain";
  const legal = country !== null && due.legal !== due.target ? due.legal : null;
  return { what, state, on: due.target, legal, interim: null };
}

function acknowledgement(view: Read, today: string): Term {
  const on = reachedOn(view, "acknowledged");
  if (on !== null) {
    return { what: "acknowledge", state: "done", on, legal: null, interim: null };
  }
  const country = countryOf(view);
  return pending("acknowledge", acknowledgeBy(view.receivedOn, country ?? "NL"), country, today);
}

function feedback(view: Read, today: string): Term {
  const answered = holding(view.stages).find((stage) => ANSWERED.includes(stage.stage));
  if (answered) {
    return { what: "feedback", state: "done", on: answered.on, legal: null, interim: null };
  }
  const country = countryOf(view);
  const due = feedbackBy(view.receivedOn, reachedOn(view, "acknowledged"), country ?? "NL");
  const interim = lastOf(view.entries, "interim", "member");
  if (interim === null) {
    return pending("feedback", due, country, today);
  }
  // The interim answer names its date in words; it lies four weeks on at most, so that later is late for certain.
  const from = dayOf(interim) > due.target ? dayOf(interim) : due.target;
  const last = addDays(from, INTERIM_WITHIN);
  return { ...pending("feedback", { target: last, legal: last }, null, today), interim: dayOf(interim) };
}

/** Both promises, as they stand today. */
export function termsOf(view: Read, today: string): Term[] {
  return [acknowledgement(view, today), feedback(view, today)];
}

export interface StagePlace {
  stage: string;
  on: string | null;
  state: "done" | "now" | "next";
}

/** The way of this case, for the picture of its stages. */
export function wayOf(view: Pick<Read, "stages" | "receivedOn">): StagePlace[] {
  const now = stageNow(view);
  const way = reachedOn(view, "rerouted") === null ? USUAL : REROUTED;
  const at = way.indexOf(now === "erased" ? "closed" : now);
  return way.map((stage, place) => ({
    stage,
    on: reachedOn(view, stage),
    state: place < at ? "done" : place === at ? "now" : "next",
  }));
}

/** Whether somebody on the committee has written since the report. */
export function isAnswered(view: Pick<Read, "entries">): boolean {
  return view.entries.some((entry) => entry.flag === null && entry.role === "member");
}

/** How many messages and stages do not hold. */
export function brokenCount(view: Pick<Read, "entries" | "stages">): number {
  return [...view.entries, ...view.stages].filter((one) => one.flag !== null).length;
}
