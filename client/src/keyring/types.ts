/**
 * What the keyring does for a page. The keyring lives in a Web Worker and is the only holder of secrets; its verbs are
 * what people do. No verb returns a secret, but for what a person must write down once: the words of a new receipt or
 * recovery sheet, a passphrase on offer, a new one-time-code device.
 *
 * Every verb may fail with a `KeyringError` whose `code` is stable: those of the protocol (`malformed`, `not-sealed`,
 * `bad-signature`, `roster-refused`, `cannot-open`, `wrong-words`, `bad-share`), and of the keyring itself
 * (`locked`: there is no open key; `wrong-passphrase`; `not-my-entry`: the newest roster shows another key for this
 * member; `no-seat`: it does not list this member; `wrong-fingerprint`; `roster-expired`; `sealing-failed`; `cancelled`; `too-large`; `proof-of-work`: a challenge
 * that is not ours; `vanished`: a message or stage that was shown before is gone; `not-heard`: a roster that was not
 * compared by voice is not signed; `draft-refused`: a draft that is no roster, or does not go on from the one in force;
 * `unfit-roster`: a plan that breaks the rules for rosters; `wrong-date`: this device's clock cannot be right; `network`: a part of the worker did not load; `failed`: a fault of our own).
 */

/** A signed envelope (DSSE). */
export interface Dsse {
  payloadType: string;
  payload: string;
  signatures: { keyid: string; sig: string }[];
}

/** Words by language, for instance `{"nl": "Dienst", "en": "Service"}`. */
export type Names = Record<string, string>;

export interface MemberView {
  id: string;
  name: string;
  seat: "chair" | "member" | "employee-representative";
}

/** A verified committee: nothing here is shown as true unless the whole chain verified. */
export interface CommitteeView {
  committee: string;
  name: Names;
  bodies: { id: string; name: Names; country: string }[];
  members: MemberView[];
  quorum: number;
  /** Hash of the newest roster payload; names what a report is sealed to. */
  roster: string;
  epoch: number;
  validUntil: string;
  expired: boolean;
  /** The words are there when a mailbox or a case was read, and empty before: `fingerprintWords` fetches them. */
  fingerprint: { hex: string; words: string[] };
}

/** A sealed file as a statement names it. */
export interface AttachmentRef {
  upload: string;
  sha256: string;
  size: number;
}

/** A sealed file on its way: what the server knows of it, and what only its readers learn. */
export interface SealedFile {
  ref: AttachmentRef;
  name: string;
  /** Bytes of the content. */
  size: number;
}

/** What the reporter decided, before it is sealed. */
export interface ReportDraft {
  committee: string;
  bodyId: string;
  language: string;
  questionnaire: string;
  /** Question id to answer, in the reporter's words. */
  answers: Record<string, string>;
  excluded: string[];
  files: SealedFile[];
  followUp: { wanted: boolean; ifSilent: "nothing" | "adviser" | "keep" };
  /** Null when anonymous; sealed in the vault apart from the report. */
  name: { name: string; reach?: string } | null;
}

/** A receipt, shown once: twelve words, and the same as numbers 0001 to 2048. */
export interface ReceiptView {
  words: string[];
  numbers: string[];
}

/** A file as a statement tells of it: its sender's word. What the file itself says, once opened, goes before it. */
export interface FileView {
  ref: AttachmentRef;
  /** Cleaned; null when the statement does not tell. */
  name: string | null;
  /** Bytes of the content; of the padded file when the statement does not tell. */
  size: number;
}

/** One envelope of a thread, ready to draw. Of a flagged one nothing but place, day and reason is known. */
export interface EntryView {
  id: string;
  hash: string;
  postedOn: string;
  /** Why it does not hold, see `protocol/thread.ts`; null when every check passed. */
  flag: string | null;
  thread: "conversation" | "notes";
  kind: string;
  role: "reporter" | "member" | null;
  member: MemberView | null;
  /** Written by who reads it now. */
  mine: boolean;
  writtenOn: string | null;
  text: string;
  files: FileView[];
  /** The other side's last statement covers this one, so it was seen. */
  seen: boolean;
}

