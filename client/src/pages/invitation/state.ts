/** Accepting an invitation as a value, and how it changes. Pure: nothing here knows a browser, a server or a key. */

import type { Invitation } from "../../api/founding";
import { newChoice, type PassphraseChoice, type PassphraseFault } from "../../components/passphrase";
import type { NewDevice, NewMember } from "../../keyring/types";

/** The steps of a member, in their order. The code is checked by the server, so it is asked for at the very end. */
export const STEPS = ["code", "you", "name", "key", "sheet", "back", "mail", "codes", "device"] as const;
export type Step = (typeof STEPS)[number];
/** A union representative reads no cases, and has no key. */
const KEY_STEPS: readonly Step[] = ["key", "sheet", "back"];
export type Place = Step | "stranger" | "done" | "forgotten";

export type Problem =
  | "no-invitation"
  | "invitation-used"
  | "name-taken"
  | "one-time-code"
  | "network"
  | "uncertain"
  | "proof-of-work"
  | "key-failed"
  | "unexpected";

export type ErrorCode =
  | PassphraseFault
  | "code-length"
  | "code-signs"
  | "username"
  | "keep"
  | "no-word"
  | "wrong-word"
  | "mail"
  | "six-digits";

export interface FormError {
  /** Of the field. */
  id: string;
  code: ErrorCode;
}

export interface State {
  place: Place;
  code: string;
  invitation: Invitation | null;
  username: string;
  choice: PassphraseChoice;
  /** Whether the sealed key may be kept on the server. */
  keep: boolean | null;
  /** The key, and the name and passphrase that it was sealed with. */
  made: { key: NewMember; username: string; passphrase: string } | null;
  /** Positions, from 0, of the words to type back. */
  asked: number[];
  typed: string[];
  asNumbers: boolean;
  mail: string;
  device: NewDevice | null;
  otpCode: string;
  busy: { what: "looking" | "making" | "testing" | "accepting"; part: number | null } | null;
  problem: Problem | null;
  errors: FormError[];
  idle: boolean;
}

export type Field = "code" | "username" | "mail" | "otpCode";

export type Event =
  | { type: "type"; field: Field; text: string }
  | { type: "shown"; invitation: Invitation }
  | { type: "not-me" }
  | { type: "begin-again" }
  | { type: "passphrase"; change: Partial<PassphraseChoice> }
  | { type: "keep"; keep: boolean }
  | { type: "made"; made: NonNullable<State["made"]>; asked: number[] }
  | { type: "as-numbers"; asNumbers: boolean }
  | { type: "type-back"; index: number; text: string }
  | { type: "device"; device: NewDevice }
  | { type: "go"; step: Step }
  | { type: "busy"; busy: State["busy"] }
  | { type: "problem"; problem: Problem; step?: Step }
  | { type: "errors"; errors: FormError[] }
  | { type: "done" }
  | { type: "idle"; idle: boolean }
  | { type: "forget" };

export function firstState(code = ""): State {
  return {
    place: "code",
    code,
    invitation: null,
    username: "",
    choice: newChoice(),
    keep: null,
    made: null,
    asked: [],
    typed: [],
    asNumbers: false,
    mail: "",
    device: null,
    otpCode: "",
    busy: null,
    problem: null,
    errors: [],
    idle: false,
  };
}

export function isStep(place: unknown): place is Step {
  return STEPS.some((step) => step === place);
}

/** The steps that this person walks. */
export function stepsOf({ invitation }: State): readonly Step[] {
  return invitation?.role === "union" ? STEPS.filter((step) => !KEY_STEPS.includes(step)) : STEPS;
}

export function stepAfter(state: State): Step | null {
  const steps = stepsOf(state);
  return steps[steps.indexOf(state.place as Step) + 1] ?? null;
}

/** Back to the code there is no way: another code is another person. */
export function stepBefore(state: State): Step | null {
  const steps = stepsOf(state);
  const now = steps.indexOf(state.place as Step);
  return now > 1 ? (steps[now - 1] ?? null) : null;
}

/** Whether a step can be shown with what there is. */
export function canGo(state: State, step: Step): boolean {
  if (step === "code") return state.invitation === null;
  if (!state.invitation || !stepsOf(state).includes(step)) return false;
  if (step === "sheet" || step === "back") return state.made !== null;
  if (step === "codes" || step === "device") return state.device !== null;
  return true;
}

/** Something was typed or made that is nowhere else yet. */
export function hasUnsent({ place, invitation }: State): boolean {
  return invitation !== null && isStep(place);
}

/** A name for signing in, from the name on the invitation; empty when none of it can be written in Latin letters. */
export function usernameFrom(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .slice(0, 32)
    .replace(/^-+|-+$/gu, "");
  return plain.length < 3 ? "" : plain;
}

/** Another form comes: what was wrong with the one before is over. */
const clean: Pick<State, "errors" | "problem"> = { errors: [], problem: null };

export function update(state: State, event: Event): State {
  switch (event.type) {
    case "type":
      return { ...state, [event.field]: event.text };
    case "shown":
      return {
        ...state,
        ...clean,
        place: "you",
        busy: null,
        invitation: event.invitation,
        username: usernameFrom(event.invitation.name),
      };
    case "not-me":
      return { ...firstState(), place: "stranger" };
    case "begin-again":
      return firstState();
    case "passphrase":
      return { ...state, choice: { ...state.choice, ...event.change }, errors: [] };
    case "keep":
      return { ...state, keep: event.keep, errors: [] };
    case "made":
      return madeState(state, event);
    case "as-numbers":
      return { ...state, asNumbers: event.asNumbers };
    case "type-back":
      return { ...state, typed: state.typed.map((text, index) => (index === event.index ? event.text : text)) };
    case "device":
      return { ...state, device: event.device };
    case "go":
      return canGo(state, event.step) ? { ...state, ...clean, place: event.step } : state;
    case "busy":
      return { ...state, busy: event.busy };
    case "problem":
      return { ...state, busy: null, errors: [], problem: event.problem, place: event.step ?? state.place };
    case "errors":
      return { ...state, busy: null, problem: null, errors: event.errors };
    case "done":
      return { ...firstState(), place: "done", username: state.username, invitation: state.invitation };
    case "idle":
      return { ...state, idle: event.idle };
    case "forget":
      return { ...firstState(), place: "forgotten" };
  }
}

/** The words stay when the same key is sealed anew: then nothing has to be typed back again. */
function madeState(state: State, { made, asked }: { made: NonNullable<State["made"]>; asked: number[] }): State {
  const isSame = state.made?.key.signingKey === made.key.signingKey;
  return {
    ...state,
    made,
    busy: null,
    asked: isSame ? state.asked : asked,
    typed: isSame ? state.typed : asked.map(() => ""),
  };
}
