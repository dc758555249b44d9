/** What a server has shown before: it may add to that, and never take away or change it. Public data alone. */

import { type Epoch, mustFollow } from "./rosters";

export class Shown {
  private readonly chains = new Map<string, readonly Epoch[]>();
  private readonly lists = new Map<string, readonly string[]>();

  /** RosterError when a committee's chain does not go on from what was shown of it. Committees are kept apart. */
  follow(epochs: readonly Epoch[]): void {
    const committee = epochs[0]?.roster.committee ?? "";
    mustFollow(this.chains.get(committee), epochs);
    this.chains.set(committee, epochs);
  }

  /** Whether a list of hashes goes on from what was shown under this name; if so, it is what was shown from now on. */
  goesOn(name: string, hashes: readonly string[]): boolean {
    const isSo = (this.lists.get(name) ?? []).every((hash, index) => hashes[index] === hash);
    if (isSo) this.lists.set(name, hashes);
    return isSo;
  }

  /** Chains are public and stay; what belongs to a case goes. */
  forgetCases(): void {
    this.lists.clear();
  }
}
