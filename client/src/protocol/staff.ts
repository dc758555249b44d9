/** The staff passphrase: one phrase that signs in and opens the member's own key (protocol section 2). */

import { scryptAsync } from "@noble/hashes/scrypt.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import * as age from "./age";
import { b64u } from "./encoding";
import { MalformedError } from "./errors";
import { derive, MEMBER_SECRET_SIZE } from "./keys";

const USERNAME = /^[a-z0-9-]{3,32}$/;
const WHITE_SPACE = /\s+/g;
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, dkLen: 32 };

/** A username: 3 to 32 lower-case letters, digits and hyphens. */
export function checkUsername(value: unknown): string {
  if (typeof value !== "string" || !USERNAME.test(value)) throw new MalformedError("not a username");
  return value;
}

/** NFKC, trimmed, each run of white space one space. */
export function normalisePassphrase(passphrase: string): string {
  return passphrase
    .normalize("NFKC")
    .replace(WHITE_SPACE, " ")
    .replace(/^ +| +$/g, "");
}

/** 32 bytes by scrypt (RFC 7914): N 2¹⁷, r 8, p 1, which takes 128 MiB and about a second. */
export async function stretch(
  username: string,
  passphrase: string,
  onProgress?: (part: number) => void,
): Promise<Uint8Array> {
  const salt = utf8ToBytes(`meldpunt/v1/staff/${checkUsername(username)}`);
  const options = onProgress ? { ...SCRYPT, onProgress } : SCRYPT;
  return scryptAsync(utf8ToBytes(normalisePassphrase(passphrase)), salt, options);
}

/** What is sent as the password. */
export function signInSecret(stretched: Uint8Array): string {
  return b64u(derive(stretched, "meldpunt/v1/staff/sign-in"));
}

/** The age identity that opens the wrapped key; never sent. */
export function wrapIdentity(stretched: Uint8Array): string {
  return age.identityFromSecret(derive(stretched, "meldpunt/v1/staff/wrap"));
}

/** The wrapped key: the member secret sealed to the recipient of `wrapIdentity`. */
export async function wrapMemberSecret(secret: Uint8Array, recipient: string): Promise<Uint8Array> {
  if (secret.length !== MEMBER_SECRET_SIZE) throw new MalformedError("a member secret has 32 bytes");
  return age.encrypt(secret, [recipient]);
}

/** The member secret from its wrapped key; DecryptError for a wrong passphrase. */
export async function unwrapMemberSecret(wrapped: Uint8Array, identity: string): Promise<Uint8Array> {
  const secret = await age.decrypt(wrapped, identity);
  if (secret.length !== MEMBER_SECRET_SIZE) throw new MalformedError("a member secret has 32 bytes");
  return secret;
}
