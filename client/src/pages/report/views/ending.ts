/** Checking, sending, the receipt, and after it. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button, linkButton } from "../../../components/button";
import { errorSummary } from "../../../components/errorSummary";
import { textField } from "../../../components/field";
import { fileSize } from "../../../components/files";
import { dateText, language, listText, names } from "../../../components/page";
import { waiting } from "../../../components/progress";
import { sealMark } from "../../../components/seal";
import { stageSteps } from "../../../components/stages";
import { wordsGrid } from "../../../components/words";
import { acknowledgeBy } from "../../../rules/clocks";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import { asked, QUESTIONS } from "../questions";
import type { State, Step } from "../state";
import { errorText, isolated, problemText } from "../words";
import { errorAt, step, submitTo } from "./frame";
import { countryOf } from "./start";

function row(desk: Desk, to: Step, key: string, value: TemplateResult | string): TemplateResult {
  const edit = html`${t("Change")}<span class="visually-hidden">: ${key}</span>`;
  return html`<div class="check-row" id="check-${to}">
    <dt>${key}</dt>
    <dd>${value}</dd>
    <dd class="check-edit">${button({ id: `edit-${to}`, label: edit, kind: "quiet", press: () => desk.edit(to) })}</dd>
  </div>`;
}

function nameValue({ name, reach }: State): TemplateResult | string {
  const given = [name, reach].map((text) => text.trim()).filter(Boolean);
  if (given.length === 0) return t("You stay anonymous");
  return html`${given.map((text) => html`<div class="said" dir="auto">${text}</div>`)}<span class="hint">${t("sealed apart")}</span>`;
}

function filesValue({ files }: State): TemplateResult | string {
  if (files.length === 0) return t("No files");
  return html`<ul class="plain">${files.map(
    (file) =>
      html`<li><bdi>${file.name}</bdi> <span class="hint">${fileSize(file.size)}${
        file.state === "done" ? nothing : html` · ${t("not ready yet")}`
      }</span></li>`,
  )}</ul>`;
}

const none = (): TemplateResult => html`<span class="hint">${t("Nothing filled in")}</span>`;

export function checkView(state: State, desk: Desk): TemplateResult {
  const { committee } = state;
  const body = committee?.bodies.find((one) => one.id === state.body?.id);
  const out = committee?.members.filter((member) => state.excluded.includes(member.id)) ?? [];
  const text = (value: string) => (value.trim() ? html`<span class="said" dir="auto">${value}</span>` : none());
  return step(state, desk, {
    title: t("Check your answers"),
    lead: t("You can still change everything. After sending you can add to it, but not change it."),
    body: html`${state.problem ? alert({ kind: "error", live: true, id: "problem", body: problemText(state.problem) }) : nothing}
      <dl class="check">
        ${row(desk, "body", t("Organisation"), body ? names(body.name) : none())}
        ${QUESTIONS.map((question) => row(desk, question, asked(question).title, text(state.answers[question])))}
        ${row(desk, "exclude", t("May not read it"), out.length ? html`<bdi>${listText(out.map((member) => isolated(member.name)))}</bdi>` : t("Nobody is left out"))}
        ${row(desk, "name", t("Your name"), nameValue(state))}
        ${row(desk, "files", t("Files"), filesValue(state))}
      </dl>`,
    next: t("Seal and send"),
    act: () => desk.submit(),
  });
}

/** Sealing, sending, received: what is done, what is under way. */
function sendingSteps({ what }: State["sending"]): TemplateResult {
  const isSealing = what === "sealing";
  return stageSteps({
    stages: [
      { label: t("Seal on this device"), state: isSealing ? "now" : "done" },
      { label: t("Send to the committee"), state: isSealing ? "next" : "now" },
      { label: t("Received"), state: "next" },
    ],
  });
}

function sendingText({ what, attempt }: State["sending"]): string {
  switch (what) {
    case "sealing":
      return t("Your report is being sealed on this device");
    case "sending":
      return t("Your report is sealed and is being sent");
    default:
      return t("The connection was lost. Trying again ({attempt}). Nothing is lost.", { attempt });
  }
}

function uncertainView(desk: Desk): TemplateResult {
  return html`<h1 tabindex="-1">${t("There is no answer yet")}</h1>
    ${alert({
      kind: "warning",
      live: true,
      id: "uncertain",
      body: t(
        "The connection was lost while your report was being sent. We cannot say yet whether it arrived. Keep this page open and try again: it can never arrive twice.",
      ),
    })}
    <div class="actions">${button({ id: "try-again", label: t("Try again"), kind: "primary", press: () => desk.submit() })}</div>`;
}

