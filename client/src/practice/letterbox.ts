/** What the server keeps of a case and how it answers, in memory: the same refusals, and no request. */

import type { Outside, SealedCase } from "../keyring/types";
import * as age from "../protocol/age";
import type { IsoDate } from "../protocol/dates";
import type { Envelope } from "../protocol/dsse";
import { b64u, dumpJson, sha256B64u, unb64u } from "../protocol/encoding";
import { padFixed } from "../protocol/padme";
import type { Epoch } from "../protocol/roster";
import { verifyStageHistory } from "../protocol/stage";
import type { Thread } from "../protocol/statement";
import { parseSubmission, type Submission } from "../protocol/submission";
import { envelopeHash } from "../protocol/thread";

interface Placed {
  id: string;
  sealed: string;
  posted_on: IsoDate;
}

export interface Heads {
  conversation: string | null;
  notes: string | null;
}

/** A refusal with a stable code, as the API throws it. */
export function refusal(code: string): Error & { code: string } {
  return Object.assign(new Error(code), { code });
}

/** One case as it lies in the letterbox. */
export class CaseFile {
  readonly submission: Submission;
  private stages: Envelope[] = [];
  private readonly threads: Record<Thread, Placed[]> = { conversation: [], notes: [] };
  /** What was looked at, by whom and when: once a day each, as the server does. */
  private readonly looked = new Map<string, string>();

  constructor(
    submission: Envelope,
    readonly reference: string,
    readonly receivedOn: IsoDate,
    readonly epoch: Epoch,
  ) {
    this.submission = parseSubmission(submission);
    this.place("conversation", b64u(this.submission.report), receivedOn);
  }

  /** The hash that the next statement of a thread names; the first note follows the report. */
  headOf(thread: Thread): string {
    const { conversation } = this.threads;
    const last = this.threads[thread].at(-1) ?? conversation[0];
    return last ? envelopeHash(unb64u(last.sealed)) : "";
  }

  /** The hash of the last stage's payload; null before the first. */
  get stageHead(): string | null {
    const last = this.stages.at(-1);
    return last ? sha256B64u(unb64u(last.payload)) : null;
  }

  /** Error: stale-thread. */
  post(thread: Thread, statement: { prev: string; envelope: string }, on: IsoDate): void {
    if (statement.prev !== this.headOf(thread)) throw refusal("stale-thread");
    this.place(thread, statement.envelope, on);
  }

  /** Error: stale-stage. */
  setStage(stage: Envelope): void {
    const stages = [...this.stages, stage];
    const last = verifyStageHistory(stages, this.submission.case, [this.epoch]).at(-1);
    if (last?.flag !== null) throw refusal("stale-stage");
    this.stages = stages;
  }

  /** Write, sealed for the reporter and the committee, that a member looked. */
  async look(member: string, what: "case" | "file", on: IsoDate): Promise<void> {
    const key = `${member} ${what} ${on}`;
    if (this.looked.has(key)) return;
    const to = [this.submission.caseRecipient, this.submission.mailboxRecipient];
    this.looked.set(key, "");
    this.looked.set(key, b64u(await age.encrypt(padFixed(dumpJson({ v: 1, member, what, on })), to)));
  }

  get heads(): Heads {
    return { conversation: this.headOf("conversation"), notes: this.headOf("notes") };
  }

  summary(): { case: string; reference: string; received_on: string; stages: Envelope[]; heads: Heads } {
    const { case: id } = this.submission;
    return {
      case: id,
      reference: this.reference,
      received_on: this.receivedOn,
      stages: this.stages,
      heads: this.heads,
    };
  }

  answer(): SealedCase & { heads: Heads } {
    const { conversation, notes } = this.threads;
    const looked = [...this.looked.values()].filter((sealed) => sealed !== "");
    return { ...this.summary(), conversation: [...conversation], notes: [...notes], looked, outside: this.outside() };
  }

  private outside(): Outside {
    const { mailboxKey, mailboxRecipient, caseRecipient, vault, threshold } = this.submission;
    return {
      mailbox: { signing_key: mailboxKey, recipient: mailboxRecipient },
      case_recipient: caseRecipient,
      vault: { sha256: sha256B64u(vault), threshold },
    };
  }

  private place(thread: Thread, sealed: string, on: IsoDate): void {
    this.threads[thread].push({ id: crypto.randomUUID(), sealed, posted_on: on });
  }
}

/** Sealed files in parts, by upload. */
export class Files {
  private readonly uploads = new Map<string, Uint8Array<ArrayBuffer>[]>();

  start(): string {
    const upload = crypto.randomUUID();
    this.uploads.set(upload, []);
    return upload;
  }

  /** Error: no-upload. */
  put(upload: string, number: number, part: Uint8Array): void {
    const parts = this.uploads.get(upload);
    if (!parts) throw refusal("no-upload");
    parts[number] = part.slice();
  }

  /** Error: no-upload. */
  get(upload: string): Blob {
    const parts = this.uploads.get(upload);
    if (!parts) throw refusal("no-upload");
    return new Blob(parts);
  }
}
