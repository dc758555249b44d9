/** The member's side of the keyring: one passphrase, one key, the grants that it opens and the cases behind them. */

import { b64u, unb64u } from "../protocol/encoding";
import { DecryptError, ProtocolError } from "../protocol/errors";
import { checkGrantAgainstReport, type Grant, openGrant } from "../protocol/grant";
import { type Keys, memberKeys } from "../protocol/keys";
import { signInSecret, stretch, unwrapMemberSecret, wrapIdentity } from "../protocol/staff";
import { buildStage, type Stage } from "../protocol/stage";
import type { Thread } from "../protocol/statement";
import { type Reading, readThread, recipientsFor } from "../protocol/thread";
import { candidateOf, type Drafter, Drafts, gonOn } from "./drafts";
import { KeyringError } from "./errors";
import { type Epoch, memberById, mustFollow, newestOf, verified } from "./rosters";
import { bodyOf, sealOne } from "./sealing";
import { Shown } from "./shown";
import type {
  CaseView,
  CommitteeView,
  Dsse,
  OpenedGrant,
  Outside,
  Progress,
  RosterInForce,
  SealedCase,
  SealedFile,
  SealedStatement,
  StageView,
} from "./types";
import { committeeWithWords, disowned, entryViews, lookViews, rawEnvelopes, reportView, stageViews } from "./views";

const DAY = 86_400_000; // milliseconds
/** Sent around midnight, or by a device whose clock is off. */
const DAYS_APART = 2;

/** What stays when the key is locked: nothing that opens anything without the passphrase. */
interface Locked {
  username: string;
  wrapped: Uint8Array;
  memberId: string;
  /** Empty while the committee is being founded, or this member only stands by. */
  epochs: Epoch[];
  /** The public keys that the server shows for a member without a seat. */
  own: { recipient: string; signingKey: string } | null;
}

/** A case as it was last read. */
interface Read {
  epochs: Epoch[];
  identities: string[];
  conversation: Reading;
  notes: Reading;
}

export class MemberSide {
  private username = "";
  private wrap: string | null = null;
  private locked: Locked | null = null;
  private keys: Keys | null = null;
  private readonly grants = new Map<string, Grant>();
  private readonly read = new Map<string, Read>();
  /** By case, the hash that the next stage names. */
  private readonly stageHeads = new Map<string, string | null>();
  /** The reference under which a case was shown first. */
  private readonly references = new Map<string, string>();
  readonly drafts = new Drafts();
  private readonly shown = new Shown();
  private aim: { case: string; thread: Thread } | null = null;
  /** Rises at every lock, so that what was under way then opens nothing afterwards. */
  private turn = 0;

  get isOpen(): boolean {
    return this.keys !== null;
  }

  async stretch(username: string, passphrase: string, progress: Progress): Promise<string> {
    this.forget();
    const { turn } = this;
    const stretched = await stretch(username, passphrase, progress);
    this.mustBeTurn(turn);
    this.username = username;
    this.wrap = wrapIdentity(stretched);
    return signInSecret(stretched);
  }

  async openKey(wrapped: string, chain: Dsse[], memberId: string, today: string): Promise<CommitteeView> {
    const { turn, wrap } = this;
    if (wrap === null) throw new KeyringError("locked");
    const epochs = verified(chain, today);
    this.shown.follow(epochs);
    const locked = { username: this.username, wrapped: unb64u(wrapped), memberId, epochs, own: null };
    await this.openWith(locked, wrap, turn);
    return committeeWithWords(locked.epochs, today);
  }

  async openNewKey(wrapped: string, memberId: string, own: Locked["own"]): Promise<void> {
    const { turn, wrap } = this;
    if (wrap === null) throw new KeyringError("locked");
    await this.openWith({ username: this.username, wrapped: unb64u(wrapped), memberId, epochs: [], own }, wrap, turn);
  }

  private async openWith(locked: Locked, wrap: string, turn: number): Promise<void> {
    const keys = await keysWithin(locked.wrapped, wrap);
    checkOwnEntry(locked, keys);
    this.mustBeTurn(turn);
    this.wrap = null;
    this.locked = locked;
    this.keys = keys;
  }

  /** The keyring looks itself whether this member has a seat: a server that denies it must not spare itself the check. */
  async follow(chain: Dsse[], today: string): Promise<RosterInForce | null> {
    const { keys, locked } = this.unlocked();
    const epochs = gonOn(locked.epochs, chain, today);
    if (epochs.length === 0) return null;
    this.shown.follow(epochs);
    const { members } = newestOf(epochs).roster;
    const mine = members.some((member) => member.id === locked.memberId);
    const own = { recipient: keys.recipient, signingKey: keys.signingKey };
    const after = { ...locked, epochs, own: mine ? null : own };
    checkOwnEntry(after, keys);
    this.locked = after;
    return { ...(await committeeWithWords(epochs, today)), members: members.map(candidateOf), mine };
  }

  /** Whose drafts are read and signed now. */
  get drafter(): Drafter {
    const { keys, locked } = this.unlocked();
    return { memberId: locked.memberId, keys, epochs: locked.epochs };
  }

