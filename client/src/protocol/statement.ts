/** Statements: what one party says in one case, and the envelope it travels in (protocol section 3). */

import * as age from "./age";
import { cleanName, MAX_CONTENT } from "./attachment";
import type { IsoDate } from "./dates";
import * as dsse from "./dsse";
import * as ed25519 from "./ed25519";
import {
  checkDate,
  checkHash,
  checkInt,
  checkList,
  checkMembers,
  checkText,
  checkUuid4,
  checkVersion,
  dumpJson,
  isObject,
  type Json,
  parseJson,
} from "./encoding";
import { MalformedError, ProtocolError } from "./errors";
import { padJson } from "./padme";
import { checkCommittee } from "./roster";

export const SUFFIX = "statement";
export const MAX_ATTACHMENTS = 20;
export const MAX_ATTACHMENT_SIZE = 128 * 1024 * 1024; // bytes of ciphertext
const MAX_EXCLUDED = 9;
const LONGEST_LABEL = 1000; // code points, before cleaning: as in the header of a file
const UPLOAD = /^[A-Za-z0-9_-]{1,64}$/;
const LANGUAGE = /^[a-z]{2,3}$/;

/** The two threads of a case. */
export type Thread = "conversation" | "notes";

/** Who an author is. */
export type Role = "reporter" | "member";

export const REPORTER_KINDS: ReadonlySet<string> = new Set([
  "report",
  "message",
  "check-in",
  "baseline",
  "follow-up",
  "remedy-agreed",
  "consent",
  "refusal",
  "leak",
  "correction",
  "withdrawal",
]);
export const MEMBER_KINDS: ReadonlySet<string> = new Set([
  "message",
  "check-in-request",
  "interim",
  "remedy",
  "measure",
  "leak",
  "identity-request",
  "identity-withdrawn",
  "rekey",
]);
export const NOTE_KINDS: ReadonlySet<string> = new Set(["note", "assessment", "task", "identity-approval"]);

/** An attachment as a statement lists it: hash (base64url) and size are of the ciphertext. */
export interface AttachmentRef {
  readonly upload: string;
  readonly sha256: string;
  readonly size: number;
}

/** What the sender calls a file, and the bytes of its content: the sender's word, until the file itself is opened. */
export interface FileLabel {
  readonly name: string;
  readonly size: number;
}

/** A statement of the right shape; who signed it is checked in `thread`. */
export interface Statement {
  readonly kind: string;
  readonly case: string;
  readonly thread: Thread;
  readonly prev: string | null;
  readonly roster: string;
  readonly role: Role;
  /** The id that the author claims; null for the reporter. */
  readonly member: string | null;
  readonly writtenOn: IsoDate;
  readonly body: Json;
  readonly attachments: readonly AttachmentRef[];
  /** One for each attachment, in their order, the names cleaned; null when there are none that can be read. */
  readonly labels: readonly FileLabel[] | null;
  /** The JSON object as it was read. */
  readonly raw: Json;
}

/** What the report commits to about the vault: the sealed file's hash and each raw share's, by member. */
export interface VaultCommitment {
  readonly sha256: string;
  readonly threshold: number;
  readonly shares: Readonly<Record<string, string>>;
}

/** What is to happen when a reporter who wanted follow-up falls silent. */
export const IF_SILENT = ["nothing", "adviser", "keep"] as const;
export type IfSilent = (typeof IF_SILENT)[number];

/** The body of the first statement of a case. */
export interface ReportBody {
  readonly mailboxKey: string;
  readonly mailboxRecipient: string;
  readonly caseRecipient: string;
  readonly committee: string;
  readonly bodyId: string;
  readonly language: string;
  readonly questionnaire: string;
  readonly answers: Json;
  readonly excluded: readonly string[];
  readonly attachments: readonly AttachmentRef[];
  readonly followUpWanted: boolean;
  readonly ifSilent: IfSilent;
  readonly vault: VaultCommitment;
}

/** What a writer decides about a statement. */
export interface StatementFields {
  readonly kind: string;
  readonly case: string;
  readonly thread: Thread;
  readonly prev: string | null;
  readonly roster: string;
  /** The author's id; null for the reporter. */
  readonly member: string | null;
  readonly writtenOn: IsoDate;
  readonly body: Json;
}

