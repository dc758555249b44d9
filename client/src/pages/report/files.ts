/** Files are sealed and sent while the reporter goes on: one at a time, each can be cancelled. */

import * as letterbox from "../../api/letterbox";
import type { Keyring } from "../../keyring/types";
import type { ErrorCode, Event, FormError, ReportFile } from "./state";

/** Bytes of one file, and how many files. */
export const FILE_LIMIT = 100 * 1024 * 1024;
export const FILES_LIMIT = 20;

function failureOf(error: unknown): ReportFile["failure"] {
  const { code } = error as { code?: unknown };
  if (code === "too-large") return "too-large";
  return code === "network" ? "network" : "failed";
}

export class Files {
  private readonly chosen = new Map<string, File>();
  private queue: Promise<void> = Promise.resolve();
  private count = 0;

  constructor(
    private readonly keys: () => Promise<Keyring>,
    private readonly send: (event: Event) => void,
  ) {}

  /** Add those that fit; what does not is said at the field. */
  add(files: readonly File[], already: number): void {
    const errors: FormError[] = [];
    let count = already;
    for (const file of files) {
      const code = count >= FILES_LIMIT ? "too-many-files" : this.refusal(file);
      if (code) errors.push({ id: "files", code, name: file.name });
      else this.take(file);
      count += code ? 0 : 1;
    }
    if (errors.length) this.send({ type: "errors", errors: errors.slice(0, 1) });
  }

  private refusal(file: File): ErrorCode | null {
    if (file.size > FILE_LIMIT) return "file-too-large";
    if (file.size === 0) return "file-empty";
    const isTwice = [...this.chosen.values()].some(
      ({ name, size, lastModified }) => name === file.name && size === file.size && lastModified === file.lastModified,
    );
    return isTwice ? "file-twice" : null;
  }

  private take(file: File): void {
    this.count += 1;
    const id = `${this.count}`;
    const { name, size } = file;
    this.send({
      type: "file-added",
      file: { id, name, size, state: "waiting", part: 0, failure: null, ref: null },
    });
    this.chosen.set(id, file);
    this.enqueue(id);
  }

  retry(id: string): void {
    this.send({ type: "file-changed", id, change: { state: "waiting", part: 0, failure: null, ref: null } });
    this.enqueue(id);
  }

  /** Seal every file anew: the keys they were sealed to, or what was sent of them, are gone. */
  again(): void {
    for (const id of this.chosen.keys()) this.retry(id);
  }

  async remove(id: string): Promise<void> {
    this.chosen.delete(id);
    this.send({ type: "file-removed", id });
    await (await this.keys()).cancelFile(id).catch(() => {}); // then it is not being sealed either
  }

  forget(): void {
    this.chosen.clear();
    this.queue = Promise.resolve();
  }

  private enqueue(id: string): void {
    this.queue = this.queue.then(() => this.seal(id));
  }

  private async seal(id: string): Promise<void> {
    const file = this.chosen.get(id);
    if (!file) return;
    const change = (changed: Partial<ReportFile>) => this.send({ type: "file-changed", id, change: changed });
    change({ state: "sealing" });
    try {
      const keys = await this.keys();
      const { upload, partSize } = await letterbox.startUpload((challenge) => keys.solve(challenge));
      const sealed = await keys.sealFile(
        id,
        file,
        file.name,
        partSize,
        (part, number) => letterbox.putPart(upload, number, part),
        (part) => change({ part }),
      );
      change({ state: "done", part: 1, ref: { upload, ...sealed } });
    } catch (error) {
      // A cancelled file is gone from the list already.
      change({ state: "failed", failure: failureOf(error) });
    }
  }
}
