/** What a member has written and not sent yet, per case; it outlives a lock and an ended session, in memory alone. */

import type { AttachmentRef } from "../../keyring/types";
import type { Thread } from "./ports";

/** A file that goes with a draft. */
export interface DraftFile {
  id: string;
  thread: Thread;
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
  conversation: string;
  notes: string;
  /** The acknowledgement as changed by hand; null while the ready text stands. */
  ready: string | null;
  /** The acknowledgement was posted, but the stage not yet signed: a retry signs alone. */
  acknowledged: boolean;
  files: DraftFile[];
}

export type Drafts = Record<string, Draft>;

export type DraftEvent =
  | { type: "wrote"; case: string; thread: Thread; value: string }
  | { type: "ready-text"; case: string; value: string }
  | { type: "acknowledgement-posted"; case: string; posted: boolean }
  | { type: "draft-sent"; case: string; thread: Thread };

export type FileEvent =
  | { type: "file-added"; case: string; file: DraftFile }
  | { type: "file-changed"; case: string; id: string; change: Partial<DraftFile> }
  | { type: "file-removed"; case: string; id: string };

/** Nothing written. */
export function noDraft(): Draft {
  return { conversation: "", notes: "", ready: null, acknowledged: false, files: [] };
}

function changed(draft: Draft, event: DraftEvent | FileEvent): Draft {
  switch (event.type) {
    case "wrote":
      return { ...draft, [event.thread]: event.value };
    case "ready-text":
      return { ...draft, ready: event.value };
    case "acknowledgement-posted":
      return { ...draft, acknowledged: event.posted, ready: null };
    case "draft-sent":
      return { ...draft, [event.thread]: "", files: draft.files.filter((file) => file.thread !== event.thread) };
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

/** The drafts after an event. */
export function updateDrafts(drafts: Drafts, event: DraftEvent | FileEvent): Drafts {
  return { ...drafts, [event.case]: changed(drafts[event.case] ?? noDraft(), event) };
}
