/** Panels beside the work, facts in rows, pills, and what stands where there is nothing yet. */

import { html, nothing, type TemplateResult } from "lit-html";
import { sealMark } from "./seal";
import type { Text } from "./types";

export function panel(options: { title: Text; body: Text; id?: string }): TemplateResult {
  const { title, body, id } = options;
  return html`<section class="panel" id=${id ?? nothing} aria-labelledby=${id ? `${id}-title` : nothing}>
    <h2 class="panel-title" id=${id ? `${id}-title` : nothing}>${title}</h2>
    ${body}
  </section>`;
}

export interface Row {
  key: Text;
  value: Text;
  tone?: "ok" | "late" | "soon";
}

export function keyValues(rows: readonly Row[]): TemplateResult {
  const row = ({ key, value, tone }: Row) =>
    html`<div class="key-value"><dt>${key}</dt><dd class=${tone ? `tone-${tone}` : ""}>${value}</dd></div>`;
  return html`<dl class="key-values">${rows.map(row)}</dl>`;
}

/** A shape, a colour and a word, so that none of them stands alone. */
export function pill(options: {
  tone: "green" | "orange" | "red" | "grey" | "plain";
  shape: string;
  label: Text;
}): TemplateResult {
  return html`<span class="pill pill-${options.tone}"><span aria-hidden="true">${options.shape}</span> ${options.label}</span>`;
}

export function emptyState(options: { title: Text; body: Text; action?: TemplateResult }): TemplateResult {
  return html`<div class="empty-state">
    ${sealMark("big")}
    <h2>${options.title}</h2>
    <div>${options.body}</div>
    ${options.action ?? nothing}
  </div>`;
}
