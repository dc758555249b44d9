/** What every step has: how far one is, one thing to do, one way on and one way back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { errorSummary } from "../../../components/errorSummary";
import { bar, steps, waiting } from "../../../components/progress";
import type { Text } from "../../../components/types";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import { type State, type Step, stepBefore, stepsOf } from "../state";
import { errorText, problemText } from "../words";

export function submitTo(action: () => void) {
  return (event: Event): void => {
    event.preventDefault();
    action();
  };
}

/** The error at a field, if there is one. */
export function errorAt(state: State, id: string): string | undefined {
  const error = state.errors.find((one) => one.id === id);
  return error && errorText(error, state);
}

function busyText(what: NonNullable<State["busy"]>["what"]): string {
  switch (what) {
    case "looking":
      return t("Looking for the invitation");
    case "making":
      return t("Making your key from the passphrase. This takes a moment.");
    case "testing":
      return t("One moment, please");
    case "accepting":
      return t("Your account is being opened");
  }
}

function busyNote({ busy }: State): TemplateResult | typeof nothing {
  if (!busy) return nothing;
  const label = busyText(busy.what);
  return busy.part === null ? waiting(label) : bar({ label, part: busy.part });
}

export function step(
  state: State,
  desk: Desk,
  content: { title: Text; lead?: Text; body: TemplateResult; next?: string; more?: TemplateResult },
): TemplateResult {
  const { title, lead, body, next = t("Continue"), more } = content;
  const walked = stepsOf(state);
  const errors = state.errors.map((error) => ({ id: error.id, message: errorText(error, state) }));
  return html`<form class="step" novalidate @submit=${submitTo(() => desk.next())}>
    ${steps({ now: walked.indexOf(state.place as Step) + 1, total: walked.length })} ${errorSummary(errors)}
    <h1 id="step-title" tabindex="-1" class="no-print">${title}</h1>
    ${state.problem ? alert({ kind: "error", live: true, id: "problem", body: problemText(state.problem) }) : nothing}
    ${lead ? html`<p class="no-print">${lead}</p>` : nothing} ${body} ${busyNote(state)}
    <div class="actions">
      ${button({ id: "next", label: next, kind: "primary", type: "submit", busy: state.busy !== null })}
      ${stepBefore(state) ? button({ id: "back", label: t("Back"), press: () => desk.back() }) : nothing}
      ${more ?? nothing}
    </div>
  </form>`;
}
