/** How far something is. */

import { html, type TemplateResult } from "lit-html";
import { t } from "../texts";
import { numberText } from "./page";

/** Steps as bars, with the same in words for those who listen. */
export function steps(options: { now: number; total: number }): TemplateResult {
  const { now, total } = options;
  const bars = Array.from({ length: total }, (_, index) => html`<span class=${index < now ? "done" : ""}></span>`);
  return html`<div class="steps">
    <div class="steps-bars" aria-hidden="true">${bars}</div>
    <p class="steps-text">${t("Step {now} of {total}", { now, total })}</p>
  </div>`;
}

/** A bar from 0 to 1. */
export function bar(options: { label: string; part: number }): TemplateResult {
  const percent = Math.round(Math.max(0, Math.min(1, options.part)) * 100);
  return html`<div class="bar">
    <span class="bar-label">${options.label}</span>
    <progress max="100" .value=${percent} aria-label=${options.label}></progress>
    <span class="bar-part" aria-hidden="true">${numberText(percent)}%</span>
  </div>`;
}

/** Something is under way, and nobody knows how far. */
export function waiting(label: string): TemplateResult {
  return html`<p class="waiting" role="status"><span class="spinner" aria-hidden="true"></span>${label}</p>`;
}
