/** Printed matter on the screen. Without a verified chain there is nothing to print. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../components/alert";
import { button } from "../../components/button";
import { names } from "../../components/page";
import { waiting } from "../../components/progress";
import { wordsGrid } from "../../components/words";
import { t } from "../../texts";
import type { Desk, Ground } from "./desk";
import { type State, type Stop, TONGUES, type Tongue, type Verified } from "./state";
import { sheetsView, textsView } from "./views/parts";

const TONGUE_NAMES: Record<Tongue, string> = { nl: "Nederlands", en: "English", ar: "العربية" };

export const title = (): string => t("Posters, cards and texts");

function reason(stop: Stop): { title: string; body: string } {
  switch (stop) {
    case "roster-refused":
      return {
        title: t("Print nothing now"),
        body: t(
          "We could not verify who is in this committee. Somebody may have changed it. Tell the committee, in another way than through this site.",
        ),
      };
    case "wrong-fingerprint":
      return {
        title: t("Print nothing now"),
        body: t(
          "This is not the committee of the poster that you came from. Somebody may have put another one in its place. Tell the committee, in another way than through this site.",
        ),
      };
    case "unknown-committee":
      return { title: t("There is no such committee here"), body: t("Look at the address, or choose a committee.") };
    case "no-committees":
      return { title: t("There is no committee here yet"), body: t("Come back when it was founded.") };
    case "network":
      return { title: t("There is no connection"), body: t("Look whether you are connected, and try again.") };
  }
}

function stoppedView(stop: Stop, desk: Desk): TemplateResult {
  const { title: heading, body } = reason(stop);
  const isAlarm = stop === "roster-refused" || stop === "wrong-fingerprint";
  return html`<h1 tabindex="-1">${heading}</h1>
    ${alert({ kind: isAlarm ? "error" : "warning", live: true, id: "stopped", body })}
    ${stop === "network" ? button({ id: "again", label: t("Try again"), kind: "primary", press: () => desk.again() }) : nothing}
    ${stop === "unknown-committee" ? html`<p><a href="#">${t("Choose a committee")}</a></p>` : nothing}`;
}

function chooseView({ committees }: State): TemplateResult {
  return html`<h1 tabindex="-1">${title()}</h1>
    <p>${t("For which committee?")}</p>
    <ul class="choices">${committees.map(
      ({
        committee,
        name,
        bodies,
      }) => html`<li><a class="choice-card" href="#committee=${encodeURIComponent(committee)}">
        <strong><bdi>${names(name)}</bdi></strong>${bodies.map((body, index) => html`${index ? " · " : nothing}<bdi>${names(body.name)}</bdi>`)}
      </a></li>`,
    )}</ul>`;
}

function tonguesView(state: State, desk: Desk): TemplateResult {
  return html`<div class="tongue" role="group" aria-labelledby="tongue-title">
      <p class="utrecht-form-label" id="tongue-title">${t("Language of the paper and the texts")}</p>
      <div class="tongue-options">${TONGUES.map(
        (tongue) => html`<button type="button" class="tongue-option" id="tongue-${tongue}" lang=${tongue}
          aria-pressed=${tongue === state.tongue ? "true" : "false"} @click=${() => desk.speak(tongue)}>${TONGUE_NAMES[tongue]}</button>`,
      )}</div>
    </div>
    ${
      state.tongueFailed
        ? alert({
            kind: "warning",
            live: true,
            body: t("That language did not come. Look whether you are connected, and try again."),
          })
        : nothing
    }`;
}

function introView(state: State, { committee, words }: Verified, desk: Desk): TemplateResult {
  return html`<div class="wall-intro no-print">
    <h1 tabindex="-1">${title()}</h1>
    <p class="lead"><bdi>${names(committee.name)}</bdi></p>
    ${
      committee.expired
        ? alert({
            kind: "warning",
            id: "expired",
            body: t(
              "This committee cannot take reports now: the list of its members has run out. What you print is right again once they have signed a new one.",
            ),
          })
        : nothing
    }
    ${alert({
      kind: "info",
      id: "compare",
      title: t("Before you hang anything: ask a member"),
      body: html`<p>${t("Every signature of this committee was checked. But only people can tell that it is the real one: let a member read their twelve words to you, by voice. They must be these:")}</p>
        ${wordsGrid(words)}`,
    })}
    ${tonguesView(state, desk)}
  </div>`;
}

export function view(state: State, ground: Ground, desk: Desk): TemplateResult {
  const { place, verified, stop } = state;
  if (place === "stopped") return html`<div class="closed">${stoppedView(stop ?? "network", desk)}</div>`;
  if (place === "choose") return html`<div class="closed">${chooseView(state)}</div>`;
  if (place !== "shown" || !verified)
    return html`<div class="closed"><h1 tabindex="-1">${title()}</h1>${waiting(t("One moment, please"))}</div>`;
  return html`<div class="wall">
    ${introView(state, verified, desk)} ${sheetsView(state, verified, ground, desk)} ${textsView(state, verified, ground, desk)}
  </div>`;
}

export function titleOf({ place, stop }: State): string {
  return place === "stopped" && stop ? reason(stop).title : title();
}
