/**
 * Reading a thread: which envelopes hold, which do not, and to whom the next is sealed (protocol section 3).
 *
 * An envelope that fails keeps its place, with the reason; the next `prev` covers its bytes all the same.
 */

import * as age from "./age";
import * as dsse from "./dsse";
import { sha256B64u } from "./encoding";
import { ProtocolError, RosterError } from "./errors";
import { type Epoch, type Member, memberByKey } from "./roster";
import {
  maySay,
  openStatement,
  parseReport,
  parseStatement,
  type ReportBody,
  type Role,
  type Statement,
  SUFFIX,
  type Thread,
} from "./statement";

/** Why an envelope does not hold. The first four are codes of `ProtocolError`. */
export type Flag =
  | "not-sealed"
  | "cannot-open"
  | "malformed"
  | "bad-signature"
  | "wrong-case"
  | "wrong-thread"
  | "no-report"
  | "unknown-roster"
  | "wrong-signer"
  | "wrong-author"
  | "not-allowed"
  | "broken-chain"
  | "older-epoch";

/** One envelope of a thread. */
export interface Entry {
  /** SHA-256 of its bytes, base64url: what the next `prev` must be. */
  readonly hash: string;
  /** Null when flagged; nothing of a flagged envelope is shown. */
  readonly statement: Statement | null;
  /** The member who wrote it; null for the reporter. */
  readonly author: Member | null;
  /** Signing keys, base64url. */
  readonly signers: readonly string[];
  /** The roster that it names. */
  readonly epoch: Epoch | null;
  /** Why it does not hold; null when it does. */
  readonly flag: Flag | null;
}

/** A thread as read. */
export interface Reading {
  readonly entries: readonly Entry[];
  /** The verified report's body; null when the first envelope does not hold. */
  readonly report: ReportBody | null;
  /** Of the newest verified rekey, else of the report. */
  readonly caseRecipient: string | null;
  /** Hash of the last envelope, which the next `prev` names; null for an empty thread. */
  readonly head: string | null;
  /** Hash of the last envelope that the reporter's last statement covers. */
  readonly seenByReporter: string | null;
  /** The same for the members together. */
  readonly seenByCommittee: string | null;
}

/**
 * To whom the next envelope of a thread is sealed, in order; from the verified report, never from an API.
 *
 * @throws RosterError when the report was not verified, so that nobody can be answered safely.
 */
export function recipientsFor(reading: Reading, thread: Thread): string[] {
  if (reading.report === null || reading.caseRecipient === null) {
    throw new RosterError("the report does not hold");
  }
  return thread === "notes" ? [reading.caseRecipient] : [reading.caseRecipient, reading.report.mailboxRecipient];
}

/** The reason why an envelope does not hold: a result, told apart from failures of our own. */
class Refusal extends Error {
  readonly reason: Flag;

  constructor(reason: Flag) {
    super(reason);
    this.reason = reason;
  }
}

function must(holds: boolean, reason: Flag): asserts holds {
  if (!holds) {
    throw new Refusal(reason);
  }
}

function flagged(hash: string, flag: Flag): Entry {
  return { hash, statement: null, author: null, signers: [], epoch: null, flag };
}

/** The fold over one thread; `accept` takes an envelope at a time. */
class Reader {
  private readonly epochs: ReadonlyMap<string, Epoch>;
  private readonly keys: ReadonlySet<string>;
  private readonly committee: string | undefined;
  private newest = 0;
  private consentToRekey = false;
  report: ReportBody | null;
  caseRecipient: string | null;
  prev: string | null;
  readonly seen: Record<Role, string | null> = { reporter: null, member: null };

  constructor(
    chain: readonly Epoch[],
    private readonly caseId: string,
    private readonly thread: Thread,
    conversation: Reading | null,
  ) {
    this.epochs = new Map(chain.map((epoch) => [epoch.hash, epoch]));
    this.keys = new Set(chain.flatMap((epoch) => epoch.roster.members.map((member) => member.signingKey)));
    this.committee = chain[0]?.roster.committee;
    this.report = conversation?.report ?? null;
    this.caseRecipient = conversation?.caseRecipient ?? null;
    // The first note follows the report's envelope.
    this.prev = conversation?.entries[0]?.hash ?? null;
  }

  /** Read one envelope, and move on to the next place in the thread. */
  async accept(sealed: Uint8Array, identities: string | readonly string[]): Promise<Entry> {
    const hash = sha256B64u(sealed);
    let entry: Entry;
    try {
      entry = await this.read(sealed, identities, hash);
    } catch (error) {
      if (error instanceof Refusal) {
        entry = flagged(hash, error.reason);
      } else if (error instanceof ProtocolError && !(error instanceof RosterError)) {
        entry = flagged(hash, error.code as Flag);
      } else {
        throw error;
      }
    }
    this.prev = hash;
    return entry;
  }

