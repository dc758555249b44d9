/** What was lost, and what can be done when everything was. */

import { html, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import type { Step } from "../state";
import { backButton } from "./frame";

function card(desk: Desk, step: Step, title: string, hint: string): TemplateResult {
  const go = (): void => desk.send({ type: "go", step });
  return html`<li><button type="button" class="choice-card choice-button" id="to-${step}" @click=${go}><strong>${title}</strong>${hint}</button></li>`;
}

export function chooseView(desk: Desk): TemplateResult {
  return html`<h1 tabindex="-1">${t("Passphrase or phone lost?")}</h1>
    <p class="lead">${t("For members of the committee and of the union. What have you lost?")}</p>
    <ul class="choices">
      ${card(desk, "words", t("My passphrase"), t("Set a new one with the 24 words of your recovery sheet."))}
      ${card(desk, "device", t("My phone with codes, or my recovery codes"), t("Link another phone and get new codes: with a code that you have, or by two colleagues."))}
      ${card(desk, "lost", t("Words lost, or everything lost"), t("You get a new invitation and a new key."))}
    </ul>`;
}

export function lostView(desk: Desk): TemplateResult {
  return html`<h1 tabindex="-1">${t("Words lost, or everything lost")}</h1>
    ${alert({
      kind: "info",
      body: t(
        "Nobody can give your key again: not we, and not the people who run this site. That is what keeps reports closed to others.",
      ),
    })}
    <h2>${t("Can you still sign in?")}</h2>
    <p>${t("Then you can go on working. But with your passphrase your key would be lost too, so ask for a new key soon, as below.")}</p>
    <h2>${t("How you get a new key")}</h2>
    <ol>
      <li>${t("Ask the people who run this site for a new invitation. They print it on paper.")}</li>
      <li>${t("Accept it: you make a new key, with a new recovery sheet.")}</li>
      <li>${t("The other members sign you in with your new key. For that you read twelve words to each other, in person or by phone.")}</li>
      <li>${t("Old cases stay closed to you until another member gives them to you anew.")}</li>
    </ol>
    ${alert({
      kind: "warning",
      title: t("Did somebody find or steal your words?"),
      body: t(
        "Then tell the other members at once. Until they take your old key out, who has the words can read what you could read.",
      ),
    })}
    <div class="actions">${backButton(desk)}</div>`;
}

export function forgottenView(desk: Desk): TemplateResult {
  return html`<h1 tabindex="-1">${t("This page has forgotten everything")}</h1>
    <p>${t("Nobody was at work here for a while. Nothing was changed.")}</p>
    <div class="actions">${button({ id: "begin-again", label: t("Begin again"), kind: "primary", press: () => desk.send({ type: "begin-again" }) })}</div>`;
}
