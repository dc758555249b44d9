/** A mailbox as the keyring hands it over, and a page that answers to tests. */

import type { CommitteeView, EntryView, MailboxView, MemberView } from "../../../src/keyring/types";
import type { Desk } from "../../../src/pages/mailbox/desk";
import type { Event } from "../../../src/pages/mailbox/state";

export const ALICE: MemberView = { id: "a", name: "Alice de Wit", seat: "chair" };
export const BOB: MemberView = { id: "b", name: "Bob Maas", seat: "employee-representative" };

export const COMMITTEE: CommitteeView = {
  committee: "integriteit",
  name: { nl: "Integriteitscommissie", en: "Integrity committee" },
  bodies: [{ id: "ind", name: { nl: "Dienst", en: "Service" }, country: "NL" }],
  members: [ALICE, BOB],
  quorum: 2,
  roster: "roster-hash",
  epoch: 0,
  validUntil: "2027-11-22",
  expired: false,
  fingerprint: { hex: "00112233445566778899aabbccddeeff", words: Array<string>(12).fill("velvet") },
};

/** A message of the committee that holds, changed as told. */
export function entry(id: string, change: Partial<EntryView> = {}): EntryView {
  return {
    id,
    hash: `hash-${id}`,
    postedOn: "2026-11-23",
    flag: null,
    thread: "conversation",
    kind: "message",
    role: "member",
    member: ALICE,
    mine: false,
    writtenOn: "2026-11-23",
    text: `text of ${id}`,
    files: [],
    seen: false,
    ...change,
  };
}

/** The reporter's own report. */
export function reportEntry(): EntryView {
  return entry("0", { kind: "report", role: "reporter", member: null, mine: true, text: "", writtenOn: "2026-11-22" });
}

/** A mailbox with a report and nothing else, changed as told. */
export function mailbox(change: Partial<MailboxView> = {}): MailboxView {
  return {
    case: "case",
    reference: "M-7K3F-9Q",
    receivedOn: "2026-11-22",
    committee: COMMITTEE,
    report: {
      bodyId: "ind",
      language: "en",
      questionnaire: "v1",
      answers: { want: "Peace", what: "Bullying on my team" },
      excluded: [BOB],
      attachments: [],
      followUpWanted: true,
    },
    entries: [reportEntry()],
    stages: [],
    looks: [],
    head: "hash-0",
    ...change,
  };
}

/** A desk that writes down what was asked of it. */
export function desk(): Desk & { events: Event[]; asked: string[] } {
  const events: Event[] = [];
  const asked: string[] = [];
  const note =
    (name: string) =>
    (...values: unknown[]) => {
      asked.push([name, ...values.map((value) => (typeof value === "object" ? "…" : String(value)))].join(" "));
    };
  return {
    events,
    asked,
    send: (event) => events.push(event),
    typeWord: note("type"),
    chooseWord: note("choose"),
    leaveWord: note("leave"),
    pasteWords: note("paste"),
    open: note("open"),
    refresh: note("refresh"),
    answer: note("answer"),
    withdraw: note("withdraw"),
    addFiles: note("add"),
    cancelFile: note("cancel"),
    retryFile: note("retry"),
    removeFile: note("remove"),
    download: note("download"),
    close: note("close"),
    stay: note("stay"),
    beginAgain: note("begin"),
  };
}
