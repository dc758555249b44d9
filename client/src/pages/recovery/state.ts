/** Getting in again as a value, and how it changes. Pure: nothing here knows a browser, a server or a key. */

import { newChoice, type PassphraseChoice, type PassphraseFault } from "../../components/passphrase";
import type { NewDevice } from "../../keyring/types";

/** The forms that are walked to and fro. */
export const STEPS = ["choose", "words", "new", "device", "code", "codes", "ask", "link", "lost"] as const;
export type Step = (typeof STEPS)[number];
export type Place = Step | "set" | "linked" | "number" | "forgotten";

export type Problem =
  | "no-account"
  | "challenge-expired"
  | "sign-in-refused"
  | "code-refused"
  | "locked-out"
  | "one-time-code"
  | "network"
  | "proof-of-work"
  | "key-failed"
  | "unexpected";

export type ErrorCode =
  | PassphraseFault
  | "username"
  | "no-words"
  | "words-count"
  | "unknown-word"
  | "checksum"
  | "passphrase"
  | "no-code"
  | "six-digits";

export interface FormError {
  /** Of the field. */
  id: string;
  code: ErrorCode;
  /** Of the word, from 0. */
  index?: number;
}

export interface State {
  place: Place;
  username: string;
  words: string;
  choice: PassphraseChoice;
  /** The passphrase that is known still, to ask for another telephone. */
  passphrase: string;
  /** A recovery code, or one of the telephone that goes. */
  code: string;
  device: NewDevice | null;
  otpCode: string;
  /** Four digits for two colleagues. */
  number: string;
  busy: { what: "making" | "testing" | "sending"; part: number | null } | null;
  problem: Problem | null;
  errors: FormError[];
  idle: boolean;
}

export type Field = "username" | "words" | "passphrase" | "code" | "otpCode";

export type Event =
  | { type: "type"; field: Field; text: string }
  | { type: "passphrase"; change: Partial<PassphraseChoice> }
  | { type: "device"; device: NewDevice }
  | { type: "go"; step: Step }
  | { type: "busy"; busy: State["busy"] }
  | { type: "problem"; problem: Problem; step?: Step }
  | { type: "errors"; errors: FormError[]; step?: Step }
  | { type: "set" }
  | { type: "linked" }
  | { type: "number"; number: string }
  | { type: "begin-again" }
  | { type: "idle"; idle: boolean }
  | { type: "forget" };

export function firstState(): State {
  return {
    place: "choose",
    username: "",
    words: "",
    choice: newChoice(),
    passphrase: "",
    code: "",
    device: null,
    otpCode: "",
    number: "",
    busy: null,
    problem: null,
    errors: [],
    idle: false,
  };
}

export function isStep(place: unknown): place is Step {
  return STEPS.some((step) => step === place);
}

const BEFORE: Record<Step, Step | null> = {
  choose: null,
  words: "choose",
  new: "words",
  device: "choose",
  code: "device",
  codes: "code",
  ask: "device",
  link: "ask",
  lost: "choose",
};

export function stepBefore(state: State): Step | null {
  const { place } = state;
  if (place === "link" && hasCode(state)) return "codes";
  return isStep(place) ? BEFORE[place] : null;
}

/** The way without colleagues: the person has a code of the old telephone, or a recovery code. */
export function hasCode({ code }: State): boolean {
  return code.trim() !== "";
}

/** Whether a step can be shown with what there is. */
export function canGo(state: State, step: Step): boolean {
  if (step === "new") return state.choice.offered !== "" && wordsOf(state.words).length > 0;
  if (step === "link" || step === "codes") return state.device !== null;
  return true;
}

/** The words of a sheet as they were typed: numbers before them, commas and lines do not matter. */
export function wordsOf(typed: string): string[] {
  return typed
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(^|\s)\d{1,2}\s*[.):]?(?=\s+\p{L}|\p{L})/gu, " ")
    .split(/[\s,;.]+/u)
    .filter(Boolean);
}

/** Something was typed that is nowhere else yet. */
export function hasUnsent({ place, words, passphrase, code }: State): boolean {
  return isStep(place) && (words !== "" || passphrase !== "" || code !== "");
}

/** Another form comes: what was wrong with the one before is over. */
const clean: Pick<State, "errors" | "problem"> = { errors: [], problem: null };

/** Where the two ways to another telephone part, what belongs to the other one is forgotten. */
function otherWay(state: State, step: Step): Partial<State> {
  const parts = (step === "device" || step === "ask") && hasCode(state);
  return parts ? { code: "", device: null, otpCode: "" } : {};
}

export function update(state: State, event: Event): State {
  switch (event.type) {
    case "type":
      return { ...state, [event.field]: event.text };
    case "passphrase":
      return { ...state, choice: { ...state.choice, ...event.change }, errors: [] };
    case "device":
      return { ...state, device: event.device };
    case "go":
      return canGo(state, event.step)
        ? { ...state, ...clean, ...otherWay(state, event.step), place: event.step }
        : state;
    case "busy":
      return { ...state, busy: event.busy };
    case "problem":
      return { ...state, busy: null, errors: [], problem: event.problem, place: event.step ?? state.place };
    case "errors":
      return { ...state, busy: null, problem: null, errors: event.errors, place: event.step ?? state.place };
    case "set":
      return { ...firstState(), place: "set" };
    case "linked":
      return { ...firstState(), place: "linked" };
    case "number":
      return { ...firstState(), place: "number", number: event.number };
    case "begin-again":
      return firstState();
    case "idle":
      return { ...state, idle: event.idle };
    case "forget":
      return { ...firstState(), place: "forgotten" };
  }
}
