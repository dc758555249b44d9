/** A made-up committee and its cases, as the keyring hands them to a page. */

import type { CaseView, CommitteeView, EntryView, MemberView, StageView } from "../../../src/keyring/types";
import { type Card, firstState, type State, update } from "../../../src/pages/committee/state";

export const TODAY = "2026-11-22";
export const CASE = "7c0a1f9e-8f0f-4a51-9d3a-2f7f5a1c0b11";
export const OTHER = "0b6f2c4d-1e2a-4b3c-8d4e-5f6a7b8c9d0e";

export const ALICE: MemberView = { id: "alice", name: "Marijke Terpstra", seat: "chair" };
export const BOB: MemberView = { id: "bob", name: "Joost Wiersma", seat: "member" };
export const CHARLIE: MemberView = { id: "charlie", name: "Ruben Koster", seat: "employee-representative" };

export const COMMITTEE: CommitteeView = {
  committee: "verblijf",
  name: { nl: "Integriteitscommissie Verblijf", en: "Integrity committee" },
  bodies: [{ id: "dienst-verblijf", name: { nl: "Dienst Verblijf" }, country: "NL" }],
  members: [ALICE, BOB, CHARLIE],
  quorum: 2,
  roster: "hash",
  epoch: 0,
  validUntil: "2027-08-01",
  expired: false,
  fingerprint: { hex: "00", words: [] },
};

export function stage(name: string, on: string, flag: string | null = null): StageView {
  return { stage: name, on, hash: `${name}-hash`, by: [ALICE], flag };
}

export function card(change: Partial<Card> = {}): Card {
  return {
    case: CASE,
    reference: "M-7K3F-9Q",
    receivedOn: "2026-11-20",
    stages: [],
    heads: { conversation: "head-1", notes: null },
    ...change,
  };
}

export function entry(change: Partial<EntryView> = {}): EntryView {
  return {
    id: "entry-1",
    hash: "head-1",
    postedOn: "2026-11-20",
    flag: null,
    thread: "conversation",
    kind: "message",
    role: "reporter",
    member: null,
    mine: false,
    writtenOn: "2026-11-20",
    text: "Dank u.",
    files: [],
    seen: false,
    ...change,
  };
}

export function caseView(change: Partial<CaseView> = {}): CaseView {
  return {
    case: CASE,
    reference: "M-7K3F-9Q",
    receivedOn: "2026-11-20",
    committee: COMMITTEE,
    report: {
      bodyId: "dienst-verblijf",
      language: "nl",
      questionnaire: "1",
      answers: { fear: "Dat ik weg moet.", what: "Een collega wordt al maanden gepest.", now: "" },
      excluded: [BOB],
      attachments: [],
      followUpWanted: true,
    },
    entries: [entry({ kind: "report", text: "" })],
    stages: [],
    looks: [{ member: ALICE, what: "case", on: "2026-11-21" }],
    head: "head-1",
    notes: [],
    notesHead: null,
    alarms: [],
    ...change,
  };
}

const SESSION = { role: "member", member: "alice", committee: "verblijf" } as const;

/** Signed in, with these cards on the board. */
export function atWork(cards: Card[] = [card()]): State {
  const signedIn = update(firstState(10), { type: "signed-in", session: SESSION });
  const open = update(signedIn, { type: "key-open", committee: COMMITTEE });
  return update(open, { type: "cards", cards });
}

/** The same, with a case open. */
export function inCase(view: CaseView = caseView()): State {
  const opening = update(atWork(), { type: "opening", case: CASE });
  return update(opening, { type: "opened", view, heads: { conversation: view.head, notes: view.notesHead } });
}
