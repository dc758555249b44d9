/** Stages: the one workflow fact held in clear, signed by members (protocol section 7). */

import type { IsoDate } from "./dates";
import * as dsse from "./dsse";
import {
  checkDate,
  checkHash,
  checkMembers,
  checkUuid4,
  checkVersion,
  dumpJson,
  parseJson,
  sha256B64u,
} from "./encoding";
import { MalformedError } from "./errors";
import { type Epoch, memberByKey } from "./roster";

export const SUFFIX = "stage";

/** Where a case stands. `received` is where it begins and is never signed. */
export const STAGES = [
  "received",
  "acknowledged",
  "assessing",
  "investigating",
  "concluded",
  "rerouted",
  "closed",
  "erased",
] as const;
export type Stage = (typeof STAGES)[number];

/** What may follow what. */
export const ALLOWED: Readonly<Record<Stage, readonly Stage[]>> = {
  received: ["acknowledged"],
  acknowledged: ["assessing"],
  assessing: ["investigating", "rerouted"],
  investigating: ["concluded"],
  concluded: ["closed"],
  rerouted: ["closed"],
  closed: ["erased"],
  erased: [],
};
const BY_TWO: readonly Stage[] = ["rerouted", "concluded", "closed", "erased"];

/** A stage of the right shape. */
export interface StageChange {
  readonly case: string;
  readonly stage: Stage;
  readonly on: IsoDate;
  /** Hash of the preceding stage payload; null for `acknowledged`. */
  readonly previous: string | null;
  /** Of this payload. */
  readonly hash: string;
  /** Signing keys whose signature verifies, base64url. */
  readonly keys: readonly string[];
}

/** Why a stage does not count. */
export type StageFlag =
  | "malformed"
  | "wrong-case"
  | "broken-chain"
  | "wrong-transition"
  | "wrong-date"
  | "too-few-signatures";

/** One stage of a case's history. */
export interface StageEntry {
  /** Null when it could not be read at all. */
  readonly change: StageChange | null;
  /** Ids of the members who signed it. */
  readonly signers: readonly string[];
  /** Why it does not count; null when it does. */
  readonly flag: StageFlag | null;
}

/** How many members sign this stage. */
export function signaturesNeeded(stage: Stage): number {
  return BY_TWO.includes(stage) ? 2 : 1;
}

/** A stage signed with each member's secret. */
export function buildStage(
  caseId: string,
  stage: Stage,
  on: IsoDate,
  previous: string | null,
  secrets: readonly Uint8Array[],
): dsse.Envelope {
  return dsse.sign(SUFFIX, dumpJson({ v: 1, case: caseId, stage, on, previous }), secrets);
}

/** Read a stage, else MalformedError; that the keys belong to members is checked by `checkStage`. */
export function parseStage(envelope: unknown): StageChange {
  const { payload, keys } = dsse.verify(envelope, SUFFIX);
  const fields = checkMembers(parseJson(payload), ["v", "case", "stage", "on", "previous"]);
  checkVersion(fields);
  const stage = STAGES.find((known) => known === fields.stage);
  if (stage === undefined || stage === "received") {
    throw new MalformedError("not a stage");
  }
  return {
    case: checkUuid4(fields.case),
    stage,
    on: checkDate(fields.on),
    previous: fields.previous === null ? null : checkHash(fields.previous),
    hash: sha256B64u(payload),
    keys,
  };
}

/**
 * Ids of members who signed it and sat in the committee on its day, each once.
 *
 * On the day of a roster change both rosters count.
 */
export function memberSigners(change: StageChange, epochs: readonly Epoch[]): string[] {
  const signers = new Set<string>();
  for (const [index, epoch] of epochs.entries()) {
    const until = epochs[index + 1]?.roster.issuedOn;
    if (change.on < epoch.roster.issuedOn || (until !== undefined && change.on > until)) {
      continue;
    }
    for (const key of change.keys) {
      const member = memberByKey(epoch.roster, key);
      if (member !== null) {
        signers.add(member.id);
      }
    }
  }
  return [...signers];
}

/** Why a stage may not follow the one before it, or null when it may. */
export function checkStage(
  change: StageChange,
  before: StageChange | null,
  caseId: string,
  signers: readonly string[],
): StageFlag | null {
  if (change.case !== caseId) {
    return "wrong-case";
  }
  if (change.previous !== (before?.hash ?? null)) {
    return "broken-chain";
  }
  if (!ALLOWED[before?.stage ?? "received"].includes(change.stage)) {
    return "wrong-transition";
  }
  if (before !== null && change.on < before.on) {
    return "wrong-date";
  }
  return signers.length < signaturesNeeded(change.stage) ? "too-few-signatures" : null;
}

/** Every stage and who signed it; one that does not hold is flagged, the next must follow the last that does. */
export function verifyStageHistory(stages: readonly unknown[], caseId: string, epochs: readonly Epoch[]): StageEntry[] {
  const entries: StageEntry[] = [];
  let current: StageChange | null = null;
  for (const envelope of stages) {
    const change = parseOrNull(envelope);
    if (change === null) {
      entries.push({ change: null, signers: [], flag: "malformed" });
      continue;
    }
    const signers = memberSigners(change, epochs);
    const flag = checkStage(change, current, caseId, signers);
    entries.push({ change, signers, flag });
    if (flag === null) {
      current = change;
    }
  }
  return entries;
}

function parseOrNull(envelope: unknown): StageChange | null {
  try {
    return parseStage(envelope);
  } catch (error) {
    if (error instanceof MalformedError) {
      return null;
    }
    throw error;
  }
}
