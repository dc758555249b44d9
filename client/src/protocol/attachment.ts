/** Attachments: name, type and content in one padded file (protocol section 3). */

import { sha256 } from "@noble/hashes/sha2.js";
import { b64u, checkInt, checkMembers, checkText, dumpJson, parseJson } from "./encoding";
import { MalformedError } from "./errors";
import { isPermittedLength, paddedLength } from "./padme";

/** Bytes. */
export const MAX_CONTENT = 100 * 1024 * 1024;
const LENGTH_BYTES = 4;
const MAX_HEADER = 16_384;
const MAX_NAME = 120; // code points
const MAX_EXTENSION = 16;
const CHUNK = 65_536;
const UNSAFE = /[<>:"|?*]/g;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$/i;
const TYPE = /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,80}$/i;
const ANY_TYPE = "application/octet-stream";

/** What is read of a file before it is sent: a `Blob` or a `File`. */
export type Readable = Pick<Blob, "size" | "stream">;

/** A file whose hash was verified; its name is cleaned, its type is the sender's word. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** The same without the content in one piece. */
export interface OpenedAttachment {
  readonly name: string;
  readonly type: string;
  readonly content: Blob;
}

/**
 * A file name that is safe to show and to save on any system: folders, control and direction characters, characters that
 * Windows refuses, leading and trailing dots go; at most 120 characters, the extension kept; `file` when nothing is left.
 */
export function cleanName(name: string): string {
  const last = name.normalize("NFC").replaceAll("\\", "/").split("/").at(-1) ?? "";
  const printable = last.replace(/[\t\n\r]/g, " ").replace(/\p{C}/gu, "");
  const cleaned = printable
    .replace(UNSAFE, "_")
    .replace(/\s+/g, " ")
    .replace(/^[ .]+|[ .]+$/g, "");
  return shorten(RESERVED.test(cleaned) ? `_${cleaned}` : cleaned) || "file";
}

function shorten(name: string): string {
  const points = [...name];
  if (points.length <= MAX_NAME) return name;
  const dot = points.lastIndexOf(".");
  const extension = points.slice(dot + 1);
  if (dot < 0 || extension.length > MAX_EXTENSION) return cut(points, MAX_NAME);
  return `${cut(points, Math.min(dot, MAX_NAME - extension.length - 1))}.${extension.join("")}`;
}

function cut(points: readonly string[], length: number): string {
  return points
    .slice(0, length)
    .join("")
    .replace(/[ .]+$/, "");
}

function knownType(type: string): string {
  return TYPE.test(type) ? type : ANY_TYPE;
}

function headOf(name: string, type: string, size: number, hash: Uint8Array): Uint8Array {
  const header = dumpJson({ name: cleanName(name), type: knownType(type), size, sha256: b64u(hash) });
  const head = new Uint8Array(LENGTH_BYTES + header.length);
  new DataView(head.buffer).setUint32(0, header.length);
  head.set(header, LENGTH_BYTES);
  return head;
}

/** Header, content and zero bytes up to a Padmé length: what is then sealed to the thread's recipients. */
export function pack(name: string, type: string, content: Uint8Array): Uint8Array {
  if (content.length > MAX_CONTENT) throw new MalformedError("a file larger than 100 MB");
  const head = headOf(name, type, content.length, sha256(content));
  const plain = new Uint8Array(paddedLength(head.length + content.length));
  plain.set(head);
  plain.set(content, head.length);
  return plain;
}

/**
 * As `pack`, for what does not fit in memory: the file is read twice, once for its hash.
 *
 * @param onRead called with the bytes read so far, of twice the size.
 */
export async function packStream(
  name: string,
  type: string,
  content: Readable,
  onRead: (bytes: number) => void = () => {},
): Promise<{ stream: ReadableStream<Uint8Array>; size: number }> {
  if (content.size > MAX_CONTENT) throw new MalformedError("a file larger than 100 MB");
  const hash = sha256.create();
  let read = 0;
  for await (const chunk of chunksOf(content.stream())) {
    hash.update(chunk);
    read += chunk.length;
    onRead(read);
  }
  const head = headOf(name, type, content.size, hash.digest());
  const size = paddedLength(head.length + content.size);
  const parts = packed(head, content, size, (bytes) => onRead(content.size + bytes));
  return { stream: streamOf(parts), size };
}

