/** The reporter's side of the keyring: a receipt, the report that is being made, the mailbox that is open. */

import { b64u } from "../protocol/encoding";
import { WordsError } from "../protocol/errors";
import { generateReceipt, type Keys, receiptKeys } from "../protocol/keys";
import { buildMailboxSession } from "../protocol/session";
import {
  buildSubmission,
  type CaseSecrets,
  checkAgainstRoster,
  newCase,
  parseSubmission,
} from "../protocol/submission";
import { type Reading, readThread, recipientsFor } from "../protocol/thread";
import { KeyringError } from "./errors";
import { type Epoch, fingerprint, isExpired, mustBeSame, newestOf, verified } from "./rosters";
import { bodyOf, refsOf, sealOne } from "./sealing";
import { Shown } from "./shown";
import type {
  CommitteeView,
  Dsse,
  FileView,
  MailboxView,
  ReceiptView,
  ReportDraft,
  SealedFile,
  SealedMailbox,
  SealedStatement,
} from "./types";
import {
  committeeView,
  committeeWithWords,
  disowned,
  entryViews,
  fileViews,
  lookViews,
  rawEnvelopes,
  reportView,
  stageViews,
} from "./views";

const RECEIPT_SIZE = 16;
/** The word lists are large and are wanted late: at the receipt, or when a mailbox is opened. */
async function lists(): Promise<typeof import("../protocol/words")> {
  try {
    return await import("../protocol/words");
  } catch {
    throw new KeyringError("network");
  }
}

interface InTheMaking {
  secrets: CaseSecrets;
  epochs: Epoch[];
}

interface Open {
  case: string;
  epochs: Epoch[];
  reading: Reading;
}

export class ReporterSide {
  private receipt: Uint8Array | null = null;
  private keys: Keys | null = null;
  private making: InTheMaking | null = null;
  private sealed: { draft: string; submission: Dsse } | null = null;
  private open: Open | null = null;
  private turn = 0;
  private readonly shown = new Shown();

  /** Whether a report is being made: then the page's own clock says when it is forgotten. */
  get isMaking(): boolean {
    return this.making !== null;
  }

  get isOpen(): boolean {
    return this.keys !== null;
  }

  verifyCommittee(chain: Dsse[], fingerprint: string | null, today: string): CommitteeView {
    return committeeView(verified(chain, today, fingerprint), today);
  }

  async fingerprintWords(chain: Dsse[]): Promise<string[]> {
    const epochs = verified(chain);
    // The words of another chain than the report is sealed to would tell nothing, or a lie.
    if (this.making) mustBeSame(this.making.epochs, epochs);
    const { fingerprintWords } = await lists();
    return fingerprintWords(fingerprint(epochs));
  }

  async beginReport(chain: Dsse[], today: string): Promise<CommitteeView> {
    const epochs = verified(chain, today);
    if (isExpired(newestOf(epochs).roster, today)) throw new KeyringError("roster-expired");
    this.shown.follow(epochs);
    if (!this.making) await this.makeSecrets(epochs);
    else this.making = { ...this.making, epochs };
    return committeeView(epochs, today);
  }

  private async makeSecrets(epochs: Epoch[]): Promise<void> {
    const turn = this.forget();
    const receipt = generateReceipt();
    const keys = await receiptKeys(receipt);
    const secrets = await newCase();
    this.mustBeTurn(turn);
    this.receipt = receipt;
    this.keys = keys;
    this.making = { secrets, epochs };
  }

  async sealReport(draft: ReportDraft, today: string): Promise<Dsse> {
    const { keys, making } = this;
    if (!keys || !making) throw new KeyringError("locked");
    const epoch = newestOf(making.epochs);
    const isServed = epoch.roster.bodies.some((body) => body.id === draft.bodyId);
    if (epoch.roster.committee !== draft.committee || !isServed) throw new KeyringError("sealing-failed");
    if (isExpired(epoch.roster, today)) throw new KeyringError("roster-expired");
    // The same report to the same roster is the same submission, so that the server knows it when it comes again.
    const draftText = JSON.stringify([epoch.hash, draft]);
    if (this.sealed?.draft === draftText) return this.sealed.submission;
    // Without the lists there would be no receipt to show: then nothing is sealed either.
    await lists();
    try {
      const { submission } = await buildSubmission(keys, epoch, contentOf(draft), {
        writtenOn: today,
        excluded: draft.excluded,
        attachments: refsOf(draft.files),
        labels: draft.files,
        secrets: making.secrets,
      });
      await readBack(submission, making.epochs, keys, draft);
      if (this.making !== making) throw new KeyringError("locked");
      this.sealed = { draft: draftText, submission };
      return submission;
    } catch {
      // Whatever went wrong: what is not surely sealed is not sent.
      throw new KeyringError("sealing-failed");
    }
  }

  async receiptWords(language: string): Promise<ReceiptView> {
    const { encodeNumbers, encodeWords } = await lists();
    if (!this.receipt || !this.making) throw new KeyringError("locked");
    return { words: encodeWords(this.receipt, language), numbers: encodeNumbers(this.receipt) };
  }

  async checkReceiptWords(typed: { position: number; text: string }[]): Promise<boolean[]> {
    const { decodeWords, encodeNumbers } = await lists();
    if (!this.receipt) throw new KeyringError("locked");
    const numbers = encodeNumbers(this.receipt);
    return typed.map(({ position, text }) => {
      const swapped = numbers.map((number, index) => (index === position ? text : number));
      try {
        return b64u(decodeWords(swapped, RECEIPT_SIZE)) === b64u(this.receipt as Uint8Array);
      } catch (error) {
        if (error instanceof WordsError) return false;
        throw error;
      }
    });
  }

