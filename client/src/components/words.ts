/** Words in a numbered grid. They are no text of the page: not translated, each from left to right; the grid runs as the page does. */

import { html, type TemplateResult } from "lit-html";

export function wordsGrid(words: readonly string[]): TemplateResult {
  return html`<ol class="words-grid" translate="no">
    ${words.map((word) => html`<li><span class="word" dir="ltr">${word}</span></li>`)}
  </ol>`;
}
