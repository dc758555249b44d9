/** What a person can do on this page. */

import type { Event } from "./state";

export interface Desk {
  send(event: Event): void;
  /** On to the next form, when this one is right. */
  next(): void;
  back(): void;
  otherWords(): void;
  print(): void;
  stay(): void;
}