  async completeWord(prefix: string): Promise<string[]> {
    const { complete } = await lists();
    return [...new Set([...complete(prefix, "en"), ...complete(prefix, "fr")])];
  }

  async openReceipt(text: string): Promise<void> {
    const turn = this.forget();
    const { decodeWords } = await lists();
    const receipt = decodeWords(text, RECEIPT_SIZE);
    const keys = await receiptKeys(receipt);
    this.mustBeTurn(turn);
    this.receipt = receipt;
    this.keys = keys;
  }

  mailboxSession(challenge: string, origin: string): Dsse {
    if (!this.keys) throw new KeyringError("locked");
    return buildMailboxSession(this.keys, challenge, origin);
  }

  async readMailbox(chain: Dsse[], mailbox: SealedMailbox, today: string): Promise<MailboxView> {
    const { keys } = this;
    if (!keys) throw new KeyringError("locked");
    const epochs = verified(chain, today);
    this.shown.follow(epochs);
    const read = await readThread(rawEnvelopes(mailbox.conversation), {
      identities: keys.identity,
      chain: epochs,
      case: mailbox.case,
    });
    // Whoever knows the mailbox's recipient can seal a whole conversation to it: the report must be by this receipt.
    const isOwn = read.report?.mailboxKey === keys.signingKey && read.report.mailboxRecipient === keys.recipient;
    const reading = isOwn ? read : disowned(read);
    const committee = await committeeWithWords(epochs, today);
    const looks = await lookViews(mailbox.looked, [keys.identity], epochs);
    if (this.keys !== keys) throw new KeyringError("locked"); // forgotten meanwhile
    const stages = stageViews(mailbox.stages, mailbox.case, epochs);
    const whole =
      this.shown.goesOn(
        "conversation",
        reading.entries.map((entry) => entry.hash),
      ) &&
      this.shown.goesOn(
        "stages",
        stages.map((stage) => stage.hash),
      );
    if (!whole) throw new KeyringError("vanished");
    this.open = isOwn ? { case: mailbox.case, epochs, reading } : null;
    return {
      case: mailbox.case,
      reference: mailbox.reference,
      receivedOn: mailbox.received_on,
      committee,
      report: reportView(reading, epochs),
      entries: entryViews(reading, mailbox.conversation, "conversation", null),
      stages,
      looks,
      head: reading.head,
    };
  }

  async sealReporterStatement(
    kind: "message" | "withdrawal",
    text: string,
    files: SealedFile[],
    today: string,
  ): Promise<SealedStatement> {
    const { keys, open } = this;
    if (!keys || !open?.reading.head) throw new KeyringError("locked");
    const fields = {
      kind,
      case: open.case,
      thread: "conversation" as const,
      prev: open.reading.head,
      roster: newestOf(open.epochs).hash,
      member: null,
      writtenOn: today,
      body: bodyOf(text, files),
    };
    return sealOne(fields, keys.signingSecret, recipientsFor(open.reading, "conversation"), keys.identity);
  }

  /** To whom a file is sealed now: the report in the making, or the conversation that is open. */
  fileRecipients(): string[] {
    if (this.making && this.keys) return [this.making.secrets.recipient, this.keys.recipient];
    if (this.open) return recipientsFor(this.open.reading, "conversation");
    throw new KeyringError("locked");
  }

  fileIdentities(): string[] {
    if (!this.keys) throw new KeyringError("locked");
    return [this.keys.identity];
  }

  /** Forget everything; what is under way comes to nothing. Returns the turn that begins now. */
  forget(): number {
    this.turn += 1;
    this.receipt?.fill(0);
    this.keys?.signingSecret.fill(0);
    this.receipt = null;
    this.keys = null;
    this.making = null;
    this.sealed = null;
    this.open = null;
    this.shown.forgetCases();
    return this.turn;
  }

  private mustBeTurn(turn: number): void {
    if (turn !== this.turn) throw new KeyringError("locked");
  }
}

function contentOf(draft: ReportDraft): Parameters<typeof buildSubmission>[2] {
  return {
    bodyId: draft.bodyId,
    language: draft.language,
    questionnaire: draft.questionnaire,
    answers: { ...draft.answers },
    followUpWanted: draft.followUp.wanted,
    ifSilent: draft.followUp.ifSilent,
    name: draft.name ? { ...draft.name } : {},
  };
}

/** Check our own work as the server would, and read it once with the receipt, before anything leaves. */
async function readBack(submission: Dsse, epochs: Epoch[], keys: Keys, draft: ReportDraft): Promise<void> {
  const parsed = parseSubmission(submission);
  checkAgainstRoster(parsed, newestOf(epochs));
  const options = { identities: keys.identity, chain: epochs, case: parsed.case };
  const { report, entries } = await readThread([parsed.report], options);
  const wanted = [draft.bodyId, draft.answers, [...new Set(draft.excluded)].sort(), draft.files.map(fileOf)];
  const files = fileViews(entries[0]?.statement ?? null).map(fileOf);
  const found = report && [report.bodyId, report.answers, [...report.excluded].sort(), files];
  if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new KeyringError("sealing-failed");
}

/** Of the name only that it is there: it was cleaned on its way. */
function fileOf({ ref, name, size }: FileView): unknown[] {
  return [ref.upload, ref.sha256, ref.size, name !== null, size];
}