/** A verified stage, or a flagged one (`flag`), in order. */
export interface StageView {
  stage: string;
  on: string;
  hash: string;
  by: MemberView[];
  flag: string | null;
}

/** A who-looked entry: which member, what (`case` or `file`), which day. */
export interface LookView {
  member: MemberView | null;
  what: string;
  on: string;
}

/** What the first statement of a case says. */
export interface ReportView {
  bodyId: string;
  language: string;
  questionnaire: string;
  answers: Record<string, string>;
  /** Members left out by the reporter (a member who reads this is not among them). */
  excluded: MemberView[];
  attachments: AttachmentRef[];
  followUpWanted: boolean;
}

/** A conversation as the reporter reads it. */
export interface MailboxView {
  case: string;
  reference: string;
  receivedOn: string;
  committee: CommitteeView;
  /** Null when the first envelope does not hold: then nothing is shown as true. */
  report: ReportView | null;
  entries: EntryView[];
  stages: StageView[];
  looks: LookView[];
  /** The hash that the next statement names. */
  head: string | null;
}

/** A case as a member reads it. */
export interface CaseView extends MailboxView {
  notes: EntryView[];
  notesHead: string | null;
  /** What does not agree between the report and what is shown: `grant`, `second-grant`, `vault`, `excluded`, `outside`, `reference`, `vanished`, `received`. */
  alarms: string[];
}

/** A grant that opened. The door goes to the API and nowhere else; it is kept in memory alone. */
export interface OpenedGrant {
  handle: string;
  case: string;
  door: string;
}

/** The answer of GET /mailbox and the shared part of GET /committee/cases/{case}. */
export interface SealedConversation {
  case: string;
  reference: string;
  received_on: string;
  stages: Dsse[];
  conversation: { id: string; sealed: string; posted_on: string }[];
  looked: string[];
}
export interface SealedMailbox extends SealedConversation {
  committee: string;
}
/** What the reporter said outside the seal, as the server shows it. */
export interface Outside {
  mailbox: { signing_key: string; recipient: string };
  case_recipient: string;
  vault: { sha256: string; threshold: number };
}
export interface SealedCase extends SealedConversation {
  outside: Outside;
  notes: { id: string; sealed: string; posted_on: string }[];
}

/** A sealed statement, ready to post. */
export interface SealedStatement {
  prev: string;
  envelope: string;
}

/** A file that opened and whose hash and last chunk were verified; the name is cleaned. */
export interface OpenedFile {
  name: string;
  type: string;
  content: Blob;
}

export type Progress = (part: number) => void;

