/**
 * age files to hybrid recipients alone (`age1pq1…`), on age-encryption (c2sp.org/age).
 *
 * A file that mixes recipient types is refused: one classical stanza would undo the protection of all others.
 */

import { randomBytes } from "@noble/hashes/utils.js";
import { bech32 } from "@scure/base";
import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { readHeader } from "./ageHeader";
import { DecryptError, MalformedError, NotSealedError } from "./errors";
import { isUsablePoint } from "./x25519Points";

export { type Inspection, inspect, inspectHead } from "./ageHeader";

const IDENTITY_PREFIX = "age-secret-key-pq-";
const RECIPIENT_PREFIX = "age1pq";
const SEED_SIZE = 32;
const PUBLIC_SIZE = 1216; // ML-KEM-768 encapsulation key, then X25519
const MLKEM_KEY_SIZE = 1184;
const Q = 3329; // the modulus of ML-KEM (FIPS 203)
const MAX_RECIPIENTS = 32;
const MAX_HEADER = 64 * 1024;
const NONCE_SIZE = 16;
const NOT_OPENED = "sealed to somebody else, altered or cut";

/** The identity `AGE-SECRET-KEY-PQ-1…` of 32 secret bytes (protocol section 2). */
export function identityFromSecret(secret: Uint8Array): string {
  if (secret.length !== SEED_SIZE) throw new MalformedError("an identity has 32 bytes");
  return bech32.encodeFromBytes(IDENTITY_PREFIX, secret).toUpperCase();
}

/** A new hybrid identity from the system's random source. */
export async function generateIdentity(): Promise<string> {
  return identityFromSecret(randomBytes(SEED_SIZE));
}

/** The same identity, sure to be one in its only spelling; else MalformedError. */
export function checkIdentity(identity: unknown): string {
  if (typeof identity !== "string") throw new MalformedError("not an identity");
  const seed = decodeBech32(IDENTITY_PREFIX, identity.toLowerCase());
  // Written again and compared: the Kelvin sign (U+212A) has a k as its lower case, and is no letter of Bech32.
  if (identityFromSecret(seed) !== identity) throw new MalformedError("an identity is written in upper case");
  return identity;
}

function decodeBech32(prefix: string, text: string): Uint8Array {
  try {
    // `false`: hybrid recipients are longer than Bech32's 90 characters.
    const read = bech32.decode(text as `${string}1${string}`, false);
    if (read.prefix === prefix && text === text.toLowerCase()) return bech32.fromWords(read.words);
  } catch {
    // Told below, like a wrong prefix.
  }
  throw new MalformedError("not a key of this type");
}

const usable = new Set<string>();

/** The same recipient, sure to be a usable hybrid key in lower-case Bech32; else MalformedError. */
export function checkRecipient(recipient: unknown): string {
  if (typeof recipient !== "string" || recipient.length > 2000) throw new MalformedError("not a recipient");
  if (usable.has(recipient)) return recipient;
  const raw = decodeBech32(RECIPIENT_PREFIX, recipient);
  if (raw.length !== PUBLIC_SIZE || !isUsablePoint(raw.subarray(MLKEM_KEY_SIZE)) || !isReduced(raw)) {
    throw new MalformedError("a recipient that may not be used");
  }
  if (usable.size > 256) usable.clear();
  usable.add(recipient);
  return recipient;
}

/** Whether every coefficient of the ML-KEM key is below q (FIPS 203 section 7.2, the modulus check). */
function isReduced(key: Uint8Array): boolean {
  for (let i = 0; i + 2 < MLKEM_KEY_SIZE - 32; i += 3) {
    const [a, b, c] = [key[i] as number, key[i + 1] as number, key[i + 2] as number];
    if ((a | ((b & 15) << 8)) >= Q || ((b >> 4) | (c << 4)) >= Q) return false;
  }
  return true;
}

/** The recipient `age1pq1…` that belongs to an identity. */
export async function recipientOf(identity: string): Promise<string> {
  return identityToRecipient(checkIdentity(identity));
}

