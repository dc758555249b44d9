/** The reporter's side of the keyring: a receipt, the report that is being made, the mailbox that is open. */

import { b64u, parseJson, unb64u } from "../protocol/encoding";
import { WordsError } from "../protocol/errors";
import { generateReceipt, type Keys, receiptKeys } from "../protocol/keys";
import { buildMailboxSession } from "../protocol/session";
import { buildStatement, openStatement, sealStatement, signStatement } from "../protocol/statement";
import {
  buildSubmission,
  type CaseSecrets,
  checkAgainstRoster,
  newCase,
  parseSubmission,
} from "../protocol/submission";
import { type Reading, readThread, recipientsFor } from "../protocol/thread";
import { complete, decodeWords, encodeNumbers, encodeWords } from "../protocol/words";
import { KeyringError } from "./errors";
import { type Epoch, isExpired, newestOf, verified } from "./rosters";
import type {
  AttachmentRef,
  CommitteeView,
  Dsse,
  MailboxView,
  ReceiptView,
  ReportDraft,
  SealedMailbox,
  SealedStatement,
} from "./types";
import { committeeView, entryViews, lookViews, rawEnvelopes, reportView, stageViews } from "./views";

const RECEIPT_SIZE = 16;

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
  private open: Open | null = null;

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

  async beginReport(chain: Dsse[], today: string): Promise<CommitteeView> {
    const epochs = verified(chain, today);
    if (isExpired(newestOf(epochs).roster, today)) throw new KeyringError("roster-expired");
    if (!this.making || !this.receipt) {
      this.receipt = generateReceipt();
      this.keys = await receiptKeys(this.receipt);
    }
    this.making = { secrets: this.making?.secrets ?? (await newCase()), epochs };
    return committeeView(epochs, today);
  }

  async sealReport(draft: ReportDraft, today: string): Promise<Dsse> {
    const { keys, making } = this;
    if (!keys || !making) throw new KeyringError("locked");
    const epoch = newestOf(making.epochs);
    if (epoch.roster.committee !== draft.committee) throw new KeyringError("sealing-failed");
    if (isExpired(epoch.roster, today)) throw new KeyringError("roster-expired");
    try {
      const { submission } = await buildSubmission(keys, epoch, contentOf(draft), {
        writtenOn: today,
        excluded: draft.excluded,
        attachments: draft.attachments,
        secrets: making.secrets,
      });
      await readBack(submission, epoch, keys, draft);
      return submission;
    } catch {
      // Whatever went wrong: what is not surely sealed is not sent.
      throw new KeyringError("sealing-failed");
    }
  }

  receiptWords(language: string): ReceiptView {
    if (!this.receipt || !this.making) throw new KeyringError("locked");
    return { words: encodeWords(this.receipt, language), numbers: encodeNumbers(this.receipt) };
  }

  checkReceiptWords(typed: { position: number; text: string }[]): boolean[] {
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

  completeWord(prefix: string): string[] {
    return [...new Set([...complete(prefix, "en"), ...complete(prefix, "fr")])];
  }

  async openReceipt(text: string): Promise<void> {
    const receipt = decodeWords(text, RECEIPT_SIZE);
    this.forget();
    this.receipt = receipt;
    this.keys = await receiptKeys(receipt);
  }

  mailboxSession(challenge: string, origin: string): Dsse {
    if (!this.keys) throw new KeyringError("locked");
    return buildMailboxSession(this.keys, challenge, origin);
  }

  async readMailbox(chain: Dsse[], mailbox: SealedMailbox, today: string): Promise<MailboxView> {
    const { keys } = this;
    if (!keys) throw new KeyringError("locked");
    const epochs = verified(chain, today);
    const reading = await readThread(rawEnvelopes(mailbox.conversation), {
      identities: keys.identity,
      chain: epochs,
      case: mailbox.case,
    });
    // Somebody who holds other words could have been given this mailbox: the report must be by this receipt.
    const own = reading.report?.mailboxKey === keys.signingKey && reading.report.mailboxRecipient === keys.recipient;
    this.open = own ? { case: mailbox.case, epochs, reading } : null;
    return {
      case: mailbox.case,
      reference: mailbox.reference,
      receivedOn: mailbox.received_on,
      committee: committeeView(epochs, today),
      report: own ? reportView(reading, epochs) : null,
      entries: entryViews(reading, mailbox.conversation, "conversation", null),
      stages: stageViews(mailbox.stages, mailbox.case, epochs),
      looks: await lookViews(mailbox.looked, [keys.identity], epochs),
      head: reading.head,
    };
  }

  async sealReporterStatement(
    kind: "message" | "withdrawal",
    text: string,
    files: AttachmentRef[],
    today: string,
  ): Promise<SealedStatement> {
    const { keys, open } = this;
    if (!keys || !open?.reading.head) throw new KeyringError("locked");
    const statement = buildStatement({
      kind,
      case: open.case,
      thread: "conversation",
      prev: open.reading.head,
      roster: newestOf(open.epochs).hash,
      member: null,
      writtenOn: today,
      body: files.length ? { text, attachments: files } : { text },
    });
    const signed = signStatement(statement, [keys.signingSecret]);
    const sealed = await sealStatement(signed, recipientsFor(open.reading, "conversation"));
    return { prev: open.reading.head, envelope: b64u(sealed) };
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

  forget(): void {
    this.receipt?.fill(0);
    this.keys?.signingSecret.fill(0);
    this.receipt = null;
    this.keys = null;
    this.making = null;
    this.open = null;
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

/** Check our own work as a stranger would, and open it once with the receipt, before anything leaves. */
async function readBack(submission: Dsse, epoch: Epoch, keys: Keys, draft: ReportDraft): Promise<void> {
  const parsed = parseSubmission(submission);
  checkAgainstRoster(parsed, epoch);
  const signed = await openStatement(parsed.report, keys.identity);
  const { body } = parseJson(unb64u(signed.payload)) as { body?: { answers?: unknown } };
  if (JSON.stringify(body?.answers) !== JSON.stringify(draft.answers)) throw new KeyringError("sealing-failed");
}
