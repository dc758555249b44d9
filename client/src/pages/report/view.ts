/** The intake on the screen. */

import { html, type TemplateResult } from "lit-html";
import { button } from "../../components/button";
import { dialog } from "../../components/dialog";
import { waiting } from "../../components/progress";
import { t } from "../../texts";
import type { Desk } from "./desk";
import { asked } from "./questions";
import type { State } from "./state";
import { excludeView, filesView, nameView, questionView } from "./views/asking";
import { forgottenView, stoppedView } from "./views/closed";
import { checkView, doneView, receiptView, sendingView } from "./views/ending";
import { bodyView, factsView } from "./views/start";
import { isQuestion } from "./walk";

function placeView(state: State, desk: Desk): TemplateResult {
  const { place } = state;
  if (isQuestion(place)) return questionView(state, desk, place);
  switch (place) {
    case "loading":
      return html`<h1 tabindex="-1">${t("Report something")}</h1>${waiting(t("One moment, please"))}`;
    case "body":
      return bodyView(state, desk);
    case "facts":
      return factsView(state, desk);
    case "exclude":
      return excludeView(state, desk);
    case "name":
      return nameView(state, desk);
    case "files":
      return filesView(state, desk);
    case "check":
      return checkView(state, desk);
    case "sending":
      return sendingView(state, desk);
    case "receipt":
      return receiptView(state, desk);
    case "done":
      return doneView(state);
    case "stopped":
      return stoppedView(state, desk);
    default:
      return forgottenView(state, desk);
  }
}

function idleDialog(state: State, desk: Desk): TemplateResult {
  const stay = (): void => desk.stay();
  return dialog({
    id: "idle-dialog",
    title: t("Are you still there?"),
    body: html`<p>${
      state.received
        ? t("In two minutes this page hides the twelve words, so that nobody else can read them.")
        : t("In two minutes this page forgets what you wrote, so that nobody else can read it.")
    }</p>`,
    actions: button({ id: "stay", label: t("I am still here"), kind: "primary", press: stay }),
    open: state.idle,
    close: stay,
  });
}

export function view(state: State, desk: Desk): TemplateResult {
  return html`<div class="intake">${placeView(state, desk)}</div>${idleDialog(state, desk)}`;
}

/** The title of the document: where one is, nothing of what was written. */
export function titleOf(state: State): string {
  const title = placeTitle(state);
  return state.errors.length ? t("Mistake: {title}", { title }) : title;
}

function placeTitle({ place, sending }: State): string {
  if (isQuestion(place)) return asked(place).title;
  switch (place) {
    case "facts":
      return t("Good to know first");
    case "exclude":
      return t("Is there somebody who may not read it?");
    case "name":
      return t("Do you want to give your name?");
    case "files":
      return t("Do you want to add files?");
    case "check":
      return t("Check your answers");
    case "sending":
      return sending.what === "uncertain" ? t("There is no answer yet") : t("Your report is on its way");
    case "receipt":
      return t("Your key");
    case "done":
      return t("That was it. Thank you.");
    default:
      return t("Report something");
  }
}
