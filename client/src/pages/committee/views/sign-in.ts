/** Signing in, unlocking, and the full pages on which nothing else is shown. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button, linkButton } from "../../../components/button";
import { errorSummary } from "../../../components/errorSummary";
import { textField } from "../../../components/field";
import { language, names } from "../../../components/page";
import { emptyState } from "../../../components/panel";
import { bar, waiting } from "../../../components/progress";
import { sealMark } from "../../../components/seal";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import type { Alarm, Busy, FormError, State } from "../state";
import { problemText } from "../words";

function busyLabel(what: Busy["what"]): string {
  switch (what) {
    case "stretching":
      return t("Making your key from the passphrase. This takes a moment.");
    case "signing-in":
      return t("Signing in");
    case "opening-key":
      return t("Opening your key");
    case "finding-cases":
      return t("Finding the cases that open for you");
    case "opening-case":
      return t("Opening the case and checking every signature");
    case "sending":
      return t("Sealing and sending");
  }
}

/** What is under way, with a bar where its length is known. */
export function busyNote(busy: Busy | null): TemplateResult | typeof nothing {
  if (busy === null) {
    return nothing;
  }
  const label = busyLabel(busy.what);
  return busy.part === null ? waiting(label) : bar({ label, part: busy.part });
}

/** What went wrong with the last action. */
export function problemNote(state: State): TemplateResult | typeof nothing {
  return state.problem
    ? alert({ id: "outcome", kind: "error", body: problemText(state.problem), live: true })
    : nothing;
}

function errorText(field: FormError["message"]): string {
  switch (field) {
    case "username":
      return t("Type your name for signing in");
    case "passphrase":
      return t("Type your passphrase");
    case "code":
      return t("Type the code of six digits");
  }
}

function errorsOf(state: State): { id: string; message: string }[] {
  return state.signIn.errors.map((error) => ({ id: error.id, message: errorText(error.message) }));
}

function field(state: State, desk: Desk, name: FormError["message"], rest: object): TemplateResult {
  const { signIn } = state;
  const wrong = signIn.errors.some((error) => error.message === name);
  return textField({
    id: name,
    value: signIn[name],
    spellcheck: false,
    change: (value: string) => desk.send({ type: "typed", field: name, value }),
    ...(wrong ? { error: errorText(name) } : {}),
    ...rest,
  } as Parameters<typeof textField>[0]);
}

function submitting(press: () => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    press();
  };
}

function signInFields(state: State, desk: Desk): TemplateResult {
  return html`
    ${field(state, desk, "username", { label: t("Name for signing in"), autocomplete: "username" })}
    ${field(state, desk, "passphrase", {
      label: t("Passphrase"),
      hint: t("It never leaves this browser."),
      type: "password",
      reveal: t("Show the passphrase"),
      autocomplete: "current-password",
    })}
    ${field(state, desk, "code", {
      label: t("One-time code"),
      hint: t("Six digits from your app. Each code works once."),
      inputmode: "numeric",
      autocomplete: "one-time-code",
      narrow: true,
    })}`;
}

/** Name, passphrase and one-time code. */
export function signInPage(state: State, desk: Desk): TemplateResult {
  const errors = errorsOf(state);
  return html`<div class="column sign-in">
    ${errors.length > 0 ? errorSummary(errors) : nothing}
    <h1 tabindex="-1">${t("Sign in for the committee")}</h1>
    <p class="lead">${t("For members of the committee and of the union. Reporters do not sign in.")}</p>
    ${problemNote(state)}
    <form id="sign-in-form" novalidate @submit=${submitting(() => desk.signIn())}>
      ${signInFields(state, desk)} ${busyNote(state.busy)}
      ${button({ id: "sign-in", label: t("Sign in"), kind: "primary", type: "submit", busy: state.busy !== null })}
    </form>
    <p><a id="to-recovery" href="/${language()}/recovery/">${t("Passphrase or phone lost?")}</a></p>
    <p><a id="to-room" href="/${language()}/room/">${t("The committee’s own room")}</a></p>
    <p><a id="to-practice" href="/${language()}/practice/">${t("Practise on made-up cases")}</a></p>
  </div>`;
}

