/** The outside of an age file: exact syntax and sizes, without any key (c2sp.org/age). */

import { base64nopad } from "@scure/base";
import { NotSealedError } from "./errors";
import { isUsablePoint } from "./x25519Points";

const VERSION_LINE = "age-encryption.org/v1";
const MAC_PREFIX = "--- ";
const STANZA_TYPE = "mlkem768x25519";
const LINE_COLUMNS = 64;
const MAC_COLUMNS = 43; // 32 bytes
const MAX_HEADER = 64 * 1024; // bytes; 32 hybrid stanzas take 50 000
const MAX_RECIPIENTS = 32;
const ENCAPSULATED_SIZE = 1120; // ML-KEM-768 ciphertext, then X25519
const SEALED_KEY_SIZE = 32; // a 16-byte file key and its tag
const NONCE_SIZE = 16;
const TAG_SIZE = 16;
const SEALED_CHUNK = 65_536 + TAG_SIZE;
const NEWLINE = 0x0a;
const PRINTABLE = /^[\x21-\x7e]+$/;

/** What the outside of an age file tells: number of stanzas, bytes of plaintext. */
export interface Inspection {
  readonly stanzas: number;
  readonly payloadLength: number;
}

/** Reads a header line by line; anything that is not ASCII or too long is refused. */
class Lines {
  position = 0;

  constructor(private readonly data: Uint8Array) {}

  next(): string {
    const end = this.data.indexOf(NEWLINE, this.position);
    if (end < 0 || end > MAX_HEADER) throw new NotSealedError("age header: it does not end");
    const line = String.fromCharCode(...this.data.subarray(this.position, end));
    this.position = end + 1;
    return line;
  }
}

/**
 * Check the outside of an age file without any key.
 *
 * @throws NotSealedError if it is not an age v1 file with `mlkem768x25519` stanzas and no other.
 */
export function inspect(file: Uint8Array): Inspection {
  return inspectHead(file, file.length);
}

/** As `inspect`, from the first bytes (at least the whole header) of a file of `totalSize` bytes. */
export function inspectHead(head: Uint8Array, totalSize: number): Inspection {
  const { stanzas, length } = readHeader(head);
  if (totalSize < head.length) throw new NotSealedError("age file: shorter than its own beginning");
  return { stanzas, payloadLength: payloadLength(totalSize - length) };
}

/** Number of stanzas and bytes of a header with hybrid stanzas alone, each of exactly the right sizes. */
export function readHeader(data: Uint8Array): { stanzas: number; length: number } {
  const lines = new Lines(data);
  if (lines.next() !== VERSION_LINE) throw new NotSealedError("not an age file");
  let stanzas = 0;
  for (let line = lines.next(); ; line = lines.next()) {
    if (line.startsWith(MAC_PREFIX)) {
      checkMac(line, stanzas);
      return { stanzas, length: lines.position };
    }
    readStanza(line, lines);
    stanzas += 1;
    if (stanzas > MAX_RECIPIENTS) throw new NotSealedError("age header: too many recipients");
  }
}

function checkMac(line: string, stanzas: number): void {
  if (stanzas === 0) throw new NotSealedError("age header: no recipient");
  if (line.length !== MAC_PREFIX.length + MAC_COLUMNS) throw new NotSealedError("age header: a wrong MAC line");
  unbase64(line.slice(MAC_PREFIX.length));
}

function readStanza(line: string, lines: Lines): void {
  const [marker, ...args] = line.split(" ");
  if (marker !== "->" || args.length === 0 || !args.every((arg) => PRINTABLE.test(arg))) {
    throw new NotSealedError("age header: not a stanza");
  }
  let body = 0;
  for (let full = true; full; ) {
    const encoded = lines.next();
    if (encoded.length > LINE_COLUMNS) throw new NotSealedError("age header: a line too long");
    body += unbase64(encoded).length;
    full = encoded.length === LINE_COLUMNS;
  }
  if (args[0] !== STANZA_TYPE || args.length !== 2) throw new NotSealedError("age header: not a hybrid recipient");
  const encapsulated = unbase64(args[1] ?? "");
  if (encapsulated.length !== ENCAPSULATED_SIZE || body !== SEALED_KEY_SIZE) {
    throw new NotSealedError("age header: a stanza of a wrong size");
  }
  if (!isUsablePoint(encapsulated.subarray(-32))) throw new NotSealedError("age header: a weak share");
}

function unbase64(text: string): Uint8Array {
  try {
    return base64nopad.decode(text);
  } catch {
    throw new NotSealedError("age header: not canonical base64");
  }
}

/** Plaintext bytes in a payload of `sealed` bytes, nonce included; NotSealedError when no number of chunks gives it. */
export function payloadLength(sealed: number): number {
  const body = sealed - NONCE_SIZE;
  const full = Math.floor(body / SEALED_CHUNK);
  const rest = body - full * SEALED_CHUNK;
  // An empty last chunk is allowed only when it is the whole payload.
  if (body < TAG_SIZE || (rest > 0 && rest < TAG_SIZE) || (rest === TAG_SIZE && full > 0)) {
    throw new NotSealedError("age payload: an impossible length");
  }
  return body - (full + (rest > 0 ? 1 : 0)) * TAG_SIZE;
}
