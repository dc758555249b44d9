/** Getting in again on the screen. */

import { html, type TemplateResult } from "lit-html";
import { button } from "../../components/button";
import { dialog } from "../../components/dialog";
import { t } from "../../texts";
import type { Desk } from "./desk";
import type { Place, State } from "./state";
import { askView, codesView, codeView, deviceView, linkedView, linkView, numberView } from "./views/device";
import { newView, setView, wordsView } from "./views/passphrase";
import { chooseView, forgottenView, lostView } from "./views/start";

function placeView(state: State, desk: Desk): TemplateResult {
  switch (state.place) {
    case "choose":
      return chooseView(desk);
    case "words":
      return wordsView(state, desk);
    case "new":
      return newView(state, desk);
    case "device":
      return deviceView(desk);
    case "code":
      return codeView(state, desk);
    case "codes":
      return codesView(state, desk);
    case "linked":
      return linkedView();
    case "ask":
      return askView(state, desk);
    case "link":
      return linkView(state, desk);
    case "lost":
      return lostView(desk);
    case "set":
      return setView();
    case "number":
      return numberView(state);
    case "forgotten":
      return forgottenView(desk);
  }
}

function idleDialog(state: State, desk: Desk): TemplateResult {
  return dialog({
    id: "idle-dialog",
    title: t("Are you still there?"),
    body: html`<p>${t("In two minutes this page forgets what you typed, so that nobody else can read it.")}</p>`,
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
    case "words":
      return t("Passphrase forgotten");
    case "new":
      return t("A new passphrase");
    case "set":
      return t("Your new passphrase is set");
    case "device":
      return t("Another phone, or new recovery codes");
    case "code":
      return t("Link another phone with a code");
    case "codes":
      return t("Your new recovery codes");
    case "linked":
      return t("Your phone is linked");
    case "ask":
      return t("Link another phone");
    case "link":
      return t("Link your phone");
    case "number":
      return t("Tell this number to two colleagues");
    case "lost":
      return t("Words lost, or everything lost");
    case "forgotten":
      return t("This page has forgotten everything");
    default:
      return t("Passphrase or phone lost?");
  }
}
