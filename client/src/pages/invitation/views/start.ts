/** The code, and whose it is. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button, linkButton } from "../../../components/button";
import { grouped } from "../../../components/device";
import { textField } from "../../../components/field";
import { dateText, language, names } from "../../../components/page";
import { keyValues } from "../../../components/panel";
import { seatName } from "../../../components/seats";
import type { MemberView } from "../../../keyring/types";
import { t } from "../../../texts";
import { plainCode } from "../checks";
import type { Desk } from "../desk";
import type { State } from "../state";
import { errorAt, step } from "./frame";

export function codeView(state: State, desk: Desk): TemplateResult {
  return step(state, desk, {
    title: t("Accept your invitation"),
    lead: t("Type the code from your paper. Capitals, spaces and hyphens do not matter."),
    body: html`${textField({
      id: "invitation-code",
      label: t("Code of the invitation"),
      hint: t("Seven groups, for instance {example}", { example: "ABCD-EFGH-…" }),
      value: state.code,
      error: errorAt(state, "invitation-code"),
      change: (text) => desk.send({ type: "type", field: "code", text: inGroups(text, state.code) }),
    })}
    <p class="hint">${t("This takes about ten minutes. Have a pen, paper and your phone at hand, and use your own computer or phone.")}</p>`,
    next: t("Look at the invitation"),
    ...(state.problem === "invitation-used" ? { more: toSignIn() } : {}),
  });
}

/** Hyphens come by themselves while somebody types at the end; whoever takes one away is left alone. */
function inGroups(text: string, before: string): string {
  return text.length > before.length && /^[\w\s-]*$/u.test(text) ? grouped(plainCode(text), "-") : text;
}

function toSignIn(): TemplateResult {
  return linkButton({ label: t("Go to sign in"), href: `/${language()}/committee/` });
}

function seatText(state: State): string {
  const { role = "member", seat = "", deputy = false } = state.invitation ?? {};
  if (role === "union") return t("representative of the union");
  const name = seatName(seat as MemberView["seat"]);
  return deputy ? t("{seat}, standing by", { seat: name }) : name;
}

export function youView(state: State, desk: Desk): TemplateResult {
  const { invitation } = state;
  if (!invitation) return html``;
  return step(state, desk, {
    title: t("Is this you?"),
    body: html`<div class="panel" id="whose">${keyValues([
      { key: t("Name"), value: html`<bdi>${invitation.name}</bdi>` },
      { key: t("Seat"), value: seatText(state) },
      { key: t("Committee"), value: html`<bdi>${names(invitation.committeeName)}</bdi>` },
      { key: t("Valid until"), value: dateText(invitation.validUntil, false) },
    ])}</div>
    ${alert({
      kind: "warning",
      title: t("This page cannot prove that the committee is real"),
      body: t(
        "Whoever prints the invitations could found a false committee. Only the words that the members read to each other later, by voice, catch that. Do not skip it.",
      ),
    })}
    <p class="hint">${t("Nothing is sent before the last step. You can stop at any time: the invitation still works.")}</p>`,
    next: t("Yes, this is me"),
    more: button({ id: "not-me", label: t("This is not me"), press: () => desk.notMe() }),
  });
}

export function strangerView(desk: Desk): TemplateResult {
  return html`<h1 tabindex="-1">${t("Stop here")}</h1>
    ${alert({ kind: "ok", live: true, id: "stranger", body: t("Nothing was used up. This page has forgotten the code.") })}
    <ol>
      <li>${t("Give the paper back to who gave it to you. Put it in a closed envelope.")}</li>
      <li>${t("Tell the other members of the committee, in person or by phone, that you had somebody else's invitation. Another person may have yours.")}</li>
    </ol>
    <div class="actions">${button({ id: "begin-again", label: t("Type another code"), press: () => desk.send({ type: "begin-again" }) })}</div>`;
}

export function forgottenView(desk: Desk): TemplateResult {
  return html`<h1 tabindex="-1">${t("This page has forgotten everything")}</h1>
    <p>${t("Nobody was at work here for a while. Nothing was sent, and the invitation still works. Words that were shown here are not valid: tear up that paper, and begin again.")}</p>
    <div class="actions">${button({ id: "begin-again", label: t("Begin again"), kind: "primary", press: () => desk.send({ type: "begin-again" }) })}</div>`;
}

export function doneView(state: State): TemplateResult {
  const isUnion = state.invitation?.role === "union";
  return html`<h1 tabindex="-1">${t("Your account is open")}</h1>
    ${alert({ kind: "ok", live: true, id: "opened", body: t("This page has forgotten your passphrase and your words.") })}
    <h2>${t("Now sign in once")}</h2>
    <p>${t("Then you know that your passphrase and your phone work. Use this name: {username}", { username: `\u2068${state.username}\u2069` })}</p>
    <p class="hint">${t("A code counts once. Wait until your app shows the next one.")}</p>
    ${isUnion ? nothing : html`<p>${t("After that the chair sets up the committee, and you compare twelve words with the other members, in person or by phone.")}</p>`}
    ${isUnion ? nothing : html`<p><a id="to-practice" href="/${language()}/practice/">${t("Practise on made-up cases")}</a></p>`}
    <div class="actions">${linkButton({ label: t("Sign in"), href: `/${language()}/room/`, kind: "primary" })}</div>`;
}
