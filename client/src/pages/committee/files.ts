/** Files: sealed one after the other as they are added, and opened again only after their hash was verified. */

import type { AttachmentRef } from "../../keyring/types";
import { attempt, type Context, codeOf } from "./context";
import type { DraftFile } from "./drafts";
import type { Thread } from "./ports";

/** The protocol's limit for a file, in bytes. */
export const LARGEST = 100 * 1024 * 1024;

let counter = 0;
let queue: Promise<void> = Promise.resolve();

function change(context: Context, caseId: string, id: string, changed: Partial<DraftFile>): void {
  context.send({ type: "file-changed", case: caseId, id, change: changed });
}

async function seal(context: Context, caseId: string, id: string, thread: Thread, file: File): Promise<void> {
  const { keys, office } = context;
  change(context, caseId, id, { state: "sealing", part: 0, failure: null });
  const { upload, partSize } = await office.startUpload();
  await keys.aimFile(caseId, thread);
  const sealed = await keys.sealFile(
    id,
    file,
    file.name,
    partSize,
    (part, number) => office.putPart(upload, number, part),
    (part) => change(context, caseId, id, { part }),
  );
  change(context, caseId, id, { state: "done", part: 1, ref: { upload, ...sealed } });
}

function failureOf(error: unknown): DraftFile["failure"] {
  const code = codeOf(error);
  return code === "too-large" || code === "network" ? code : "failed";
}

async function sealNext(context: Context, id: string, thread: Thread): Promise<void> {
  const kept = context.memory.files.get(id);
  if (!kept) {
    return; // taken away while it waited
  }
  try {
    await seal(context, kept.case, id, thread, kept.file);
  } catch (error) {
    change(context, kept.case, id, { state: "failed", failure: failureOf(error) });
    if (codeOf(error) === "locked" || codeOf(error) === "signed-out") {
      await attempt(context, () => Promise.reject(error));
    }
  }
}

function enqueue(context: Context, id: string, thread: Thread): void {
  queue = queue.then(() => sealNext(context, id, thread));
}

/** Add files to a draft; each is sealed and sent while the member writes on. */
export function addFiles(context: Context, caseId: string, thread: Thread, files: readonly File[]): void {
  for (const file of files) {
    counter += 1;
    const id = `file-${counter}`;
    const fits = file.size <= LARGEST;
    const draft: DraftFile = {
      id,
      thread,
      name: file.name,
      size: file.size,
      state: fits ? "waiting" : "failed",
      part: 0,
      failure: fits ? null : "too-large",
      ref: null,
    };
    context.send({ type: "file-added", case: caseId, file: draft });
    if (fits) {
      context.memory.files.set(id, { case: caseId, file });
      enqueue(context, id, thread);
    }
  }
}

/** Stop sealing a file, or keep it from being sealed. */
export function cancelFile(context: Context, id: string): void {
  context.memory.files.delete(id);
  void context.keys.cancelFile(id);
}

/** Seal a file again after a failure. */
export function retryFile(context: Context, id: string): void {
  const kept = context.memory.files.get(id);
  const file = kept && context.get().drafts[kept.case]?.files.find((one) => one.id === id);
  if (kept && file) {
    change(context, kept.case, id, { state: "waiting", failure: null });
    enqueue(context, id, file.thread);
  }
}

/** Fetch a file, open and verify it, and only then hand it to the browser to be saved. */
export async function download(context: Context, caseId: string, ref: AttachmentRef): Promise<void> {
  const door = context.memory.opened.find((grant) => grant.case === caseId)?.door ?? "";
  const show = (part: number) =>
    context.send({ type: "download", upload: ref.upload, download: { state: "fetching", part, name: null } });
  show(0);
  try {
    const sealed = await context.office.fetchFile(caseId, door, ref.upload, (part) => show(part / 2));
    const file = await context.keys.openFile(caseId, ref, sealed, (part) => show(0.5 + part / 2));
    if (context.get().locked || context.get().committee === null) {
      return; // locked meanwhile: nothing that was opened leaves the page any more
    }
    context.save(file);
    context.send({ type: "download", upload: ref.upload, download: { state: "done", part: 1, name: file.name } });
  } catch (error) {
    context.send({ type: "download", upload: ref.upload, download: { state: "failed", part: 0, name: null } });
    if (codeOf(error) === "locked" || codeOf(error) === "signed-out") {
      await attempt(context, () => Promise.reject(error));
    }
  }
}
