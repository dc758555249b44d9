/** Choosing the body, and the facts first. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { radioCards } from "../../../components/choice";
import { names, officialName } from "../../../components/page";
import { waiting } from "../../../components/progress";
import { seatName } from "../../../components/seats";
import { wordsGrid } from "../../../components/words";
import type { Names } from "../../../keyring/types";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import { factsOf } from "../facts";
import type { Body, State } from "../state";
import { errorAt, step } from "./frame";

const keyOf = ({ committee, id }: Body): string => `${committee}.${id}`;

export function bodyView(state: State, desk: Desk): TemplateResult {
  const bodies = state.committees.flatMap(({ committee, bodies: listed, name }) =>
    listed.map((body) => ({ key: { committee, id: body.id }, name: body.name, by: names(name) })),
  );
  const choose = (value: string): void => {
    const found = bodies.find(({ key }) => keyOf(key) === value);
    if (found) desk.chooseBody(found.key);
  };
  return step(state, desk, {
    title: t("Which organisation is your report about?"),
    lead: t("Choose the organisation where you work or worked, or where you applied."),
    body: html`${state.fromPoster ? posterView() : nothing}
    ${radioCards({
      id: "body",
      legend: t("Organisation"),
      legendHidden: true,
      error: errorAt(state, "body"),
      options: bodies.map(({ key, name, by }) => ({
        value: keyOf(key),
        label: officially(name),
        hint: hintOf(name, by),
      })),
      value: state.body && keyOf(state.body),
      change: choose,
    })}
    ${notListed()}`,
  });
}

/** A body is known by the name on its building; what that means stands below it. */
function officially(name: Names): TemplateResult {
  const { text, lang } = officialName(name);
  return html`<bdi lang=${lang}>${text}</bdi>`;
}

function hintOf(name: Names, by: string): TemplateResult {
  const meant = names(name);
  return meant === officialName(name).text ? html`<bdi>${by}</bdi>` : html`<bdi>${meant}</bdi> · <bdi>${by}</bdi>`;
}

function notListed(): TemplateResult {
  const doors = [...new Set(["NL", "BE"].flatMap((country) => factsOf(country).doors))];
  return html`<details class="more"><summary>${t("My organisation is not in the list")}</summary>
    <p>${t("Then this is not the right place. You can report outside:")}</p>
    <ul>${doors.map((door) => html`<li><bdi>${door}</bdi></li>`)}</ul>
  </details>`;
}

function posterView(): TemplateResult {
  return alert({
    kind: "ok",
    id: "from-poster",
    body: t("The code of your poster is right. You see the organisations of that committee."),
  });
}

export function countryOf(state: State): string {
  return state.committee?.bodies.find((body) => body.id === state.body?.id)?.country ?? "NL";
}

function readersView(state: State): TemplateResult | typeof nothing {
  const { committee } = state;
  if (!committee) return nothing;
  return html`<h2>${t("Who can read your report")}</h2>
    <p>${t("Only these members of the committee ({committee}). You can leave out members later.", { committee: names(committee.name) })}</p>
    <ul class="members panel">
      ${committee.members.map((member) => html`<li><b><bdi>${member.name}</bdi></b> <span class="hint">${seatName(member.seat)}</span></li>`)}
    </ul>
    <p>${t("Your managers, the IT department and the people who run this site cannot read your report.")}</p>`;
}

/** The words stand here only when somebody wants them: the lists that they come from are large. */
function realView(state: State, desk: Desk): TemplateResult {
  const toggled = (event: Event): void => {
    if ((event.currentTarget as HTMLDetailsElement).open) desk.compareCommittee();
  };
  return html`<details class="more" id="real-committee" @toggle=${toggled}>
    <summary>${t("Is this the real committee?")}</summary>
    <p>${t("Compare these twelve words with those on a poster or on your intranet, one by one. Is one of them different? Then write nothing here.")}</p>
    ${wordsView(state.words, desk)}
  </details>`;
}

function wordsView(words: State["words"], desk: Desk): TemplateResult {
  if (Array.isArray(words)) return wordsGrid(words);
  if (words !== "failed") return waiting(t("One moment, please"));
  return alert({
    kind: "warning",
    live: true,
    body: t("The words did not come. Look whether you are connected, and try again."),
    actions: button({ id: "words-again", label: t("Try again"), press: () => desk.compareCommittee() }),
  });
}

export function factsView(state: State, desk: Desk): TemplateResult {
  const facts = factsOf(countryOf(state));
  return step(state, desk, {
    title: t("Good to know first"),
    body: html`<ul class="facts">${facts.lines.map((line) => html`<li>${line}</li>`)}</ul>
      <p class="hint">${t("Source: {source}", { source: facts.source })}</p>
      ${readersView(state)} ${realView(state, desk)}
      ${alert({
        kind: "warning",
        title: t("Stay safe"),
        body: html`<ul>
          <li>${t("Do not use a device or network of your work.")}</li>
          <li>${t("Your browser remembers that you were here. Use a private window, or clear its history afterwards.")}</li>
          <li>${t("Do not make a draft in a document at work. Write it here.")}</li>
          <li>${t("What you write can give you away. Leave out what only you can know.")}</li>
          <li>${t("At the end you get twelve words. They are your only key. We cannot give them again.")}</li>
          <li>${t("A judge can order the committee to tell. You hear it first, unless that would harm the inquiry.")}</li>
        </ul>`,
      })}
      <details class="more"><summary>${t("Other places where you can report")}</summary>
        <ul>${facts.doors.map((door) => html`<li><bdi>${door}</bdi></li>`)}</ul>
      </details>`,
    next: t("Begin"),
  });
}
