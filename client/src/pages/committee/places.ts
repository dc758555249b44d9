/** Focus, title and the back button: entries of the history say only "board" or "case", never which. */

import { focusHeading, setTitle } from "../../components/page";
import type { Desk } from "./desk";
import type { State } from "./state";
import { titleOf } from "./view";

/** Where one is, as far as focus is concerned. */
export function placeOf(state: State): string {
  if (state.step !== "board" && state.step !== "case") {
    return state.step;
  }
  if (state.locked) {
    return "locked";
  }
  const read = state.openCase !== null && state.openCase in state.read;
  return state.step === "case" ? `case ${state.openCase} ${read ? "read" : ""}` : "board";
}

function focusCard(state: State): boolean {
  const card = state.chosen ? document.getElementById(`card-${state.chosen}`) : null;
  card?.focus();
  return card !== null;
}

/** Move focus and title along when the place changed; coming back to the board, focus is on the card one came from. */
export function followPlace(before: State, after: State): void {
  setTitle(titleOf(after));
  if (placeOf(before) === placeOf(after)) {
    return;
  }
  const back = before.step === "case" && after.step === "board" && !after.locked;
  if (!(back && focusCard(after))) {
    focusHeading();
  }
}

/** Put an entry into the history when a case is opened. */
export function followHistory(before: State, after: State): void {
  if (before.step !== "case" && after.step === "case" && history.state?.place !== "case") {
    history.pushState({ place: "case" }, "");
  } else if (before.step === "case" && after.step === "board" && history.state?.place === "case") {
    history.back();
  }
}

/** The back button leads from a case to the board; forward leads to the case that was last on screen. */
export function onPopState(get: () => State, desk: Desk): void {
  window.addEventListener("popstate", (event) => {
    const state = get();
    const place: unknown = event.state?.place;
    if (state.step === "case" && place !== "case") {
      desk.toBoard();
    } else if (state.step === "board" && place === "case" && state.chosen !== null && !state.locked) {
      desk.openCase(state.chosen);
    }
  });
}
