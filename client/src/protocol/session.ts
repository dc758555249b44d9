/** Proofs of holding a key: opening a mailbox, and recovery by the 24 words (protocol sections 6 and 7). */

import * as age from "./age";
import * as dsse from "./dsse";
import { b64u, checkMembers, checkText, dumpJson, parseJson, unb64u } from "./encoding";
import { NotSealedError, SignatureError } from "./errors";
import { type Keys, MEMBER_SECRET_SIZE } from "./keys";
import { checkUsername } from "./staff";

export const MAILBOX_SUFFIX = "mailbox-session";
export const RECOVERY_SUFFIX = "recovery";
const LONGEST_CHALLENGE = 1000;
const LONGEST_ORIGIN = 300;

/** A signed request to open a mailbox; `mailbox` is the signing key. Challenge and origin are the caller's check. */
export interface MailboxSession {
  readonly challenge: string;
  readonly origin: string;
  readonly mailbox: string;
}

/** What sets a member's sign-in secret and wrapped key anew. */
export interface RecoveryFields {
  readonly challenge: string;
  readonly origin: string;
  readonly username: string;
  /** The sign-in secret, base64url. */
  readonly password: string;
  readonly wrapped: Uint8Array;
}

/** A signed recovery; the caller checks whose key it is. */
export interface Recovery extends RecoveryFields {
  readonly signingKey: string;
}

/** Sign a challenge for the mailbox of this receipt; `origin` as the browser sees it. */
export function buildMailboxSession(receipt: Keys, challenge: string, origin: string): dsse.Envelope {
  const payload = dumpJson({ challenge, origin, mailbox: receipt.signingKey });
  return dsse.sign(MAILBOX_SUFFIX, payload, [receipt.signingSecret]);
}

/**
 * Verify that the holder of the mailbox's key signed this.
 *
 * @throws MalformedError or SignatureError when it does not hold.
 */
export function verifyMailboxSession(envelope: unknown): MailboxSession {
  const { payload, signer } = dsse.verifySingle(envelope, MAILBOX_SUFFIX);
  const fields = checkMembers(parseJson(payload), ["challenge", "origin", "mailbox"]);
  if (signer !== fields.mailbox) {
    throw new SignatureError("not signed by the mailbox key");
  }
  return {
    challenge: checkText(fields.challenge, LONGEST_CHALLENGE),
    origin: checkText(fields.origin, LONGEST_ORIGIN),
    mailbox: signer,
  };
}

/** Sign new credentials with the member key. */
export function buildRecovery(member: Keys, fields: RecoveryFields): dsse.Envelope {
  const payload = dumpJson({
    challenge: fields.challenge,
    origin: fields.origin,
    username: fields.username,
    password: fields.password,
    wrapped: b64u(fields.wrapped),
  });
  return dsse.sign(RECOVERY_SUFFIX, payload, [member.signingSecret]);
}

/**
 * Verify a recovery; its `signingKey` is to be compared with the roster's for that member.
 *
 * @throws MalformedError, SignatureError or NotSealedError when it does not hold.
 */
export function verifyRecovery(envelope: unknown): Recovery {
  const { payload, signer } = dsse.verifySingle(envelope, RECOVERY_SUFFIX);
  const fields = checkMembers(parseJson(payload), ["challenge", "origin", "username", "password", "wrapped"]);
  const wrapped = unb64u(fields.wrapped);
  const seen = age.inspect(wrapped);
  if (seen.stanzas !== 1 || seen.payloadLength !== MEMBER_SECRET_SIZE) {
    throw new NotSealedError("not a wrapped key");
  }
  return {
    challenge: checkText(fields.challenge, LONGEST_CHALLENGE),
    origin: checkText(fields.origin, LONGEST_ORIGIN),
    username: checkUsername(fields.username),
    password: b64u(unb64u(fields.password, 32)),
    wrapped,
    signingKey: signer,
  };
}
