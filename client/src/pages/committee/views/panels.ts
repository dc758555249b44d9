/** Beside the conversation: dates, stage, who can read, who looked, the sealed name. */

import { html, nothing, type TemplateResult } from "lit-html";
import { button } from "../../../components/button";
import { keyValues, panel } from "../../../components/panel";
import { seatName } from "../../../components/seats";
import { stageSteps } from "../../../components/stages";
import type { CaseView, LookView, MemberView } from "../../../keyring/types";
import { acknowledgeBy, type Deadline, feedbackBy } from "../../../rules/clocks";
import { t, tn } from "../../../texts";
import { daysUntil, reachedOn, stageNow } from "../board";
import { shortDate } from "../dates";
import type { Desk } from "../desk";
import type { State } from "../state";
import { needsTwo, nextStage, USUAL } from "../steps";
import { stageName } from "../words";
import { outcome } from "./composer";

type Row = Parameters<typeof keyValues>[0][number];

function countryOf(view: CaseView): string | null {
  const country = view.committee.bodies.find((body) => body.id === view.report?.bodyId)?.country ?? null;
  return country === "NL" || country === "BE" ? country : null;
}

function toneOf(on: string, today: string): "late" | "soon" | null {
  const days = daysUntil(today, on);
  return days < 0 ? "late" : days <= 2 ? "soon" : null;
}

function whenText(on: string, today: string): string {
  const days = daysUntil(today, on);
  const date = shortDate(on);
  return days < 0 ? t("◆ {date}, late", { date }) : days <= 2 ? t("▲ {date}, soon", { date }) : date;
}

function dueRow(key: string, on: string, today: string): Row {
  const tone = toneOf(on, today);
  return { key, value: whenText(on, today), ...(tone ? { tone } : {}) };
}

function acknowledgeRow(view: CaseView, due: Deadline, today: string): Row {
  const on = reachedOn(view.stages, "acknowledged");
  return on
    ? { key: t("Acknowledged"), value: `${shortDate(on)} ✓`, tone: "ok" }
    : dueRow(t("Acknowledge by"), due.target, today);
}

function answerRow(view: CaseView, due: Deadline, today: string): Row {
  const done = reachedOn(view.stages, "concluded") ?? reachedOn(view.stages, "rerouted");
  return done
    ? { key: t("Answered"), value: `${shortDate(done)} ✓`, tone: "ok" }
    : dueRow(t("Answer by"), due.target, today);
}

/** Where a promised day is no working day: the next one as information, and whose question it is. */
function rolledNote(dues: readonly Deadline[]): TemplateResult | typeof nothing {
  const rolled = dues.filter((due) => due.legal !== due.target);
  if (rolled.length === 0) {
    return nothing;
  }
  const texts = rolled.map((due) =>
    t("{target} is not a working day; the next one is {legal}.", {
      target: shortDate(due.target),
      legal: shortDate(due.legal),
    }),
  );
  return html`<p class="small">
    ${texts.join(" ")} ${t("Whether the law lets a date move on is a question for the lawyer of the body.")}
  </p>`;
}

/** Received, acknowledge by, answer by; the plain date is the promise. */
export function datesPanel(view: CaseView, today: string): TemplateResult {
  const acknowledged = reachedOn(view.stages, "acknowledged");
  const country = countryOf(view);
  const first = acknowledgeBy(view.receivedOn, country ?? "NL");
  const second = feedbackBy(view.receivedOn, acknowledged, country ?? "NL");
  const answered = nextStage(stageNow(view.stages)) === "closed" || stageNow(view.stages) === "closed";
  const rows: Row[] = [
    { key: t("Received"), value: shortDate(view.receivedOn) },
    acknowledgeRow(view, first, today),
    answerRow(view, second, today),
  ];
  const due = [...(acknowledged === null ? [first] : []), ...(answered ? [] : [second])];
  return panel({
    id: "dates",
    title: t("Dates"),
    body: html`${keyValues(rows)}${country ? rolledNote(due) : nothing}`,
  });
}

function stageRows(view: CaseView): Parameters<typeof stageSteps>[0]["stages"] {
  const now = stageNow(view.stages);
  const rerouted = reachedOn(view.stages, "rerouted") !== null;
  const names = rerouted ? ["received", "acknowledged", "assessing", "rerouted", "closed"] : [...USUAL];
  const at = names.indexOf(now);
  return names.map((name, index) => {
    const on = name === "received" ? view.receivedOn : reachedOn(view.stages, name);
    const state = index < at ? "done" : index === at ? "now" : "next";
    return { label: stageName(name), state, ...(on ? { date: shortDate(on) } : {}) };
  });
}