export interface ReporterKeyring {
  /** Verify a chain; `fingerprint` (hex, as on the poster) must match when given. Errors: roster-refused, wrong-fingerprint. */
  verifyCommittee(chain: Dsse[], fingerprint: string | null, today: string): Promise<CommitteeView>;
  /** The twelve words of this chain's fingerprint, for who compares them with a poster. Errors: roster-refused, also when a report is being made and this is not the committee that it goes to; network. */
  fingerprintWords(chain: Dsse[]): Promise<string[]>;
  /** Make the receipt and the case secrets for a report to this (verified, unexpired) chain. May be called again with a newer chain: the secrets stay. */
  beginReport(chain: Dsse[], today: string): Promise<CommitteeView>;
  /** Seal a file to the thread at hand as a stream; `sendPart` gets parts of `partSize` bytes in order and is awaited. */
  sealFile(
    job: string,
    file: Blob & { name?: string },
    name: string,
    partSize: number,
    sendPart: (part: Uint8Array, number: number) => Promise<void>,
    progress: Progress,
  ): Promise<{ sha256: string; size: number }>;
  /** Stop sealing the file of this job. */
  cancelFile(job: string): Promise<void>;
  /** Seal the report. Either everything is sealed or it fails with `sealing-failed` and nothing may be sent. */
  sealReport(draft: ReportDraft, today: string): Promise<Dsse>;
  /** The words of the receipt made by `beginReport`, in the list of this language. */
  receiptWords(language: string): Promise<ReceiptView>;
  /** Whether what was typed back is right, per position (from 0); words or numbers, forgiving. */
  checkReceiptWords(typed: { position: number; text: string }[]): Promise<boolean[]>;
  /** Words from the lists that begin with this. */
  completeWord(prefix: string): Promise<string[]>;
  /** Open a mailbox with words or numbers. Error: wrong-words with `kind` (unknown-word, checksum, count) and `index`. */
  openReceipt(text: string): Promise<void>;
  mailboxSession(challenge: string, origin: string): Promise<Dsse>;
  readMailbox(chain: Dsse[], mailbox: SealedMailbox, today: string): Promise<MailboxView>;
  /** Seal a statement of the reporter at the head of the conversation last read. */
  sealReporterStatement(
    kind: "message" | "withdrawal",
    text: string,
    files: SealedFile[],
    today: string,
  ): Promise<SealedStatement>;
}

export interface MemberKeyring {
  /** Stretch the passphrase (scrypt, about a second) and keep what opens the wrapped key. Returns the sign-in secret. */
  stretch(username: string, passphrase: string, progress: Progress): Promise<string>;
  /** Open the member's key and check that the newest roster shows it for `memberId`. Errors: roster-refused, not-my-entry, cannot-open. */
  openKey(wrapped: string, chain: Dsse[], memberId: string, today: string): Promise<CommitteeView>;
  /** Put the key out of reach; the wrapped key stays, so that the passphrase alone opens it again. */
  lock(): Promise<void>;
  /** Open again after `lock`. Error: wrong-passphrase. */
  unlock(passphrase: string, progress: Progress): Promise<void>;
  /** Those grants that open for this member; decoys and chaff are silently left out. */
  openGrants(grants: { handle: string; sealed: string }[]): Promise<OpenedGrant[]>;
  /** Verify the stages of a case that was not opened yet, for the board. Errors: roster-refused. */
  readStages(caseId: string, stages: Dsse[], chain: Dsse[]): Promise<StageView[]>;
  /** Somebody is at work (a member, or the reader of a mailbox): the idle minutes begin anew. Does nothing when locked. */
  touch(): Promise<void>;
  readCase(handles: string[], answer: SealedCase, chain: Dsse[], today: string): Promise<CaseView>;
  sealMemberStatement(
    caseId: string,
    thread: "conversation" | "notes",
    kind: string,
    text: string,
    files: SealedFile[],
    today: string,
  ): Promise<SealedStatement>;
  /** Before `sealFile` on the member's side: which case and thread the file is sealed to. */
  aimFile(caseId: string, thread: "conversation" | "notes"): Promise<void>;
  /** Sign the next stage of a case last read. */
  signStage(caseId: string, stage: string, today: string): Promise<Dsse>;
}

/** A new one-time-code device, shown once, with its recovery codes for paper. */
export interface NewDevice {
  /** For the server, base64url. */
  key: string;
  /** For the telephone, base32 (RFC 6238 has no form of its own; apps read this one). */
  base32: string;
  recoveryCodes: string[];
  recoveryHashes: string[];
}

/** A member's key as it was made: public keys, what is sealed, and the recovery sheet, shown once. */
export interface NewMember {
  /** The sign-in secret. */
  password: string;
  /** Null when the key is kept off the server. */
  wrapped: string | null;
  recipient: string;
  signingKey: string;
  /** Twenty-four. */
  sheet: ReceiptView;
}

/** Somebody from whom a roster can be drafted: with keys, as the server tells; the spoken words catch a lie. */
export interface Candidate extends MemberView {
  recipient: string;
  signingKey: string;
}

