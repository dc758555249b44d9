/** What a person can do on this page; the views call these and nothing else. */

import type { AttachmentRef } from "../../keyring/types";
import type { Event } from "./state";

export interface Desk {
  send(event: Event): void;
  typeWord(position: number, value: string): void;
  chooseWord(position: number, value: string): void;
  leaveWord(position: number): void;
  pasteWords(position: number, text: string): void;
  open(): void;
  refresh(): void;
  answer(): void;
  withdraw(): void;
  addFiles(files: File[]): void;
  cancelFile(id: string): void;
  retryFile(id: string): void;
  removeFile(id: string): void;
  download(ref: AttachmentRef): void;
  /** Forget everything. */
  close(): void;
  /** Somebody is there: the idle minutes begin anew. */
  stay(): void;
  beginAgain(): void;
}
