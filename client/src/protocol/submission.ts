/** Submissions: everything that filing a report sends, and every check that needs no key (protocol section 5). */

import * as age from "./age";
import type { IsoDate } from "./dates";
import * as dsse from "./dsse";
import {
  b64u,
  checkHash,
  checkInt,
  checkList,
  checkMembers,
  checkUuid4,
  checkVersion,
  dumpJson,
  type Json,
  parseJson,
  sha256B64u,
  unb64u,
} from "./encoding";
import {
  DoubleGrantError,
  ForeignMemberError,
  MalformedError,
  MissingGrantError,
  NotSealedError,
  SignatureError,
  WrongThresholdError,
} from "./errors";
import { DOOR_SIZE, isGrantShaped, sealGrants } from "./grant";
import type { Keys } from "./keys";
import { isPermittedLength } from "./padme";
import { checkCommittee, type Epoch, type Roster } from "./roster";
import {
  type AttachmentRef,
  buildStatement,
  carried,
  type FileLabel,
  type IfSilent,
  parseAttachments,
  parseMailbox,
  sealStatement,
  signStatement,
} from "./statement";
import { buildVault, type Vault } from "./vault";

export const SUFFIX = "submission";
export const MAX_SEALED_TEXT = 1024 * 1024; // bytes of padded plaintext in an envelope
export const MAX_SEALED_NAME = 65_536;
const MAX_MEMBERS = 9;

/** Something sealed for a member. */
export interface SealedFor {
  readonly member: string;
  readonly sealed: Uint8Array;
}

/** A submission whose shape, signature and seals hold. */
export interface Submission {
  readonly committee: string;
  readonly case: string;
  /** Hash of the roster that it is sealed to. */
  readonly roster: string;
  /** SHA-256 of the door, base64url. */
  readonly door: string;
  readonly mailboxKey: string;
  readonly mailboxRecipient: string;
  readonly caseRecipient: string;
  readonly grants: readonly SealedFor[];
  readonly report: Uint8Array;
  readonly attachments: readonly AttachmentRef[];
  readonly vault: Uint8Array;
  readonly threshold: number;
  readonly shares: readonly SealedFor[];
  /** SHA-256 of the payload, by which the same submission is recognised when it comes again. */
  readonly hash: string;
}

/** What is made once for a case, before its attachments are sealed. Secret, but for `case` and `recipient`. */
export interface CaseSecrets {
  readonly case: string;
  readonly identity: string;
  readonly recipient: string;
  readonly door: Uint8Array;
}

/** What the reporter fills in. */
export interface ReportContent {
  readonly bodyId: string;
  readonly language: string;
  readonly answers: Json;
  readonly questionnaire: string;
  readonly followUpWanted: boolean;
  readonly ifSilent: IfSilent;
  /** Goes into the vault; `{}` when anonymous. */
  readonly name: Json;
}

/** What else goes into a submission. */
export interface SubmissionOptions {
  readonly writtenOn: IsoDate;
  /** Ids of members who are left out. */
  readonly excluded?: readonly string[];
  readonly attachments?: readonly AttachmentRef[];
  /** One for each attachment; they go into the sealed report alone. */
  readonly labels?: readonly FileLabel[];
  /** From `newCase`, when attachments were sealed before; made anew unless given. */
  readonly secrets?: CaseSecrets;
}

/** A random case, its identity and its door. */
export async function newCase(): Promise<CaseSecrets> {
  const identity = await age.generateIdentity();
  return {
    case: crypto.randomUUID(),
    identity,
    recipient: await age.recipientOf(identity),
    door: crypto.getRandomValues(new Uint8Array(DOOR_SIZE)),
  };
}

/**
 * Seal a report to a committee.
 *
 * @returns The signed submission, and the secrets of the case, which only the grants carry.
 * @throws MalformedError when somebody is excluded who is not a member, or more than members minus quorum.
 */
