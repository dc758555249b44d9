/** Secret sharing (Shamir, 1979) over GF(2⁸), by the audited shamir-secret-sharing; a share is its y bytes, then x. */

import { combine as combineShares, split as splitSecret } from "shamir-secret-sharing";
import { SharesError } from "./errors";

const MAX_SHARES = 255;

/**
 * `count` shares of which any `threshold` give the secret back and fewer tell nothing.
 *
 * @throws SharesError for numbers that make no sense, or an empty secret.
 */
export async function split(secret: Uint8Array, threshold: number, count: number): Promise<Uint8Array[]> {
  if (!(threshold >= 2 && threshold <= count && count <= MAX_SHARES) || secret.length === 0) {
    throw new SharesError("2 ≤ threshold ≤ shares ≤ 255, of something");
  }
  return splitSecret(secret, count, threshold);
}

/**
 * The secret, through all shares given. Too few or wrong shares give wrong bytes, not an error: check each against its
 * commitment first.
 *
 * @throws SharesError for fewer than two, lengths that differ, an x of zero or one that stands twice (positions named).
 */
export async function combine(shares: readonly Uint8Array[]): Promise<Uint8Array> {
  if (shares.length < 2 || shares.length > MAX_SHARES) throw new SharesError("two shares at least");
  const size = shares[0]?.length ?? 0;
  const odd = positions(shares, (share) => share.length !== size || share.length < 2 || share.at(-1) === 0);
  if (odd.length) throw new SharesError("a share of a wrong form", odd);
  const places = shares.map((share) => share.at(-1));
  const double = positions(shares, (share) => places.filter((place) => place === share.at(-1)).length > 1);
  if (double.length) throw new SharesError("a share twice", double);
  return combineShares([...shares]);
}

function positions(shares: readonly Uint8Array[], test: (share: Uint8Array) => boolean): string[] {
  return shares.flatMap((share, i) => (test(share) ? [String(i)] : []));
}
