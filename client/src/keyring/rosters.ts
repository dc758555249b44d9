/** Chains as the keyring takes them: verified whole, or not at all. */

import { RosterError } from "../protocol/errors";
import { type Epoch, fingerprint, verifyChain } from "../protocol/roster";
import { KeyringError } from "./errors";
import type { Dsse } from "./types";

export { type Epoch, fingerprint, isExpired, type Member, memberById, newestOf } from "../protocol/roster";

/** A fingerprint as hexadecimal digits. */
export function hexOf(value: Uint8Array): string {
  return [...value].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

let last: { text: string; epochs: Epoch[] } | null = null;

/** A board has a chain verified once, not once a case. */
function verifyOnce(chain: readonly Dsse[], today: string | undefined): Epoch[] {
  const text = JSON.stringify([today ?? null, chain]);
  if (last?.text !== text) last = { text, epochs: verifyChain(chain, today) };
  return last.epochs;
}

/**
 * Verify every link; when a poster's fingerprint (hex) is given, the founding roster must be the poster's.
 *
 * @throws RosterError, or KeyringError `wrong-fingerprint`.
 */
export function verified(chain: readonly Dsse[], today?: string, poster: string | null = null): Epoch[] {
  const epochs = verifyOnce(chain, today);
  const wanted = poster?.toLowerCase().replace(/[^0-9a-f]/g, "") ?? null;
  if (wanted !== null && wanted !== hexOf(fingerprint(epochs))) throw new KeyringError("wrong-fingerprint");
  return epochs;
}

/** A committee that was shown before does not lose or change an epoch: RosterError when `after` does not go on from it. */
export function mustFollow(before: readonly Epoch[] | undefined, after: readonly Epoch[]): void {
  if (!before || before[0]?.roster.committee !== after[0]?.roster.committee) return;
  if (before.some((epoch, index) => after[index]?.hash !== epoch.hash)) {
    throw new RosterError("the chain lost or changed an epoch that was shown before");
  }
}

/** Two chains of one committee, by the fingerprint: RosterError when they began differently. */
export function mustBeSame(one: readonly Epoch[], other: readonly Epoch[]): void {
  if (hexOf(fingerprint(one)) !== hexOf(fingerprint(other))) throw new RosterError("these are two committees");
}
