/** What the mailbox asks of the server and of the keyring; `main.ts` hands in the real ones, tests their own. */

import type { AttachmentRef, Dsse, Keyring, SealedMailbox, SealedStatement } from "../../keyring/types";

/** The letterbox, as a reporter's page uses it. */
export interface Post {
  /** Something to sign with the receipt's key. */
  mailboxChallenge(): Promise<string>;
  /** Open the mailbox; solves the proof of work. Answers the token that opens what follows. */
  mailboxSession(session: Dsse): Promise<string>;
  mailbox(token: string): Promise<SealedMailbox>;
  /** The signed chain; `successor` is the server's word for who goes on. */
  roster(committee: string): Promise<{ chain: Dsse[]; successor: string | null }>;
  postStatement(token: string, statement: SealedStatement, files: AttachmentRef[]): Promise<void>;
  fetchFile(token: string, upload: string, progress: (part: number) => void): Promise<Blob>;
  startUpload(): Promise<{ upload: string; partSize: number }>;
  putPart(upload: string, number: number, part: Uint8Array): Promise<void>;
}

/** The part of the keyring that a mailbox uses. */
export type ReporterKeys = Pick<
  Keyring,
  | "completeWord"
  | "openReceipt"
  | "mailboxSession"
  | "verifyCommittee"
  | "fingerprintWords"
  | "readMailbox"
  | "sealReporterStatement"
  | "sealFile"
  | "cancelFile"
  | "openFile"
  | "touch"
  | "forget"
>;

/** The browser, as far as this page needs it. */
export interface Room {
  /** As the browser sees it; it is signed. */
  origin: string;
  /** Fingerprint of the poster's QR code (hex), or null. */
  fingerprint: string | null;
  today(): string;
  /** Give a checked file to the person, never to a tab of ours. */
  save(name: string, content: Blob): void;
}
