/** What every step has: how far one is, one question, one way on and one way back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { button } from "../../../components/button";
import { errorSummary } from "../../../components/errorSummary";
import { steps } from "../../../components/progress";
import type { Text } from "../../../components/types";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import { STEPS, type State, type Step } from "../state";
import { stepBefore } from "../walk";
import { errorText } from "../words";

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

/** After another committee was chosen its facts and its members come before the check. */
function isLastEdit({ fromCheck, place }: State): boolean {
  return fromCheck && place !== "facts" && place !== "body";
}

export function step(
  state: State,
  desk: Desk,
  content: { title: Text; lead?: Text; body: TemplateResult; next?: string; act?: () => void },
): TemplateResult {
  const { title, lead, body, next = t("Continue"), act = () => desk.next() } = content;
  const now = STEPS.indexOf(state.place as Step) + 1;
  const errors = state.errors.map((error) => ({ id: error.id, message: errorText(error, state) }));
  return html`<form class="step" novalidate @submit=${submitTo(act)}>
    ${steps({ now, total: STEPS.length })} ${errorSummary(errors)}
    <h1 id="step-title" tabindex="-1">${title}</h1>
    ${lead ? html`<p>${lead}</p>` : nothing} ${body}
    <div class="actions">
      ${button({ id: "next", label: isLastEdit(state) ? t("Back to the check") : next, kind: "primary", type: "submit", busy: state.busy })}
      ${stepBefore(state) && !state.fromCheck ? button({ id: "back", label: t("Back"), press: () => desk.back() }) : nothing}
    </div>
  </form>`;
}
