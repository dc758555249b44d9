/** What a person can do on this page; the views call these and nothing else. */

import type { AttachmentRef } from "../../keyring/types";
import type { Thread } from "./ports";
import type { Event } from "./state";

export interface Desk {
  send(event: Event): void;
  signIn(): void;
  unlock(): void;
  lock(): void;
  signOut(): void;
  refresh(): void;
  openCase(caseId: string): void;
  toBoard(): void;
  post(thread: Thread): void;
  acknowledge(text: string): void;
  setStage(stage: string): void;
  addFiles(thread: Thread, files: File[]): void;
  cancelFile(id: string): void;
  retryFile(id: string): void;
  download(ref: AttachmentRef): void;
}
