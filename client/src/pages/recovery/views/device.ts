/** A lost telephone: a recovery code, or two colleagues. */

import { html, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button, linkButton } from "../../../components/button";
import { codesForPaper, deviceSetUp } from "../../../components/device";
import { textField } from "../../../components/field";
import { language } from "../../../components/page";
import { panel } from "../../../components/panel";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import { hasCode, type State } from "../state";
import { backButton, errorAt, form, usernameField } from "./frame";

export function deviceView(desk: Desk): TemplateResult {
  return html`<h1 tabindex="-1">${t("Another phone, or new recovery codes")}</h1>
    ${panel({
      id: "with-code",
      title: t("You have a recovery code, or the old phone"),
      body: html`<p>${t("A recovery code is one of the eight codes that you printed when you accepted your invitation. It counts once: cross it out. The old phone will do as well. You get eight new codes.")}</p>
        <p>${button({ id: "to-code", label: t("Link another phone with a code"), kind: "primary", press: () => desk.send({ type: "go", step: "code" }) })}</p>`,
    })}
    ${panel({
      id: "without-code",
      title: t("You have neither"),
      body: html`<p>${t("Link another phone here, with your passphrase. Then two colleagues confirm in their own window that it is you.")}</p>
        <p>${button({ id: "to-ask", label: t("Let colleagues confirm"), press: () => desk.send({ type: "go", step: "ask" }) })}</p>`,
    })}
    <p class="hint">${t("Are you a representative of the union, without a recovery code? Then ask the people who run this site for a new invitation.")}</p>
    <div class="actions">${backButton(desk)}</div>`;
}

function passphraseField(state: State, desk: Desk): TemplateResult {
  return textField({
    id: "passphrase",
    label: t("Passphrase"),
    value: state.passphrase,
    type: "password",
    autocomplete: "current-password",
    reveal: t("Show the passphrase"),
    error: errorAt(state, "passphrase"),
    change: (text) => desk.send({ type: "type", field: "passphrase", text }),
  });
}

export function codeView(state: State, desk: Desk): TemplateResult {
  return form(state, desk, {
    title: t("Link another phone with a code"),
    lead: t("First what you sign in with, so that nobody else can do this in your name."),
    body: html`${usernameField(state, desk)} ${passphraseField(state, desk)}
    ${textField({
      id: "code",
      label: t("Recovery code, or the code of the old phone"),
      value: state.code,
      autocomplete: "one-time-code",
      narrow: true,
      error: errorAt(state, "code"),
      change: (text) => desk.send({ type: "type", field: "code", text }),
    })}`,
    next: t("Continue"),
  });
}

export function codesView(state: State, desk: Desk): TemplateResult {
  return form(state, desk, {
    title: t("Your new recovery codes"),
    lead: t("They replace the old ones as soon as the phone is linked, in the next step."),
    body: codesForPaper(state.device?.recoveryCodes ?? [], () => desk.print()),
    next: t("I have them on paper"),
  });
}

export function linkedView(): TemplateResult {
  return html`<h1 tabindex="-1">${t("Your phone is linked")}</h1>
    ${alert({ kind: "ok", live: true, id: "phone-linked", body: t("The old phone and the old recovery codes do not work any more. Tear up the old paper. You were signed out everywhere.") })}
    <div class="actions">${linkButton({ label: t("Sign in"), href: `/${language()}/committee/`, kind: "primary" })}</div>`;
}

export function askView(state: State, desk: Desk): TemplateResult {
  return form(state, desk, {
    title: t("Link another phone"),
    lead: t("First your name and passphrase, so that nobody else can ask this in your name."),
    body: html`${usernameField(state, desk)}
    ${passphraseField(state, desk)}`,
    next: t("Continue"),
  });
}

export function linkView(state: State, desk: Desk): TemplateResult {
  const { device } = state;
  if (!device) return html``;
  return form(state, desk, {
    title: t("Link your phone"),
    body: deviceSetUp({
      username: state.username,
      base32: device.base32,
      code: state.otpCode,
      error: errorAt(state, "otp-code"),
      change: (text) => desk.send({ type: "type", field: "otpCode", text }),
    }),
    next: hasCode(state) ? t("Link this phone") : t("Ask two colleagues"),
  });
}

export function numberView(state: State): TemplateResult {
  return html`<h1 tabindex="-1">${t("Tell this number to two colleagues")}</h1>
    <p class="panel code big-number" id="device-number" dir="ltr">${state.number}</p>
    <ol>
      <li>${t("Write the number down now: this page shows it once.")}</li>
      <li>${t("Tell it to two members of the committee, in person or on the phone with a voice that they know. Not by mail or in a message: somebody else could send that.")}</li>
      <li>${t("They sign in and type the number at your name.")}</li>
      <li>${t("Then sign in with your passphrase and the new phone.")}</li>
    </ol>
    ${alert({ kind: "info", body: t("This has to happen within seven days. Until then your old phone still counts. Was it stolen? Then ask them to do it today.") })}
    <div class="actions">${linkButton({ label: t("Go to sign in"), href: `/${language()}/committee/` })}</div>`;
}
