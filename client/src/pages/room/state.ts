/** The committee's room as a value, and how it changes. Pure. */

import type { Person, Room } from "../../api/founding";
import type { Candidate, Dsse, Heard, RosterDraftView, RosterInForce } from "../../keyring/types";
import type { RosterFacts } from "../../rules/rosterChange";

export const WORDS = 12;
export type Step = "sign-in" | "room" | "alarm";
export type Alarm = "not-my-entry" | "roster-refused" | "draft-refused" | "key-does-not-open" | "no-key";
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
  /** Recovery codes that were not used yet. */
  codesLeft: number;
  chain: Dsse[];
  /** Null while the committee is being founded. */
  inForce: RosterInForce | null;
  /** As the server tells it, but for the seats: those are in the signed list. */
  room: Room | null;
  /** Members under whose names the server tells other keys than the signed list has. */
  doubted: string[];
  /** The draft as this member's own browser reads it. */
  draft: RosterDraftView | null;
  plan: Plan | null;
  typed: string[];
  heard: Heard | null;
  /** The roster came into force while this page was open. */
  isNew: boolean;
  /** Hashes of drafts signed here. */
  signed: string[];
  /** By hash of a draft, who stopped it: a stopped draft stays stopped, whatever the server says later. */
  stopped: Record<string, string>;
  numbers: Record<string, string>;
}

export type Event =
  | { type: "typed"; field: keyof Form; value: string }
  | { type: "missing"; fields: (keyof Form)[] }
  | { type: "busy"; busy: Busy }
  | { type: "problem"; problem: string | null }
  | { type: "alarm"; alarm: Alarm }
  | { type: "signed-in"; me: string; committee: string; codesLeft: number }
  | { type: "looked"; room: Room; chain: Dsse[]; inForce: RosterInForce | null; draft: RosterDraftView | null }
  | { type: "plan"; plan: Plan | null }
  | { type: "word"; index: number; value: string }
  | { type: "heard"; heard: Heard | null }
  | { type: "signed"; hash: string }
  | { type: "stopped"; hash: string; by: string }
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
    codesLeft: 0,
    chain: [],
    inForce: null,
    room: null,
    doubted: [],
    draft: null,
    plan: null,
    typed: noWords(),
    heard: null,
    isNew: false,
    signed: [],
    stopped: {},
    numbers: {},
  };
}

function noWords(): string[] {
  return Array.from({ length: WORDS }, () => "");
}

/** What was stopped stays known as long as the page is open. */
function startAnew({ stopped }: State): State {
  return { ...firstState(), stopped };
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
      return { ...startAnew(state), step: "alarm", alarm: event.alarm };
    case "signed-in":
      return {
        ...startAnew(state),
        step: "room",
        me: event.me,
        committee: event.committee,
        codesLeft: event.codesLeft,
        busy: "looking",
      };
    case "looked":
      return looked(state, event);
    case "plan":
      return { ...state, plan: event.plan, problem: null };
    case "word":
      return { ...state, typed: withWords(state.typed, event.index, event.value), heard: null };
    case "heard":
      return { ...state, heard: event.heard, typed: event.heard === null ? noWords() : state.typed };
    case "signed":
      return { ...state, signed: [...state.signed, event.hash] };
    case "stopped":
      return { ...state, stopped: { [event.hash]: event.by, ...state.stopped } };
    case "number":
      return { ...state, numbers: { ...state.numbers, [event.member]: event.value } };
    case "signed-out":
      return {
        ...startAnew(state),
        problem: event.problem,
        form: { ...firstState().form, username: state.form.username },
      };
  }
}