export async function buildSubmission(
  receipt: Keys,
  epoch: Epoch,
  content: ReportContent,
  options: SubmissionOptions,
): Promise<{ submission: dsse.Envelope; secrets: CaseSecrets }> {
  const { roster } = epoch;
  const excluded = [...new Set(options.excluded ?? [])].sort();
  checkExcluded(roster, excluded);
  const secrets = options.secrets ?? (await newCase());
  const vault = await buildVault(content.name, roster.quorum, roster.members, excluded, secrets.case);
  const files = carried(options.attachments ?? [], options.labels ?? []);
  const body = reportBody(receipt, secrets, roster, content, vault, excluded, files);
  const statement = buildStatement({
    kind: "report",
    case: secrets.case,
    thread: "conversation",
    prev: null,
    roster: epoch.hash,
    member: null,
    writtenOn: options.writtenOn,
    body,
  });
  const signed = signStatement(statement, [receipt.signingSecret]);
  const sealed = { vault, report: await sealStatement(signed, [secrets.recipient, receipt.recipient]) };
  const payload = await payloadOf(epoch, secrets, body, excluded, sealed);
  return { submission: dsse.sign(SUFFIX, dumpJson(payload), [receipt.signingSecret]), secrets };
}

async function payloadOf(
  epoch: Epoch,
  secrets: CaseSecrets,
  body: Json,
  excluded: readonly string[],
  sealed: { readonly vault: Vault; readonly report: Uint8Array },
): Promise<Json> {
  const { roster } = epoch;
  const grant = { case: secrets.case, identity: secrets.identity, door: secrets.door };
  return {
    v: 1,
    committee: roster.committee,
    case: secrets.case,
    roster: epoch.hash,
    door: sha256B64u(secrets.door),
    mailbox: body.mailbox,
    case_recipient: secrets.recipient,
    grants: shuffled(await sealGrants(grant, roster.members, excluded)),
    report: b64u(sealed.report),
    attachments: body.attachments,
    vault: { sealed: b64u(sealed.vault.sealed), threshold: roster.quorum, shares: shuffled(sealed.vault.shares) },
  };
}

function checkExcluded(roster: Roster, excluded: readonly string[]): void {
  const members = roster.members.map((member) => member.id);
  if (excluded.some((id) => !members.includes(id)) || excluded.length > members.length - roster.quorum) {
    throw new MalformedError("at most members minus quorum can be excluded");
  }
}

function reportBody(
  receipt: Keys,
  secrets: CaseSecrets,
  roster: Roster,
  content: ReportContent,
  vault: Vault,
  excluded: readonly string[],
  files: ReturnType<typeof carried>,
): Json {
  return {
    mailbox: { signing_key: receipt.signingKey, recipient: receipt.recipient },
    case_recipient: secrets.recipient,
    committee: roster.committee,
    body_id: content.bodyId,
    language: content.language,
    questionnaire: content.questionnaire,
    answers: content.answers,
    excluded,
    ...files,
    follow_up: { wanted: content.followUpWanted, if_silent: content.ifSilent },
    vault: { ...vault.commitment },
  };
}

/** In an order that tells nothing: Fisher and Yates, with numbers from the system's random source. */
function shuffled(sealed: ReadonlyMap<string, Uint8Array>): Json[] {
  const rest = [...sealed].map(([member, data]): Json => ({ member, sealed: b64u(data) }));
  const result: Json[] = [];
  while (rest.length > 0) {
    result.push(...rest.splice(randomBelow(rest.length), 1));
  }
  return result;
}

