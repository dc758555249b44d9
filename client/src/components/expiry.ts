/** That a list of members runs out, said more loudly as the day comes nearer. */

import { html, nothing, type TemplateResult } from "lit-html";
import { t } from "../texts";
import { type AlertKind, alert } from "./alert";
import { dateText } from "./page";

type Urgency = "none" | "soon" | "near" | "urgent" | "over";
const KINDS: Record<Exclude<Urgency, "none">, AlertKind> = {
  soon: "info",
  near: "warning",
  urgent: "error",
  over: "error",
};

/** @param renew the way to renew it. */
export function expiryAlert(
  urgency: Urgency,
  validUntil: string,
  renew: TemplateResult,
): TemplateResult | typeof nothing {
  if (urgency === "none") return nothing;
  return alert({
    id: "expiry",
    kind: KINDS[urgency],
    title:
      urgency === "over"
        ? t("The list has run out: nobody can report now")
        : t("The list runs out on {date}", { date: dateText(validUntil, false) }),
    body: html`${t("Renew it in time: one of you puts the same list together with a new date, and enough of you sign.")}`,
    actions: renew,
  });
}