function askView(state: State, desk: Desk, next: string): TemplateResult {
  if (state.asking !== next) {
    return button({
      id: "next-stage",
      label: t("Next: {stage}", { stage: stageName(next) }),
      kind: "secondary",
      disabled: state.busy !== null,
      press: () => desk.send({ type: "asking", stage: next }),
    });
  }
  return html`<p>${t("The reporter sees this, with your name. A stage cannot be taken back.")}</p>
    <div class="actions">
      ${button({ id: "sign-stage", label: t("Sign “{stage}”", { stage: stageName(next) }), kind: "primary", busy: state.busy !== null, press: () => desk.setStage(next) })}
      ${button({ id: "cancel-stage", label: t("Cancel"), kind: "quiet", press: () => desk.send({ type: "asking", stage: null }) })}
    </div>`;
}

function stepView(state: State, desk: Desk, view: CaseView): TemplateResult | typeof nothing {
  const next = nextStage(stageNow(view.stages));
  if (next === null || view.report === null) {
    return nothing;
  }
  if (next === "acknowledged") {
    return html`<p class="small">${t("Acknowledge the report first: the button stands below the conversation.")}</p>`;
  }
  if (needsTwo(next)) {
    return html`<p class="small">
      ${t("The next stage is “{stage}”. It needs the signatures of two members, so one member cannot end a case alone. Signing it together comes in a later version.", { stage: stageName(next) })}
    </p>`;
  }
  return askView(state, desk, next);
}

/** Where the case stands, and the one step that this member can sign. */
export function stagePanel(state: State, desk: Desk, view: CaseView): TemplateResult {
  return panel({
    id: "stage",
    title: t("Stage"),
    body: html`${stageSteps({ stages: stageRows(view) })}${stepView(state, desk, view)}${outcome(state, "stage")}`,
  });
}

function memberRow(member: MemberView): TemplateResult {
  return html`<li><b>${member.name}</b> <span class="seat">${seatName(member.seat)}</span></li>`;
}

function leftOutView(out: readonly MemberView[]): TemplateResult {
  if (out.length === 0) {
    return html`<p class="small">${t("The reporter left nobody out.")}</p>`;
  }
  return html`<div class="left-out">
    <h3>${t("Left out by the reporter")}</h3>
    <ul class="members">${out.map(memberRow)}</ul>
    <p>${t("They cannot open this case and are not told that it exists. Do not speak about it with them, and do not copy it to where they can read.")}</p>
  </div>`;
}

/** The members who hold a key to this case, and those whom the reporter left out. */
export function readersPanel(view: CaseView): TemplateResult | typeof nothing {
  if (view.report === null) {
    return nothing;
  }
  const out = view.report.excluded;
  const readers = view.committee.members.filter((member) => !out.some((one) => one.id === member.id));
  return panel({
    id: "readers",
    title: t("Who can read this"),
    body: html`<p>
        ${tn("{n} of the {all} members holds the key", "{n} of the {all} members hold the key", readers.length, { n: readers.length, all: view.committee.members.length })}
      </p>
      <ul class="members">${readers.map(memberRow)}</ul>
      ${leftOutView(out)}`,
  });
}

function lookRow(look: LookView): TemplateResult {
  const name = look.member?.name ?? t("A former member");
  return html`<li>
    ${look.what === "file" ? t("{name} fetched a file on {date}", { name, date: shortDate(look.on) }) : t("{name} looked on {date}", { name, date: shortDate(look.on) })}
  </li>`;
}

/** Who looked, and on which day; the reporter sees the same list. */
export function looksPanel(view: CaseView): TemplateResult {
  const looks = [...view.looks].sort((one, other) => other.on.localeCompare(one.on));
  return panel({
    id: "looks",
    title: t("Who looked"),
    body: html`<details>
      <summary>${tn("{n} time", "{n} times", looks.length, { n: looks.length })}</summary>
      <ul class="looks">${looks.map(lookRow)}</ul>
    </details>
    <p class="small">${t("The reporter sees the same list.")}</p>`,
  });
}

/** That a name may lie sealed, and what it takes to open it. */
export function namePanel(view: CaseView): TemplateResult {
  return panel({
    id: "name",
    title: t("Name of the reporter"),
    body: html`<p>
      ${t("Sealed, if the reporter gave one. It opens only if the reporter agrees, or if {quorum} members do it together. The reporter sees the request first.", { quorum: view.committee.quorum })}
    </p>`,
  });
}
