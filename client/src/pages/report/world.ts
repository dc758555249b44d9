/** What the flow stands in: the page's state, its keyring, the browser. Tests bring their own. */

import * as letterbox from "../../api/letterbox";
import { today } from "../../components/page";
import type { CommitteeView, Dsse, Keyring } from "../../keyring/types";
import type { Event, State, Stop } from "./state";

const STOPS: readonly Stop[] = ["roster-refused", "wrong-fingerprint", "roster-expired", "network"];

export interface World {
  state(): State;
  send(event: Event): void;
  keys(): Promise<Keyring>;
  forgetKeys(): void;
  /** Of the poster's QR code, from the address; null when there is none. */
  fingerprint: string | null;
  language: string;
  print(): void;
  goBack(): void;
  reload(): void;
  focus(id: string): void;
}

export interface Verified {
  committee: CommitteeView;
  /** The very chain that was verified. */
  chain: Dsse[];
}

/** The stable code of an error, empty when it has none. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : "";
}

/** Why a committee cannot be used. What is not understood counts as not verified. */
export function stopOf(error: unknown): Stop {
  return STOPS.find((stop) => stop === codeOf(error)) ?? "roster-refused";
}

/**
 * Verify a committee and make ready to seal to it.
 *
 * @throws KeyringError `roster-refused`, `wrong-fingerprint`, `roster-expired`; NetworkProblem; ApiProblem.
 */
export async function verified(world: World, committee: string): Promise<Verified> {
  const keys = await world.keys();
  const chain = await letterbox.chain(committee);
  if (world.fingerprint !== null) await keys.verifyCommittee(chain, world.fingerprint, today());
  const view = await keys.beginReport(chain, today());
  if (view.committee !== committee) throw Object.assign(new Error("another committee"), { code: "roster-refused" });
  return { committee: view, chain };
}
