/** What anybody may ask of the letterbox, and what a reporter does. No cookie goes with any of it. */

import type { AttachmentRef, Dsse, Names, SealedMailbox, SealedStatement } from "../keyring/types";
import { call, callForBytes, withRetries } from "./client";
import { ApiProblem } from "./problems";
import { dateOf, dsseOf, fieldsOf, listOf, mailboxOf, namesOf, numberOf, textOf, textOrNull } from "./shapes";

/** Solves a challenge of the proof of work. */
export type Solve = (challenge: unknown) => Promise<string>;

export interface CommitteeOnShow {
  committee: string;
  name: Names;
  bodies: { id: string; name: Names; country: string }[];
}

export interface Received {
  reference: string;
  receivedOn: string;
}

export interface Upload {
  upload: string;
  partSize: number;
}

const SMALLEST_PART = 64 * 1024; // bytes
const LARGEST_PART = 64 * 1024 * 1024;

/** Every committee with its bodies: unverified, for choosing one alone. */
export async function committees(): Promise<CommitteeOnShow[]> {
  return listOf(await call("/committees"), (item) => {
    const fields = fieldsOf(item);
    const bodies = listOf(fields.bodies, (body) => {
      const { id, name, country } = fieldsOf(body);
      return { id: textOf(id), name: namesOf(name), country: textOf(country) };
    });
    return { committee: textOf(fields.committee), name: namesOf(fields.name), bodies };
  });
}

/** A committee's roster chain, to be verified by the keyring, and which committee goes on for it, as the server says. */
export async function roster(committee: string): Promise<{ chain: Dsse[]; successor: string | null }> {
  const { chain: signed, successor } = fieldsOf(await call(`/committees/${encodeURIComponent(committee)}/roster`));
  return { chain: listOf(signed, dsseOf), successor: textOrNull(successor) };
}

/** A committee's roster chain, to be verified by the keyring. */
export async function chain(committee: string): Promise<Dsse[]> {
  return (await roster(committee)).chain;
}

/** A challenge of the proof of work. */
export async function challenge(): Promise<unknown> {
  return call("/challenge");
}

/** A solved proof of work. */
export async function proof(solve: Solve): Promise<string> {
  return solve(await challenge());
}

/**
 * File a report. A lost connection is tried again with the same submission and a fresh proof: the server knows it.
 *
 * @param ready a proof that was solved before; used for the first try.
 */
export async function fileReport(
  submission: Dsse,
  solve: Solve,
  onRetry: (attempt: number) => void,
  ready?: Promise<string>,
): Promise<Received> {
  const send = async (made: Promise<string>) =>
    call("/reports", { method: "POST", body: { altcha: await made, submission } });
  let first = ready;
  const answer = await withRetries(
    async () => {
      const made = first;
      first = undefined;
      return made ? sendOrRenew(made, send, () => proof(solve)) : send(proof(solve));
    },
    true,
    onRetry,
  );
  const fields = fieldsOf(answer);
  return { reference: textOf(fields.reference), receivedOn: dateOf(fields.received_on) };
}

/** Send with a proof made a while ago; when that failed, has expired or was used, with a fresh one. */
async function sendOrRenew(
  made: Promise<string>,
  send: (made: Promise<string>) => Promise<unknown>,
  renew: () => Promise<string>,
): Promise<unknown> {
  const usable = await made.catch(() => null);
  if (usable === null) return send(renew());
  try {
    return await send(Promise.resolve(usable));
  } catch (error) {
    const isSpent = error instanceof ApiProblem && error.code.startsWith("proof-of-work");
    if (!isSpent) throw error;
    return send(renew());
  }
}

/** Make room for a sealed file. */
export async function startUpload(solve: Solve): Promise<Upload> {
  const answer = await withRetries(async () =>
    call("/uploads", { method: "POST", body: { altcha: await proof(solve) } }),
  );
  const fields = fieldsOf(answer);
  return { upload: textOf(fields.upload), partSize: numberOf(fields.part_size, SMALLEST_PART, LARGEST_PART) };
}

/** Send a part of a sealed file; the same part again replaces it. */
export async function putPart(upload: string, number: number, part: Uint8Array): Promise<void> {
  await call(`/uploads/${encodeURIComponent(upload)}/parts/${number}`, { method: "PUT", body: part });
}

/** Something to sign with the receipt's key. */
export async function mailboxChallenge(): Promise<string> {
  const answer = await call("/mailbox/challenge", { method: "POST", repeatable: true });
  return textOf(fieldsOf(answer).challenge);
}

/** Open the mailbox whose key signed the challenge; answers the token. */
export async function mailboxSession(session: Dsse, solve: Solve): Promise<string> {
  const answer = await call("/mailbox/session", { method: "POST", body: { altcha: await proof(solve), session } });
  return textOf(fieldsOf(answer).token);
}

const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

/** The conversation, sealed. */
export async function mailbox(token: string): Promise<SealedMailbox> {
  return mailboxOf(await call("/mailbox", { headers: bearer(token) }));
}

/** Add a statement; the same envelope again is answered as before, so a lost connection is tried again. */
export async function postStatement(token: string, statement: SealedStatement, files: AttachmentRef[]): Promise<void> {
  const body = { ...statement, attachments: files };
  await call("/mailbox/envelopes", { method: "POST", body, headers: bearer(token), repeatable: true });
}

/** A sealed file of the conversation. */
export async function fetchFile(token: string, upload: string, progress: (part: number) => void): Promise<Blob> {
  return callForBytes(`/mailbox/attachments/${encodeURIComponent(upload)}`, { headers: bearer(token) }, progress);
}
