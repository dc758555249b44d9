/** Typing the twelve words or numbers. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { wordField } from "../../../components/combobox";
import { errorSummary } from "../../../components/errorSummary";
import { t } from "../../../texts";
import { codeComplaint, wordComplaint, wordSummaries } from "../complaints";
import type { Desk } from "../desk";
import type { CodeForm, WordError } from "../state";
import { WORDS } from "../words";

/** The id of a field of the code, from 0. */
export function wordId(position: number): string {
  return `word-${position + 1}`;
}

function field(code: CodeForm, position: number, desk: Desk): TemplateResult {
  const error = code.errors.find((one) => one.position === position);
  return wordField({
    id: wordId(position),
    number: position + 1,
    value: code.fields[position] ?? "",
    options: code.active === position ? code.completions : [],
    ...(error ? { error: wordComplaint(error) } : {}),
    change: (value) => desk.typeWord(position, value),
    choose: (value) => desk.chooseWord(position, value),
    paste: (text) => desk.pasteWords(position, text),
    leave: () => desk.leaveWord(position),
  });
}

function summary(errors: readonly WordError[]): TemplateResult | typeof nothing {
  return errorSummary(wordSummaries(errors).map(({ position, message }) => ({ id: wordId(position), message })));
}

function complaint(code: CodeForm): TemplateResult | typeof nothing {
  return code.problem === null
    ? nothing
    : html`<div id="code-problem" tabindex="-1">${alert({ kind: "error", ...codeComplaint(code.problem) })}</div>`;
}

function lost(): TemplateResult {
  return html`<details class="more" id="lost-code">
    <summary>${t("I have lost my access code")}</summary>
    <p>
      ${t("Then this mailbox cannot be opened any more. Nobody can give you the words again: not the committee and not the people who run this site.")}
    </p>
    <p>${t("You can make a new report and write in it that it belongs to an earlier one.")}</p>
  </details>`;
}

/** The form, with its errors listed above it once it was sent. */
export function enterView(code: CodeForm, desk: Desk): TemplateResult {
  return html`<form
    id="code-form"
    class="flow"
    autocomplete="off"
    novalidate
    @submit=${(event: Event) => {
      event.preventDefault();
      desk.open();
    }}
  >
    <h1 tabindex="-1">${t("Open your mailbox")}</h1>
    ${code.listed ? summary(code.errors) : nothing} ${complaint(code)}
    <p class="lead">
      ${t("Type the twelve words of your access code, or the twelve numbers. You can also paste them all at once.")}
    </p>
    <fieldset class="word-fields">
      <legend class="visually-hidden">${t("Your access code")}</legend>
      <ol class="word-fields-list">
        ${Array.from({ length: WORDS }, (_, position) => html`<li>${field(code, position, desk)}</li>`)}
      </ol>
    </fieldset>
    <p class="hint">${t("Capital letters do not matter. The words stay on this device.")}</p>
    ${button({ label: t("Open my mailbox"), kind: "primary", type: "submit", id: "open-mailbox" })}
    ${lost()}
  </form>`;
}
