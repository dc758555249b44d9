/** What has to be mended before going on, with links to the places (GOV.UK's pattern). */

import { html, nothing, type TemplateResult } from "lit-html";
import { tn } from "../texts";

function focusOn(id: string) {
  return (event: Event): void => {
    event.preventDefault();
    document.getElementById(id)?.focus();
  };
}

/** The summary; who shows it moves the focus to `#error-summary`. */
export function errorSummary(errors: readonly { id: string; message: string }[]): TemplateResult | typeof nothing {
  if (errors.length === 0) return nothing;
  return html`<div class="error-summary" id="error-summary" tabindex="-1" role="alert" aria-labelledby="error-summary-title">
    <h2 id="error-summary-title">${tn("One thing is not right yet", "{n} things are not right yet", errors.length)}</h2>
    <ul>
      ${errors.map(({ id, message }) => html`<li><a href="#${id}" @click=${focusOn(id)}>${message}</a></li>`)}
    </ul>
  </div>`;
}
