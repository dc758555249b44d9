/** Signed envelopes: DSSE v1 (github.com/secure-systems-lab/dsse) with Ed25519 and base64url. */

import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import * as ed25519 from "./ed25519";
import { b64u, checkList, checkMembers, unb64u } from "./encoding";
import { MalformedError, SignatureError } from "./errors";

const MAX_SIGNATURES = 32;

export interface Envelope {
  payloadType: string;
  payload: string;
  signatures: { keyid: string; sig: string }[];
}

/** A payload and the key of every signature over it that verifies. */
export interface Verified {
  payload: Uint8Array;
  keys: string[];
}

function typeOf(suffix: string): string {
  return `application/vnd.meldpunt.${suffix}+json`;
}

/** What is signed: lengths in front of type and payload, so that neither can pass for a part of the other. */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const kind = utf8ToBytes(payloadType);
  return concatBytes(utf8ToBytes(`DSSEv1 ${kind.length} `), kind, utf8ToBytes(` ${payload.length} `), payload);
}

/** An envelope over `payload`, signed with each 32-byte secret, members in the order of protocol section 3. */
export function sign(suffix: string, payload: Uint8Array, secrets: readonly Uint8Array[]): Envelope {
  const payloadType = typeOf(suffix);
  const message = preAuthenticationEncoding(payloadType, payload);
  const signatures = secrets.map((secret) => ({
    keyid: b64u(ed25519.publicKey(secret)),
    sig: b64u(ed25519.sign(secret, message)),
  }));
  return { payloadType, payload: b64u(payload), signatures };
}

/**
 * The payload, and the key of every signature that verifies, each once.
 * Signatures that do not verify are left out: which ones are needed is the caller's rule.
 *
 * @throws MalformedError for anything but exactly the structure of an envelope of this type.
 */
export function verify(envelope: unknown, suffix: string): Verified {
  const fields = checkMembers(envelope, ["payloadType", "payload", "signatures"]);
  const payloadType = typeOf(suffix);
  if (fields.payloadType !== payloadType) throw new MalformedError(`not a ${suffix}`);
  const payload = unb64u(fields.payload);
  const message = preAuthenticationEncoding(payloadType, payload);
  const signatures = checkList(fields.signatures, MAX_SIGNATURES);
  if (signatures.length === 0) throw new MalformedError("no signature");
  const keys = new Set<string>();
  for (const item of signatures) {
    const signature = checkMembers(item, ["keyid", "sig"]);
    const key = unb64u(signature.keyid, ed25519.KEY_SIZE);
    const proof = unb64u(signature.sig, ed25519.SIGNATURE_SIZE);
    if (ed25519.verifies(key, proof, message)) keys.add(b64u(key));
  }
  return { payload, keys: [...keys] };
}

/**
 * The payload and the signer of an envelope that has exactly one signature.
 *
 * @throws SignatureError if it does not verify, or there are more.
 */
export function verifySingle(envelope: unknown, suffix: string): { payload: Uint8Array; signer: string } {
  const { payload, keys } = verify(envelope, suffix);
  const [signer] = keys;
  if (signer === undefined || keys.length !== 1 || (envelope as Envelope).signatures.length !== 1) {
    throw new SignatureError("exactly one good signature is wanted");
  }
  return { payload, signer };
}
