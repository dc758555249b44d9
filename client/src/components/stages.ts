/** Where a case stands, as one line of steps. */

import { html, nothing, type TemplateResult } from "lit-html";
import { t } from "../texts";

export interface StageStep {
  label: string;
  date?: string;
  state: "done" | "now" | "next" | "missing";
}

function spoken(state: StageStep["state"]): string {
  switch (state) {
    case "done":
      return t("done");
    case "now":
      return t("now");
    case "missing":
      return t("not shown");
    default:
      return t("not yet");
  }
}

export function stageSteps(options: { stages: readonly StageStep[] }): TemplateResult {
  const step = ({ label, date, state }: StageStep) => html`<li
    class="stage stage-${state}"
    aria-current=${state === "now" ? "step" : nothing}
  >
    <span class="stage-label">${label}</span>
    <span class="visually-hidden">(${spoken(state)})</span>
    ${date ? html`<span class="stage-date">${date}</span>` : nothing}
  </li>`;
  return html`<ol class="stage-steps">${options.stages.map(step)}</ol>`;
}
