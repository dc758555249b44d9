/** Choices as cards: the whole card is the target. */

import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { describedBy, type Text } from "./types";

export interface Option {
  value: string;
  label: Text;
  hint?: Text | undefined;
  disabled?: boolean;
}

interface Group {
  id: string;
  legend: Text;
  legendHidden?: boolean;
  hint?: Text | undefined;
  error?: string | undefined;
}

function group(options: Group, cards: TemplateResult[], role: "radiogroup" | null): TemplateResult {
  const { id, legend, legendHidden = false, hint, error } = options;
  return html`<fieldset
    class="choices-group"
    id=${id}
    tabindex="-1"
    role=${role ?? nothing}
    aria-describedby=${describedBy(hint ? `${id}-hint` : false, error ? `${id}-error` : false) ?? nothing}
  >
    <legend class="utrecht-form-label ${legendHidden ? "visually-hidden" : ""}">${legend}</legend>
    ${hint ? html`<div class="hint" id="${id}-hint">${hint}</div>` : nothing}
    ${error ? html`<p class="field-error" id="${id}-error">${error}</p>` : nothing}
    ${cards}
  </fieldset>`;
}

function card(
  type: "radio" | "checkbox",
  name: string,
  option: Option,
  checked: boolean,
  pick: () => void,
): TemplateResult {
  const id = `${name}-${option.value}`;
  return html`<div class="choice">
    <input
      class="choice-input"
      type=${type}
      id=${id}
      name=${name}
      value=${option.value}
      .checked=${live(checked)}
      ?disabled=${option.disabled ?? false}
      aria-describedby=${option.hint ? `${id}-hint` : nothing}
      @change=${pick}
    />
    <label class="choice-label" for=${id}><span class="choice-text">${option.label}</span></label>
    ${option.hint ? html`<span class="choice-hint" id="${id}-hint">${option.hint}</span>` : nothing}
  </div>`;
}

/** Exactly one of several. */
export function radioCards(
  options: Group & { options: Option[]; value: string | null; change: (value: string) => void },
): TemplateResult {
  const cards = options.options.map((option) =>
    card("radio", options.id, option, option.value === options.value, () => options.change(option.value)),
  );
  return group(options, cards, "radiogroup");
}

/** Any of several. */
export function checkCards(
  options: Group & { options: Option[]; values: string[]; change: (values: string[]) => void },
): TemplateResult {
  const { values } = options;
  const toggled = (value: string): string[] =>
    values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  const cards = options.options.map((option) =>
    card("checkbox", options.id, option, values.includes(option.value), () => options.change(toggled(option.value))),
  );
  return group(options, cards, null);
}
