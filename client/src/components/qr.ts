/** A QR code, drawn here: nothing of it leaves the page. */

import { html, svg, type TemplateResult } from "lit-html";
import encode from "qr";

const QUIET = 4; // modules around it that scanners need
const SIZE = 264; // pixels

/** Every dark module as a square of one path. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
}

/** Black on white in dark mode as well: many scanners want it so. */
export function qrCode(text: string, label: string): TemplateResult {
  const rows = encode(text, "raw", { ecc: "medium", border: QUIET });
  const side = rows.length;
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${side} ${side}" width=${SIZE} height=${SIZE} shape-rendering="crispEdges">
    ${svg`<rect width=${side} height=${side} fill="#fff"></rect><path d=${pathOf(rows)} fill="#000"></path>`}
  </svg>`;
}
