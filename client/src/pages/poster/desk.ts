/** What a person can do on this page. */

import type { Piece, Sheet, Tongue } from "./state";

export interface Desk {
  speak(tongue: Tongue): void;
  print(sheet: Sheet): void;
  copy(piece: Piece, text: string): void;
  again(): void;
}

/** What the page stands on, and what it was built with. */
export interface Ground {
  origin: string;
  /** The onion service, or empty. */
  onion: string;
}
