/** Leaving at once: everything is forgotten, and a neutral page takes this one's place in the history. */

import { pageData } from "./page";

const PRESSES = 3;
const WITHIN = 2000; // milliseconds

const before: (() => void)[] = [];

/** Something that must be forgotten first. */
export function onExit(forget: () => void): void {
  before.push(forget);
}

/** Leave now. */
export function exitNow(): void {
  for (const forget of before) {
    try {
      forget();
    } catch {
      // Nothing may keep a person here.
    }
  }
  document.title = " ";
  document.body.hidden = true;
  // The page's own warning about unsent text must not ask.
  window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
  location.replace(pageData().exit);
}

/** Wire every exit button, and Escape pressed three times. */
export function setUpExit(): void {
  document.addEventListener("click", (event) => {
    if ((event.target as Element | null)?.closest?.("[data-exit-now]")) exitNow();
  });
  let presses: number[] = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((time) => now - time < WITHIN), now];
    if (presses.length >= PRESSES) exitNow();
  });
}
