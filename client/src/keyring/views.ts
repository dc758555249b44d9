/** Verified things as a page draws them: plain data, without keys. */

import { checkDate, checkMembers, checkText, checkUuid4, checkVersion, parseJson, unb64u } from "../protocol/encoding";
import { ProtocolError } from "../protocol/errors";
import { openOrNull } from "../protocol/grant";
import { verifyStageHistory } from "../protocol/stage";
import type { Statement } from "../protocol/statement";
import type { Reading } from "../protocol/thread";
import { type Epoch, fingerprint, hexOf, isExpired, type Member, memberById, newestOf } from "./rosters";
import type { CommitteeView, Dsse, EntryView, FileView, LookView, MemberView, ReportView, StageView } from "./types";

type Sealed = { id: string; sealed: string; posted_on: string };

/** A member without keys. */
export function memberView(member: Member): MemberView {
  return { id: member.id, name: member.name, seat: member.seat };
}

/** Any member of any epoch, the newest first. */
function findMember(epochs: readonly Epoch[], id: string): MemberView | null {
  for (const epoch of [...epochs].reverse()) {
    const member = memberById(epoch.roster, id);
    if (member) return memberView(member);
  }
  return null;
}

/** The newest roster of a verified chain. */
export function committeeView(epochs: readonly Epoch[], today: string): CommitteeView {
  const { roster, hash } = newestOf(epochs);
  return {
    committee: roster.committee,
    name: { ...roster.name },
    bodies: roster.bodies.map((body) => ({ id: body.id, name: { ...body.name }, country: body.country })),
    members: roster.members.map(memberView),
    quorum: roster.quorum,
    roster: hash,
    epoch: roster.epoch,
    validUntil: roster.validUntil,
    expired: isExpired(roster, today),
    fingerprint: { hex: hexOf(fingerprint(epochs)), words: [] },
  };
}

/** The same with the fingerprint's words, for who compares them with a poster. The word lists are fetched for it. */
export async function committeeWithWords(epochs: readonly Epoch[], today: string): Promise<CommitteeView> {
  const view = committeeView(epochs, today);
  const { fingerprintWords } = await import("../protocol/words");
  return { ...view, fingerprint: { ...view.fingerprint, words: fingerprintWords(fingerprint(epochs)) } };
}

/** What the first statement of a case says, or null when it does not hold. */
export function reportView(reading: Reading, epochs: readonly Epoch[]): ReportView | null {
  const { report } = reading;
  if (!report) return null;
  const answers = Object.entries(report.answers).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return {
    bodyId: report.bodyId,
    language: report.language,
    questionnaire: report.questionnaire,
    answers: Object.fromEntries(answers),
    excluded: report.excluded.flatMap((id) => findMember(epochs, id) ?? []),
    attachments: report.attachments.map((ref) => ({ ...ref })),
    followUpWanted: report.followUpWanted,
  };
}

/** The envelopes' bytes. What is not even base64url stays in its place, empty, and is flagged like any other. */
export function rawEnvelopes(sealed: readonly Pick<Sealed, "sealed">[]): Uint8Array[] {
  return sealed.map((envelope) => {
    try {
      return unb64u(envelope.sealed);
    } catch {
      return new Uint8Array(0);
    }
  });
}

/** A conversation whose report is not this reader's: nothing of it is shown, and nothing can be sealed to it. */
export function disowned(reading: Reading): Reading {
  const entries = reading.entries.map((entry) => ({
    ...entry,
    statement: null,
    author: null,
    flag: entry.flag ?? ("no-report" as const),
  }));
  return { ...reading, entries, report: null, caseRecipient: null, seenByReporter: null, seenByCommittee: null };
}

/** The files of a statement, named as it names them. */
export function fileViews(statement: Statement | null): FileView[] {
  const labels = statement?.labels;
  return (statement?.attachments ?? []).map((ref, index) => {
    const label = labels?.[index];
    return { ref: { ...ref }, name: label?.name ?? null, size: label?.size ?? ref.size };
  });
}

/** Every envelope in its place; `reader` is a member's id, or null for the reporter. */
export function entryViews(
  reading: Reading,
  sealed: readonly Sealed[],
  thread: "conversation" | "notes",
  reader: string | null,
): EntryView[] {
  const place = (hash: string | null): number => reading.entries.findIndex((entry) => entry.hash === hash);
  const seen = { reporter: place(reading.seenByCommittee), member: place(reading.seenByReporter) };
  return reading.entries.map((entry, index) => {
    const { statement, author } = entry;
    const role = statement?.role ?? null;
    const text = statement?.body.text;
    return {
      id: sealed[index]?.id ?? "",
      hash: entry.hash,
      postedOn: sealed[index]?.posted_on ?? "",
      flag: entry.flag,
      thread,
      kind: statement?.kind ?? "",
      role,
      member: author ? memberView(author) : null,
      mine: statement !== null && statement.member === reader,
      writtenOn: statement?.writtenOn ?? null,
      text: typeof text === "string" ? text : "",
      files: fileViews(statement),
      seen: role !== null && thread === "conversation" && index <= seen[role],
    };
  });
}

/** The stages of a case, each verified against the chain. */
export function stageViews(stages: readonly Dsse[], caseId: string, epochs: readonly Epoch[]): StageView[] {
  return verifyStageHistory(stages, caseId, epochs).map(({ change, signers, flag }) => ({
    stage: change?.stage ?? "",
    on: change?.on ?? "",
    hash: change?.hash ?? "",
    by: signers.flatMap((id) => findMember(epochs, id) ?? []),
    flag,
  }));
}

/** Who looked, newest first; an entry that does not open or is no entry is left out. */
export async function lookViews(
  sealed: readonly string[],
  identities: readonly string[],
  epochs: readonly Epoch[],
): Promise<LookView[]> {
  const found: LookView[] = [];
  for (const entry of sealed) {
    const look = await openLook(entry, identities);
    if (look) found.push({ member: findMember(epochs, look.member), what: look.what, on: look.on });
  }
  return found.sort((a, b) => (a.on < b.on ? 1 : -1));
}

async function openLook(
  sealed: string,
  identities: readonly string[],
): Promise<{ member: string; what: string; on: string } | null> {
  try {
    for (const identity of identities) {
      const plain = await openOrNull(identity, unb64u(sealed));
      if (!plain) continue;
      const fields = checkMembers(parseJson(plain), ["v", "member", "what", "on"]);
      checkVersion(fields);
      return { member: checkUuid4(fields.member), what: checkText(fields.what, 40), on: checkDate(fields.on) };
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
  return null;
}
