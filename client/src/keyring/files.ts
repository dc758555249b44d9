/** Files: sealed as a stream on their way out, and never given to the page before their last byte was verified. */

import { sha256 } from "@noble/hashes/sha2.js";
import { decryptStream, encryptStream } from "../protocol/age";
import { chunksOf, MAX_CONTENT, packStream, unpackStream } from "../protocol/attachment";
import { b64u } from "../protocol/encoding";
import { MalformedError } from "../protocol/errors";
import { KeyringError } from "./errors";
import type { AttachmentRef, OpenedFile, Progress } from "./types";

type SendPart = (part: Uint8Array, number: number) => Promise<void>;

/** Collects a stream into parts of one size. */
class Parts {
  private held = new Uint8Array(0);
  private number = 0;

  constructor(
    private readonly size: number,
    private readonly send: SendPart,
  ) {}

  async add(chunk: Uint8Array): Promise<void> {
    const joined = new Uint8Array(this.held.length + chunk.length);
    joined.set(this.held);
    joined.set(chunk, this.held.length);
    let at = 0;
    for (; joined.length - at > this.size; at += this.size) await this.sendNext(joined.slice(at, at + this.size));
    this.held = joined.slice(at);
  }

  async end(): Promise<void> {
    await this.sendNext(this.held);
  }

  private async sendNext(part: Uint8Array): Promise<void> {
    await this.send(part, this.number);
    this.number += 1;
  }
}

const cancelled = new Set<string>();

/** Stop sealing the file of this job. */
export function cancel(job: string): void {
  cancelled.add(job);
}

function refuseCancelled(job: string): void {
  if (cancelled.has(job)) throw new KeyringError("cancelled");
}

/**
 * Seal a file and send it in parts. The first half of the progress is reading it for its hash.
 *
 * @returns Hash and size of the sealed bytes.
 */
export async function sealFile(
  job: string,
  file: Blob,
  name: string,
  recipients: readonly string[],
  partSize: number,
  sendPart: SendPart,
  progress: Progress,
): Promise<{ sha256: string; size: number }> {
  if (file.size > MAX_CONTENT) throw new KeyringError("too-large");
  cancelled.delete(job);
  const { stream, size } = await packStream(name, file.type, file, (read) => {
    refuseCancelled(job);
    if (read <= file.size) progress(read / (2 * Math.max(1, file.size)));
  });
  const hash = sha256.create();
  const parts = new Parts(partSize, sendPart);
  let sealed = 0;
  for await (const chunk of chunksOf(await encryptStream(stream, recipients))) {
    refuseCancelled(job);
    hash.update(chunk);
    await parts.add(chunk);
    sealed += chunk.length;
    progress(Math.min(0.99, 0.5 + sealed / (2 * size)));
  }
  refuseCancelled(job);
  await parts.end();
  progress(1);
  return { sha256: b64u(hash.digest()), size: sealed };
}

/**
 * Open a sealed file: it must be the one that the statement names, and every byte must verify.
 *
 * @throws MalformedError, DecryptError, NotSealedError.
 */
export async function openFile(
  sealed: Blob,
  ref: AttachmentRef,
  identities: readonly string[],
  progress: Progress,
): Promise<OpenedFile> {
  if (sealed.size !== ref.size) throw new MalformedError("another file than the statement names");
  const hash = sha256.create();
  for await (const chunk of chunksOf(sealed.stream())) hash.update(chunk);
  if (b64u(hash.digest()) !== ref.sha256) throw new MalformedError("another file than the statement names");
  const plain = await decryptStream(sealed.stream(), identities);
  const opened = await unpackStream(plain, (read) => progress(Math.min(1, read / sealed.size)));
  return { name: opened.name, type: opened.type, content: opened.content };
}
