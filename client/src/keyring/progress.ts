/** Progress crosses to the page and is drawn there: a hundred steps are enough. */

import type { Progress } from "./types";

/** The same, told at most once a percent, and at the end. */
export function byPercent(progress: Progress): Progress {
  let told = -1;
  return (part) => {
    const percent = Math.floor(part * 100);
    if (percent <= told) return;
    told = percent;
    progress(part);
  };
}
