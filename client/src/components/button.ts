/** Buttons, and links that look like one (NL Design System: button). */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Text } from "./types";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";

const CLASSES: Record<ButtonKind, string> = {
  primary: "utrecht-button utrecht-button--primary-action",
  secondary: "utrecht-button utrecht-button--secondary-action",
  quiet: "utrecht-button utrecht-button--subtle",
  danger: "utrecht-button utrecht-button--primary-action utrecht-button--danger",
};

export interface ButtonOptions {
  label: Text;
  kind?: ButtonKind;
  type?: "button" | "submit";
  busy?: boolean;
  disabled?: boolean;
  icon?: TemplateResult;
  press?: (event: Event) => void;
  id?: string;
}

/** A button. While busy it can be reached and does nothing. */
export function button(options: ButtonOptions): TemplateResult {
  const { label, kind = "secondary", type = "button", busy = false, disabled = false, icon, press, id } = options;
  return html`<button
    class=${CLASSES[kind]}
    type=${type}
    id=${id ?? nothing}
    ?disabled=${disabled}
    aria-disabled=${busy ? "true" : nothing}
    @click=${(event: Event) => (busy ? event.preventDefault() : press?.(event))}
  >${icon ?? nothing}${busy ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}<span>${label}</span></button>`;
}

/** A link that leads on. */
export function linkButton(options: { label: Text; href: string; kind?: ButtonKind }): TemplateResult {
  return html`<a class="${CLASSES[options.kind ?? "secondary"]} button-link" href=${options.href}>${options.label}</a>`;
}
