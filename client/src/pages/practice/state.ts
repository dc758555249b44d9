/** How far somebody is with the guide. Pure: it only watches what happens on the workbench. */

import type { CaseView } from "../../keyring/types";
import type { State as Work } from "../committee/state";

/** What there is to try, in the order of the guide; any order will do. */
export const STEPS = ["open", "acknowledge", "note", "stage", "answer", "reply", "file", "lock"] as const;
export type Step = (typeof STEPS)[number];

/** References of the two cases. */
export interface Cases {
  fresh: string;
  old: string;
}

export interface State {
  cases: Cases;
  done: Step[];
  /** The case in which a reply waits that was not read yet. */
  reply: string | null;
  /** The whole list of steps is shown. */
  all: boolean;
}

export type Event =
  | { type: "worked"; before: Work; after: Work }
  | { type: "reply"; reference: string }
  | { type: "all"; open: boolean };

/** Nothing tried yet. */
export function firstState(cases: Cases): State {
  return { cases, done: [], reply: null, all: false };
}

/** The first step that was not tried yet, or null at the end. */
export function stepNow(state: State): Step | null {
  return STEPS.find((step) => !state.done.includes(step)) ?? null;
}

function wrote(view: CaseView | undefined): boolean {
  return view?.entries.some((entry) => entry.mine) ?? false;
}

/** Whether the reporter wrote after the member did. */
function wroteBack(view: CaseView): boolean {
  const own = view.entries.findIndex((entry) => entry.mine);
  return own >= 0 && view.entries.slice(own).some((entry) => entry.role === "reporter");
}

function hasStage(view: CaseView | undefined, stage: string): boolean {
  return view?.stages.some((one) => one.stage === stage && one.flag === null) ?? false;
}

/** What was tried, as far as the workbench shows it now. */
function tried({ fresh, old }: Cases, before: Work, after: Work): Record<Step, boolean> {
  const views = Object.values(after.read);
  const of = (reference: string) => views.find((view) => view.reference === reference);
  return {
    open: of(fresh) !== undefined,
    acknowledge: hasStage(of(fresh), "acknowledged"),
    note: views.some((view) => view.notes.some((entry) => entry.mine)),
    stage: hasStage(of(fresh), "assessing"),
    answer: wrote(of(old)),
    reply: views.some(wroteBack),
    file: Object.values(after.downloads).some((download) => download.state === "done"),
    lock: before.locked && !after.locked && after.committee !== null,
  };
}

/** Whether the reply that waits is on screen now. */
function isRead(reference: string | null, after: Work): boolean {
  return Object.values(after.read).some(
    (view) => view.reference === reference && view.entries.at(-1)?.role === "reporter",
  );
}

function worked(state: State, before: Work, after: Work): State {
  const now = tried(state.cases, before, after);
  const done = STEPS.filter((step) => state.done.includes(step) || now[step]);
  const reply = isRead(state.reply, after) ? null : state.reply;
  return done.length === state.done.length && reply === state.reply ? state : { ...state, done, reply };
}

/** The guide after an event. */
export function update(state: State, event: Event): State {
  switch (event.type) {
    case "worked":
      return worked(state, event.before, event.after);
    case "reply":
      return { ...state, reply: event.reference };
    case "all":
      return { ...state, all: event.open };
  }
}
