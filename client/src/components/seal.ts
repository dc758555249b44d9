/** The wax seal: what stands for "sealed" on every page. */

import { svg, type TemplateResult } from "lit-html";

export function sealMark(size: "small" | "big" = "small"): TemplateResult {
  return svg`<svg class="seal seal-${size}" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
    <path class="seal-wax" d="M20 2c3 0 4 2 7 3s6 0 8 3 1 5 2 8 3 4 1 8-4 3-5 6-1 6-5 7-5-1-8-1-5 2-8 1-3-4-5-6-5-3-5-7 3-4 3-7-1-6 2-9 5-1 8-3 2-3 5-3z"/>
    <circle class="seal-ring" cx="20" cy="20" r="10.5"/>
    <path class="seal-sign" d="M15.5 19v-2.5a4.5 4.5 0 0 1 9 0V19m-10.5 0h12v7.5h-12z"/>
  </svg>` as TemplateResult;
}
