/** What the mailbox page knows, and how it changes. Pure: no browser, no network. */

import type { MailboxView } from "../../keyring/types";
import { type Draft, type DraftEvent, hasDraft, NO_DRAFT, updateDraft } from "./drafts";
import { isSame, type Successor } from "./successor";
import { spread, WORDS } from "./words";

/** `refused`: something is so wrong that nothing is shown. */
export type Step = "enter" | "opening" | "open" | "refused" | "closed";

/** Why nothing is shown at all. */
export type Alarm = "roster-refused" | "wrong-fingerprint" | "report-broken" | "vanished";

/** Why the code did not open a mailbox. */
export type CodeProblem = "checksum" | "no-mailbox" | "network" | "busy" | "unexpected";

/** Why an action in the open mailbox did not go through. */
export type Problem =
  | "network"
  | "sealing-failed"
  | "too-large"
  | "wrong-date"
  | "signed-out"
  | "busy"
  | "not-shown"
  | "unexpected";

/** A word that is missing, or that stands on no list. */
export interface WordError {
  position: number;
  kind: "missing" | "unknown";
}

export interface CodeForm {
  fields: string[];
  /** Whose completions are shown. */
  active: number | null;
  completions: string[];
  errors: WordError[];
  /** The form was sent and came back: its errors are also listed above it. */
  listed: boolean;
  problem: CodeProblem | null;
}

/** What is being done while the mailbox opens, in order. */
export const OPENING = ["proof", "fetching", "verifying"] as const;
export type Opening = (typeof OPENING)[number];

/** A sealed file on its way to this device; `name` once it was opened and checked. */
export interface Download {
  state: "fetching" | "done" | "failed";
  part: number;
  name: string | null;
  failure: "network" | "broken" | null;
}

export interface Withdrawal {
  open: boolean;
  reason: string;
}

export interface State {
  step: Step;
  code: CodeForm;
  opening: Opening;
  alarm: Alarm | null;
  /** Why the mailbox closed. */
  closed: "closed" | "idle" | null;
  view: MailboxView | null;
  draft: Draft;
  /** The answer cannot go out as it stands. */
  draftError: "empty" | "files" | "too-long" | null;
  busy: "sending" | "withdrawing" | "reading" | null;
  problem: Problem | null;
  /** What the problem stood in the way of. */
  failed: State["busy"];
  /** The good news of the last action, until the next. */
  done: "sent" | "withdrawn" | "up-to-date" | null;
  /** A message came in since the conversation was last read. */
  news: "while-writing" | "on-reading" | null;
  downloads: Record<string, Download>;
  /** Who goes on for this committee, as the server said first; null when it names nobody. */
  successor: Successor | null;
  /** Later it said something else. */
  successorChanged: boolean;
  withdrawal: Withdrawal;
  askingToClose: boolean;
  /** Minutes are nearly over: the page asks whether somebody is there. */
  idle: boolean;
}

export type Event =
  | { type: "typed"; position: number; value: string }
  | { type: "completions"; position: number; options: string[] }
  | { type: "chosen"; position: number; value: string }
  | { type: "spread"; position: number; words: string[] }
  | { type: "left"; position: number; known: boolean }
  | { type: "word-errors"; errors: WordError[] }
  | { type: "code-problem"; problem: CodeProblem }
  | { type: "clear-code" }
  | { type: "opening"; phase: Opening }
  | { type: "opened"; view: MailboxView }
  | { type: "reading" }
  | { type: "read"; view: MailboxView; why: "asked" | "stale" | "sent" | "withdrawn" }
  | { type: "posted"; what: "sent" | "withdrawn" }
  | { type: "alarm"; alarm: Alarm }
  | { type: "successor"; successor: Successor | null }
  | { type: "draft-error"; error: State["draftError"] }
  | { type: "sending" }
  | { type: "problem"; problem: Problem | null }
  | { type: "download"; upload: string; download: Download }
  | { type: "withdrawal"; open: boolean }
  | { type: "withdrawal-reason"; value: string }
  | { type: "withdrawing" }
  | { type: "asking-to-close"; open: boolean }
  | { type: "idle"; idle: boolean }
  | { type: "closed"; why: "closed" | "idle" }
  | { type: "begin-again" }
  | DraftEvent;

/** Twelve empty fields. */
export function emptyCode(): CodeForm {
  return {
    fields: Array<string>(WORDS).fill(""),
    active: null,
    completions: [],
    errors: [],
    listed: false,
    problem: null,
  };
}

/** The page as it opens. */
export function firstState(): State {
  return {
    step: "enter",
    code: emptyCode(),
    opening: "proof",
    alarm: null,
    closed: null,
    view: null,
    draft: NO_DRAFT,
    draftError: null,
    busy: null,
    problem: null,
    failed: null,
    done: null,
    news: null,
    downloads: {},
    successor: null,
    successorChanged: false,
    withdrawal: { open: false, reason: "" },
    askingToClose: false,
    idle: false,
  };
}

/** Whether leaving the page now would lose something that was written. */
export function hasUnsent(state: State): boolean {
  return state.step === "open" && (hasDraft(state.draft) || state.withdrawal.reason.trim() !== "");
}

/** Whether there are messages that were not there at the last reading; own ones only count when they are asked for. */
function hasNews(before: MailboxView | null, after: MailboxView, own: boolean): boolean {
  const known = new Set(before?.entries.map((entry) => entry.hash));
  return after.entries.some((entry) => !known.has(entry.hash) && (own || !entry.mine));
}

