/** What staff do: with a session cookie that no script can read, and a token against forged requests in memory. */

import type { AttachmentRef, Dsse, SealedCase, SealedStatement } from "../keyring/types";
import { type Call, call, callForBytes } from "./client";
import { proof, type Solve } from "./letterbox";
import {
  caseOf,
  fieldsOf,
  type Heads,
  listOf,
  numberOf,
  type SealedSummary,
  summaryOf,
  textOf,
  textOrNull,
} from "./shapes";

export interface Session {
  role: "member" | "union";
  member: string | null;
  committee: string;
  /** Recovery codes that were not used yet. */
  codesLeft: number;
}

const MOST_CODES = 99;
const BATCH = 200; // grants or doors in one request

let csrf = "";

/** A call in the session of a member or union representative. */
export async function ask(path: string, options: Call = {}): Promise<unknown> {
  return call(path, { ...options, staff: true, headers: { "X-CSRFToken": csrf, ...options.headers } });
}

const doorHeader = (door: string): Record<string, string> => ({ "Case-Door": door });

const casePath = (caseId: string): string => `/committee/cases/${encodeURIComponent(caseId)}`;

function sessionOf(answer: unknown): Session {
  const fields = fieldsOf(answer);
  csrf = textOf(fields.csrf);
  const role = textOf(fields.role) === "union" ? "union" : "member";
  return {
    role,
    member: textOrNull(fields.member),
    committee: textOf(fields.committee),
    codesLeft: numberOf(fields.codes_left, 0, MOST_CODES),
  };
}

/** Sign in with the secret that the passphrase was stretched to. */
export async function signIn(username: string, password: string, code: string, solve: Solve): Promise<Session> {
  const body = { altcha: await proof(solve), username, password, code };
  return sessionOf(await ask("/staff/session", { method: "POST", body }));
}

/** Who is signed in, after a page was loaded again; ApiProblem `signed-out` when nobody is. */
export async function session(): Promise<Session> {
  return sessionOf(await ask("/staff/session"));
}

/** Sign out. */
export async function signOut(): Promise<void> {
  await ask("/staff/session", { method: "DELETE" });
  csrf = "";
}

/** The member's wrapped key, or null when it is kept off the server. */
export async function wrappedKey(): Promise<string | null> {
  return textOrNull(fieldsOf(await ask("/committee/key")).wrapped);
}

/** Handles of every grant, decoy and chaff that lies ready. */
export async function grantHandles(): Promise<string[]> {
  return listOf(await ask("/committee/grants?handles=1"), (item) => textOf(fieldsOf(item).handle));
}

/** The grants with these handles. */
export async function fetchGrants(handles: string[]): Promise<{ handle: string; sealed: string }[]> {
  const fetched = await inBatches(handles, (some) =>
    ask("/committee/grants/fetch", { method: "POST", body: { handles: some }, repeatable: true }),
  );
  return fetched.map((item) => {
    const { handle, sealed } = fieldsOf(item);
    return { handle: textOf(handle), sealed: textOf(sealed) };
  });
}

/** The cases behind these doors. */
export async function queryCases(doors: string[]): Promise<SealedSummary[]> {
  const found = await inBatches(doors, (some) =>
    ask("/committee/cases/query", { method: "POST", body: { doors: some }, repeatable: true }),
  );
  return found.map(summaryOf);
}

async function inBatches(items: string[], fetchSome: (some: string[]) => Promise<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let at = 0; at < items.length; at += BATCH) {
    found.push(...listOf(await fetchSome(items.slice(at, at + BATCH)), (item) => item));
  }
  return found;
}

/** A case with its threads, sealed. */
export async function showCase(caseId: string, door: string): Promise<SealedCase & { heads: Heads }> {
  return caseOf(await ask(casePath(caseId), { headers: doorHeader(door) }));
}

/** Add a statement to a thread. */
export async function postCase(
  caseId: string,
  door: string,
  thread: "conversation" | "notes",
  statement: SealedStatement,
  files: AttachmentRef[],
): Promise<void> {
  const body = { thread, ...statement, attachments: files };
  const headers = doorHeader(door);
  await ask(`${casePath(caseId)}/envelopes`, { method: "POST", body, headers, repeatable: true });
}

/** Add a signed stage. */
export async function setStage(caseId: string, door: string, stage: Dsse): Promise<void> {
  const headers = doorHeader(door);
  await ask(`${casePath(caseId)}/stages`, { method: "POST", body: stage, headers, repeatable: true });
}

/** A sealed file of a case. */
export async function fetchFile(
  caseId: string,
  door: string,
  upload: string,
  progress: (part: number) => void,
): Promise<Blob> {
  const path = `${casePath(caseId)}/attachments/${encodeURIComponent(upload)}`;
  return callForBytes(path, { staff: true, headers: doorHeader(door) }, progress);
}
