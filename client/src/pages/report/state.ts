/** The intake as a value, and how it changes. Pure: nothing here knows a browser, a server or a key. */

import type { CommitteeOnShow } from "../../api/letterbox";
import type { AttachmentRef, CommitteeView, MemberView, ReceiptView } from "../../keyring/types";
import { type Finding, withoutTrace } from "./identify";
import { QUESTIONS, type Question } from "./questions";

/** The steps that are walked to and fro, in their order. */
export const STEPS = ["body", "facts", ...QUESTIONS, "exclude", "name", "files", "check"] as const;
export type Step = (typeof STEPS)[number];
export type Place = Step | "loading" | "sending" | "receipt" | "done" | "stopped" | "forgotten";
/** Why the intake is closed. */
export type Stop = "roster-refused" | "wrong-fingerprint" | "roster-expired" | "no-committees" | "network";
export type Problem =
  | "network"
  | "sealing-failed"
  | "too-large"
  | "proof-of-work"
  | "unexpected"
  | "files-gone"
  | "new-keys";
export type ErrorCode =
  | "choose-body"
  | "empty"
  | "too-long"
  | "too-many-excluded"
  | "files-busy"
  | "files-failed"
  | "too-many-files"
  | "file-too-large"
  | "file-empty"
  | "file-twice"
  | "no-word"
  | "wrong-word";

export interface FormError {
  /** Of the field. */
  id: string;
  code: ErrorCode;
  /** Of the file. */
  name?: string;
}

export interface ReportFile {
  id: string;
  name: string;
  size: number;
  state: "waiting" | "sealing" | "done" | "failed";
  part: number;
  failure: "too-large" | "network" | "failed" | null;
  ref: AttachmentRef | null;
}

export interface Body {
  committee: string;
  id: string;
}

export interface State {
  place: Place;
  stop: Stop | null;
  committees: CommitteeOnShow[];
  body: Body | null;
  /** Verified, and of the body that is chosen. */
  committee: CommitteeView | null;
  /** The twelve words of its fingerprint, once somebody asked for them. */
  words: string[] | "waiting" | "failed" | null;
  /** The page was opened from a poster, and these committees are the poster's. */
  fromPoster: boolean;
  busy: boolean;
  answers: Record<Question, string>;
  /** Findings that the reporter said are fine. */
  kept: string[];
  /** The typing has paused: only then is anything said about the text. */
  settled: boolean;
  excluded: string[];
  /** Members who came since the reporter chose whom to leave out; null when the committee did not change. */
  newcomers: MemberView[] | null;
  name: string;
  reach: string;
  files: ReportFile[];
  errors: FormError[];
  problem: Problem | null;
  sending: { what: "sealing" | "sending" | "retrying" | "uncertain"; attempt: number };
  received: { reference: string; receivedOn: string } | null;
  receipt: ReceiptView | null;
  asNumbers: boolean;
  /** Positions, from 0, of the words to type back. */
  asked: number[];
  typed: string[];
  idle: boolean;
  /** Returning to `check` after an edit from there. */
  fromCheck: boolean;
}

export type Event =
  | { type: "committees"; committees: CommitteeOnShow[]; fromPoster?: boolean }
  | { type: "stop"; stop: Stop }
  | { type: "choose-body"; body: Body }
  | { type: "busy"; busy: boolean }
  | { type: "committee"; committee: CommitteeView }
  | { type: "words"; words: State["words"] }
  | { type: "answer"; question: Question; text: string }
  | { type: "settled" }
  | { type: "keep-trace"; finding: Finding }
  | { type: "remove-trace"; question: Question; finding: Finding }
  | { type: "exclude"; excluded: string[] }
  | { type: "name"; name: string }
  | { type: "reach"; reach: string }
  | { type: "file-added"; file: ReportFile }
  | { type: "file-changed"; id: string; change: Partial<ReportFile> }
  | { type: "file-removed"; id: string }
  | { type: "go"; step: Step; fromCheck?: boolean }
  | { type: "errors"; errors: FormError[] }
  | { type: "sending"; what: "sealing" | "sending" | "retrying"; attempt?: number }
  | { type: "problem"; problem: Problem }
  | { type: "uncertain" }
  | { type: "roster-changed"; committee: CommitteeView; newcomers: MemberView[] }
  | { type: "received"; reference: string; receivedOn: string; receipt: ReceiptView; asked: number[] }
  | { type: "as-numbers"; asNumbers: boolean }
  | { type: "type-back"; index: number; text: string }
  | { type: "done" }
  | { type: "idle"; idle: boolean }
  | { type: "forget" };

