/** The server may lie: an answer of another shape is a `malformed-answer`, never an exception in a view. */

import type { Dsse, Names, Outside, SealedCase, SealedMailbox } from "../keyring/types";
import { ApiProblem } from "./problems";

type Fields = Record<string, unknown>;

function refuse(): never {
  throw new ApiProblem("malformed-answer", 200);
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : refuse();
}

export function listOf<T>(value: unknown, item: (value: unknown) => T): T[] {
  return Array.isArray(value) ? value.map(item) : refuse();
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : refuse();
}

export function dateOf(value: unknown): string {
  const isDate = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
  return isDate && !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) ? value : refuse();
}

/** A whole number from `low` to `high`, both included. */
export function numberOf(value: unknown, low: number, high: number): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= low && value <= high ? value : refuse();
}

export function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : textOf(value);
}

export function dsseOf(value: unknown): Dsse {
  const fields = fieldsOf(value);
  return {
    payloadType: textOf(fields.payloadType),
    payload: textOf(fields.payload),
    signatures: listOf(fields.signatures, (signature) => {
      const { keyid, sig } = fieldsOf(signature);
      return { keyid: textOf(keyid), sig: textOf(sig) };
    }),
  };
}

export function namesOf(value: unknown): Names {
  const fields = fieldsOf(value);
  return Object.fromEntries(Object.entries(fields).map(([language, name]) => [language, textOf(name)]));
}

function sealedEnvelope(value: unknown): { id: string; sealed: string; posted_on: string } {
  const fields = fieldsOf(value);
  return { id: textOf(fields.id), sealed: textOf(fields.sealed), posted_on: dateOf(fields.posted_on) };
}

function conversation(fields: Fields): Omit<SealedMailbox, "committee"> {
  return {
    case: textOf(fields.case),
    reference: textOf(fields.reference),
    received_on: dateOf(fields.received_on),
    stages: listOf(fields.stages, dsseOf),
    conversation: listOf(fields.conversation, sealedEnvelope),
    looked: listOf(fields.looked, textOf),
  };
}

export function mailboxOf(value: unknown): SealedMailbox {
  const fields = fieldsOf(value);
  return { ...conversation(fields), committee: textOf(fields.committee) };
}

export interface Heads {
  conversation: string | null;
  notes: string | null;
}

export function headsOf(value: unknown): Heads {
  const fields = fieldsOf(value);
  return { conversation: textOrNull(fields.conversation), notes: textOrNull(fields.notes) };
}

function outsideOf(value: unknown): Outside {
  const { mailbox, case_recipient, vault } = fieldsOf(value);
  const [keys, sealed] = [fieldsOf(mailbox), fieldsOf(vault)];
  return {
    mailbox: { signing_key: textOf(keys.signing_key), recipient: textOf(keys.recipient) },
    case_recipient: textOf(case_recipient),
    vault: { sha256: textOf(sealed.sha256), threshold: numberOf(sealed.threshold, 0, 255) },
  };
}

export function caseOf(value: unknown): SealedCase & { heads: Heads } {
  const fields = fieldsOf(value);
  return {
    ...conversation(fields),
    outside: outsideOf(fields.outside),
    notes: listOf(fields.notes, sealedEnvelope),
    heads: headsOf(fields.heads),
  };
}

export interface SealedSummary {
  case: string;
  reference: string;
  received_on: string;
  stages: Dsse[];
  heads: Heads;
}

export function summaryOf(value: unknown): SealedSummary {
  const fields = fieldsOf(value);
  return {
    case: textOf(fields.case),
    reference: textOf(fields.reference),
    received_on: dateOf(fields.received_on),
    stages: listOf(fields.stages, dsseOf),
    heads: headsOf(fields.heads),
  };
}