/** A whole number from 0 to `limit` − 1, each as likely; `limit` is at most 256. */
function randomBelow(limit: number): number {
  const usable = 256 - (256 % limit);
  for (;;) {
    const [value = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (value < usable) {
      return value % limit;
    }
  }
}

const FIELDS = [
  "v",
  "committee",
  "case",
  "roster",
  "door",
  "mailbox",
  "case_recipient",
  "grants",
  "report",
  "attachments",
  "vault",
] as const;

/**
 * Check everything about a submission that needs neither a key nor a roster.
 *
 * @throws MalformedError for a wrong shape.
 * @throws SignatureError when it is not signed by its own mailbox key alone.
 * @throws NotSealedError for what is not an age file of exactly the expected stanzas and a permitted size.
 * @throws DoubleGrantError for a member twice among grants or shares.
 */
export function parseSubmission(envelope: unknown): Submission {
  const { payload, signer } = dsse.verifySingle(envelope, SUFFIX);
  const fields = checkMembers(parseJson(payload), FIELDS);
  checkVersion(fields);
  const mailbox = parseMailbox(fields.mailbox);
  if (signer !== mailbox.signingKey) {
    throw new SignatureError("not signed by the mailbox key");
  }
  const vault = checkMembers(fields.vault, ["sealed", "threshold", "shares"]);
  const submission: Submission = {
    committee: checkCommittee(fields.committee),
    case: checkUuid4(fields.case),
    roster: checkHash(fields.roster),
    door: checkHash(fields.door),
    mailboxKey: mailbox.signingKey,
    mailboxRecipient: mailbox.recipient,
    caseRecipient: age.checkRecipient(fields.case_recipient),
    grants: sealedFor(fields.grants),
    report: unb64u(fields.report),
    attachments: parseAttachments(fields.attachments),
    vault: unb64u(vault.sealed),
    threshold: checkInt(vault.threshold, 2, MAX_MEMBERS - 1),
    shares: sealedFor(vault.shares),
    hash: sha256B64u(payload),
  };
  if (submission.caseRecipient === submission.mailboxRecipient) {
    throw new MalformedError("case and mailbox share a recipient");
  }
  checkPadded(submission.report, 2, MAX_SEALED_TEXT);
  checkPadded(submission.vault, 1, MAX_SEALED_NAME);
  return submission;
}

/**
 * Throw NotSealedError unless these are sealed bytes of a permitted size, with this many stanzas.
 *
 * @param longest Bytes of padded plaintext.
 */
export function checkPadded(sealed: Uint8Array, stanzas: number, longest: number): void {
  const seen = age.inspect(sealed);
  if (seen.stanzas !== stanzas || seen.payloadLength > longest || !isPermittedLength(seen.payloadLength)) {
    throw new NotSealedError("a wrong number of recipients, or a size that padding does not give");
  }
}

function sealedFor(value: unknown): SealedFor[] {
  const found = new Map<string, SealedFor>();
  for (const item of checkList(value, 2 * MAX_MEMBERS)) {
    const fields = checkMembers(item, ["member", "sealed"]);
    const member = checkUuid4(fields.member);
    if (found.has(member)) {
      throw new DoubleGrantError("a member stands twice");
    }
    const sealed = unb64u(fields.sealed);
    if (!isGrantShaped(sealed)) {
      throw new NotSealedError("a grant or share of a wrong shape");
    }
    found.set(member, { member, sealed });
  }
  return [...found.values()];
}

/**
 * Check a submission against the roster that it names.
 *
 * @throws MalformedError when it names another committee or roster.
 * @throws WrongThresholdError, ForeignMemberError, MissingGrantError: as their names say.
 */
export function checkAgainstRoster(submission: Submission, epoch: Epoch): void {
  if (submission.roster !== epoch.hash || submission.committee !== epoch.roster.committee) {
    throw new MalformedError("sealed to another roster");
  }
  const own = [submission.caseRecipient, submission.mailboxRecipient];
  if (epoch.roster.members.some((member) => own.includes(member.recipient))) {
    throw new MalformedError("a member's recipient as that of the case or the mailbox");
  }
  if (submission.threshold !== epoch.roster.quorum) {
    throw new WrongThresholdError("the threshold is the quorum");
  }
  const members = new Set(epoch.roster.members.map((member) => member.id));
  for (const sealed of [submission.grants, submission.shares]) {
    const named = new Set(sealed.map((item) => item.member));
    if ([...named].some((id) => !members.has(id))) {
      throw new ForeignMemberError("somebody who is not in the roster");
    }
    if ([...members].some((id) => !named.has(id))) {
      throw new MissingGrantError("a member without grant or share");
    }
  }
}
