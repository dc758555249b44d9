/** The states in which there is no mailbox on screen: opening, closed, refused. */

import { html, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { bar } from "../../../components/progress";
import { t } from "../../../texts";
import { alarmText } from "../complaints";
import type { Desk } from "../desk";
import { type Alarm, OPENING, type Opening } from "../state";
import { doors } from "./doors";

/** What is being done now. */
export function openingText(opening: Opening): string {
  switch (opening) {
    case "proof":
      return t("Checking your access code. It does not leave this device.");
    case "fetching":
      return t("Fetching the sealed messages");
    case "verifying":
      return t("Opening the messages and checking every signature");
  }
}

/** The mailbox is being opened. */
export function openingView(opening: Opening): TemplateResult {
  const at = OPENING.indexOf(opening);
  return html`<div class="flow">
    <h1 tabindex="-1">${t("Your mailbox is being opened")}</h1>
    ${bar({ label: openingText(opening), part: (at + 0.5) / OPENING.length })}
    <p class="hint">${t("This happens on your own device and takes a few seconds.")}</p>
  </div>`;
}

/** The mailbox was closed, by hand or by ten idle minutes. */
export function closedView(why: "closed" | "idle", desk: Desk): TemplateResult {
  return html`<div class="flow">
    <h1 tabindex="-1">${t("Your mailbox is closed")}</h1>
    <p>
      ${
        why === "idle"
          ? t("Nothing happened for ten minutes. That is why we closed it. What you had not sent is gone.")
          : t("This device has forgotten your access code and everything that was on screen.")
      }
    </p>
    <p>${t("This page can still stand in the history of your browser. You can remove it there.")}</p>
    ${button({ label: t("Open a mailbox"), kind: "primary", id: "begin-again", press: () => desk.beginAgain() })}
  </div>`;
}

/** Nothing can be shown as true. */
export function refusedView(alarm: Alarm, desk: Desk): TemplateResult {
  const { title, body } = alarmText(alarm);
  return html`<div class="flow">
    <h1 tabindex="-1">${title}</h1>
    ${alert({ kind: "error", title: t("Do not write anything here now"), body })}
    <h2>${t("What you can do")}</h2>
    <ul>
      <li>${t("Try again later, on another device and another network.")}</li>
      <li>${t("Tell a member of the committee that you trust, not by e-mail from work.")}</li>
      <li>${t("Keep your twelve words. You need them when this is mended.")}</li>
    </ul>
    ${doors(null)}
    ${button({ label: t("Try again"), id: "begin-again", kind: "secondary", press: () => desk.beginAgain() })}
  </div>`;
}