export function firstState(): State {
  return {
    place: "loading",
    stop: null,
    committees: [],
    body: null,
    committee: null,
    words: null,
    fromPoster: false,
    busy: false,
    answers: { what: "", when: "", now: "", who: "", fear: "", want: "" },
    kept: [],
    settled: true,
    excluded: [],
    newcomers: null,
    name: "",
    reach: "",
    files: [],
    errors: [],
    problem: null,
    sending: { what: "sealing", attempt: 0 },
    received: null,
    receipt: null,
    asNumbers: false,
    asked: [],
    typed: [],
    idle: false,
    fromCheck: false,
  };
}

export function update(state: State, event: Event): State {
  switch (event.type) {
    case "committees":
      return event.committees.length
        ? {
            ...state,
            place: "body",
            body: onlyBody(event.committees),
            committees: event.committees,
            fromPoster: event.fromPoster ?? false,
          }
        : { ...state, place: "stopped", stop: "no-committees" };
    case "stop":
      return { ...firstState(), place: "stopped", stop: event.stop, committees: state.committees, body: state.body };
    case "choose-body":
      return { ...state, body: event.body, committee: committeeOf(state, event.body), words: null, errors: [] };
    case "busy":
      return { ...state, busy: event.busy };
    case "committee":
      return withCommittee(state, event.committee);
    case "words":
      return { ...state, words: event.words };
    case "go":
      return { ...state, place: event.step, errors: [], problem: null, fromCheck: event.fromCheck ?? false };
    case "errors":
      return { ...state, errors: event.errors };
    case "idle":
      return { ...state, idle: event.idle };
    case "forget":
      return { ...firstState(), place: "forgotten", received: state.received };
    default:
      return state.place === "sending" || state.place === "receipt" ? sent(state, event) : filled(state, event);
  }
}

/** With a single body there is nothing to choose. */
function onlyBody(committees: readonly CommitteeOnShow[]): Body | null {
  const bodies = committees.flatMap(({ committee, bodies: listed }) => listed.map(({ id }) => ({ committee, id })));
  return bodies.length === 1 ? (bodies[0] ?? null) : null;
}

/** The verified committee, as long as it is that of the chosen body. */
function committeeOf({ committee }: State, body: Body): CommitteeView | null {
  return committee?.committee === body.committee ? committee : null;
}

function withCommittee(state: State, committee: CommitteeView): State {
  const known = new Set(committee.members.map((member) => member.id));
  return { ...state, committee, busy: false, excluded: state.excluded.filter((id) => known.has(id)) };
}

/** While the form is being filled in. */
function filled(state: State, event: Event): State {
  switch (event.type) {
    case "answer":
      return { ...state, settled: false, answers: { ...state.answers, [event.question]: event.text } };
    case "settled":
      return state.settled ? state : { ...state, settled: true };
    case "keep-trace":
      return { ...state, kept: [...state.kept, event.finding.text] };
    case "remove-trace": {
      const text = withoutTrace(state.answers[event.question], event.finding);
      return { ...state, answers: { ...state.answers, [event.question]: text } };
    }
    case "exclude":
      return { ...state, excluded: event.excluded };
    case "name":
      return { ...state, name: event.name };
    case "reach":
      return { ...state, reach: event.reach };
    case "sending":
      return {
        ...state,
        place: "sending",
        problem: null,
        newcomers: null,
        sending: { what: event.what, attempt: event.attempt ?? 0 },
      };
    default:
      return filesOf(state, event);
  }
}

function filesOf(state: State, event: Event): State {
  switch (event.type) {
    case "file-added":
      return { ...state, files: [...state.files, event.file], errors: [] };
    case "file-changed":
      return {
        ...state,
        files: state.files.map((file) => (file.id === event.id ? { ...file, ...event.change } : file)),
      };
    case "file-removed":
      return { ...state, files: state.files.filter((file) => file.id !== event.id), errors: [] };
    default:
      return state;
  }
}

/** From the click on. */
function sent(state: State, event: Event): State {
  switch (event.type) {
    case "sending":
      return { ...state, sending: { what: event.what, attempt: event.attempt ?? 0 } };
    case "uncertain":
      return { ...state, sending: { what: "uncertain", attempt: 0 } };
    case "problem":
      return { ...state, place: "check", problem: event.problem };
    case "roster-changed":
      return {
        ...withCommittee(state, event.committee),
        place: "exclude",
        newcomers: event.newcomers,
        fromCheck: true,
      };
    case "received":
      return {
        ...firstState(),
        place: "receipt",
        committees: state.committees,
        committee: state.committee,
        body: state.body,
        received: { reference: event.reference, receivedOn: event.receivedOn },
        receipt: event.receipt,
        asked: event.asked,
        typed: event.asked.map(() => ""),
      };
    case "as-numbers":
      return { ...state, asNumbers: event.asNumbers };
    case "type-back":
      return { ...state, typed: state.typed.map((text, index) => (index === event.index ? event.text : text)) };
    case "done":
      return { ...state, place: "done", receipt: null, typed: [], asked: [], errors: [] };
    default:
      return state;
  }
}
