/** A verified committee for paper. */

import type { CommitteeView } from "../../../src/keyring/types";
import { firstState, type State, type Verified } from "../../../src/pages/poster/state";

export const HEX = "00112233445566778899aabbccddeeff";
export const WORDS = "velvet crouch onion ramp silver arctic tenant mother gravity pilot fossil bright".split(" ");
export const GROUND = { origin: "https://meldpunt.example", onion: "" };
export const ONION = `http://${"a2".repeat(28)}.onion`;

export const COMMITTEE: CommitteeView = {
  committee: "integriteit",
  name: { nl: "Integriteitscommissie", en: "Integrity committee" },
  bodies: [
    { id: "ind", name: { nl: "Dienst <b>&", en: "Service" }, country: "NL" },
    { id: "coa", name: { fr: "Accueil" }, country: "BE" },
  ],
  members: [],
  quorum: 2,
  roster: "roster-hash",
  epoch: 0,
  validUntil: "2027-11-22",
  expired: false,
  fingerprint: { hex: HEX, words: [] },
};

export const VERIFIED: Verified = { committee: COMMITTEE, words: WORDS };

export function shown(change: Partial<State> = {}): State {
  return { ...firstState("nl"), place: "shown", verified: VERIFIED, ...change };
}
