/** The whole page as a function of its state. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../components/alert";
import { button, linkButton } from "../../components/button";
import { errorSummary } from "../../components/errorSummary";
import { textField } from "../../components/field";
import { language, listText, names } from "../../components/page";
import { waiting } from "../../components/progress";
import { t } from "../../texts";
import type { Desk } from "./desk";
import type { Alarm, Form, State } from "./state";
import { draftView, expiryView, inForceView, planView } from "./views/list";
import { codesView, devicesView, nextStep, peopleView } from "./views/people";
import { problemText } from "./words";

function missingText(field: keyof Form): string {
  if (field === "username") return t("Type your name for signing in");
  return field === "passphrase" ? t("Type your passphrase") : t("Type the code of six digits");
}

function problemView({ problem }: State): TemplateResult | typeof nothing {
  return problem ? alert({ id: "problem", kind: "error", live: true, body: problemText(problem) }) : nothing;
}

/** The server tells other keys than the signed list has: what is shown is the signed list. */
function doubtView({ doubted }: State): TemplateResult | typeof nothing {
  if (!doubted.length) return nothing;
  return alert({
    id: "doubted",
    kind: "error",
    live: true,
    title: t("This site tells something else than the signed list"),
    body: t("It has another key for {names}. What you see here is the signed list. Call the other members.", {
      names: listText(doubted),
    }),
  });
}

function signInView(state: State, desk: Desk): TemplateResult {
  const field = (id: keyof Form, rest: object) =>
    textField({
      id,
      value: state.form[id],
      change: (value: string) => desk.send({ type: "typed", field: id, value }),
      ...(state.missing.includes(id) ? { error: missingText(id) } : {}),
      ...rest,
    } as Parameters<typeof textField>[0]);
  return html`<form class="column" id="room-sign-in" novalidate @submit=${(event: Event) => {
    event.preventDefault();
    desk.signIn();
  }}>
    ${errorSummary(state.missing.map((id) => ({ id, message: missingText(id) })))}
    <h1 tabindex="-1">${t("The committee’s own room")}</h1>
    <p class="lead">${t("Here the members found their committee, and change who sits in it. Nobody else can.")}</p>
    ${problemView(state)}
    ${field("username", { label: t("Name for signing in"), autocomplete: "username" })}
    ${field("passphrase", { label: t("Passphrase"), type: "password", reveal: t("Show the passphrase"), autocomplete: "current-password" })}
    ${field("code", { label: t("One-time code"), hint: t("Six digits from your app. Each code works once."), inputmode: "numeric", autocomplete: "one-time-code", narrow: true })}
    ${state.busy ? waiting(t("Making your key from the passphrase. This takes a moment.")) : nothing}
    <div class="actions">
      ${button({ id: "sign-in", label: t("Sign in"), kind: "primary", type: "submit", busy: state.busy !== null })}
      ${linkButton({ label: t("Passphrase or phone lost?"), href: `/${language()}/recovery/`, kind: "quiet" })}
    </div>
  </form>`;
}

function alarmText(alarm: Alarm): string {
  switch (alarm) {
    case "not-my-entry":
      return t("Somebody put a key that is not yours under your name. Reports could then be sealed to a stranger.");
    case "roster-refused":
      return t("The signatures under the list of members are not right. Nothing on this site can be trusted now.");
    case "draft-refused":
      return t(
        "This site shows a list that is no list, or that does not go on from the list in force. Nobody should sign it.",
      );
    case "key-does-not-open":
      return t("The server gave a key that does not belong to your passphrase. It may have been changed.");
    case "no-key":
      return t("You chose to keep your key off the server. Set it again with the 24 words of your recovery sheet.");
  }
}

function alarmView(alarm: Alarm, desk: Desk): TemplateResult {
  return html`<div class="column" id="alarm">
    <h1 tabindex="-1">${t("Nothing is shown")}</h1>
    ${alert({ kind: "error", body: alarmText(alarm) })}
    <p>${t("Call the other members, and do not use mail or chat.")}</p>
    ${button({ id: "sign-out", label: t("Sign out"), press: () => desk.signOut() })}
  </div>`;
}

function roomView(state: State, desk: Desk, today: string): TemplateResult {
  const name = state.inForce?.name ?? state.room?.plan?.name ?? {};
  return html`<div class="room" id="room">
    <div class="section-head">
      <h1 tabindex="-1"><bdi>${names(name)}</bdi></h1>
      <span class="room-actions">
        ${state.inForce ? linkButton({ label: t("To the cases"), href: `/${language()}/committee/`, kind: "quiet" }) : nothing}
        ${button({ id: "sign-out", label: t("Sign out"), kind: "secondary", press: () => desk.signOut() })}
      </span>
    </div>
    <p class="lead" id="next-step" role="status">${nextStep(state)}</p>
    ${problemView(state)} ${doubtView(state)} ${expiryView(state, desk, today)} ${draftView(state, desk)} ${planView(state, desk)}
    ${inForceView(state, desk)} ${devicesView(state, desk)} ${codesView(state)}
    ${peopleView(state)}
  </div>`;
}

export function view(state: State, desk: Desk, today: string): TemplateResult {
  if (state.step === "alarm" && state.alarm) return alarmView(state.alarm, desk);
  return state.step === "room" ? roomView(state, desk, today) : signInView(state, desk);
}
