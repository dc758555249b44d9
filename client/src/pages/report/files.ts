/** Files are sealed and sent while the reporter goes on: one at a time, each can be cancelled. */

import * as letterbox from "../../api/letterbox";
import type { Keyring } from "../../keyring/types";
import type { Event, ReportFile } from "./state";

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

  add(files: readonly File[], already: number): void {
    for (const file of files.slice(0, FILES_LIMIT - already)) {
      this.count += 1;
      const id = `${this.count}`;
      const tooLarge = file.size > FILE_LIMIT;
      const { name, size } = file;
      const state = tooLarge ? "failed" : "waiting";
      const failure = tooLarge ? "too-large" : null;
      this.send({ type: "file-added", file: { id, name, size, state, part: 0, failure, ref: null } });
      if (tooLarge) continue;
      this.chosen.set(id, file);
      this.enqueue(id);
    }
  }

  retry(id: string): void {
    this.send({ type: "file-changed", id, change: { state: "waiting", part: 0, failure: null } });
    this.enqueue(id);
  }

  async remove(id: string): Promise<void> {
    this.chosen.delete(id);
    this.send({ type: "file-removed", id });
    await (await this.keys()).cancelFile(id);
  }

  forget(): void {
    this.chosen.clear();
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