  async unlock(passphrase: string, progress: Progress): Promise<void> {
    const { locked, turn } = this;
    if (!locked) throw new KeyringError("locked");
    const identity = wrapIdentity(await stretch(locked.username, passphrase, progress));
    const keys = await keysWithin(locked.wrapped, identity).catch((error: unknown) => {
      throw error instanceof DecryptError ? new KeyringError("wrong-passphrase") : error;
    });
    checkOwnEntry(locked, keys);
    this.mustBeTurn(turn);
    this.keys = keys;
  }

  lock(): void {
    this.turn += 1;
    this.keys?.signingSecret.fill(0);
    this.keys = null;
    this.wrap = null;
    this.grants.clear();
    this.read.clear();
    this.drafts.forget();
    this.aim = null;
  }

  forget(): void {
    this.lock();
    this.stageHeads.clear();
    this.references.clear();
    this.shown.forgetCases();
    this.locked = null;
    this.username = "";
  }

  async openGrants(sealed: { handle: string; sealed: string }[]): Promise<OpenedGrant[]> {
    const { identity } = this.unlocked().keys;
    const { turn } = this;
    const opened: OpenedGrant[] = [];
    for (const item of sealed) {
      const grant = await tryGrant(identity, item.sealed);
      this.mustBeTurn(turn);
      if (!grant) continue;
      this.grants.set(item.handle, grant);
      opened.push({ handle: item.handle, case: grant.case, door: b64u(grant.door) });
    }
    return opened;
  }

  readStages(caseId: string, stages: Dsse[], chain: Dsse[]): StageView[] {
    this.unlocked();
    return this.noteStages(caseId, stageViews(stages, caseId, verified(chain)));
  }

  private noteStages(caseId: string, views: StageView[]): StageView[] {
    this.stageHeads.set(caseId, views.filter((view) => view.flag === null).at(-1)?.hash ?? null);
    return views;
  }

  async readCase(handles: string[], answer: SealedCase, chain: Dsse[], today: string): Promise<CaseView> {
    const { keys, locked } = this.unlocked();
    const { turn } = this;
    const epochs = verified(chain, today);
    mustFollow(locked.epochs, epochs);
    checkOwnEntry({ ...locked, epochs }, keys);
    const held = handles
      .flatMap((handle) => this.grants.get(handle) ?? [])
      .filter((grant) => grant.case === answer.case);
    const counting = await grantsThatCount(held, answer);
    const identities = (counting.length ? counting : held).map((grant) => grant.identity);
    const options = { identities, chain: epochs, case: answer.case };
    const read = await readThread(rawEnvelopes(answer.conversation), options);
    const conversation = counting.length ? read : disowned(read);
    const notes = await readThread(rawEnvelopes(answer.notes), { ...options, thread: "notes", conversation });
    const looks = await lookViews(answer.looked, identities, epochs);
    const committee = await committeeWithWords(epochs, today);
    const stages = stageViews(answer.stages, answer.case, epochs);
    this.mustBeTurn(turn);
    this.read.set(answer.case, { epochs, identities, conversation, notes });
    return {
      case: answer.case,
      reference: answer.reference,
      receivedOn: answer.received_on,
      committee,
      report: reportView(conversation, epochs),
      entries: entryViews(conversation, answer.conversation, "conversation", locked.memberId),
      notes: entryViews(notes, answer.notes, "notes", locked.memberId),
      stages: this.noteStages(answer.case, stages),
      looks,
      head: conversation.head,
      notesHead: notes.head ?? firstOf(conversation),
      alarms: [
        ...alarms(counting.length, conversation, locked.memberId),
        ...outsideAlarm(conversation, answer.outside),
        ...receivedAlarm(conversation, answer.received_on),
        ...this.vanishedAlarm(answer.case, conversation, notes, stages),
        ...this.referenceAlarm(answer),
      ],
    };
  }

  /** What was shown since signing in, a lock or not, is still there. */
  private vanishedAlarm(caseId: string, conversation: Reading, notes: Reading, stages: StageView[]): string[] {
    const lists = {
      conversation: conversation.entries.map((entry) => entry.hash),
      notes: notes.entries.map((entry) => entry.hash),
      stages: stages.map((stage) => stage.hash),
    };
    const whole = Object.entries(lists).map(([name, hashes]) => this.shown.goesOn(`${caseId} ${name}`, hashes));
    return whole.every(Boolean) ? [] : ["vanished"];
  }

  /** A reference stands for one case, and does not change. */
  private referenceAlarm(answer: SealedCase): string[] {
    const isTaken = [...this.references].some(([id, shown]) => shown === answer.reference && id !== answer.case);
    const first = this.references.get(answer.case) ?? answer.reference;
    this.references.set(answer.case, first);
    return isTaken || first !== answer.reference ? ["reference"] : [];
  }

