/** What the workspace asks of the server and of the keyring; `main.ts` hands in the real ones, tests their own. */

import type { AttachmentRef, Dsse, Keyring, SealedCase, SealedStatement } from "../../keyring/types";

export type Thread = "conversation" | "notes";

/** Who is signed in. */
export interface Session {
  role: "member" | "union";
  member: string | null;
  committee: string;
}

/** A case behind a door, before it is opened. */
export interface SealedSummary {
  case: string;
  reference: string;
  received_on: string;
  stages: Dsse[];
  heads: { conversation: string | null; notes: string | null };
}

/** A case with its threads, as the server answers it. */
export type SealedCaseAnswer = SealedCase & { heads: SealedSummary["heads"] };

/** A grant that nobody has opened yet. */
export interface SealedGrant {
  handle: string;
  sealed: string;
}

/** The server, as a member's page uses it. */
export interface Office {
  signIn(username: string, password: string, code: string): Promise<Session>;
  signOut(): Promise<void>;
  chain(committee: string): Promise<Dsse[]>;
  wrappedKey(): Promise<string | null>;
  grantHandles(): Promise<string[]>;
  fetchGrants(handles: string[]): Promise<SealedGrant[]>;
  queryCases(doors: string[]): Promise<SealedSummary[]>;
  showCase(caseId: string, door: string): Promise<SealedCaseAnswer>;
  postCase(
    caseId: string,
    door: string,
    thread: Thread,
    statement: SealedStatement,
    files: AttachmentRef[],
  ): Promise<void>;
  setStage(caseId: string, door: string, stage: Dsse): Promise<void>;
  startUpload(): Promise<{ upload: string; partSize: number }>;
  putPart(upload: string, number: number, part: Uint8Array): Promise<void>;
  fetchFile(caseId: string, door: string, upload: string, progress: (part: number) => void): Promise<Blob>;
}

/** The part of the keyring that a member's page uses. */
export type MemberKeys = Pick<
  Keyring,
  | "stretch"
  | "openKey"
  | "lock"
  | "unlock"
  | "openGrants"
  | "readStages"
  | "touch"
  | "readCase"
  | "sealMemberStatement"
  | "aimFile"
  | "signStage"
  | "sealFile"
  | "cancelFile"
  | "openFile"
  | "forget"
>;