function looked(state: State, { room, chain, inForce, draft }: Extract<Event, { type: "looked" }>): State {
  const isOther = draft?.hash !== state.draft?.hash;
  const stoppedNow = draft && room.draft?.stoppedBy ? { [draft.hash]: room.draft.stoppedBy } : {};
  return {
    ...state,
    room: { ...room, people: peopleOf(room.people, inForce) },
    doubted: doubtedIn(room.people, inForce),
    chain,
    inForce,
    draft,
    busy: state.busy === "looking" ? null : state.busy,
    typed: isOther ? noWords() : state.typed,
    heard: isOther ? null : state.heard,
    plan: draft ? null : state.plan,
    problem: draft && state.draft && isOther ? "stale-draft" : state.problem,
    isNew: state.isNew || (inForce !== null && inForce.roster === state.draft?.hash),
    stopped: { ...stoppedNow, ...state.stopped },
  };
}

/** Who has a seat stands in the signed list, with name and keys; of the others there is the server's word alone. */
function peopleOf(told: readonly Person[], inForce: RosterInForce | null): Person[] {
  const seated = inForce?.members ?? [];
  const ids = new Set(seated.map((member) => member.id));
  const others = told.filter((person) => !ids.has(person.member));
  return [...seated.map(seatedPerson), ...others.map((person) => ({ ...person, seated: false }))];
}

function seatedPerson({ id, name, seat, recipient, signingKey }: Candidate): Person {
  const rest = { deputy: false, replaces: null, validUntil: null, seated: true };
  return { member: id, name, seat, recipient, signingKey, ...rest };
}

function doubtedIn(told: readonly Person[], inForce: RosterInForce | null): string[] {
  const doubted = (inForce?.members ?? []).filter((member) =>
    told.some((person) => person.member === member.id && person.signingKey !== "" && !hasKeysOf(person, member)),
  );
  return doubted.map((member) => member.name);
}

type Keyed = Pick<Candidate, "recipient" | "signingKey">;

function hasKeysOf(one: Keyed, other: Keyed): boolean {
  return one.signingKey === other.signingKey && one.recipient === other.recipient;
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
export function stillToSign({ draft, room, inForce }: State): { names: string[]; more: number } {
  if (!draft || !room?.draft) return { names: [], more: 0 };
  const signed = new Set(room.draft.signers);
  const seated = inForce?.members ?? [];
  const isKept = (one: Candidate) => seated.some((member) => member.id === one.id && hasKeysOf(member, one));
  const joining = draft.members.filter((one) => !isKept(one) && !signed.has(one.signingKey));
  const already = seated.filter((member) => signed.has(member.signingKey)).length;
  return { names: joining.map((one) => one.name), more: inForce ? Math.max(0, inForce.quorum - already) : 0 };
}

/** Whether this member sits in the list in force. */
export function isSeated({ inForce }: State): boolean {
  return inForce?.mine ?? false;
}

/** The name of somebody who is there; empty when nobody is. */
export function nameOf({ room }: Pick<State, "room">, member: string): string {
  return room?.people.find((person) => person.member === member)?.name ?? "";
}

/** Whether the server shows this member's signature under the draft. */
export function haveSigned({ room, draft, inForce, me }: State): boolean {
  const mine = [...(draft?.members ?? []), ...(inForce?.members ?? [])].filter((member) => member.id === me);
  return mine.some((member) => room?.draft?.signers.includes(member.signingKey));
}

/** Whether this member signed the draft here: that is known, what the server tells of it is not. */
export function haveSignedHere({ draft, signed }: State): boolean {
  return draft !== null && signed.includes(draft.hash);
}

/** Who stopped the draft; null while nobody did. */
export function stoppedBy({ draft, stopped }: State): string | null {
  return (draft && stopped[draft.hash]) ?? null;
}

/** The founding list as the room lets expect it: the operator's plan, and the people with the keys that they made. */
export function announced({ draft, room }: State): RosterFacts | null {
  if (!draft || !room?.plan) return null;
  const { name, bodies, quorum } = room.plan;
  const members = draft.members.flatMap(({ id }) => {
    const person = room.people.find(({ member, signingKey }) => member === id && signingKey !== "");
    return person ? [{ ...person, id }] : [];
  });
  return { ...draft, name, bodies, quorum, members };
}