function withField(state: State, position: number, value: string): State {
  const { code } = state;
  return {
    ...state,
    code: {
      ...code,
      fields: code.fields.map((field, at) => (at === position ? value : field)),
      errors: code.errors.filter((error) => error.position !== position),
      problem: null,
    },
  };
}

function left(state: State, position: number, known: boolean): State {
  const { code } = state;
  const others = code.errors.filter((error) => error.position !== position);
  const errors: WordError[] = known ? others : [...others, { position, kind: "unknown" }];
  const shut = code.active === position ? { active: null, completions: [] } : {};
  return { ...state, code: { ...code, ...shut, errors: errors.sort((one, other) => one.position - other.position) } };
}

function spreadOver(state: State, position: number, words: readonly string[]): State {
  const fields = spread(state.code.fields, position, words);
  return { ...state, code: { ...emptyCode(), fields } };
}

/** What was sent is gone from the form at once, so that it cannot be sent twice. */
function posted(state: State, what: "sent" | "withdrawn"): State {
  const shared = { ...state, busy: null, problem: null, draftError: null, done: what };
  return what === "sent" ? { ...shared, draft: NO_DRAFT } : { ...shared, withdrawal: { open: false, reason: "" } };
}

/** What was said first stays on show; a server that takes it back, or names another, is told of. */
function withSuccessor(state: State, told: Successor | null): State {
  const { successor } = state;
  if (successor === null) return { ...state, successor: told };
  const isSaidAgain = isSame(successor, told);
  return {
    ...state,
    successor: isSaidAgain && told?.committee ? told : successor,
    successorChanged: state.successorChanged || !isSaidAgain,
  };
}

function read(state: State, view: MailboxView, why: "asked" | "stale" | "sent" | "withdrawn"): State {
  const isNew = hasNews(state.view, view, why === "asked");
  const shared: State = { ...state, view, busy: null, problem: null, draftError: null, news: null, done: null };
  switch (why) {
    case "asked":
      return { ...shared, news: isNew ? "on-reading" : null, done: isNew ? null : "up-to-date" };
    case "stale":
      return { ...shared, news: "while-writing", withdrawal: { ...state.withdrawal, open: false } };
    case "sent":
    case "withdrawn":
      return { ...shared, done: why, news: isNew ? "on-reading" : null };
  }
}

function opened(state: State, view: MailboxView): State {
  return {
    ...firstState(),
    successor: state.successor,
    successorChanged: state.successorChanged,
    step: "open",
    view,
    downloads: state.downloads,
  };
}

type Handlers = { [E in Event as E["type"]]?: (state: State, event: E) => State };

const HANDLERS: Handlers = {
  typed: (state, { position, value }) => withField(state, position, value),
  completions: (state, { position, options }) => ({
    ...state,
    code: { ...state.code, active: options.length > 0 ? position : null, completions: options },
  }),
  chosen: (state, { position, value }) => {
    const next = withField(state, position, value);
    return state.code.active === position ? { ...next, code: { ...next.code, active: null, completions: [] } } : next;
  },
  spread: (state, { position, words }) => spreadOver(state, position, words),
  left: (state, { position, known }) => left(state, position, known),
  "word-errors": (state, { errors }) => ({
    ...state,
    step: "enter",
    code: { ...state.code, active: null, completions: [], errors, listed: true, problem: null },
  }),
  "code-problem": (state, { problem }) => ({
    ...state,
    step: "enter",
    code: { ...state.code, active: null, completions: [], errors: [], listed: false, problem },
  }),
  "clear-code": (state) => ({ ...state, code: emptyCode() }),
  opening: (state, { phase }) => ({ ...state, step: "opening", opening: phase }),
  opened: (state, { view }) => opened(state, view),
  reading: (state) => ({ ...state, busy: "reading", problem: null, done: null }),
  read: (state, { view, why }) => read(state, view, why),
  posted: (state, { what }) => posted(state, what),
  alarm: (_, { alarm }) => ({ ...firstState(), step: "refused", alarm }),
  successor: (state, { successor }) => withSuccessor(state, successor),
  "draft-error": (state, { error }) => ({ ...state, draftError: error, done: null, problem: null }),
  sending: (state) => ({ ...state, busy: "sending", problem: null, done: null, news: null, draftError: null }),
  problem: (state, { problem }) => ({ ...state, problem, failed: state.busy, busy: null, done: null }),
  download: (state, { upload, download }) => ({ ...state, downloads: { ...state.downloads, [upload]: download } }),
  withdrawal: (state, { open }) => ({ ...state, withdrawal: { ...state.withdrawal, open }, problem: null }),
  "withdrawal-reason": (state, { value }) => ({ ...state, withdrawal: { ...state.withdrawal, reason: value } }),
  withdrawing: (state) => ({ ...state, busy: "withdrawing", problem: null, done: null }),
  "asking-to-close": (state, { open }) => ({ ...state, askingToClose: open }),
  idle: (state, { idle }) => ({ ...state, idle }),
  closed: (_, { why }) => ({ ...firstState(), step: "closed", closed: why }),
  "begin-again": () => firstState(),
};

/** The page after an event. */
export function update(state: State, event: Event): State {
  const handler = HANDLERS[event.type] as ((state: State, event: Event) => State) | undefined;
  if (handler) {
    return handler(state, event);
  }
  // What is left are the draft's own events; typing anew takes the complaint about it away.
  const draft = updateDraft(state.draft, event as DraftEvent);
  return { ...state, draft, draftError: null, done: null };
}
