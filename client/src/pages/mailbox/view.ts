/** The mailbox page as it stands. */

import { nothing, type TemplateResult } from "lit-html";
import { t } from "../../texts";
import type { Desk } from "./desk";
import type { State } from "./state";
import { enterView } from "./views/enter";
import { openView } from "./views/open";
import { closedView, openingView, refusedView } from "./views/waiting";

/** What stands in the title of the window; it says nothing about what was reported. */
export function titleOf(state: State): string {
  switch (state.step) {
    case "enter":
      return (state.code.listed && state.code.errors.length > 0) || state.code.problem !== null
        ? t("Mistake: open your mailbox")
        : t("Open your mailbox");
    case "opening":
      return t("Your mailbox is being opened");
    case "open":
      return t("Your mailbox");
    case "refused":
      return t("Do not write anything here now");
    case "closed":
      return t("Your mailbox is closed");
  }
}

/** Draw the state; `today` is an ISO date in Europe/Amsterdam. */
export function view(state: State, today: string, desk: Desk): TemplateResult | typeof nothing {
  switch (state.step) {
    case "enter":
      return enterView(state.code, desk);
    case "opening":
      return openingView(state.opening);
    case "open":
      return state.view === null ? nothing : openView(state, state.view, today, desk);
    case "refused":
      return state.alarm === null ? nothing : refusedView(state.alarm, desk);
    case "closed":
      return closedView(state.closed ?? "closed", desk);
  }
}
