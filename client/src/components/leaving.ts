/** However a page is left, it leaves nothing behind, not in a copy that the browser keeps for its way back either. */

import { onExit } from "./exit";

/** Forget when the page is left: by the exit, by a link, by the browser's own ways. A kept copy begins anew. */
export function onLeaving(forget: () => void): void {
  onExit(forget);
  addEventListener("pagehide", forget);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
