/** What components are made of. */

import type { TemplateResult } from "lit-html";

export type Text = string | TemplateResult;

/** Attribute values for `aria-describedby`: the ids that are there, or nothing. */
export function describedBy(...ids: (string | false | undefined)[]): string | null {
  return ids.filter(Boolean).join(" ") || null;
}
