/** Sealing one statement, checked before it leaves the worker. */

import { b64u, type Json, sha256B64u, unb64u } from "../protocol/encoding";
import { paddedLength } from "../protocol/padme";
import {
  buildStatement,
  carried,
  openStatement,
  type StatementFields,
  sealStatement,
  signStatement,
  stanzasFor,
} from "../protocol/statement";
import { checkPadded, MAX_SEALED_TEXT } from "../protocol/submission";
import { KeyringError } from "./errors";
import type { AttachmentRef, SealedFile, SealedStatement } from "./types";

/** Files as the server may know them. */
export function refsOf(files: readonly SealedFile[]): AttachmentRef[] {
  return files.map((file) => file.ref);
}

/** The body of a message, note or withdrawal. */
export function bodyOf(text: string, files: readonly SealedFile[]): Json {
  return files.length > 0 ? { text, ...carried(refsOf(files), files) } : { text };
}

/**
 * Sign a statement, seal it, and open it again as its readers will.
 *
 * @param identity of the writer, who is among the readers.
 * @throws KeyringError `too-large`, or `sealing-failed` for anything else: what is not surely sealed is not sent.
 */
export async function sealOne(
  fields: StatementFields & { prev: string },
  secret: Uint8Array,
  recipients: readonly string[],
  identity: string,
): Promise<SealedStatement> {
  try {
    const signed = signStatement(buildStatement(fields), [secret]);
    if (paddedLength(JSON.stringify(signed).length) > MAX_SEALED_TEXT) throw new KeyringError("too-large");
    const sealed = await sealStatement(signed, recipients);
    checkPadded(sealed, stanzasFor(fields.thread), MAX_SEALED_TEXT);
    const opened = await openStatement(sealed, identity);
    if (sha256B64u(unb64u(opened.payload)) !== sha256B64u(unb64u(signed.payload)))
      throw new Error("not what was sealed");
    return { prev: fields.prev, envelope: b64u(sealed) };
  } catch (error) {
    throw error instanceof KeyringError ? error : new KeyringError("sealing-failed");
  }
}
