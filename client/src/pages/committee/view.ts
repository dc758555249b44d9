/** The whole page as a function of its state. */

import { html, nothing, type TemplateResult } from "lit-html";
import { button, linkButton } from "../../components/button";
import { dialog } from "../../components/dialog";
import { expiryAlert } from "../../components/expiry";
import { language } from "../../components/page";
import { urgencyOf } from "../../rules/expiry";
import { t, tn } from "../../texts";
import type { Desk } from "./desk";
import type { State } from "./state";
import { boardView } from "./views/board";
import { caseView, openingView } from "./views/case";
import { alarmPage, committeeName, lockedPage, signInPage, unionPage } from "./views/sign-in";

function keyNote(state: State): TemplateResult {
  const last = state.minutesLeft <= 1;
  const left = last
    ? t("less than a minute left")
    : tn("{n} minute left", "{n} minutes left", state.minutesLeft, { n: state.minutesLeft });
  return html`<span class="key-open ${last ? "key-last" : ""}" id="key-open">${t("Key open")} · <b>${left}</b></span>`;
}

function barView(state: State, desk: Desk): TemplateResult {
  const me = state.committee?.members.find((member) => member.id === state.session?.member);
  return html`<div class="workbench-bar">
    <span class="workbench-name">${committeeName(state)}${me ? html` <bdi class="workbench-me">${me.name}</bdi>` : nothing}</span>
    ${keyNote(state)}
    <span class="workbench-bar-actions">
      ${linkButton({ label: t("Members and keys"), href: `/${language()}/room/`, kind: "quiet" })}
      ${button({ id: "lock", label: t("Lock"), kind: "secondary", press: () => desk.lock() })}
      ${button({ id: "help", label: t("Shortcuts"), kind: "quiet", press: () => desk.send({ type: "help", open: true }) })}
      ${button({ id: "sign-out", label: t("Sign out"), kind: "quiet", press: () => desk.signOut() })}
    </span>
  </div>`;
}

function shortcut(key: string, what: string): TemplateResult {
  return html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`;
}

function helpDialog(state: State, desk: Desk): TemplateResult {
  const close = () => desk.send({ type: "help", open: false });
  return dialog({
    id: "help-dialog",
    title: t("Shortcuts on the keyboard"),
    open: state.help,
    close,
    body: html`<dl class="shortcuts">
        ${shortcut("/", t("Search"))} ${shortcut("j", t("Next case"))} ${shortcut("k", t("Case before"))}
        ${shortcut("Enter", t("Open the case"))} ${shortcut("b", t("Back to all cases"))} ${shortcut("l", t("Lock"))}
        ${shortcut("?", t("This list"))} ${shortcut("Esc ×3", t("Leave this site at once"))}
      </dl>
      <label class="shortcut-switch"><input type="checkbox" id="shortcuts-on" .checked=${state.shortcuts}
        @change=${(event: Event) => desk.send({ type: "shortcuts", on: (event.target as HTMLInputElement).checked })} />
        ${t("Use these keys")}</label>`,
    actions: button({ id: "close-help", label: t("Close"), kind: "primary", press: close }),
  });
}

function leavingDialog(state: State, desk: Desk): TemplateResult {
  const close = () => desk.send({ type: "leaving", open: false });
  return dialog({
    id: "leaving-dialog",
    title: t("Something is not sent"),
    open: state.leaving,
    close,
    body: t("You wrote something that is not sent yet. It is lost when you sign out."),
    actions: html`
      ${button({ id: "sign-out-anyway", label: t("Sign out anyway"), kind: "danger", press: () => desk.signOut() })}
      ${button({ id: "stay", label: t("Stay"), kind: "secondary", press: close })}`,
  });
}

/** Members renew their list in a room of its own. */
function expiryView({ committee }: State, today: string): TemplateResult | typeof nothing {
  if (!committee) return nothing;
  const renew = linkButton({ label: t("Renew"), href: `/${language()}/room/` });
  const line = expiryAlert(urgencyOf(committee.validUntil, today), committee.validUntil, renew);
  return line === nothing ? nothing : html`<div class="workbench-notice">${line}</div>`;
}

function workView(state: State, desk: Desk, today: string): TemplateResult {
  const view = state.openCase ? state.read[state.openCase] : undefined;
  const inner =
    state.step === "case"
      ? view
        ? caseView(state, desk, view, today)
        : openingView(state, desk)
      : boardView(state, desk, today);
  return html`${barView(state, desk)}${expiryView(state, today)}${inner}${helpDialog(state, desk)}${leavingDialog(state, desk)}`;
}

/** Everything inside `#app`. */
export function view(state: State, desk: Desk, today: string): TemplateResult {
  if (state.step === "alarm" && state.alarm) {
    return alarmPage(state.alarm, desk);
  }
  if (state.step === "sign-in") {
    return signInPage(state, desk);
  }
  if (state.step === "union") {
    return unionPage(desk);
  }
  return state.locked ? html`${lockedPage(state, desk)}${leavingDialog(state, desk)}` : workView(state, desk, today);
}

/** The title of the document: says where one is, and names no case. */
export function titleOf(state: State): string {
  if (state.step === "sign-in") {
    return t("Sign in for the committee");
  }
  if (state.locked) {
    return t("Locked");
  }
  if (state.step === "union") {
    return t("Figures for the union");
  }
  return state.step === "case" ? t("Case") : state.step === "board" ? t("Cases") : t("Committee");
}
