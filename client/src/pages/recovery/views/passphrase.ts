/** A forgotten passphrase: the words of the sheet, and a new passphrase. */

import { html, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { linkButton } from "../../../components/button";
import { textArea } from "../../../components/field";
import { language } from "../../../components/page";
import { passphraseChoice } from "../../../components/passphrase";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import { SHEET_WORDS } from "../flow";
import { type State, wordsOf } from "../state";
import { errorAt, form, usernameField } from "./frame";

export function wordsView(state: State, desk: Desk): TemplateResult {
  return form(state, desk, {
    title: t("Passphrase forgotten"),
    lead: t("With the 24 words of your recovery sheet you set a new one. They stay in this browser."),
    body: html`${usernameField(state, desk)}
      ${textArea({
        id: "words",
        label: t("The 24 words of your recovery sheet"),
        hint: t(
          "In their order, with spaces between them. Capitals do not matter. Numbers of four digits may stand in place of the words.",
        ),
        value: state.words,
        rows: 6,
        error: errorAt(state, "words"),
        change: (text) => desk.send({ type: "type", field: "words", text }),
      })}
      <p class="counter">${t("{count} of {total} words", { count: wordsOf(state.words).length, total: SHEET_WORDS })}</p>`,
    next: t("Continue"),
  });
}

export function newView(state: State, desk: Desk): TemplateResult {
  return form(state, desk, {
    title: t("A new passphrase"),
    body: passphraseChoice({
      choice: state.choice,
      errorAt: (id) => errorAt(state, id),
      change: (change) => desk.send({ type: "passphrase", change }),
      renew: () => desk.otherWords(),
    }),
    next: t("Set the new passphrase"),
  });
}

export function setView(): TemplateResult {
  return html`<h1 tabindex="-1">${t("Your new passphrase is set")}</h1>
    ${alert({ kind: "ok", live: true, id: "passphrase-set", body: t("The old passphrase does not work any more. Your recovery sheet stays as it is: keep it.") })}
    <p>${t("Now sign in once, with the new passphrase and the code of your phone. Then you know that it works.")}</p>
    <div class="actions">${linkButton({ label: t("Sign in"), href: `/${language()}/committee/`, kind: "primary" })}</div>`;
}