/** Whether this role may make this kind of statement in this thread. */
export function maySay(thread: Thread, role: Role, kind: string): boolean {
  if (thread === "notes") {
    return role === "member" && NOTE_KINDS.has(kind);
  }
  return (role === "reporter" ? REPORTER_KINDS : MEMBER_KINDS).has(kind);
}

/**
 * The payload of a statement.
 *
 * @throws MalformedError when a reader would refuse it.
 */
export function buildStatement(fields: StatementFields): Uint8Array {
  const payload = dumpJson({
    v: 1,
    kind: fields.kind,
    case: fields.case,
    thread: fields.thread,
    prev: fields.prev,
    roster: fields.roster,
    author: fields.member === null ? { role: "reporter" } : { role: "member", id: fields.member },
    written_on: fields.writtenOn,
    body: fields.body,
  });
  const statement = parseStatement(payload);
  if (!maySay(statement.thread, statement.role, statement.kind)) {
    throw new MalformedError(`${fields.kind} may not be said here`);
  }
  return payload;
}

/** Read a statement's shape, its report or rekey body and its attachments included; else MalformedError. */
export function parseStatement(payload: Uint8Array): Statement {
  const fields = checkMembers(parseJson(payload), [
    "v",
    "kind",
    "case",
    "thread",
    "prev",
    "roster",
    "author",
    "written_on",
    "body",
  ]);
  checkVersion(fields);
  const { role, member } = author(fields.author);
  const body = object(fields.body, "a statement has a body");
  const attachments = Object.hasOwn(body, "attachments") ? parseAttachments(body.attachments) : [];
  const statement: Statement = {
    kind: checkText(fields.kind, 40),
    case: checkUuid4(fields.case),
    thread: checkThread(fields.thread),
    prev: fields.prev === null ? null : checkHash(fields.prev),
    roster: checkHash(fields.roster),
    role,
    member,
    writtenOn: checkDate(fields.written_on),
    body,
    attachments,
    labels: readLabels(body, attachments.length),
    raw: fields,
  };
  if (statement.kind === "report") {
    parseReport(body);
  } else if (statement.kind === "rekey") {
    age.checkRecipient(body.case_recipient);
  }
  return statement;
}

function checkThread(value: unknown): Thread {
  if (value !== "conversation" && value !== "notes") {
    throw new MalformedError("not a thread");
  }
  return value;
}

function object(value: unknown, what: string): Json {
  if (!isObject(value)) {
    throw new MalformedError(what);
  }
  return value;
}

function author(value: unknown): { role: Role; member: string | null } {
  const { role } = object(value, "an author is the reporter or a member");
  if (role === "member") {
    return { role, member: checkUuid4(checkMembers(value, ["role", "id"]).id) };
  }
  if (checkMembers(value, ["role"]).role !== "reporter") {
    throw new MalformedError("an author is the reporter or a member");
  }
  return { role: "reporter", member: null };
}

/** The list of attachments of a statement or submission; an upload stands in it once. Else MalformedError. */
export function parseAttachments(value: unknown): AttachmentRef[] {
  const references = checkList(value, MAX_ATTACHMENTS).map((item): AttachmentRef => {
    const { upload, sha256, size } = checkMembers(item, ["upload", "sha256", "size"]);
    if (typeof upload !== "string" || !UPLOAD.test(upload)) {
      throw new MalformedError("not an upload");
    }
    return { upload, sha256: checkHash(sha256), size: checkInt(size, 1, MAX_ATTACHMENT_SIZE) };
  });
  if (new Set(references.map((reference) => reference.upload)).size !== references.length) {
    throw new MalformedError("an upload stands twice");
  }
  return references;
}

/**
 * The members of a body that carry files: `attachments` for the ciphertext, `files` for what is in it.
 *
 * @throws MalformedError unless there is a label for each attachment.
 */
