/** The committee's room as a value, and how it changes. Pure. */

import type { Room } from "../../api/founding";
import type { CommitteeView, Dsse, Heard, RosterDraftView } from "../../keyring/types";

export const WORDS = 12;
export type Step = "sign-in" | "room" | "alarm";
export type Alarm = "not-my-entry" | "roster-refused" | "key-does-not-open" | "no-key";
export type Busy = "signing-in" | "drafting" | "signing" | "looking" | null;

export interface Form {
  username: string;
  passphrase: string;
  code: string;
}

/** Who is to sit in the next roster, and how. */
export interface Plan {
  members: string[];
  quorum: number;
  validUntil: string;
}

export interface State {
  step: Step;
  alarm: Alarm | null;
  form: Form;
  missing: (keyof Form)[];
  busy: Busy;
  /** A stable code; its sentence is in words.ts. */
  problem: string | null;
  me: string;
  committee: string;
  chain: Dsse[];
  /** Null while the committee is being founded. */
  inForce: CommitteeView | null;
  room: Room | null;
  /** The draft as this member's own browser reads it. */
  draft: RosterDraftView | null;
  plan: Plan | null;
  typed: string[];
  heard: Heard | null;
  /** The roster came into force while this page was open. */
  isNew: boolean;
  numbers: Record<string, string>;
}

export type Event =
  | { type: "typed"; field: keyof Form; value: string }
  | { type: "missing"; fields: (keyof Form)[] }
  | { type: "busy"; busy: Busy }
  | { type: "problem"; problem: string | null }
  | { type: "alarm"; alarm: Alarm }
  | { type: "signed-in"; me: string; committee: string }
  | { type: "looked"; room: Room; chain: Dsse[]; inForce: CommitteeView | null; draft: RosterDraftView | null }
  | { type: "plan"; plan: Plan | null }
  | { type: "word"; index: number; value: string }
  | { type: "heard"; heard: Heard | null }
  | { type: "in-force" }
  | { type: "number"; member: string; value: string }
  | { type: "signed-out"; problem: string | null };

export function firstState(): State {
  return {
    step: "sign-in",
    alarm: null,
    form: { username: "", passphrase: "", code: "" },
    missing: [],
    busy: null,
    problem: null,
    me: "",
    committee: "",
    chain: [],
    inForce: null,
    room: null,
    draft: null,
    plan: null,
    typed: noWords(),
    heard: null,
    isNew: false,
    numbers: {},
  };
}

function noWords(): string[] {
  return Array.from({ length: WORDS }, () => "");
}

export function update(state: State, event: Event): State {
  switch (event.type) {
    case "typed":
      return { ...state, form: { ...state.form, [event.field]: event.value } };
    case "missing":
      return { ...state, missing: event.fields };
    case "busy":
      return { ...state, busy: event.busy, problem: event.busy === null ? state.problem : null };
    case "problem":
      return { ...state, problem: event.problem, busy: null };
    case "alarm":
      return { ...firstState(), step: "alarm", alarm: event.alarm };
    case "signed-in":
      return { ...firstState(), step: "room", me: event.me, committee: event.committee, busy: "looking" };
    case "looked":
      return looked(state, event);
    case "plan":
      return { ...state, plan: event.plan, problem: null };
    case "word":
      return { ...state, typed: withWords(state.typed, event.index, event.value), heard: null };
    case "heard":
      return { ...state, heard: event.heard, typed: event.heard === null ? noWords() : state.typed };
    case "in-force":
      return { ...state, isNew: true, plan: null };
    case "number":
      return { ...state, numbers: { ...state.numbers, [event.member]: event.value } };
    case "signed-out":
      return { ...firstState(), problem: event.problem, form: { ...firstState().form, username: state.form.username } };
  }
}

function looked(state: State, { room, chain, inForce, draft }: Extract<Event, { type: "looked" }>): State {
  const isOther = draft?.hash !== state.draft?.hash;
  return {
    ...state,
    room,
    chain,
    inForce,
    draft,
    busy: state.busy === "looking" ? null : state.busy,
    typed: isOther ? noWords() : state.typed,
    heard: isOther ? null : state.heard,
    plan: draft ? null : state.plan,
  };
}

/** A word in its field; several at once, as when they are pasted, run on into the next fields. */
function withWords(typed: readonly string[], index: number, value: string): string[] {
  const words = value
    .trim()
    .split(/[\s,;.]+/u)
    .filter(Boolean);
  if (words.length < 2) return typed.map((word, at) => (at === index ? value : word));
  return typed.map((word, at) => words[at - index] ?? word);
}

/** Who can be drafted: everybody with a key. */
export function candidates({ room }: State): Room["people"] {
  return room?.people.filter((person) => person.signingKey !== "") ?? [];
}

/** Invited to a seat, and not there yet. */
export function waitedFor({ room }: State): Room["people"] {
  return room?.people.filter((person) => person.signingKey === "" && !person.deputy) ?? [];
}

/** The plan to begin with: at the founding all who have a seat, later those who sit now, in the place of whom they replace. */
export function planFor(state: State, today: string): Plan {
  const { room, inForce } = state;
  const replaced = new Set(room?.people.filter((one) => one.signingKey !== "").map((one) => one.replaces));
  const members = candidates(state)
    .filter((one) => (inForce ? (one.seated && !replaced.has(one.member)) || one.replaces !== null : !one.deputy))
    .map((one) => one.member);
  return { members, quorum: inForce?.quorum ?? room?.plan?.quorum ?? 2, validUntil: yearFrom(today) };
}

function yearFrom(today: string): string {
  return `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`.replace("-02-29", "-02-28");
}

/** Whose signature the draft still waits for: of a founding all, of a change enough of those who sit now and all who join. */
export function stillToSign(state: State): { names: string[]; more: number } {
  const { draft, room, inForce } = state;
  if (!draft || !room?.draft) return { names: [], more: 0 };
  const signed = new Set(room.draft.signers);
  const seatedKeys = new Set(room.people.filter((one) => one.seated).map((one) => one.signingKey));
  const joining = draft.members.filter((one) => !seatedKeys.has(one.signingKey) && !signed.has(one.signingKey));
  const already = [...seatedKeys].filter((key) => signed.has(key)).length;
  return { names: joining.map((one) => one.name), more: inForce ? Math.max(0, inForce.quorum - already) : 0 };
}

/** Whether this member has signed the draft. */
export function haveSigned({ room, me }: State): boolean {
  const mine = room?.people.find((one) => one.member === me)?.signingKey;
  return mine !== undefined && (room?.draft?.signers.includes(mine) ?? false);
}
