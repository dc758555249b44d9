/** What the committee's page knows, and how it changes. Pure: no browser, no network, no secrets but what is typed. */

import type { CaseView, CommitteeView, SealedFile, StageView } from "../../keyring/types";
import { type DraftEvent, type Drafts, type FileEvent, noDraft, updateDrafts } from "./drafts";
import type { Session, Thread } from "./ports";

export type Step = "sign-in" | "union" | "alarm" | "board" | "case";

/** Why nothing is shown at all. */
export type Alarm = "not-my-entry" | "roster-refused" | "no-key" | "no-seat" | "key-does-not-open";

/** Why a form or an action did not go through; `views/problems.ts` has the sentence for each. */
export type Problem =
  | "sign-in-refused"
  | "locked-out"
  | "wrong-passphrase"
  | "not-shown"
  | "signed-out"
  | "network"
  | "stale-thread"
  | "stale-stage"
  | "no-case"
  | "sealing-failed"
  | "roster-refused"
  | "wrong-date"
  | "too-large"
  | "unexpected";

/** What is under way while the member waits; `part` from 0 to 1 where it is known. */
export interface Busy {
  what: "stretching" | "signing-in" | "opening-key" | "finding-cases" | "opening-case" | "sending";
  part: number | null;
}

export interface FormError {
  id: string;
  message: "username" | "passphrase" | "code";
}

export interface SignIn {
  username: string;
  passphrase: string;
  code: string;
  errors: FormError[];
}

/** A case on the board: only what the server shows and what was verified, without opening the case. */
export interface Card {
  case: string;
  reference: string;
  receivedOn: string;
  stages: StageView[];
  heads: { conversation: string | null; notes: string | null };
}

/** Where on the page the last action was taken, so that its outcome is told there. */
export type Place = "page" | "acknowledge" | "composer" | "stage";

export type Filter = "all" | "attention" | "new";

/** A sealed file on its way to this device. */
export interface Download {
  state: "fetching" | "done" | "failed";
  part: number;
  name: string | null;
}

export interface State {
  step: Step;
  alarm: Alarm | null;
  locked: boolean;
  session: Session | null;
  committee: CommitteeView | null;
  signIn: SignIn;
  busy: Busy | null;
  problem: Problem | null;
  place: Place;
  /** The good news of the last action, until the next. */
  done: "message" | "note" | "stage" | null;
  cards: Card[];
  filter: Filter;
  search: string;
  /** The card that j and k point at. */
  chosen: string | null;
  /** The case on screen; stays through a lock, so that unlocking goes back to it. */
  openCase: string | null;
  /** Cases read in this session; emptied by a lock. */
  read: Record<string, CaseView>;
  /** The conversation's head when the case was last opened in this session. */
  seen: Record<string, string | null>;
  drafts: Drafts;
  downloads: Record<string, Download>;
  /** Stage that waits for a second click. */
  asking: string | null;
  composer: Thread;
  help: boolean;
  /** Signing out waits for a second press, because something is not sent. */
  leaving: boolean;
  shortcuts: boolean;
  /** Until the key locks by itself. */
  minutesLeft: number;
}

export type Event =
  | { type: "typed"; field: "username" | "passphrase" | "code"; value: string }
  | { type: "form-errors"; errors: FormError[] }
  | { type: "busy"; busy: Busy | null }
  | { type: "acting"; place: Place }
  | { type: "problem"; problem: Problem | null }
  | { type: "signed-in"; session: Session }
  | { type: "alarm"; alarm: Alarm }
  | { type: "key-open"; committee: CommitteeView }
  | { type: "cards"; cards: Card[] }
  | { type: "filter"; filter: Filter }
  | { type: "search"; value: string }
  | { type: "choose"; case: string | null }
  | { type: "opening"; case: string }
  | { type: "opened"; view: CaseView; heads: Card["heads"] }
  | { type: "to-board" }
  | { type: "asking"; stage: string | null }
  | { type: "composer"; thread: Thread }
  | { type: "sent"; done: "message" | "note" | "stage" }
  | { type: "download"; upload: string; download: Download }
  | { type: "lock" }
  | { type: "unlocked" }
  | { type: "session-over" }
  | { type: "signed-out" }
  | { type: "help"; open: boolean }
  | { type: "leaving"; open: boolean }
  | { type: "shortcuts"; on: boolean }
  | { type: "minutes-left"; minutes: number }
  | DraftEvent
  | FileEvent;

const EMPTY_FORM: SignIn = { username: "", passphrase: "", code: "", errors: [] };

/** The page as it opens. */
export function firstState(minutesLeft: number): State {
  return {
    step: "sign-in",
    alarm: null,
    locked: false,
    session: null,
    committee: null,
    signIn: EMPTY_FORM,
    busy: null,
    problem: null,
    place: "page",
    done: null,
    cards: [],
    filter: "all",
    search: "",
    chosen: null,
    openCase: null,
    read: {},
    seen: {},
    drafts: {},
    downloads: {},
    asking: null,
    composer: "conversation",
    help: false,
    leaving: false,
    shortcuts: true,
    minutesLeft,
  };
}

/** The draft of a case, empty when nothing was written yet. */
export function draftOf(state: State, caseId: string) {
  return state.drafts[caseId] ?? noDraft();
}

/** Whether leaving the page now would lose something that was written. */
export function hasUnsent(state: State): boolean {
  return Object.values(state.drafts).some(
    (draft) =>
      draft.conversation.trim() !== "" || draft.notes.trim() !== "" || draft.files.length > 0 || draft.ready !== null,
  );
}

