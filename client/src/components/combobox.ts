/** One numbered word with its completions: a combobox with a list (WAI-ARIA Authoring Practices). */

import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { t, tn } from "../texts";

const SHOWN = 5;

export interface WordFieldOptions {
  id: string;
  number: number;
  value: string;
  options: readonly string[];
  error?: string;
  change: (value: string) => void;
  choose: (value: string) => void;
  paste: (text: string) => void;
  leave?: () => void;
}

/** Which of the words is marked now, by field. It is no part of what was typed, so it stays here. */
const marked = new Map<string, number>();

function mark(field: HTMLInputElement, index: number, count: number): void {
  const next = (index + count) % count;
  marked.set(field.id, next);
  field.setAttribute("aria-activedescendant", `${field.id}-option-${next}`);
  for (const [n, option] of [...(field.parentElement?.querySelectorAll("[role=option]") ?? [])].entries()) {
    option.setAttribute("aria-selected", n === next ? "true" : "false");
  }
}

function unmark(field: HTMLInputElement): void {
  marked.delete(field.id);
  field.removeAttribute("aria-activedescendant");
}

function onKey(event: KeyboardEvent, shown: readonly string[], options: WordFieldOptions): void {
  const field = event.target as HTMLInputElement;
  const at = marked.get(field.id) ?? -1;
  if (shown.length === 0) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    mark(field, event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1, shown.length);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    unmark(field);
    options.choose(shown[at] ?? field.value);
  } else if (event.key === "Escape") {
    unmark(field);
  }
}

function onPaste(event: ClipboardEvent, paste: (text: string) => void): void {
  const text = event.clipboardData?.getData("text") ?? "";
  if (!/\S\s+\S|\S[,;]\S/.test(text)) return;
  event.preventDefault();
  paste(text);
}

function list(options: WordFieldOptions, shown: readonly string[]): TemplateResult | typeof nothing {
  const { id, choose } = options;
  if (shown.length === 0) return nothing;
  return html`<ul class="word-options" id="${id}-list" role="listbox" aria-label=${t("Words that begin like this")}>
    ${shown.map(
      (word, index) => html`<li
        role="option"
        id="${id}-option-${index}"
        aria-selected="false"
        @pointerdown=${(event: Event) => event.preventDefault()}
        @click=${() => choose(word)}
      >${word}</li>`,
    )}
  </ul>`;
}

export function wordField(options: WordFieldOptions): TemplateResult {
  const { id, number, value, error, change, paste, leave } = options;
  const shown = options.options.slice(0, SHOWN);
  return html`<div class="word-field ${error ? "word-field-invalid" : ""}">
    <label for=${id}><span aria-hidden="true">${number}</span><span class="visually-hidden">${t("Word {n}", { n: number })}</span></label>
    <input
      id=${id}
      class="utrecht-textbox"
      type="text"
      dir="ltr"
      lang="en"
      translate="no"
      role="combobox"
      aria-autocomplete="list"
      aria-expanded=${shown.length > 0 ? "true" : "false"}
      aria-controls=${shown.length > 0 ? `${id}-list` : nothing}
      aria-invalid=${error ? "true" : nothing}
      aria-describedby=${error ? `${id}-error` : nothing}
      .value=${live(value)}
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      @input=${(event: Event) => {
        unmark(event.target as HTMLInputElement);
        change((event.target as HTMLInputElement).value);
      }}
      @keydown=${(event: KeyboardEvent) => onKey(event, shown, options)}
      @paste=${(event: ClipboardEvent) => onPaste(event, paste)}
      @blur=${(event: Event) => {
        unmark(event.target as HTMLInputElement);
        leave?.();
      }}
    />
    ${list(options, shown)}
    ${shown.length > 0 ? html`<span class="visually-hidden" role="status">${tn("{n} word fits", "{n} words fit", shown.length)}</span>` : nothing}
    ${error ? html`<p class="field-error" id="${id}-error">${error}</p>` : nothing}
  </div>`;
}
