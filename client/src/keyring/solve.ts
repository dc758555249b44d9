/** Proof of work, by the ALTCHA library on WebCrypto; in a worker of its own, so that sealing does not wait. */

import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";

const DEAREST = 20_000; // PBKDF2 rounds; a server that asks more is not ours
const PATIENCE = 60_000; // milliseconds

/** The payload that goes with a request, in the library's own format. Error: `proof-of-work`. */
export async function solve(asked: unknown): Promise<string> {
  const challenge = asked as Challenge;
  const { cost, algorithm, keyPrefix } = challenge?.parameters ?? {};
  if (algorithm !== "PBKDF2/SHA-256" || !(cost <= DEAREST) || typeof keyPrefix !== "string" || keyPrefix.length > 4) {
    throw refusal();
  }
  const solution = await solveChallenge({ challenge, deriveKey, timeout: PATIENCE }).catch(() => null);
  if (!solution) throw refusal();
  const { counter, derivedKey } = solution; // not how long it took: that tells of the device
  return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
}

/** No class of ours: this module is fetched by itself, and what it shares with others would become one more request. */
function refusal(): Error & { code: string } {
  return Object.assign(new Error("no proof of work"), { code: "proof-of-work" });
}
