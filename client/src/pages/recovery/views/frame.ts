/** What every form has: a heading, one thing to do, one way on and one way back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { errorSummary } from "../../../components/errorSummary";
import { textField } from "../../../components/field";
import { bar, waiting } from "../../../components/progress";
import type { Text } from "../../../components/types";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import type { State } from "../state";
import { errorText, problemText } from "../words";

/** The error at a field, if there is one. */
export function errorAt(state: State, id: string): string | undefined {
  const error = state.errors.find((one) => one.id === id);
  return error && errorText(error, state);
}

function busyText(what: NonNullable<State["busy"]>["what"]): string {
  switch (what) {
    case "making":
      return t("Making your key from the passphrase. This takes a moment.");
    case "sending":
      return t("Sending");
    case "testing":
      return t("One moment, please");
  }
}

function busyNote({ busy }: State): TemplateResult | typeof nothing {
  if (!busy) return nothing;
  const label = busyText(busy.what);
  return busy.part === null ? waiting(label) : bar({ label, part: busy.part });
}

export function backButton(desk: Desk): TemplateResult {
  return button({ id: "back", label: t("Back"), press: () => desk.back() });
}

export function form(
  state: State,
  desk: Desk,
  content: { title: Text; lead?: Text; body: TemplateResult; next: string },
): TemplateResult {
  const { title, lead, body, next } = content;
  const errors = state.errors.map((error) => ({ id: error.id, message: errorText(error, state) }));
  const submit = (event: Event): void => {
    event.preventDefault();
    desk.next();
  };
  return html`<form class="step" novalidate @submit=${submit}>
    ${errorSummary(errors)}
    <h1 tabindex="-1">${title}</h1>
    ${state.problem ? alert({ kind: "error", live: true, id: "problem", body: problemText(state.problem) }) : nothing}
    ${lead ? html`<p>${lead}</p>` : nothing} ${body} ${busyNote(state)}
    <div class="actions">
      ${button({ id: "next", label: next, kind: "primary", type: "submit", busy: state.busy !== null })} ${backButton(desk)}
    </div>
  </form>`;
}

export function usernameField(state: State, desk: Desk): TemplateResult {
  return textField({
    id: "username",
    label: t("Name for signing in"),
    value: state.username,
    autocomplete: "username",
    error: errorAt(state, "username"),
    change: (text) => desk.send({ type: "type", field: "username", text: text.toLowerCase().trim() }),
  });
}
