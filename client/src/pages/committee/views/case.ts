/** One case: its history, what can be written, and the panels beside it. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { dateText } from "../../../components/page";
import { pill } from "../../../components/panel";
import type { CaseView } from "../../../keyring/types";
import { t } from "../../../texts";
import { dueOf, stageNow, withdrawnOn } from "../board";
import type { Desk } from "../desk";
import { allHold } from "../history";
import type { State } from "../state";
import { stageName } from "../words";
import { dueText } from "./board";
import { acknowledgeView, composerView, outcome } from "./composer";
import { datesPanel, looksPanel, namePanel, readersPanel, stagePanel } from "./panels";
import { busyNote, problemNote } from "./sign-in";
import { storyView } from "./story";

function alarmText(alarm: string): string {
  switch (alarm) {
    case "second-grant":
      return t("Two keys open this case. Somebody may have tried to put a false case in its place.");
    case "grant":
      return t("The key that you were given does not belong to this report.");
    case "excluded":
      return t("The reporter left you out of this case, and yet it opens for you.");
    case "vault":
      return t("The sealed name is divided in another way than the rules of the committee ask.");
    case "vanished":
      return t("A message or stage that was shown before is gone. It should never be.");
    case "received":
      return t("The day of receipt is not the day on which the report was written. The terms may be counted wrongly.");
    default:
      return t("What the report says does not agree with what the server shows.");
  }
}

function alarmsView(view: CaseView): TemplateResult | typeof nothing {
  if (view.alarms.length === 0) {
    return nothing;
  }
  return alert({
    kind: "error",
    title: t("Something does not agree"),
    body: html`<ul>${view.alarms.map((alarm) => html`<li>${alarmText(alarm)}</li>`)}</ul>
      <p>${t("Do not act on this case before you have spoken with the other members.")}</p>`,
  });
}

/** Said at the top: the rest of the page looks as if the case simply goes on. */
function withdrawnView(view: CaseView): TemplateResult | typeof nothing {
  const on = withdrawnOn(view.entries);
  if (on === null) {
    return nothing;
  }
  return alert({
    id: "withdrawn",
    kind: "warning",
    title: t("The reporter withdrew this report on {date}", { date: dateText(on, false) }),
    body: t(
      "You do not have to know why. You can still write here. Whether you go on because others are in danger is for the committee to decide together.",
    ),
  });
}

function untrue(): TemplateResult {
  return alert({
    kind: "error",
    title: t("The report does not hold"),
    body: t(
      "The first message of this case failed its checks. Nothing of the case is shown as true, and you cannot answer: it could go to a stranger.",
    ),
  });
}

function headView(view: CaseView, desk: Desk, today: string): TemplateResult {
  const due = view.report ? dueOf(view, today) : null;
  const holds = allHold(view);
  return html`<div class="case-head">
    ${button({ id: "to-board", label: t("All cases"), kind: "quiet", icon: html`<span aria-hidden="true" class="back">←</span>`, press: () => desk.toBoard() })}
    <div class="case-title">
      <h1 tabindex="-1">${t("Case {reference}", { reference: view.reference })}</h1>
      ${pill({ tone: "plain", shape: "●", label: stageName(stageNow(view.stages)) })} ${due ? dueText(due) : nothing}
      ${
        holds
          ? html`<span class="case-holds" id="case-holds">✓ ${t("every signature holds")}</span>`
          : html`<span class="case-broken" id="case-broken">✕ ${t("not everything holds")}</span>`
      }
    </div>
  </div>`;
}

/** A case that was opened. */
export function caseView(state: State, desk: Desk, view: CaseView, today: string): TemplateResult {
  return html`<div class="case" id="case">
    ${headView(view, desk, today)}
    <div class="case-main">
      ${outcome(state, "page")} ${alarmsView(view)} ${withdrawnView(view)}
      ${view.report === null ? untrue() : nothing} ${storyView(state, desk, view)}
      ${view.report === null ? nothing : acknowledgeView(state, desk, view, today)} ${composerView(state, desk, view)}
    </div>
    <aside class="case-side" aria-label=${t("About this case")}>
      ${datesPanel(view, today)} ${stagePanel(state, desk, view)} ${readersPanel(view)} ${namePanel(view)}
      ${looksPanel(view)}
    </aside>
  </div>`;
}

/** The case on screen while it is fetched and checked. */
export function openingView(state: State, desk: Desk): TemplateResult {
  return html`<div class="column">
    ${button({ id: "to-board", label: t("All cases"), kind: "quiet", press: () => desk.toBoard() })}
    <h1 tabindex="-1">${t("Case")}</h1>
    ${problemNote(state)} ${busyNote(state.busy)}
    ${
      state.problem && state.openCase
        ? button({
            id: "open-again",
            label: t("Try again"),
            kind: "primary",
            press: () => desk.openCase(state.openCase ?? ""),
          })
        : nothing
    }
  </div>`;
}