export function sendingView(state: State, desk: Desk): TemplateResult {
  if (state.sending.what === "uncertain") return uncertainView(desk);
  return html`<div class="sealing">${sealMark("big")}
      <h1 tabindex="-1">${t("Your report is on its way")}</h1>
      ${waiting(sendingText(state.sending))}
    </div>
    ${sendingSteps(state.sending)}`;
}

function backView(state: State, desk: Desk): TemplateResult {
  const places = listText(state.asked.map((position) => position + 1));
  const { asNumbers } = state;
  return html`<form class="receipt-back no-print" novalidate @submit=${submitTo(() => desk.checkWords())}>
    <h2>${t("Are they on paper?")}</h2>
    ${errorSummary(state.errors.map((error) => ({ id: error.id, message: errorText(error, state) })))}
    <p>${
      asNumbers
        ? t("Type numbers {places} from your paper, to be sure.", { places })
        : t("Type words {places} from your paper, to be sure.", { places })
    }</p>
    <div class="words-back">
      ${state.asked.map((position, index) =>
        textField({
          id: `back-${position}`,
          label: asNumbers ? t("Number {n}", { n: position + 1 }) : t("Word {n}", { n: position + 1 }),
          value: state.typed[index] ?? "",
          error: errorAt(state, `back-${position}`),
          change: (text) => desk.send({ type: "type-back", index, text }),
        }),
      )}
    </div>
    <div class="actions">
      ${button({ id: "words-done", label: t("Done"), kind: "primary", type: "submit" })}
      ${button({ id: "words-skip", label: t("Go on without checking"), kind: "quiet", press: () => desk.finish() })}
    </div>
  </form>`;
}

function receiptTools({ asNumbers }: State, desk: Desk): TemplateResult {
  return html`<div class="receipt-tools no-print">
    ${button({ id: "print", label: t("Print on a card"), press: () => desk.print() })}
    ${button({
      id: "as-numbers",
      label: asNumbers ? t("Show words") : t("Show numbers instead"),
      press: () => desk.send({ type: "as-numbers", asNumbers: !asNumbers }),
    })}
  </div>`;
}

export function receiptView(state: State, desk: Desk): TemplateResult {
  const { received, receipt } = state;
  if (!received || !receipt) return html``;
  const by = acknowledgeBy(received.receivedOn, countryOf(state)).target;
  return html`<div class="no-print">
      ${alert({
        kind: "ok",
        live: true,
        title: t("Your report is sealed and received."),
        body: t("Reference {reference}, {date}", {
          reference: isolated(received.reference),
          date: dateText(received.receivedOn, false),
        }),
      })}
    </div>
    <h1 tabindex="-1" class="no-print">${
      state.asNumbers ? t("These twelve numbers are your key") : t("These twelve words are your key")
    }</h1>
    <p class="no-print">${t("With them you read the answer and write back. Write them on paper, in this order.")}
      <b>${t("We cannot give them again.")}</b></p>
    <p class="print-only">${received.reference} · ${received.receivedOn}</p>
    ${wordsGrid(state.asNumbers ? receipt.numbers : receipt.words)}
    ${state.asNumbers || language() === "en" ? nothing : html`<p class="hint no-print">${t("The words are English. You do not need to understand them: copy them letter by letter, or take the numbers.")}</p>`}
    ${receiptTools(state, desk)}
    <p class="hint no-print">${t("Keep them apart from the name of this site: who finds them can read along. Do not take a photo: photos are often stored elsewhere too.")}</p>
    ${backView(state, desk)}
    <p class="hint no-print">${t("The committee tells you on {date} at the latest that it has your report.", { date: dateText(by) })}</p>`;
}

export function doneView(state: State): TemplateResult {
  const by = state.received ? acknowledgeBy(state.received.receivedOn, countryOf(state)).target : null;
  return html`${sealMark("big")}
    <h1 tabindex="-1">${t("That was it. Thank you.")}</h1>
    <p class="lead">${t("Your report has been received. This page has forgotten everything you wrote.")}</p>
    <h2>${t("What happens now")}</h2>
    <ul class="facts">
      ${by ? html`<li>${t("The committee tells you on {date} at the latest that it has your report.", { date: dateText(by) })}</li>` : nothing}
      <li>${t("Look in your mailbox now and then. The committee can ask you something there. We cannot send you a message.")}</li>
      <li>${t("Did you use somebody else's device? Close this window, and clear the history of the browser.")}</li>
    </ul>
    ${state.received ? html`<p>${t("Your reference is {reference}.", { reference: isolated(state.received.reference) })}</p>` : nothing}
    <div class="actions">
      ${linkButton({ label: t("To my mailbox"), href: `/${language()}/mailbox/` })}
    </div>`;
}
