/** The invitation on the screen. */

import { html, type TemplateResult } from "lit-html";
import { button } from "../../components/button";
import { dialog } from "../../components/dialog";
import { t } from "../../texts";
import type { Desk } from "./desk";
import type { Place, State } from "./state";
import { backView, codesView, deviceView, keyView, mailView, nameView, sheetView } from "./views/making";
import { codeView, doneView, forgottenView, strangerView, youView } from "./views/start";

function placeView(state: State, desk: Desk): TemplateResult {
  switch (state.place) {
    case "code":
      return codeView(state, desk);
    case "you":
      return youView(state, desk);
    case "stranger":
      return strangerView(desk);
    case "name":
      return nameView(state, desk);
    case "key":
      return keyView(state, desk);
    case "sheet":
      return sheetView(state, desk);
    case "back":
      return backView(state, desk);
    case "mail":
      return mailView(state, desk);
    case "codes":
      return codesView(state, desk);
    case "device":
      return deviceView(state, desk);
    case "done":
      return doneView(state);
    case "forgotten":
      return forgottenView(desk);
  }
}

function idleDialog(state: State, desk: Desk): TemplateResult {
  return dialog({
    id: "idle-dialog",
    title: t("Are you still there?"),
    body: html`<p>${t("In two minutes this page forgets what you chose, so that nobody else can read it.")}</p>`,
    actions: button({ id: "stay", label: t("I am still here"), kind: "primary", press: () => desk.stay() }),
    open: state.idle,
    close: () => desk.stay(),
  });
}

export function view(state: State, desk: Desk): TemplateResult {
  return html`<div class="column">${placeView(state, desk)}</div>${idleDialog(state, desk)}`;
}

/** The title of the document: where one is, nothing of what was typed. */
export function titleOf(state: State): string {
  const title = placeTitle(state.place);
  return state.errors.length ? t("Mistake: {title}", { title }) : title;
}

function placeTitle(place: Place): string {
  switch (place) {
    case "you":
      return t("Is this you?");
    case "name":
      return t("How you sign in");
    case "key":
      return t("Your key");
    case "sheet":
      return t("Your recovery sheet");
    case "back":
      return t("Are they on paper?");
    case "mail":
      return t("Reminders by mail");
    case "codes":
      return t("Codes for when your phone is lost");
    case "device":
      return t("Link your phone");
    case "done":
      return t("Your account is open");
    case "stranger":
      return t("Stop here");
    case "forgotten":
      return t("This page has forgotten everything");
    default:
      return t("Accept your invitation");
  }
}