  private async read(sealed: Uint8Array, identities: string | readonly string[], hash: string): Promise<Entry> {
    const envelope = await openStatement(sealed, identities);
    const { payload, keys: signers } = dsse.verify(envelope, SUFFIX);
    const statement = parseStatement(payload);
    must(signers.length === (envelope.signatures as unknown[]).length, "bad-signature");
    must(statement.case === this.caseId, "wrong-case");
    must(statement.thread === this.thread, "wrong-thread");
    const report = this.reportFor(statement);
    const epoch = this.epochOf(statement, report, signers);
    const author = this.authorOf(statement, report, signers, epoch);
    must(maySay(this.thread, statement.role, statement.kind), "not-allowed");
    must(statement.prev === this.prev, "broken-chain");
    must(epoch.roster.epoch >= this.newest, "older-epoch");
    this.remember(statement, report, epoch);
    return { hash, statement, author, signers, epoch, flag: null };
  }

  /** The report of the case: this statement itself if it is the first of the conversation. */
  private reportFor(statement: Statement): ReportBody {
    if (this.thread === "conversation" && this.prev === null) {
      must(statement.kind === "report", "no-report");
      const report = parseReport(statement.body);
      must(report.committee === this.committee, "unknown-roster");
      return report;
    }
    must(this.report !== null, "no-report");
    must(statement.kind !== "report", "not-allowed");
    return this.report;
  }

  private epochOf(statement: Statement, report: ReportBody, signers: readonly string[]): Epoch {
    const epoch = this.epochs.get(statement.roster);
    if (epoch !== undefined) {
      return epoch;
    }
    if (signers.every((key) => key === report.mailboxKey || this.keys.has(key))) {
      // Somebody we know has verified a roster that we are not shown: a portal that hides part of the chain.
      throw new RosterError("the chain lacks a roster that a verified statement names");
    }
    throw new Refusal("unknown-roster");
  }

  private authorOf(statement: Statement, report: ReportBody, signers: readonly string[], epoch: Epoch): Member | null {
    if (statement.role === "reporter") {
      must(signers.length === 1 && signers[0] === report.mailboxKey, "wrong-signer");
      return null;
    }
    const members = signers.map((key) => memberByKey(epoch.roster, key)).filter((member) => member !== null);
    must(members.length === signers.length, "wrong-signer");
    const isRekey = statement.kind === "rekey";
    must(members.length === 1 || (isRekey && members.length === 2), "wrong-signer");
    must(!isRekey || members.length === 2 || this.consentToRekey, "wrong-signer");
    const author = members.find((member) => member.id === statement.member);
    must(author !== undefined, "wrong-author");
    return author;
  }

  private remember(statement: Statement, report: ReportBody, epoch: Epoch): void {
    this.newest = epoch.roster.epoch;
    this.report = report;
    this.seen[statement.role] = statement.prev;
    if (statement.kind === "report") {
      this.caseRecipient = report.caseRecipient;
    } else if (statement.kind === "rekey") {
      this.caseRecipient = age.checkRecipient(statement.body.case_recipient);
      this.consentToRekey = false;
    } else if (statement.kind === "consent" && statement.body.to === "rekey") {
      this.consentToRekey = true;
    } else if (statement.kind === "refusal" && statement.body.to === "rekey") {
      this.consentToRekey = false;
    }
  }
}

/** What a thread is read against. */
export interface ReadOptions {
  /** Of the case (all of them after a rekey), or of the receipt. */
  readonly identities: string | readonly string[];
  /** From `verifyChain`. */
  readonly chain: readonly Epoch[];
  /** The case that was asked for. */
  readonly case: string;
  /** Which thread these envelopes are said to be; the conversation unless told. */
  readonly thread?: Thread;
  /** The verified conversation, needed to read notes. */
  readonly conversation?: Reading;
}

/**
 * Verify every envelope of a thread.
 *
 * @param envelopes Raw age bytes in the order of the thread.
 * @throws RosterError when a verified statement names a roster that the chain lacks: the chain is refused.
 * @throws MalformedError for an identity that is none.
 */
export async function readThread(envelopes: readonly Uint8Array[], options: ReadOptions): Promise<Reading> {
  const { identities, chain, thread = "conversation" } = options;
  for (const identity of typeof identities === "string" ? [identities] : identities) {
    age.checkIdentity(identity);
  }
  const conversation = thread === "notes" ? (options.conversation ?? null) : null;
  const reader = new Reader(chain, options.case, thread, conversation);
  const entries: Entry[] = [];
  for (const sealed of envelopes) {
    entries.push(await reader.accept(sealed, identities));
  }
  return {
    entries,
    report: reader.report,
    caseRecipient: reader.caseRecipient,
    head: reader.prev,
    seenByReporter: reader.seen.reporter,
    seenByCommittee: reader.seen.member,
  };
}

/** How `prev` names an envelope. */
export function envelopeHash(sealed: Uint8Array): string {
  return sha256B64u(sealed);
}

/** Positions of the envelopes that do not hold, with the reason. */
export function flags(reading: Reading): Map<number, Flag> {
  const found = new Map<number, Flag>();
  for (const [index, entry] of reading.entries.entries()) {
    if (entry.flag !== null) {
      found.set(index, entry.flag);
    }
  }
  return found;
}