/** A recipient for which nobody holds the identity: its secret is dropped at once. For decoys. */
export async function unheldRecipient(): Promise<string> {
  return recipientOf(await generateIdentity());
}

function encrypterTo(recipients: readonly string[]): Encrypter {
  if (recipients.length < 1 || recipients.length > MAX_RECIPIENTS) {
    throw new MalformedError("a file needs 1 to 32 recipients");
  }
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(checkRecipient(recipient));
  return encrypter;
}

/** Seal bytes to hybrid recipients, one stanza each in the order given. */
export async function encrypt(plaintext: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  return encrypterTo(recipients).encrypt(plaintext);
}

/** As `encrypt`, for what does not fit in memory. */
export async function encryptStream(
  plaintext: ReadableStream<Uint8Array>,
  recipients: readonly string[],
): Promise<ReadableStream<Uint8Array>> {
  return encrypterTo(recipients).encrypt(plaintext);
}

function decrypterWith(identities: string | readonly string[]): Decrypter {
  const decrypter = new Decrypter();
  for (const identity of typeof identities === "string" ? [identities] : identities) {
    decrypter.addIdentity(checkIdentity(identity));
  }
  return decrypter;
}

/**
 * Open an age file with one of the identities.
 *
 * @throws NotSealedError for what is not an age file with hybrid stanzas alone.
 * @throws DecryptError if none of the identities opens it, or it was altered or cut.
 */
export async function decrypt(file: Uint8Array, identities: string | readonly string[]): Promise<Uint8Array> {
  checkBeginning(file);
  const decrypter = decrypterWith(identities);
  try {
    return await decrypter.decrypt(file);
  } catch {
    throw new DecryptError(NOT_OPENED);
  }
}

/** Hybrid stanzas alone, and after them a nonce; else NotSealedError. */
function checkBeginning(file: Uint8Array): void {
  const { length } = readHeader(file);
  if (file.length < length + NONCE_SIZE) throw new NotSealedError("age file: no nonce");
}

/**
 * As `decrypt`, chunk by chunk; nothing may be used before the stream has ended without an error.
 * The first chunks are held back until the header was checked. What the source itself fails with is passed on.
 */
export async function decryptStream(
  file: ReadableStream<Uint8Array>,
  identities: string | readonly string[],
): Promise<ReadableStream<Uint8Array>> {
  const decrypter = decrypterWith(identities);
  const source = new Source(file);
  const reasonOf = (): unknown => source.failure ?? new DecryptError(NOT_OPENED);
  try {
    const plain = (await decrypter.decrypt(await source.checked())).getReader();
    return streamOf(
      () => plain.read().catch(() => Promise.reject(reasonOf())),
      (reason) => plain.cancel(reason),
    );
  } catch (error) {
    source.letGo(error);
    throw error instanceof NotSealedError ? error : reasonOf();
  }
}

/** A sealed stream that is passed on once its beginning is a header of hybrid stanzas alone. */
class Source {
  /** What reading it failed with; the age library tells every failure alike. */
  failure: unknown = undefined;
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(file: ReadableStream<Uint8Array>) {
    this.reader = file.getReader();
  }

  async checked(): Promise<ReadableStream<Uint8Array>> {
    const parts: Uint8Array[] = [];
    for (let size = 0; size <= MAX_HEADER + NONCE_SIZE; ) {
      const { done, value } = await this.read();
      if (done) break;
      parts.push(value);
      size += value.length;
    }
    checkBeginning(join(parts));
    return streamOf(
      async () => {
        const value = parts.shift();
        return value ? { done: false, value } : this.read();
      },
      (reason) => this.reader.cancel(reason),
    );
  }

  letGo(reason: unknown): void {
    this.reader.cancel(reason).catch(() => {}); // it has failed already
  }

  private async read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    try {
      return await this.reader.read();
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

function streamOf(
  read: () => Promise<ReadableStreamReadResult<Uint8Array>>,
  cancel: (reason: unknown) => Promise<void>,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel,
  });
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
