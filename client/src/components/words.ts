/** Words in a numbered grid. They are no text of the page: not translated, and from left to right in every language. */

import { html, type TemplateResult } from "lit";

export function wordsGrid(words: readonly string[]): TemplateResult {
  return html`<ol class="words-grid" dir="ltr" translate="no">
    ${words.map((word) => html`<li><span class="word">${word}</span></li>`)}
  </ol>`;
}
