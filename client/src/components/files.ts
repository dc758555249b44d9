/** Choosing files, and how far each of them is. */

import { html, nothing, type TemplateResult } from "lit-html";
import { t } from "../texts";
import { button } from "./button";
import { numberText } from "./page";
import { bar } from "./progress";
import { describedBy, type Text } from "./types";

export interface FileItem {
  id: string;
  name: string;
  size: number;
  state: "waiting" | "sealing" | "done" | "failed";
  part: number;
  message?: string;
}

export interface FileActions {
  cancel: (id: string) => void;
  remove: (id: string) => void;
  retry: (id: string) => void;
}

/** A size that people can read, in steps of a thousand. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return t("{n} bytes", { n: numberText(bytes) });
  if (bytes < 1_000_000) return t("{n} kB", { n: numberText(bytes / 1000) });
  return t("{n} MB", { n: numberText(bytes / 1_000_000, 1) });
}

function stateOf(file: FileItem): TemplateResult {
  switch (file.state) {
    case "waiting":
      return html`<span class="file-state">${t("Waiting")}</span>`;
    case "sealing":
      return bar({ label: t("Sealing and sending"), part: file.part });
    case "failed":
      return html`<span class="file-state failed">✕ ${file.message ?? t("This file was not sent")}</span>`;
    default:
      return html`<span class="file-state done">✓ ${t("Sealed, goes along when you send")}</span>`;
  }
}

function actionsOf(file: FileItem, actions: FileActions): TemplateResult {
  const named = (label: string) => html`${label}<span class="visually-hidden"> ${file.name}</span>`;
  const retry = button({ label: named(t("Try again")), kind: "quiet", press: () => actions.retry(file.id) });
  const cancel = button({ label: named(t("Cancel")), kind: "quiet", press: () => actions.cancel(file.id) });
  const remove = button({ label: named(t("Remove")), kind: "quiet", press: () => actions.remove(file.id) });
  if (file.state === "sealing") return html`${cancel}`;
  return html`${file.state === "failed" ? retry : nothing}${remove}`;
}

export function fileList(files: readonly FileItem[], actions: FileActions): TemplateResult | typeof nothing {
  if (files.length === 0) return nothing;
  return html`<ul class="file-list">
    ${files.map(
      (file) => html`<li class="file" id="file-${file.id}">
        <span class="file-name"><bdi>${file.name}</bdi> <span class="file-size">${fileSize(file.size)}</span></span>
        ${stateOf(file)}
        <span class="file-actions">${actionsOf(file, actions)}</span>
      </li>`,
    )}
  </ul>`;
}

export function filePicker(options: {
  id: string;
  label: string;
  hint?: Text | undefined;
  error?: string | undefined;
  add: (files: File[]) => void;
}): TemplateResult {
  const { id, label, hint, error, add } = options;
  const picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = "";
    if (files.length) add(files);
  };
  return html`<div class="file-picker">
    ${hint ? html`<div class="hint" id="${id}-hint">${hint}</div>` : nothing}
    ${error ? html`<p class="field-error" id="${id}-error">${error}</p>` : nothing}
    <input class="file-input" type="file" multiple id=${id} @change=${picked}
      aria-describedby=${describedBy(hint ? `${id}-hint` : false, error ? `${id}-error` : false) ?? nothing} />
    <label class="utrecht-button utrecht-button--secondary-action file-label" for=${id}>${label}</label>
  </div>`;
}