  async sealMemberStatement(
    caseId: string,
    thread: Thread,
    kind: string,
    text: string,
    files: SealedFile[],
    today: string,
  ): Promise<SealedStatement> {
    const { keys, locked } = this.unlocked();
    const read = this.caseRead(caseId);
    const prev = thread === "notes" ? (read.notes.head ?? firstOf(read.conversation)) : read.conversation.head;
    if (!prev) throw new KeyringError("sealing-failed");
    const fields = {
      kind,
      case: caseId,
      thread,
      prev,
      roster: newestOf(read.epochs).hash,
      member: locked.memberId,
      writtenOn: today,
      body: bodyOf(text, files),
    };
    const recipients = recipientsFor(read.conversation, thread);
    return sealOne(fields, keys.signingSecret, recipients, read.identities[0] ?? "");
  }

  aimFile(caseId: string, thread: Thread): void {
    this.caseRead(caseId);
    this.aim = { case: caseId, thread };
  }

  signStage(caseId: string, stage: string, today: string): Dsse {
    const { keys } = this.unlocked();
    const previous = this.stageHeads.get(caseId);
    if (previous === undefined) throw new KeyringError("locked");
    return buildStage(caseId, stage as Stage, today, previous, [keys.signingSecret]);
  }

  /** To whom a file is sealed now. */
  fileRecipients(): string[] {
    this.unlocked();
    if (!this.aim) throw new KeyringError("locked");
    return recipientsFor(this.caseRead(this.aim.case).conversation, this.aim.thread);
  }

  fileIdentities(caseId: string): string[] {
    return this.caseRead(caseId).identities;
  }

  private mustBeTurn(turn: number): void {
    if (turn !== this.turn) throw new KeyringError("locked");
  }

  private unlocked(): { keys: Keys; locked: Locked } {
    const { keys, locked } = this;
    if (!keys || !locked) throw new KeyringError("locked");
    return { keys, locked };
  }

  private caseRead(caseId: string): Read {
    this.unlocked();
    const read = this.read.get(caseId);
    if (!read) throw new KeyringError("locked");
    return read;
  }
}

/** At every opening: what the newest roster shows for this member must be this member's own key. */
function checkOwnEntry({ epochs, memberId, own: shown }: Locked, keys: Keys): void {
  const own = shown ?? memberById(newestOf(epochs).roster, memberId);
  if (!own) throw new KeyringError("no-seat");
  if (own.recipient !== keys.recipient || own.signingKey !== keys.signingKey) throw new KeyringError("not-my-entry");
}

async function keysWithin(wrapped: Uint8Array, identity: string): Promise<Keys> {
  const secret = await unwrapMemberSecret(wrapped, identity);
  const keys = await memberKeys(secret);
  secret.fill(0);
  return keys;
}

/** The grant, or null for a decoy, chaff, or what is no grant at all. */
async function tryGrant(identity: string, sealed: string): Promise<Grant | null> {
  try {
    return await openGrant(identity, unb64u(sealed));
  } catch (error) {
    return noneIfMalformed(error);
  }
}

/** The first note chains to the report. */
function firstOf(conversation: Reading): string | null {
  return conversation.entries[0]?.hash ?? null;
}

function noneIfMalformed(error: unknown): null {
  if (error instanceof ProtocolError) return null;
  throw error;
}

/** A grant counts only if its identity opens the first envelope, and agrees with it (protocol section 5). */
async function grantsThatCount(held: Grant[], answer: SealedCase): Promise<Grant[]> {
  const [first] = rawEnvelopes(answer.conversation.slice(0, 1));
  const counting: Grant[] = [];
  for (const grant of held) {
    const counts = first && (await checkGrantAgainstReport(grant, first).then(() => true, noneIfMalformed));
    if (counts) counting.push(grant);
  }
  return counting;
}

/** The day of receipt, from which every term is counted, is the day on which the report was written, or next to it. */
function receivedAlarm({ report, entries }: Reading, receivedOn: string): string[] {
  const written = entries[0]?.statement?.writtenOn;
  if (!report || !written) return [];
  const apart = Math.abs(Date.parse(receivedOn) - Date.parse(written));
  return apart <= DAYS_APART * DAY ? [] : ["received"];
}

/** What the reporter said to the server is what the sealed report says. */
function outsideAlarm({ report, caseRecipient }: Reading, outside: Outside): string[] {
  if (!report) return [];
  const agrees =
    outside.mailbox.signing_key === report.mailboxKey &&
    outside.mailbox.recipient === report.mailboxRecipient &&
    outside.case_recipient === caseRecipient &&
    outside.vault.sha256 === report.vault.sha256 &&
    outside.vault.threshold === report.vault.threshold;
  return agrees ? [] : ["outside"];
}

/** What does not agree between the report and what the server showed. */
function alarms(counting: number, { report, entries }: Reading, memberId: string): string[] {
  const found: string[] = [];
  if (counting === 0) found.push("grant");
  if (counting > 1) found.push("second-grant");
  const roster = entries[0]?.epoch?.roster;
  if (report && roster) {
    const ids = roster.members.map((member) => member.id).sort();
    const committed = Object.keys(report.vault.shares).sort();
    if (report.vault.threshold !== roster.quorum || ids.join() !== committed.join()) found.push("vault");
    if (report.excluded.includes(memberId)) found.push("excluded");
  }
  return found;
}
