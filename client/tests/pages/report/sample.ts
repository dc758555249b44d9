/** A committee, a filled-in form and a page that answers to tests. */

import type { CommitteeOnShow } from "../../../src/api/letterbox";
import type { CommitteeView, MemberView } from "../../../src/keyring/types";
import { type Event, firstState, type ReportFile, type State, update } from "../../../src/pages/report/state";

export const ALICE: MemberView = { id: "a", name: "Alice de Wit", seat: "chair" };
export const BOB: MemberView = { id: "b", name: "Bob Maas", seat: "member" };
export const CAROL: MemberView = { id: "c", name: "Carol Smit", seat: "member" };
export const DAVE: MemberView = { id: "d", name: "Dave Kok", seat: "employee-representative" };

export const COMMITTEE: CommitteeView = {
  committee: "integriteit",
  name: { nl: "Integriteitscommissie", en: "Integrity committee" },
  bodies: [
    { id: "ind", name: { nl: "Dienst", en: "Service" }, country: "NL" },
    { id: "coa", name: { nl: "Opvang", en: "Reception" }, country: "NL" },
  ],
  members: [ALICE, BOB, CAROL],
  quorum: 2,
  roster: "roster-hash",
  epoch: 0,
  validUntil: "2027-11-22",
  expired: false,
  fingerprint: { hex: "00112233445566778899aabbccddeeff", words: [] },
};

export const OTHER: CommitteeView = {
  ...COMMITTEE,
  committee: "autre",
  name: { nl: "Andere commissie", en: "Other committee" },
  bodies: [{ id: "dvz", name: { nl: "Dienst Zuid", en: "Service South" }, country: "BE" }],
  members: [DAVE, { ...ALICE, id: "a2" }, { ...BOB, id: "b2" }],
};

export const LISTED: CommitteeOnShow[] = [COMMITTEE, OTHER].map(({ committee, name, bodies }) => ({
  committee,
  name,
  bodies,
}));

export const IND = { committee: "integriteit", id: "ind" };
export const WORDS = "velvet crouch onion ramp silver arctic tenant mother gravity pilot fossil bright".split(" ");
export const RECEIPT = { words: WORDS, numbers: WORDS.map((_, index) => `${1000 + index}`) };

export const follow = (state: State, ...events: Event[]): State => events.reduce(update, state);

/** Stands at a step, with a verified committee. */
export function at(step: State["place"], change: Partial<State> = {}): State {
  const begun = follow(
    firstState(),
    { type: "committees", committees: LISTED },
    { type: "choose-body", body: IND },
    { type: "committee", committee: COMMITTEE },
  );
  return { ...begun, place: step, ...change };
}

/** Everything that must be there is there, and it stands at the check. */
export function ready(change: Partial<State> = {}): State {
  return at("check", { answers: { ...firstState().answers, what: "Bullying on my team" }, ...change });
}

export function file(id: string, change: Partial<ReportFile> = {}): ReportFile {
  const ref = { upload: `u${id}`, sha256: "h", size: 20 };
  return { id, name: `${id}.pdf`, size: 10, state: "done", part: 1, failure: null, ref, ...change };
}
