/** Text fields (NL Design System: form field, textbox, textarea): a label, a hint, an error, and a counter near the limit. */

import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { t } from "../texts";
import { numberText } from "./page";
import { describedBy, type Text } from "./types";

const NEARLY = 0.8;

interface FieldOptions {
  id: string;
  label: Text;
  value: string;
  hint?: Text | undefined;
  error?: string | undefined;
  change: (value: string) => void;
  /** The id of what is the label already, such as the heading of the page. */
  labelledBy?: string;
  optional?: boolean;
}

export interface TextFieldOptions extends FieldOptions {
  type?: "text" | "password" | "email" | "date";
  autocomplete?: string;
  inputmode?: "text" | "numeric" | "email" | "tel";
  spellcheck?: boolean;
  narrow?: boolean;
  /** For a passphrase: a box that shows what is typed. */
  reveal?: string;
}

export interface TextAreaOptions extends FieldOptions {
  limit?: number;
  rows?: number;
}

function frame(options: FieldOptions, control: TemplateResult, after: TemplateResult | typeof nothing): TemplateResult {
  const { id, label, hint, error, labelledBy, optional = false } = options;
  return html`<div class="utrecht-form-field ${error ? "utrecht-form-field--invalid" : ""}">
    ${
      labelledBy
        ? nothing
        : html`<label class="utrecht-form-label" for=${id}>${label}${
            optional ? html` <span class="optional">${t("(not required)")}</span>` : nothing
          }</label>`
    }
    ${hint ? html`<div class="hint" id="${id}-hint">${hint}</div>` : nothing}
    ${error ? html`<p class="field-error" id="${id}-error">${error}</p>` : nothing}
    ${control}${after}
  </div>`;
}

/** One line of text. */
export function textField(options: TextFieldOptions): TemplateResult {
  const { id, value, hint, error, type = "text", autocomplete = "off", inputmode, spellcheck = false } = options;
  const control = html`<input
    class="utrecht-textbox ${error ? "utrecht-textbox--invalid" : ""} ${options.narrow ? "narrow" : ""}"
    id=${id}
    name=${id}
    type=${type}
    .value=${live(value)}
    autocomplete=${autocomplete as "off"}
    autocapitalize="none"
    inputmode=${inputmode ?? nothing}
    spellcheck=${spellcheck ? "true" : "false"}
    dir="auto"
    aria-invalid=${error ? "true" : nothing}
    aria-describedby=${describedBy(hint ? `${id}-hint` : false, error ? `${id}-error` : false) ?? nothing}
    @input=${(event: Event) => options.change((event.target as HTMLInputElement).value)}
  />`;
  return frame(options, control, options.reveal ? revealBox(id, options.reveal) : nothing);
}

/** Six words are not typed blindly. The page draws the field hidden again when it is drawn anew. */
function revealBox(id: string, label: string): TemplateResult {
  const show = (event: Event): void => {
    const field = document.getElementById(id) as HTMLInputElement | null;
    if (field) field.type = (event.target as HTMLInputElement).checked ? "text" : "password";
  };
  return html`<label class="reveal"><input type="checkbox" @change=${show} /> ${label}</label>`;
}

/**
 * Text of several lines, without the browser's spelling check: some send what is typed to their maker.
 * The counter shows itself near the limit and is not read aloud at every key.
 */
export function textArea(options: TextAreaOptions): TemplateResult {
  const { id, value, hint, error, limit, rows = 8 } = options;
  const counted = limit !== undefined && value.length > limit * NEARLY;
  const control = html`<textarea
    class="utrecht-textarea ${error ? "utrecht-textarea--invalid" : ""}"
    id=${id}
    name=${id}
    rows=${rows}
    .value=${live(value)}
    autocomplete="off"
    spellcheck="false"
    dir="auto"
    aria-labelledby=${options.labelledBy ?? nothing}
    aria-invalid=${error ? "true" : nothing}
    aria-describedby=${describedBy(hint ? `${id}-hint` : false, error ? `${id}-error` : false, counted && `${id}-count`) ?? nothing}
    @input=${(event: Event) => options.change((event.target as HTMLTextAreaElement).value)}
  ></textarea>`;
  return frame(options, control, counted ? counter(id, value.length, limit) : nothing);
}

function counter(id: string, used: number, limit: number): TemplateResult {
  const values = { used: numberText(used), limit: numberText(limit) };
  return html`<p class="counter ${used > limit ? "over" : ""}" id="${id}-count">${t("{used} of {limit} characters", values)}</p>`;
}
