/** What the flow stands in: state, server, keyring, browser. `main.ts` hands in the real ones, tests their own. */

import type { Acceptance, Invitation } from "../../api/founding";
import type { Keyring } from "../../keyring/types";
import type { Event, State } from "./state";

export interface Office {
  showInvitation(code: string): Promise<Invitation>;
  acceptInvitation(code: string, given: Acceptance): Promise<void>;
}

export type NewcomerKeys = Pick<
  Keyring,
  "offerPassphrase" | "newDevice" | "newMember" | "recover" | "stretch" | "forget"
>;

export interface World {
  state(): State;
  send(event: Event): void;
  office: Office;
  keys: NewcomerKeys;
  /** Whether an own passphrase is strong; throws when the estimator does not load. */
  isStrong(passphrase: string, known: readonly string[]): Promise<boolean>;
  /** Three places of a sheet, from 0, in order. */
  drawPlaces(count: number): number[];
  print(): void;
  goBack(): void;
}
