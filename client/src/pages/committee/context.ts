/** What every action of the page works with, and how failures become a sentence. */

import type { Dsse, OpenedFile, OpenedGrant } from "../../keyring/types";
import type { MemberKeys, Office, SealedCaseAnswer, SealedGrant } from "./ports";
import type { Event, Problem, State } from "./state";

/** What is kept in memory beside the state: sealed things, doors and files; never anything decrypted. */
export interface Memory {
  chain: Dsse[];
  grants: Map<string, SealedGrant>;
  /** Handles that were tried with the key at hand; most are decoys or chaff. */
  tried: Set<string>;
  opened: OpenedGrant[];
  answers: Map<string, SealedCaseAnswer>;
  files: Map<string, { case: string; file: File }>;
}

export interface Context {
  office: Office;
  keys: MemberKeys;
  memory: Memory;
  get(): State;
  send(event: Event): void;
  today(): string;
  save(file: OpenedFile): void;
}

/** Nothing kept. */
export function newMemory(): Memory {
  return { chain: [], grants: new Map(), tried: new Set(), opened: [], answers: new Map(), files: new Map() };
}

/** Forget what the key opened; what is still sealed may stay. */
export function forgetOpened(memory: Memory): void {
  memory.tried = new Set();
  memory.opened = [];
}

/** Forget everything. */
export function forgetAll(memory: Memory): void {
  Object.assign(memory, newMemory());
}

const KNOWN: readonly Problem[] = [
  "sign-in-refused",
  "locked-out",
  "wrong-passphrase",
  "signed-out",
  "network",
  "stale-thread",
  "stale-stage",
  "no-case",
  "sealing-failed",
  "roster-refused",
  "wrong-date",
  "too-large",
  "not-shown",
];

/** The stable code of an error of the API or the keyring, or null. */
export function codeOf(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}

/** The problem that an error is shown as. */
export function problemOf(error: unknown): Problem {
  const code = codeOf(error);
  return KNOWN.find((known) => known === code) ?? "unexpected";
}

/** Run an action; a failure ends the session, locks the page, or is shown as a sentence. */
export async function attempt(context: Context, action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    fail(context, error);
    return false;
  }
}

function fail(context: Context, error: unknown): void {
  const code = codeOf(error);
  if (code === "locked") {
    forgetOpened(context.memory);
    context.send({ type: "lock" });
    void context.keys.lock();
  } else if (code === "signed-out") {
    void context.keys.forget();
    const { files } = context.memory; // of drafts, which stay
    forgetAll(context.memory);
    context.memory.files = files;
    context.send({ type: "session-over" });
  } else {
    context.send({ type: "problem", problem: problemOf(error) });
  }
}
