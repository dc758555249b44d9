/** When no report can be made here: why, and where else. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button, linkButton } from "../../../components/button";
import { language } from "../../../components/page";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import { factsOf } from "../facts";
import type { State, Stop } from "../state";
import { isolated } from "../words";

function reason(stop: Stop): { title: string; body: string } {
  switch (stop) {
    case "roster-refused":
      return {
        title: t("Do not write anything here now"),
        body: t(
          "We could not verify who is in the committee. Somebody may have changed it. Nothing of yours was sent.",
        ),
      };
    case "wrong-fingerprint":
      return {
        title: t("Do not write anything here now"),
        body: t(
          "This is not the committee of your poster or intranet. Somebody may have put another one in its place. Nothing of yours was sent.",
        ),
      };
    case "roster-expired":
      return {
        title: t("This committee cannot take reports now"),
        body: t(
          "The list of its members has run out and was not signed again. So nobody could open your report. Nothing of yours was sent.",
        ),
      };
    case "no-committees":
      return { title: t("No committee takes reports here yet"), body: t("Come back later, or report outside.") };
    case "network":
      return {
        title: t("There is no connection"),
        body: t("Look whether you are connected, and try again. Nothing of yours was sent."),
      };
  }
}

function doorsView(state: State): TemplateResult {
  const chosen = state.committees.find(({ committee }) => committee === state.body?.committee);
  const countries = [...new Set((chosen?.bodies ?? []).map((body) => body.country))];
  const shown = countries.length ? countries : ["NL", "BE"];
  return html`<h2>${t("Where you can report now")}</h2>
    ${shown.map((country) => html`<ul>${factsOf(country).doors.map((door) => html`<li><bdi>${door}</bdi></li>`)}</ul>`)}`;
}

export function stoppedView(state: State, desk: Desk): TemplateResult {
  const stop = state.stop ?? "network";
  const { title, body } = reason(stop);
  return html`<h1 tabindex="-1">${title}</h1>
    ${alert({ kind: stop === "network" ? "warning" : "error", live: true, id: "stopped", body })}
    ${stop === "network" ? nothing : doorsView(state)}
    <div class="actions">${button({ id: "again", label: t("Try again"), kind: "primary", press: () => desk.again() })}</div>`;
}

/** Forgotten after an idle half hour: what was written, or, when it was sent already, the words alone. */
export function forgottenView(state: State, desk: Desk): TemplateResult {
  if (state.received) return wordsGoneView(state.received.reference);
  return html`<h1 tabindex="-1">${t("Your text has been forgotten")}</h1>
    <p class="lead">${t("Nothing happened on this page for half an hour. To protect you, everything was wiped. Nothing was sent.")}</p>
    <div class="actions">${button({ id: "again", label: t("Begin again"), kind: "primary", press: () => desk.again() })}</div>`;
}

function wordsGoneView(reference: string): TemplateResult {
  return html`<h1 tabindex="-1">${t("The twelve words are no longer shown")}</h1>
    <p class="lead">${t("Nothing happened on this page for half an hour. Your report was received, and the committee reads it.")}</p>
    <p>${t("Your reference is {reference}.", { reference: isolated(reference) })}</p>
    <p>${t("Did you write the words on paper? Then you can open your mailbox. If not, nobody can: then you may report once more.")}</p>
    <div class="actions">${linkButton({ label: t("To my mailbox"), href: `/${language()}/mailbox/` })}</div>`;
}
