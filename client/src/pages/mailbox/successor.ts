/** Another committee that the server names as the one that goes on. The reader is warned, and never led to it. */

import type { CommitteeView } from "../../keyring/types";
import type { Post, ReporterKeys, Room } from "./ports";

/** What is known of it. */
export interface Successor {
  /** Its name in addresses, as the server says. */
  slug: string;
  /** Null when its signatures do not hold, or it could not be looked at: then nothing of it is shown. */
  committee: CommitteeView | null;
  words: string[];
}

/** Look at a committee that is said to go on for `committee`; null when none is. */
export async function lookAtSuccessor(
  slug: string | null,
  committee: string,
  post: Post,
  keys: ReporterKeys,
  room: Room,
): Promise<Successor | null> {
  if (slug === null) return null;
  const unknown = { slug, committee: null, words: [] };
  if (slug === committee) return unknown;
  try {
    const { chain } = await post.roster(slug);
    const view = await keys.verifyCommittee(chain, null, room.today());
    if (view.committee !== slug) return unknown;
    return { slug, committee: view, words: await keys.fingerprintWords(chain) };
  } catch {
    return unknown;
  }
}

/** Whether what is said now is what was said before: a successor neither goes away nor becomes another. */
export function isSame(before: Successor, after: Successor | null): boolean {
  return (
    after !== null &&
    before.slug === after.slug &&
    (before.committee === null || before.committee.fingerprint.hex === after.committee?.fingerprint.hex)
  );
}
