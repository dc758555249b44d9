/** A question that comes first: the browser's own dialog, which keeps the focus inside and closes with Escape. */

import { html, type TemplateResult } from "lit-html";
import { AsyncDirective } from "lit-html/async-directive.js";
import { directive, type ElementPart } from "lit-html/directive.js";
import { t } from "../texts";
import type { Text } from "./types";

class OpenDirective extends AsyncDirective {
  render(_open: boolean): void {}

  override update(part: ElementPart, [open]: [boolean]): void {
    const element = part.element as HTMLDialogElement;
    // After the children are there, so that the focus finds one of them.
    queueMicrotask(() => {
      if (!element.isConnected || element.open === open) return;
      if (open) element.showModal();
      else element.close();
    });
  }
}

const opened = directive(OpenDirective);

export function dialog(options: {
  id: string;
  title: Text;
  body: Text;
  actions: TemplateResult;
  open: boolean;
  close: () => void;
}): TemplateResult {
  const { id, title, body, actions, open, close } = options;
  const onCancel = (event: Event): void => {
    event.preventDefault();
    close();
  };
  return html`<dialog class="dialog" id=${id} aria-labelledby="${id}-title" @cancel=${onCancel} ${opened(open)}>
    ${
      open
        ? html`<h2 class="dialog-title" id="${id}-title">${title}</h2>
            <div class="dialog-body">${body}</div>
            <div class="dialog-actions">${actions}</div>
            <button type="button" class="exit-button dialog-exit" data-exit-now>${t("Leave now")} <span aria-hidden="true">✕</span></button>`
        : html`<span id="${id}-title" hidden></span>`
    }
  </dialog>`;
}
