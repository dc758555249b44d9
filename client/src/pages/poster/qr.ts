/** A QR code as squares: encoded by `qr`, drawn by lit-html, or written as a path for a page of somebody else. */

import { svg, type TemplateResult } from "lit-html";
import encodeQR from "qr";

const QUIET = 4; // modules of white around it, as the standard asks

/** Dark modules in a row. */
export interface Run {
  x: number;
  y: number;
  length: number;
}

export interface Code {
  /** Modules on a side, with the quiet zone. */
  size: number;
  runs: Run[];
}

/** `quartile` reads with a quarter of it torn off or dirty: paper hangs long. */
export function codeOf(text: string): Code {
  const rows = encodeQR(text, "raw", { ecc: "quartile", border: QUIET });
  return { size: rows.length, runs: rows.flatMap(runsOf) };
}

function runsOf(row: readonly boolean[], y: number): Run[] {
  const runs: Run[] = [];
  row.forEach((dark, x) => {
    const last = runs.at(-1);
    if (!dark) return;
    if (last && last.x + last.length === x) last.length += 1;
    else runs.push({ x, y, length: 1 });
  });
  return runs;
}

export function codeImage({ size, runs }: Code, label: string): TemplateResult {
  return svg`<svg class="code-image" viewBox="0 0 ${size} ${size}" role="img" aria-label=${label} shape-rendering="crispEdges">
    <rect class="code-paper" width=${size} height=${size}></rect>
    ${runs.map(({ x, y, length }) => svg`<rect x=${x} y=${y} width=${length} height="1"></rect>`)}
  </svg>` as TemplateResult;
}

/** The same in one path, to be copied. */
export function codePath({ runs }: Code): string {
  return runs.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`).join("");
}
