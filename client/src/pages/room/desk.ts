/** What a person can do in the room; the views call these and nothing else. */

import type { Event } from "./state";

export interface Desk {
  send(event: Event): void;
  signIn(): void;
  signOut(): void;
  beginPlan(): void;
  draft(): void;
  hear(): void;
  sign(): void;
  stop(): void;
  discard(): void;
  confirmDevice(member: string): void;
}
