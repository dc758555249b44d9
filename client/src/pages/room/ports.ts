/** What the room asks of server and keyring; `main.ts` hands in the real ones, tests their own. */

import type * as founding from "../../api/founding";
import type { Dsse, Keyring } from "../../keyring/types";

export interface Office
  extends Pick<typeof founding, "room" | "postDraft" | "signDraft" | "stopDraft" | "discardDraft" | "confirmDevice"> {
  signIn(
    username: string,
    password: string,
    code: string,
  ): Promise<{
    role: "member" | "union";
    member: string | null;
    committee: string;
    codesLeft: number;
  }>;
  signOut(): Promise<void>;
  wrappedKey(): Promise<string | null>;
  /** Empty while there is none. */
  chain(committee: string): Promise<Dsse[]>;
}

export type RoomKeys = Pick<
  Keyring,
  "stretch" | "openKey" | "openNewKey" | "follow" | "draftRoster" | "readDraft" | "hearWords" | "signDraft" | "forget"
>;