/** The files of a draft that are sealed and sent, as a statement names them. */
export function sealedFiles(state: State, caseId: string, thread: Thread): SealedFile[] {
  return draftOf(state, caseId)
    .files.filter((file) => file.thread === thread)
    .flatMap(({ ref, name, size }) => (ref ? [{ ref, name, size }] : []));
}

/** What is no longer shown once the key is out of reach: everything that was decrypted. */
function closed(state: State): State {
  return {
    ...state,
    read: {},
    downloads: {},
    busy: null,
    done: null,
    asking: null,
    help: false,
    leaving: false,
    place: "page",
    signIn: { ...state.signIn, passphrase: "", code: "", errors: [] },
  };
}

function signedIn(state: State, session: Session): State {
  const same = state.session?.member === session.member;
  const kept = same ? state : { ...state, drafts: {}, openCase: null, seen: {}, cards: [], search: "", chosen: null };
  const signIn = { ...state.signIn, passphrase: "", code: "" };
  return { ...kept, session, signIn, problem: null, step: session.role === "union" ? "union" : state.step };
}

function opening(state: State, caseId: string): State {
  return {
    ...state,
    step: "case",
    openCase: caseId,
    chosen: caseId,
    ...QUIET,
    busy: { what: "opening-case", part: null },
    composer: "conversation",
  };
}

/** A case was read. What arrives after a lock or the end of the session is not taken in. */
function opened(state: State, view: CaseView, heads: Card["heads"]): State {
  if (state.locked || state.committee === null) {
    return state;
  }
  return {
    ...state,
    busy: state.busy?.what === "opening-case" ? null : state.busy,
    read: { ...state.read, [view.case]: view },
    seen: { ...state.seen, [view.case]: heads.conversation },
    cards: state.cards.map((card) => (card.case === view.case ? { ...card, stages: view.stages, heads } : card)),
  };
}

function sessionOver(state: State): State {
  return { ...closed(state), locked: false, step: "sign-in", problem: "signed-out", committee: null };
}

/** Keep the passphrase out of what is held for longer than it is needed. */
function withoutPassphrase(state: State): State {
  return { ...state, signIn: { ...state.signIn, passphrase: "", code: "" } };
}

function showProblem(state: State, problem: Problem | null): State {
  const shown = { ...state, problem, busy: null, done: null };
  if (problem === "sign-in-refused") {
    // Often it is the code: six words are not typed again for that.
    return { ...shown, signIn: { ...shown.signIn, code: "" } };
  }
  return problem === null || problem === "network" ? shown : withoutPassphrase(shown);
}

const SENDING: Busy = { what: "sending", part: null };
/** Nothing under way, nothing to tell. */
const QUIET = { busy: null, problem: null, place: "page", done: null, asking: null } as const;

type Handlers = { [E in Event as E["type"]]?: (state: State, event: E) => State };

const HANDLERS: Handlers = {
  typed: (state, { field, value }) => ({
    ...state,
    signIn: { ...state.signIn, [field]: value, errors: state.signIn.errors.filter((error) => error.message !== field) },
  }),
  "form-errors": (state, { errors }) => ({ ...state, problem: null, signIn: { ...state.signIn, errors } }),
  busy: (state, { busy }) => ({ ...state, busy, ...(busy ? { problem: null, done: null } : {}) }),
  acting: (state, { place }) => ({ ...state, ...QUIET, place, asking: state.asking, busy: SENDING }),
  problem: (state, { problem }) => showProblem(state, problem),
  "signed-in": (state, { session }) => signedIn(state, session),
  alarm: (state, { alarm }) => ({ ...closed(state), step: "alarm", alarm, locked: false, cards: [], committee: null }),
  "key-open": (state, { committee }) => ({ ...state, committee, step: "board", locked: false, problem: null }),
  cards: (state, { cards }) => ({ ...state, cards, busy: null }),
  filter: (state, { filter }) => ({ ...state, filter }),
  search: (state, { value }) => ({ ...state, search: value }),
  choose: (state, event) => ({ ...state, chosen: event.case }),
  opening: (state, event) => opening(state, event.case),
  opened: (state, { view, heads }) => opened(state, view, heads),
  "to-board": (state) => ({ ...state, step: "board", openCase: null, ...QUIET }),
  asking: (state, { stage }) => ({ ...state, asking: stage }),
  composer: (state, { thread }) => ({ ...state, composer: thread, done: null }),
  sent: (state, { done }) => ({ ...state, done, busy: null, problem: null, asking: null }),
  download: (state, { upload, download }) =>
    state.locked ? state : { ...state, downloads: { ...state.downloads, [upload]: download } },
  lock: (state) => ({ ...closed(state), locked: true, problem: null }),
  unlocked: (state) => ({ ...withoutPassphrase(state), locked: false, problem: null, busy: null }),
  "session-over": (state) => sessionOver(state),
  "signed-out": (state) => ({ ...firstState(state.minutesLeft), shortcuts: state.shortcuts }),
  leaving: (state, { open }) => ({ ...state, leaving: open }),
  help: (state, { open }) => ({ ...state, help: open }),
  shortcuts: (state, { on }) => ({ ...state, shortcuts: on }),
  "minutes-left": (state, { minutes }) => ({ ...state, minutesLeft: minutes }),
};

/** The page after an event. */
export function update(state: State, event: Event): State {
  const handler = HANDLERS[event.type] as ((state: State, event: Event) => State) | undefined;
  return handler ? handler(state, event) : { ...state, drafts: updateDrafts(state.drafts, event as DraftEvent) };
}
