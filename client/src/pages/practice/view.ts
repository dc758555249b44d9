/** The page around the workbench: how it begins, how it ends, and the guide that stays in view. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../components/alert";
import { button, linkButton } from "../../components/button";
import { language } from "../../components/page";
import { bar, waiting } from "../../components/progress";
import { sealMark } from "../../components/seal";
import { t } from "../../texts";
import type { State as Work } from "../committee/state";
import { titleOf as workTitle } from "../committee/view";
import type { GuideDesk } from "./desk";
import { STEPS, type State, type Step, stepNow } from "./state";
import { firstClock, secondClock, told, unbroken } from "./words";

/** The title of the tab: that this is practice, and where one is. */
export function titleOf(work: Work): string {
  return work.step === "sign-in" ? t("Practice") : `${t("Practice")} · ${workTitle(work)}`;
}

function makingView({ busy }: Work): TemplateResult {
  const label = t("Making a committee, a reporter and their keys");
  const part = busy?.part ?? null;
  return html`<div class="column practice-start">
    ${sealMark("big")}
    <h1 tabindex="-1">${t("Practise on made-up cases")}</h1>
    <p class="lead">${t("Everything works as in a real case: the seals, the signatures, the dates. Only the people do not exist.")}</p>
    ${part === null || part >= 1 ? waiting(label) : bar({ label, part })}
  </div>`;
}

function overView(desk: GuideDesk): TemplateResult {
  return html`<div class="column practice-start">
    ${sealMark("big")}
    <h1 tabindex="-1">${t("The practice is over")}</h1>
    <p class="lead">${t("This page has forgotten everything. Nothing was sent, and nothing counts.")}</p>
    <div class="actions">
      ${button({ id: "practise-again", label: t("Begin again"), kind: "primary", press: () => desk.beginAgain() })}
      ${linkButton({ label: t("Go to sign in"), href: `/${language()}/committee/` })}
    </div>
  </div>`;
}

function failedView(desk: GuideDesk): TemplateResult {
  return html`<div class="column practice-start">
    <h1 tabindex="-1">${t("Practise on made-up cases")}</h1>
    ${alert({ kind: "error", live: true, body: t("The practice could not begin. Try again.") })}
    <div class="actions">
      ${button({ id: "practise-again", label: t("Begin again"), kind: "primary", press: () => desk.beginAgain() })}
    </div>
  </div>`;
}

/** What stands in the place of signing in. */
export function startView(work: Work, desk: GuideDesk): TemplateResult {
  if (work.busy) return makingView(work);
  return work.problem ? failedView(desk) : overView(desk);
}

function mark(state: State, step: Step, now: Step | null): TemplateResult {
  const isDone = state.done.includes(step);
  const { title, how } = told(step, state.cases);
  const word = isDone ? t("done") : step === now ? t("now") : t("not yet");
  return html`<li class="guide-step ${isDone ? "guide-done" : step === now ? "guide-now" : ""}" data-step=${step}>
    <b>${title}</b> <span class="visually-hidden">(${word})</span>
    ${isDone ? nothing : html`<span class="guide-how">${how}</span>`}
  </li>`;
}

function allView(state: State, now: Step | null): TemplateResult {
  return html`<div class="guide-all" id="guide-all" tabindex="0" role="region" aria-label=${t("All steps")}>
    <ol class="guide-steps">${STEPS.map((step) => mark(state, step, now))}</ol>
    <h3>${t("The two terms")}</h3>
    <ul class="guide-clocks">
      <li><b>${t("Acknowledging: seven days.")}</b> ${firstClock()}</li>
      <li><b>${t("Answering: three months.")}</b> ${secondClock()}</li>
    </ul>
  </div>`;
}

function lockedNote(passphrase: string, desk: GuideDesk): TemplateResult {
  return html`<div class="guide-words">
    <h2 class="guide-title">${t("The made-up passphrase")}</h2>
    <p><code dir="ltr" translate="no">${passphrase}</code></p>
    <p class="guide-how">${t("Only a made-up passphrase stands on a screen. Show your own to nobody.")}</p>
    ${button({ id: "fill-in", label: t("Fill it in for me"), press: () => desk.fillIn() })}
  </div>`;
}

/** That a reply waits; it stands in the place of the step's own title when that step is to read it. */
function replyNote({ reply }: State): TemplateResult | typeof nothing {
  return reply === null
    ? nothing
    : html`<h2 class="guide-title guide-reply" id="guide-reply">
        <span aria-hidden="true">●</span> ${t("The reporter of {reference} has written back.", { reference: unbroken(reply) })}
      </h2>`;
}

function endNote(desk: GuideDesk): TemplateResult {
  return html`<h2 class="guide-title">✓ ${t("You have tried everything")}</h2>
    <p class="guide-how">${t("A real case works in the same way. Look around as long as you like.")}</p>
    <div class="guide-actions">
      ${button({ id: "practise-again", label: t("Begin again"), press: () => desk.beginAgain() })}
      ${linkButton({ label: t("Go to sign in"), href: `/${language()}/committee/` })}
    </div>`;
}

function nowNote(state: State, step: Step): TemplateResult {
  const { title, how, clock } = told(step, state.cases);
  const isReading = step === "reply" && state.reply !== null;
  return html`${replyNote(state)} ${isReading ? nothing : html`<h2 class="guide-title">${title}</h2>`}
    <p class="guide-how">${how}</p>
    ${clock ? html`<p class="guide-clock">${clock}</p>` : nothing}`;
}

function countView({ done }: State): TemplateResult {
  const dots = STEPS.map((step) => html`<span class=${done.includes(step) ? "done" : ""}></span>`);
  return html`<p class="guide-count">
    <span class="guide-dots" aria-hidden="true">${dots}</span>
    ${t("{done} of {all}", { done: done.length, all: STEPS.length })} <span class="visually-hidden">${t("tried")}</span>
  </p>`;
}

/** The guide: what to try now, and on request all of it. Nothing while the workbench is not open. */
export function guideView(
  state: State,
  work: Work,
  desk: GuideDesk,
  passphrase: string,
): TemplateResult | typeof nothing {
  if (work.step !== "board" && work.step !== "case") return nothing;
  const step = stepNow(state);
  const label = state.all ? t("Hide them") : t("All steps");
  return html`<section class="guide no-print" id="guide" aria-label=${t("Guide to the practice")}>
    <div class="guide-head">
      ${countView(state)}
      <button type="button" class="guide-toggle" id="guide-toggle" aria-expanded=${state.all ? "true" : "false"}
        aria-controls=${state.all ? "guide-all" : nothing} @click=${() => desk.showAll(!state.all)}>${label}</button>
    </div>
    ${state.all ? allView(state, step) : nothing}
    <div class="guide-now-note">
      ${work.locked ? lockedNote(passphrase, desk) : state.all ? nothing : step ? nowNote(state, step) : html`${replyNote(state)} ${endNote(desk)}`}
    </div>
  </section>`;
}