/** The roster in force, with its members' public keys: the next one keeps them. */
export interface RosterInForce extends CommitteeView {
  members: Candidate[];
  /** This member stands in it, with their own key. */
  mine: boolean;
}

/** What the drafter decides. */
export interface RosterPlan {
  committee: string;
  name: Names;
  bodies: { id: string; name: Names; country: string }[];
  quorum: number;
  validUntil: string;
  members: Candidate[];
}

/** A roster that waits for signatures, as this member reads it. */
export interface RosterDraftView {
  committee: string;
  hash: string;
  epoch: number;
  name: Names;
  bodies: { id: string; name: Names; country: string }[];
  quorum: number;
  issuedOn: string;
  validUntil: string;
  members: Candidate[];
  /** This member stands in it with their own key. */
  mine: boolean;
  /** It was drafted here, since the key was opened. */
  made: boolean;
  /** Its twelve words: for who drafted it here and reads them aloud, or has heard and typed them; else null. */
  words: string[] | null;
  /** The words were typed as heard: it can be signed. */
  heard: boolean;
}

/** What typing the spoken words came to. `typo`: they are no twelve words that belong together. */
export type Heard = "same" | "typo" | "different";

export interface NewcomerKeyring {
  /** Six words that nobody can guess. */
  offerPassphrase(): Promise<string>;
  newDevice(): Promise<NewDevice>;
  /** Make a member's key; `keep` false leaves it off the server. Nothing is kept in the worker. */
  newMember(username: string, passphrase: string, keep: boolean, progress: Progress): Promise<NewMember>;
  /** With the 24 words: a signed wish to set passphrase and wrapped key anew. Error: wrong-words. */
  recover(
    words: string,
    username: string,
    passphrase: string,
    challenge: string,
    origin: string,
    progress: Progress,
  ): Promise<Dsse>;
}

export interface RosterKeyring {
  /** Open the member's key while there is no roster yet; `own` is what the server shows as this member's public keys. Errors: not-my-entry, cannot-open. */
  openNewKey(wrapped: string, memberId: string, own: { recipient: string; signingKey: string }): Promise<void>;
  /**
   * Take in the chain as it is now; null while the committee is being founded. It must go on from every chain that
   * was shown since the key was opened, and where this member stands in it their own key must stand too.
   * Errors: roster-refused, not-my-entry.
   */
  follow(chain: Dsse[], today: string): Promise<RosterInForce | null>;
  /** Draft a roster with a new release seed, split among its members. Errors: unfit-roster, wrong-date, roster-refused, not-my-entry. */
  draftRoster(
    plan: RosterPlan,
    chain: Dsse[],
    today: string,
  ): Promise<{ payload: string; shares: { member: string; sealed: string }[] }>;
  /** Read a draft. Errors: draft-refused when it does not go on from the chain; wrong-date when it is of a day to come; roster-refused; not-my-entry when it has another key for this member. */
  readDraft(payload: string, chain: Dsse[], today: string): Promise<RosterDraftView>;
  /** Compare the words that were heard with those of this draft. */
  hearWords(payload: string, typed: string): Promise<Heard>;
  /** Sign a draft whose words were heard, and which goes on from the chain last followed. Errors: not-heard, draft-refused, not-my-entry. */
  signDraft(payload: string): Promise<Dsse>;
}

export interface Keyring extends NewcomerKeyring, RosterKeyring, ReporterKeyring, MemberKeyring {
  /** Solve an ALTCHA challenge (call it on a second worker, so that sealing does not wait). */
  solve(challenge: unknown): Promise<string>;
  /** Open and verify a sealed file of the conversation last read (`caseId` null for the reporter's own). */
  openFile(caseId: string | null, ref: AttachmentRef, sealed: Blob, progress: Progress): Promise<OpenedFile>;
  /** Forget everything. */
  forget(): Promise<void>;
}
