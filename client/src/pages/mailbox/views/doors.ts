/**
 * The outside doors: where a reporter can go without this site. Written as plain names, not as links: following one
 * would leave a trace on this device and close the mailbox.
 *
 * Sources: Wet bescherming klokkenluiders (NL); Act of 8 December 2022 on integrity in federal bodies (BE).
 */

import { html, type TemplateResult } from "lit-html";
import { t } from "../../../texts";
import type { Country } from "../terms";

const dutch = () => html`<li>
  <strong>Huis voor Klokkenluiders</strong> (huisvoorklokkenluiders.nl):
  ${t("free advice in confidence; also takes reports and looks into retaliation.")}
</li>`;

const belgian = () => html`<li>
    <strong>${t("Federal Ombudsman, Integrity Centre")}</strong> (federaalombudsman.be):
    ${t("takes reports, and complaints about retaliation.")}
  </li>
  <li>
    <strong>${t("Federal Institute for Human Rights (FIRM/IFDH)")}</strong>: ${t("advice and support, free of charge.")}
  </li>`;

/** The doors of this country, or of both when it is not known. */
export function doors(country: Country | null): TemplateResult {
  return html`<div class="doors">
    <p>${t("You can always go to somebody outside, also when your report is still here:")}</p>
    <ul>
      ${country === "BE" ? "" : dutch()} ${country === "NL" ? "" : belgian()}
    </ul>
  </div>`;
}
