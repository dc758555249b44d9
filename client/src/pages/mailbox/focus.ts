/** Where the focus goes when something changed what is asked of the person. */

import { focusHeading } from "../../components/page";
import type { State } from "./state";

/** Read a message from its beginning. */
export function focusEntry(id: string): void {
  const entry = document.getElementById(`entry-${id}`);
  if (entry !== null) {
    entry.tabIndex = -1;
    entry.focus();
  }
}

function focusNews(before: State, after: State): void {
  const known = new Set(before.view?.entries.map((entry) => entry.hash));
  const first = after.view?.entries.find((entry) => !known.has(entry.hash));
  if (first) {
    focusEntry(first.id);
  }
}

/** After the page was drawn. */
export function moveFocus(before: State, after: State): void {
  if (before.step !== after.step && after.code.problem === null && !after.code.listed) {
    focusHeading();
  } else if (after.code.listed && !before.code.listed) {
    document.getElementById("error-summary")?.focus();
  } else if (after.code.problem !== null && before.code.problem === null) {
    document.getElementById("code-problem")?.focus();
  } else if (after.draftError !== null && before.draftError === null) {
    document.getElementById("error-summary")?.focus();
  } else if (after.news !== null && before.view !== after.view) {
    focusNews(before, after);
  } else if (after.done === "withdrawn" && (before.done !== "withdrawn" || before.view !== after.view)) {
    // After the dialog has closed, which gives the focus back to a button that is no longer there.
    setTimeout(focusHeading, 0);
  }
}
