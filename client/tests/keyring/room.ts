/** A letterbox in memory, with Alice, Bob, Charlie and Dora behind it, and what both sides say to it. */

import { MemberSide } from "../../src/keyring/member";
import { ReporterSide } from "../../src/keyring/reporter";
import type {
  AttachmentRef,
  Dsse,
  OpenedGrant,
  Outside,
  ReportDraft,
  SealedCase,
  SealedFile,
  SealedMailbox,
  SealedStatement,
} from "../../src/keyring/types";
import * as age from "../../src/protocol/age";
import { b64u, dumpJson, sha256B64u } from "../../src/protocol/encoding";
import { padFixed } from "../../src/protocol/padme";
import { stretch, wrapIdentity, wrapMemberSecret } from "../../src/protocol/staff";
import { parseSubmission, type Submission } from "../../src/protocol/submission";
import { at, type Committee, TODAY } from "../protocol/cast";

export const PASSPHRASE = "zes woorden die niemand raadt hoor";
export const REFERENCE = "M-7K3F-9Q";
export const quiet = (): void => {};

export function draft(changes: Partial<ReportDraft> = {}): ReportDraft {
  return {
    committee: "integriteit",
    bodyId: "ind",
    language: "nl",
    questionnaire: "v1",
    answers: { what: "Mijn leidinggevende schreeuwt. 🙂", want: "Dat het stopt." },
    excluded: [],
    files: [],
    followUp: { wanted: true, ifSilent: "nothing" },
    name: null,
    ...changes,
  };
}

/** A file that was sealed and sent before its statement. */
export function sealedFile(name: string, ref: Partial<AttachmentRef> = {}, size = 300_000): SealedFile {
  return { ref: { upload: "upload-1", sha256: "A".repeat(43), size: 327_680, ...ref }, name, size };
}

/** What the server keeps of one case, and how it answers. */
export class Letterbox {
  readonly submission: Submission;
  readonly stages: Dsse[] = [];
  readonly looked: string[] = [];
  private readonly conversation: string[];
  private readonly notes: string[] = [];

  constructor(envelope: Dsse) {
    this.submission = parseSubmission(envelope);
    this.conversation = [b64u(this.submission.report)];
  }

  post(statement: SealedStatement, thread: "conversation" | "notes" = "conversation"): void {
    this[thread].push(statement.envelope);
  }

  /** A who-looked entry, as the server seals it. */
  async look(fields: Record<string, unknown>): Promise<void> {
    const to = [this.submission.caseRecipient, this.submission.mailboxRecipient];
    this.looked.push(b64u(await age.encrypt(padFixed(dumpJson(fields)), to)));
  }

  mailbox(changes: Partial<SealedMailbox> = {}): SealedMailbox {
    return { ...this.shared(), committee: this.submission.committee, ...changes };
  }

  case(changes: Partial<SealedCase> = {}): SealedCase {
    return { ...this.shared(), outside: this.outside(), notes: this.notes.map(placed), ...changes };
  }

  /** The grants of one member, with handles. */
  grants(member: string): { handle: string; sealed: string }[] {
    return this.submission.grants
      .filter((grant) => grant.member === member)
      .map((grant, index) => ({ handle: `grant-${index}`, sealed: b64u(grant.sealed) }));
  }

  outside(): Outside {
    const { mailboxKey, mailboxRecipient, caseRecipient, vault, threshold } = this.submission;
    return {
      mailbox: { signing_key: mailboxKey, recipient: mailboxRecipient },
      case_recipient: caseRecipient,
      vault: { sha256: sha256B64u(vault), threshold },
    };
  }

  private shared(): Omit<SealedMailbox, "committee"> {
    return {
      case: this.submission.case,
      reference: REFERENCE,
      received_on: TODAY,
      stages: this.stages,
      conversation: this.conversation.map(placed),
      looked: this.looked,
    };
  }
}

function placed(sealed: string, index: number): { id: string; sealed: string; posted_on: string } {
  return { id: `envelope-${index}`, sealed, posted_on: TODAY };
}

/** A reporter who filed, and the letterbox that holds the report. */
export async function filed(
  committee: Committee,
  changes: Partial<ReportDraft> = {},
): Promise<{ reporter: ReporterSide; letterbox: Letterbox; words: string[] }> {
  const reporter = new ReporterSide();
  const chain = [...committee.chain];
  await reporter.beginReport(chain, TODAY);
  const letterbox = new Letterbox(await reporter.sealReport(draft(changes), TODAY));
  return { reporter, letterbox, words: (await reporter.receiptWords("en")).words };
}

/** The same reporter with the mailbox open. */
export async function reading(committee: Committee, letterbox: Letterbox, words: string[]): Promise<ReporterSide> {
  const reporter = new ReporterSide();
  await reporter.openReceipt(words.join(" "));
  await reporter.readMailbox([...committee.chain], letterbox.mailbox(), TODAY);
  return reporter;
}

const wrappings = new Map<number, Promise<string>>();

/** The wrapped key of the member at this position; its scrypt is run once a test file. */
export function wrappedKey(index: number): Promise<string> {
  const known = wrappings.get(index) ?? wrapKey(index);
  wrappings.set(index, known);
  return known;
}

async function wrapKey(index: number): Promise<string> {
  const recipient = await age.recipientOf(wrapIdentity(await stretch(usernameOf(index), PASSPHRASE)));
  return b64u(await wrapMemberSecret(new Uint8Array(32).fill(index + 1), recipient));
}

export function usernameOf(index: number): string {
  return `lid-${index}`;
}

/** A member with an open key. */
export async function signedIn(committee: Committee, index = 0): Promise<MemberSide> {
  const member = new MemberSide();
  await member.stretch(usernameOf(index), PASSPHRASE, quiet);
  await member.openKey(await wrappedKey(index), [...committee.chain], at(committee.ids, index), TODAY);
  return member;
}

/** Open this member's grants and read the case. */
export async function openCase(
  committee: Committee,
  member: MemberSide,
  letterbox: Letterbox,
  index = 0,
): Promise<{ view: Awaited<ReturnType<MemberSide["readCase"]>>; grants: OpenedGrant[] }> {
  const grants = await member.openGrants(letterbox.grants(at(committee.ids, index)));
  const handles = grants.map((grant) => grant.handle);
  return { view: await member.readCase(handles, letterbox.case(), [...committee.chain], TODAY), grants };
}

/** The stable code (with kind and index) of what a call throws. */
export async function troubleIn(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return null;
  } catch (error) {
    const { code, kind, index } = error as { code?: string; kind?: string; index?: number | null };
    return kind === undefined ? code : { code, kind, index };
  }
}