async function* packed(
  head: Uint8Array,
  content: Readable,
  size: number,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  yield head;
  let read = 0;
  for await (const chunk of chunksOf(content.stream())) {
    yield chunk;
    read += chunk.length;
    onRead(read);
  }
  if (read !== content.size) throw new MalformedError("the file changed while it was read");
  for (let left = size - head.length - read; left > 0; left -= CHUNK) yield new Uint8Array(Math.min(left, CHUNK));
}

/**
 * What a stream gives, piece by piece: Safari's streams cannot be walked with `for await`.
 * As there, a stream that is left before its end is cancelled.
 */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!ended) reader.cancel().catch(() => {}); // it has failed already
    reader.releaseLock();
  }
}

function streamOf(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

interface Fields {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
}

function readFields(header: Uint8Array): Fields {
  const fields = checkMembers(parseJson(header), ["name", "type", "size", "sha256"]);
  return {
    name: cleanName(checkText(fields.name, 1000, 0)),
    type: knownType(checkText(fields.type, 150)),
    size: checkInt(fields.size, 0, MAX_CONTENT),
    sha256: String(fields.sha256),
  };
}

/**
 * The file, after its hash was verified and its padding seen to be zero.
 *
 * @throws MalformedError for anything that `pack` would not have made.
 */
export async function unpack(plain: Uint8Array): Promise<Attachment> {
  const opened = await unpackStream(streamOf(once(plain)));
  return { ...opened, content: new Uint8Array(await opened.content.arrayBuffer()) };
}

async function* once(plain: Uint8Array): AsyncGenerator<Uint8Array> {
  yield plain;
}

/**
 * As `unpack`, from a stream; nothing is given out before the stream has ended and everything was verified.
 *
 * @param onRead called with the bytes read so far.
 */
export async function unpackStream(
  plain: ReadableStream<Uint8Array>,
  onRead: (bytes: number) => void = () => {},
): Promise<OpenedAttachment> {
  const unpacker = new Unpacker();
  for await (const chunk of chunksOf(plain)) {
    unpacker.accept(chunk);
    onRead(unpacker.read);
  }
  return unpacker.finish();
}

/** Takes an attachment in pieces of any size. */
class Unpacker {
  read = 0;
  private head = new Uint8Array(0);
  private fields: Fields | null = null;
  private start = 0;
  private left = 0;
  private readonly hash = sha256.create();
  private readonly parts: Uint8Array<ArrayBuffer>[] = [];

  accept(chunk: Uint8Array): void {
    this.read += chunk.length;
    const rest = this.fields ? chunk : this.readHead(chunk);
    const content = rest.slice(0, this.left);
    this.left -= content.length;
    if (content.length) {
      this.hash.update(content);
      this.parts.push(content);
    }
    if (this.fields && rest.subarray(content.length).some((byte) => byte !== 0)) {
      throw new MalformedError("an attachment that is not padded with zeros");
    }
  }

  /** Collect until the header is whole; returns what follows it. */
  private readHead(chunk: Uint8Array): Uint8Array {
    const joined = new Uint8Array(this.head.length + chunk.length);
    joined.set(this.head);
    joined.set(chunk, this.head.length);
    this.head = joined;
    if (joined.length < LENGTH_BYTES) return new Uint8Array(0);
    const length = new DataView(joined.buffer).getUint32(0);
    if (length > MAX_HEADER) throw new MalformedError("an attachment with too long a header");
    this.start = LENGTH_BYTES + length;
    if (joined.length < this.start) return new Uint8Array(0);
    this.fields = readFields(joined.subarray(LENGTH_BYTES, this.start));
    this.left = this.fields.size;
    return joined.subarray(this.start);
  }

  finish(): OpenedAttachment {
    const { fields } = this;
    if (!fields || this.left > 0 || !isPermittedLength(this.read)) {
      throw new MalformedError("an attachment of a wrong size");
    }
    if (this.read !== paddedLength(this.start + fields.size)) {
      throw new MalformedError("an attachment that is not padded as it should be");
    }
    if (b64u(this.hash.digest()) !== fields.sha256) throw new MalformedError("an attachment with a wrong hash");
    // Never the sender's type: a browser that were made to open it would believe it.
    return { name: fields.name, type: fields.type, content: new Blob(this.parts, { type: ANY_TYPE }) };
  }
}
