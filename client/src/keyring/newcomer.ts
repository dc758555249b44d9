/** What is made once for a person who gets an account: passphrase, key, one-time-code device; and recovery. */

import { base32 } from "@scure/base";
import { recipientOf } from "../protocol/age";
import { b64u, sha256B64u } from "../protocol/encoding";
import { generateMemberSecret, memberKeys } from "../protocol/keys";
import { buildRecovery } from "../protocol/session";
import { signInSecret, stretch, wrapIdentity, wrapMemberSecret } from "../protocol/staff";
import type { Dsse, NewDevice, NewMember, Progress } from "./types";

const OTP_BYTES = 20; // RFC 4226 section 4
const RECOVERY_BYTES = 8;
const RECOVERY_CODES = 8;
const PASSPHRASE_WORDS = 6;
const SECRET_BYTES = 32;
const GROUP = /.{4}(?=.)/g;

/** The word lists are a script of their own, which the mailbox needs as well. */
function lists(): Promise<typeof import("../protocol/words")> {
  return import("../protocol/words");
}

function random(size: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(size));
}

/** Six words of a list of 2,048: 66 bits, stretched by scrypt twice before a thief can try one. */
export async function offerPassphrase(): Promise<string> {
  const { encodeWords } = await lists();
  // Words of random bytes are evenly spread but for the last, which holds the checksum and is not among these.
  return encodeWords(random(SECRET_BYTES), "en").slice(0, PASSPHRASE_WORDS).join(" ");
}

/** A code for paper: 64 bits in base32, in groups of four. */
function recoveryCode(): { code: string; hash: string } {
  const plain = base32.encode(random(RECOVERY_BYTES)).replaceAll("=", "");
  return { code: plain.replace(GROUP, "$&-"), hash: sha256B64u(new TextEncoder().encode(plain)) };
}

/** A one-time-code secret and the codes that stand in for it. */
export function newDevice(): NewDevice {
  const key = random(OTP_BYTES);
  const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
  return {
    key: b64u(key),
    base32: base32.encode(key),
    recoveryCodes: codes.map(({ code }) => code),
    recoveryHashes: codes.map(({ hash }) => hash),
  };
}

/** Stretch the passphrase and seal the secret with it. */
async function credentials(
  secret: Uint8Array,
  username: string,
  passphrase: string,
  progress: Progress,
): Promise<{ password: string; wrapped: Uint8Array }> {
  const stretched = await stretch(username, passphrase, progress);
  const wrapped = await wrapMemberSecret(secret, await recipientOf(wrapIdentity(stretched)));
  return { password: signInSecret(stretched), wrapped };
}

/** A member's key. The secret leaves on the recovery sheet and, sealed, as the wrapped key. */
export async function newMember(
  username: string,
  passphrase: string,
  keep: boolean,
  progress: Progress,
): Promise<NewMember> {
  const { encodeWords, encodeNumbers } = await lists();
  const secret = generateMemberSecret();
  const { password, wrapped } = await credentials(secret, username, passphrase, progress);
  const keys = await memberKeys(secret);
  const sheet = { words: encodeWords(secret, "en"), numbers: encodeNumbers(secret) };
  secret.fill(0);
  return {
    password,
    wrapped: keep ? b64u(wrapped) : null,
    recipient: keys.recipient,
    signingKey: keys.signingKey,
    sheet,
  };
}

/**
 * With the words of the recovery sheet, set passphrase and wrapped key anew.
 *
 * @throws WordsError for words that are not those of a sheet.
 */
export async function recover(
  words: string,
  username: string,
  passphrase: string,
  challenge: string,
  origin: string,
  progress: Progress,
): Promise<Dsse> {
  const { decodeWords } = await lists();
  const secret = decodeWords(words, SECRET_BYTES);
  const { password, wrapped } = await credentials(secret, username, passphrase, progress);
  const keys = await memberKeys(secret);
  secret.fill(0);
  return buildRecovery(keys, { challenge, origin, username, password, wrapped });
}
