/** A conversation as a line of envelopes: who, when, whether it was checked, and what it says. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Text } from "./types";

export function timeline(entries: readonly TemplateResult[]): TemplateResult {
  return html`<ol class="timeline">${entries}</ol>`;
}

export interface TimelineEntry {
  id: string;
  who: Text;
  role?: Text;
  date: Text;
  mark: "verified" | "broken" | "none";
  markText: string;
  tone: "in" | "out" | "note" | "event" | "broken";
  body: Text;
  files?: TemplateResult;
}

const SIGNS = { verified: "✓", broken: "✕", none: "" } as const;

export function timelineEntry(entry: TimelineEntry): TemplateResult {
  const { id, who, role, date, mark, markText, tone, body, files } = entry;
  return html`<li class="entry entry-${tone}" id=${id}>
    <p class="entry-head">
      <span class="entry-who">${who}</span>
      ${role ? html`<span class="entry-role">${role}</span>` : nothing}
      <span class="entry-date">${date}</span>
      ${
        mark === "none"
          ? nothing
          : html`<span class="entry-mark mark-${mark}"><span aria-hidden="true">${SIGNS[mark]}</span> ${markText}</span>`
      }
    </p>
    <div class="entry-body">${body}${files ?? nothing}</div>
  </li>`;
}
