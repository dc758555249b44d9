/** Chains as the keyring takes them: verified whole, or not at all. */

import { type Epoch, fingerprint, verifyChain } from "../protocol/roster";
import { fingerprintWords } from "../protocol/words";
import { KeyringError } from "./errors";
import type { Dsse } from "./types";

export { type Epoch, fingerprint, isExpired, type Member, memberById, newestOf } from "../protocol/roster";

/** The fingerprint as it stands on a poster. */
export function fingerprintOf(value: Uint8Array): { hex: string; words: string[] } {
  const hex = [...value].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { hex, words: fingerprintWords(value) };
}

/**
 * Verify every link; when a poster's fingerprint (hex) is given, the founding roster must be the poster's.
 *
 * @throws RosterError, or KeyringError `wrong-fingerprint`.
 */
export function verified(chain: readonly Dsse[], today?: string, poster: string | null = null): Epoch[] {
  const epochs = verifyChain(chain, today);
  const wanted = poster?.toLowerCase().replace(/[^0-9a-f]/g, "") ?? null;
  if (wanted !== null && wanted !== fingerprintOf(fingerprint(epochs)).hex) throw new KeyringError("wrong-fingerprint");
  return epochs;
}