export function carried(
  attachments: readonly AttachmentRef[],
  labels: readonly FileLabel[],
): { attachments: AttachmentRef[]; files: FileLabel[] } {
  if (labels.length !== attachments.length) {
    throw new MalformedError("a label for each attachment");
  }
  return {
    attachments: attachments.map(({ upload, sha256, size }) => ({ upload, sha256, size })),
    files: labels.map(({ name, size }) => ({ name: cleanName(name), size: checkInt(size, 0, MAX_CONTENT) })),
  };
}

/** The labels of so many attachments. They are a courtesy: a body without them, or with odd ones, still holds. */
function readLabels(body: Json, count: number): FileLabel[] | null {
  try {
    const labels = checkList(body.files, MAX_ATTACHMENTS).map((item): FileLabel => {
      const { name, size } = checkMembers(item, ["name", "size"]);
      return { name: cleanName(checkText(name, LONGEST_LABEL, 0)), size: checkInt(size, 0, MAX_CONTENT) };
    });
    return labels.length === count ? labels : null;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return null;
  }
}

/** Signing key and recipient of a mailbox; else MalformedError. */
export function parseMailbox(value: unknown): { signingKey: string; recipient: string } {
  const fields = checkMembers(value, ["signing_key", "recipient"]);
  ed25519.checkKey(fields.signing_key);
  return { signingKey: fields.signing_key as string, recipient: age.checkRecipient(fields.recipient) };
}

/** The body of a report, else MalformedError. Members that this version does not know are left alone. */
export function parseReport(body: Json): ReportBody {
  const answers = object(body.answers, "a report without answers");
  const followUp = object(body.follow_up, "a report without follow-up");
  const wanted = followUp.wanted;
  const ifSilent = IF_SILENT.find((known) => known === followUp.if_silent);
  if (typeof wanted !== "boolean" || ifSilent === undefined) {
    throw new MalformedError("a report without a choice about follow-up");
  }
  if (typeof body.language !== "string" || !LANGUAGE.test(body.language)) {
    throw new MalformedError("not a language");
  }
  const mailbox = parseMailbox(body.mailbox);
  return {
    mailboxKey: mailbox.signingKey,
    mailboxRecipient: mailbox.recipient,
    caseRecipient: age.checkRecipient(body.case_recipient),
    committee: checkCommittee(body.committee),
    bodyId: checkCommittee(body.body_id),
    language: body.language,
    questionnaire: checkText(body.questionnaire, 40),
    answers,
    excluded: checkList(body.excluded, MAX_EXCLUDED).map(checkUuid4),
    attachments: parseAttachments(body.attachments),
    followUpWanted: wanted,
    ifSilent,
    vault: parseCommitment(body.vault),
  };
}

/** What a report commits to about its vault; else MalformedError. */
export function parseCommitment(value: unknown): VaultCommitment {
  const fields = checkMembers(value, ["sha256", "threshold", "shares"]);
  const shares = object(fields.shares, "shares are committed to by member");
  for (const [member, commitment] of Object.entries(shares)) {
    checkUuid4(member);
    checkHash(commitment);
  }
  return {
    sha256: checkHash(fields.sha256),
    threshold: checkInt(fields.threshold, 2, 8),
    shares: shares as Record<string, string>,
  };
}

/** The signed statement; two secrets for a `rekey`. */
export function signStatement(payload: Uint8Array, secrets: readonly Uint8Array[]): dsse.Envelope {
  return dsse.sign(SUFFIX, payload, secrets);
}

/**
 * The envelope: padded with spaces to Padmé, then sealed.
 *
 * @param envelope From `signStatement`.
 * @param recipients Case and reporter for the conversation, the case alone for notes, in this order.
 */
export async function sealStatement(envelope: dsse.Envelope, recipients: readonly string[]): Promise<Uint8Array> {
  return age.encrypt(padJson(dumpJson({ ...envelope })), recipients);
}

/**
 * The signed statement in an envelope; nothing about its signature is checked yet.
 *
 * @throws NotSealedError, DecryptError, or MalformedError when it is no JSON object within.
 */
export async function openStatement(sealed: Uint8Array, identities: string | readonly string[]): Promise<Json> {
  return parseJson(await age.decrypt(sealed, identities));
}

/** How many recipients every envelope and attachment of a thread has. */
export function stanzasFor(thread: Thread): number {
  return thread === "conversation" ? 2 : 1;
}
