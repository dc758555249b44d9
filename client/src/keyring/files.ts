/** Files: sealed as a stream on their way out, and never given to the page before their last byte was verified. */

import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { decryptStream, encryptStream } from "../protocol/age";
import { chunksOf, MAX_CONTENT, packStream, unpackStream } from "../protocol/attachment";
import { b64u } from "../protocol/encoding";
import { DecryptError, MalformedError, ProtocolError } from "../protocol/errors";
import { KeyringError } from "./errors";
import type { AttachmentRef, OpenedFile, Progress } from "./types";

const HASHING = 0.1; // of the progress

type SendPart = (part: Uint8Array, number: number) => Promise<void>;

/** Collects a stream into parts of one size; each byte is copied once. */
class Parts {
  private chunks: Uint8Array[] = [];
  private held = 0;
  private number = 0;

  constructor(
    private readonly size: number,
    private readonly send: SendPart,
  ) {}

  async add(chunk: Uint8Array): Promise<void> {
    let rest = chunk;
    while (this.held + rest.length > this.size) {
      const room = this.size - this.held;
      this.hold(rest.subarray(0, room));
      rest = rest.subarray(room);
      await this.end();
    }
    this.hold(rest);
  }

  /** Send what is held: a full part, or the last. */
  async end(): Promise<void> {
    const part = concatBytes(...this.chunks);
    this.chunks = [];
    this.held = 0;
    await this.send(part, this.number);
    this.number += 1;
  }

  private hold(chunk: Uint8Array): void {
    this.chunks.push(chunk);
    this.held += chunk.length;
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
 * Seal a file and send it in parts. The first tenth of the progress is reading it for its hash.
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
    if (read <= file.size) progress((HASHING * read) / Math.max(1, file.size));
  });
  const hash = sha256.create();
  const parts = new Parts(partSize, sendPart);
  let sealed = 0;
  for await (const chunk of chunksOf(await encryptStream(stream, recipients))) {
    refuseCancelled(job);
    hash.update(chunk);
    await parts.add(chunk);
    sealed += chunk.length;
    progress(Math.min(0.99, HASHING + ((1 - HASHING) * sealed) / size));
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
  try {
    const plain = await decryptStream(sealed.stream(), identities);
    const opened = await unpackStream(plain, (read) => progress(Math.min(1, read / sealed.size)));
    return { name: opened.name, type: opened.type, content: opened.content };
  } catch (error) {
    // A chunk that fails in the middle of the stream is told by the age library in its own words.
    throw error instanceof ProtocolError ? error : new DecryptError("altered or cut");
  }
}