/** The passphrase alone opens the key again; nothing of the work is shown. */
export function lockedPage(state: State, desk: Desk): TemplateResult {
  const errors = errorsOf(state);
  return html`<div class="column locked">
    ${errors.length > 0 ? errorSummary(errors) : nothing}
    ${sealMark("big")}
    <h1 tabindex="-1">${t("Locked")}</h1>
    <p class="lead">${t("Your key is put away. What you wrote is still here. Type your passphrase to go on.")}</p>
    ${problemNote(state)}
    <form id="unlock-form" novalidate @submit=${submitting(() => desk.unlock())}>
      <input type="text" class="visually-hidden" autocomplete="username" .value=${state.signIn.username} readonly tabindex="-1" aria-hidden="true" />
      ${field(state, desk, "passphrase", { label: t("Passphrase"), type: "password", reveal: t("Show the passphrase"), autocomplete: "current-password" })}
      ${busyNote(state.busy)}
      <div class="actions">
        ${button({ id: "unlock", label: t("Unlock"), kind: "primary", type: "submit", busy: state.busy !== null })}
        ${button({ id: "sign-out", label: t("Sign out"), kind: "quiet", press: () => desk.signOut() })}
      </div>
    </form>
  </div>`;
}

function alarmText(alarm: Alarm): { title: string; body: string; next: string } {
  const call = t("Do not type your passphrase again on this page. Call the other members, and do not use e-mail.");
  switch (alarm) {
    case "not-my-entry":
      return {
        title: t("The committee list shows another key for you"),
        body: t("Somebody put a key that is not yours under your name. Reports could then be sealed to a stranger."),
        next: call,
      };
    case "roster-refused":
      return {
        title: t("The committee list does not hold"),
        body: t("The signatures under the list of members are not right. Nothing on this site can be trusted now."),
        next: call,
      };
    case "key-does-not-open":
      return {
        title: t("Your stored key does not open"),
        body: t("The server gave a key that does not belong to your passphrase. It may have been changed."),
        next: call,
      };
    case "no-key":
      return {
        title: t("Your key is not kept here"),
        body: t("You chose to keep your key off the server. This page cannot open cases without it."),
        next: t("Set your key again with the 24 words of your recovery sheet."),
      };
    case "no-seat":
      return {
        title: t("You have no seat in the list yet"),
        body: t("Cases open for members in the list alone. The others put you in it, and you sign it too."),
        next: t("In the room of the committee you see who is waited for."),
      };
  }
}

/** A full page on which nothing is shown as true. */
/** Where it goes on. */
function ways(alarm: Alarm): TemplateResult | undefined {
  if (alarm === "no-seat")
    return linkButton({ label: t("To the room of the committee"), href: `/${language()}/room/` });
  if (alarm === "no-key") return linkButton({ label: t("With the 24 words"), href: `/${language()}/recovery/` });
  return undefined;
}

export function alarmPage(alarm: Alarm, desk: Desk): TemplateResult {
  const { title, body, next } = alarmText(alarm);
  return html`<div class="column alarm-page" id="alarm">
    <h1 tabindex="-1">${title}</h1>
    ${alert({
      kind: alarm === "no-seat" ? "info" : "error",
      title: t("Nothing is shown"),
      body: html`<p>${body}</p><p>${next}</p>`,
      actions: ways(alarm),
    })}
    ${button({ id: "sign-out", label: t("Sign out"), kind: "secondary", press: () => desk.signOut() })}
  </div>`;
}

/** What a union representative sees until there is a release. */
export function unionPage(desk: Desk): TemplateResult {
  return html`<div class="column union-page">
    <h1 tabindex="-1">${t("Figures for the union")}</h1>
    ${emptyState({
      title: t("No releases yet"),
      body: t(
        "The committee publishes figures a few times a year. They appear here. You never see a case, and nobody can trace one from the figures.",
      ),
    })}
    ${button({ id: "sign-out", label: t("Sign out"), kind: "secondary", press: () => desk.signOut() })}
  </div>`;
}

/** The committee's name in the language of the page. */
export function committeeName(state: State): string {
  return state.committee ? names(state.committee.name) : t("Committee");
}
