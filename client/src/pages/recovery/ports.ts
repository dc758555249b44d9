/** What the flow stands in: state, server, keyring, browser. `main.ts` hands in the real ones, tests their own. */

import type { Dsse, Keyring } from "../../keyring/types";
import type { Event, State } from "./state";

export interface Office {
  recoveryChallenge(): Promise<string>;
  recover(recovery: Dsse): Promise<void>;
  renewDevice(given: {
    username: string;
    password: string;
    code: string;
    otp_key: string;
    otp_code: string;
    recovery_hashes: string[];
  }): Promise<void>;
  askForDevice(given: { username: string; password: string; otp_key: string; otp_code: string }): Promise<string>;
}

export type Keys = Pick<Keyring, "offerPassphrase" | "newDevice" | "recover" | "stretch" | "completeWord" | "forget">;

export interface World {
  state(): State;
  send(event: Event): void;
  office: Office;
  keys: Keys;
  /** Whether an own passphrase is strong; throws when the estimator does not load. */
  isStrong(passphrase: string, known: readonly string[]): Promise<boolean>;
  origin: string;
  goBack(): void;
  /** Print what is for paper. */
  print(): void;
}
