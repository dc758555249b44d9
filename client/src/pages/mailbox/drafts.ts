/** The answer that the reporter writes, with its files; in memory alone. Pure. */

import type { AttachmentRef, SealedFile } from "../../keyring/types";

/** Characters; far below what a sealed message may hold. */
export const TEXT_LIMIT = 20_000;
/** Bytes. */
export const FILE_LIMIT = 100 * 1024 * 1024;
export const FILES_LIMIT = 20;

export interface DraftFile {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
  state: "waiting" | "sealing" | "done" | "failed";
  part: number;
  failure: "too-large" | "network" | "failed" | null;
  /** Once every part of the sealed file was sent. */
  ref: AttachmentRef | null;
}

export interface Draft {
  text: string;
  files: DraftFile[];
}

export type DraftEvent =
  | { type: "wrote"; value: string }
  | { type: "file-added"; file: DraftFile }
  | { type: "file-changed"; id: string; change: Partial<DraftFile> }
  | { type: "file-removed"; id: string };

/** Nothing written. */
export const NO_DRAFT: Draft = { text: "", files: [] };

/** Whether something would be lost. */
export function hasDraft(draft: Draft): boolean {
  return draft.text.trim() !== "" || draft.files.length > 0;
}

/** The files that are sealed and sent, as a statement names them. */
export function sealedFiles(draft: Draft): SealedFile[] {
  return draft.files.flatMap(({ ref, name, size }) => (ref ? [{ ref, name, size }] : []));
}

/** Whether a file is still on its way, or failed and is neither removed nor tried again. */
export function unfinished(draft: Draft): boolean {
  return draft.files.some((file) => file.state !== "done");
}

/** The draft after an event. */
export function updateDraft(draft: Draft, event: DraftEvent): Draft {
  switch (event.type) {
    case "wrote":
      return { ...draft, text: event.value };
    case "file-added":
      return { ...draft, files: [...draft.files, event.file] };
    case "file-changed":
      return {
        ...draft,
        files: draft.files.map((file) => (file.id === event.id ? { ...file, ...event.change } : file)),
      };
    case "file-removed":
      return { ...draft, files: draft.files.filter((file) => file.id !== event.id) };
  }
}
