/** Messages in the page (NL Design System: alert): a bar, a shape and words, never colour alone. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Text } from "./types";

export type AlertKind = "info" | "ok" | "warning" | "error";

const SHAPES: Record<AlertKind, string> = { info: "i", ok: "✓", warning: "!", error: "✕" };

/** @param live whether it is read aloud when it appears. */
export function alert(options: {
  kind: AlertKind;
  title?: Text | undefined;
  body: Text;
  actions?: TemplateResult | undefined;
  live?: boolean;
  id?: string;
}): TemplateResult {
  const { kind, title, body, actions, live = false, id } = options;
  const role = live ? (kind === "error" ? "alert" : "status") : nothing;
  return html`<div class="utrecht-alert utrecht-alert--${kind}" id=${id ?? nothing} role=${role}>
    <span class="alert-shape" aria-hidden="true">${SHAPES[kind]}</span>
    <div class="utrecht-alert__message">
      ${title ? html`<p class="alert-title">${title}</p>` : nothing}
      <div class="alert-body">${body}</div>
      ${actions ? html`<div class="alert-actions">${actions}</div>` : nothing}
    </div>
  </div>`;
}
