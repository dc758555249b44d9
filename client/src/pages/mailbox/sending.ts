/** Writing an answer: files are sealed as they are chosen, the statement when it is sent. */

import type { MailboxView } from "../../keyring/types";
import { type DraftFile, FILE_LIMIT, FILES_LIMIT, sealedFiles, TEXT_LIMIT, unfinished } from "./drafts";
import type { Errand, Session } from "./errand";
import { alarmOf, codeOfError, problemOf } from "./problems";
import type { Event, State } from "./state";

export interface SendingDesk {
  refresh(): void;
  answer(): void;
  withdraw(): void;
  addFiles(files: File[]): void;
  cancelFile(id: string): void;
  retryFile(id: string): void;
  removeFile(id: string): void;
  forgetFiles(): void;
}

type Send = (event: Event) => void;

/** Show what was read, or nothing at all when it does not hold. */
export function readEvent(view: MailboxView, why: "asked" | "stale" | "sent" | "withdrawn"): Event {
  return view.report === null ? { type: "alarm", alarm: "report-broken" } : { type: "read", view, why };
}

/** An error as an event. */
export function failure(error: unknown): Event {
  const alarm = alarmOf(error);
  return alarm === null ? { type: "problem", problem: problemOf(error) } : { type: "alarm", alarm };
}

function draftError(state: State): State["draftError"] {
  if (state.draft.text.trim() === "") {
    return "empty";
  }
  if (state.draft.text.length > TEXT_LIMIT) {
    return "too-long";
  }
  return unfinished(state.draft) ? "files" : null;
}

/** Whether this very text stands in the new reading already: its answer was lost on the way, not the message. */
function arrived(before: MailboxView | null, after: MailboxView, text: string): boolean {
  const known = new Set(before?.entries.map((entry) => entry.hash));
  return after.entries.some((entry) => entry.mine && !known.has(entry.hash) && entry.text === text);
}

async function deliver(errand: Errand, session: Session, send: Send, kind: "message" | "withdrawal", text: string) {
  const { room, post } = errand;
  const before = errand.state().view;
  const why = kind === "message" ? "sent" : "withdrawn";
  const files = kind === "message" ? sealedFiles(errand.state().draft) : [];
  try {
    const keys = await errand.keys();
    const statement = await keys.sealReporterStatement(kind, text, files, room.today());
    const refs = files.map((file) => file.ref);
    await session.with((token) => post.postStatement(token, statement, refs));
  } catch (error) {
    if (codeOfError(error) !== "stale-thread") {
      throw error;
    }
    const view = await session.read();
    const isThere = arrived(before, view, text);
    if (isThere) {
      send({ type: "posted", what: why });
    }
    send(readEvent(view, isThere ? why : "stale"));
    return;
  }
  // What was sent is sent: when reading it back fails, the next reading shows it.
  const view = await session.read().catch((error: unknown) => {
    if (alarmOf(error) !== null) {
      throw error;
    }
    return null;
  });
  if (view !== null && !arrived(before, view, text)) {
    send(readEvent(view, "asked"));
    throw Object.assign(new Error("swallowed"), { code: "not-shown" });
  }
  send({ type: "posted", what: why });
  if (view !== null) {
    send(readEvent(view, why));
  }
}

/** Files in the order in which they were chosen, one at a time. */
class Sealing {
  private readonly chosen = new Map<string, File>();
  private queue: Promise<void> = Promise.resolve();
  private count = 0;

  constructor(
    private readonly errand: Errand,
    private readonly session: Session,
  ) {}

  add(files: readonly File[]): void {
    const room = FILES_LIMIT - this.errand.state().draft.files.length;
    for (const file of files.slice(0, room)) {
      this.count += 1;
      const id = `file-${this.count}`;
      this.chosen.set(id, file);
      const tooLarge = file.size > FILE_LIMIT;
      const entry: DraftFile = {
        id,
        name: file.name,
        size: file.size,
        state: tooLarge ? "failed" : "waiting",
        part: 0,
        failure: tooLarge ? "too-large" : null,
        ref: null,
      };
      this.errand.send({ type: "file-added", file: entry });
      if (!tooLarge) {
        this.enqueue(id);
      }
    }
  }

  retry(id: string): void {
    this.errand.send({ type: "file-changed", id, change: { state: "waiting", part: 0, failure: null } });
    this.enqueue(id);
  }

  remove(id: string): void {
    this.chosen.delete(id);
    this.errand.send({ type: "file-removed", id });
    void this.errand.keys().then((keys) => keys.cancelFile(id));
  }

  forget(): void {
    this.chosen.clear();
  }

  private enqueue(id: string): void {
    const send = this.session.sender();
    this.queue = this.queue.then(() => this.seal(id, send));
  }

  private async seal(id: string, send: Send): Promise<void> {
    const file = this.chosen.get(id);
    if (file === undefined) {
      return;
    }
    const { post } = this.errand;
    const change = (next: Partial<DraftFile>) => send({ type: "file-changed", id, change: next });
    change({ state: "sealing" });
    try {
      const keys = await this.errand.keys();
      const { upload, partSize } = await post.startUpload();
      const sendPart = (part: Uint8Array, number: number) => post.putPart(upload, number, part);
      const sealed = await keys.sealFile(id, file, file.name, partSize, sendPart, (part) => change({ part }));
      change({ state: "done", part: 1, ref: { upload, ...sealed } });
    } catch (error) {
      const code = problemOf(error);
      change({ state: "failed", failure: code === "network" || code === "too-large" ? code : "failed" });
    }
  }
}

export function sendingDesk(errand: Errand, session: Session): SendingDesk {
  const sealing = new Sealing(errand, session);

  /** One action at a time; its failure is shown. */
  const act = async (begin: Event, work: (send: Send) => Promise<void>) => {
    if (errand.state().busy !== null || errand.state().step !== "open") {
      return;
    }
    const send = session.sender();
    send(begin);
    await work(send).catch((error: unknown) => send(failure(error)));
  };

  return {
    refresh: () => void act({ type: "reading" }, async (send) => send(readEvent(await session.read(), "asked"))),
    answer: () => {
      const error = draftError(errand.state());
      if (error !== null) {
        errand.send({ type: "draft-error", error });
        return;
      }
      const { text } = errand.state().draft;
      void act({ type: "sending" }, (send) => deliver(errand, session, send, "message", text));
    },
    withdraw: () => {
      const text = errand.state().withdrawal.reason;
      void act({ type: "withdrawing" }, (send) => deliver(errand, session, send, "withdrawal", text));
    },
    addFiles: (files) => sealing.add(files),
    cancelFile: (id) => sealing.remove(id),
    retryFile: (id) => sealing.retry(id),
    removeFile: (id) => sealing.remove(id),
    forgetFiles: () => sealing.forget(),
  };
}
