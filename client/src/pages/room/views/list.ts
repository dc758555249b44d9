/** The list of members: putting one together, hearing its words, signing it. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button, linkButton } from "../../../components/button";
import { checkCards } from "../../../components/choice";
import { expiryAlert } from "../../../components/expiry";
import { textField } from "../../../components/field";
import { dateText, language, listText, names } from "../../../components/page";
import { keyValues, panel } from "../../../components/panel";
import { seatName } from "../../../components/seats";
import { wordsGrid } from "../../../components/words";
import type { RosterDraftView } from "../../../keyring/types";

import { urgencyOf } from "../../../rules/expiry";
import { type RosterChange, rosterChanges } from "../../../rules/rosterChange";

import { t } from "../../../texts";
import type { Desk } from "../desk";
import {
  announced,
  candidates,
  haveSigned,
  haveSignedHere,
  isSeated,
  nameOf,
  type Plan,
  type State,
  stoppedBy,
  waitedFor,
} from "../state";
import { changeSentence, problemText } from "../words";

export function expiryView(state: State, desk: Desk, today: string): TemplateResult | typeof nothing {
  const { inForce } = state;
  if (!inForce || state.room?.draft) return nothing;
  const renew = button({ id: "renew", label: t("Renew"), kind: "primary", press: () => desk.beginPlan() });
  return expiryAlert(urgencyOf(inForce.validUntil, today), inForce.validUntil, renew);
}

/** The list in force, and the way to another. */
export function inForceView(state: State, desk: Desk): TemplateResult | typeof nothing {
  const { inForce, room, plan } = state;
  if (!room || room.draft || plan) return nothing;
  if (!inForce) return foundingView(state, desk);
  return panel({
    id: "in-force",
    title: t("The list in force"),
    body: html`${keyValues([
      { key: t("Needed to decide"), value: String(inForce.quorum) },
      { key: t("Valid until"), value: dateText(inForce.validUntil, false) },
    ])}
    <p class="hint">${t("These words stand on your poster. They stay the same as long as the committee lives.")}</p>
    ${wordsGrid(inForce.fingerprint.words)}
    <div class="actions">
      ${linkButton({ label: t("Poster, cards and texts"), href: `/${language()}/poster/#committee=${inForce.committee}` })}
      ${isSeated(state) ? button({ id: "begin-plan", label: t("Change the list"), press: () => desk.beginPlan() }) : nothing}
    </div>`,
  });
}

function foundingView(state: State, desk: Desk): TemplateResult {
  const ready = candidates(state).filter((person) => !person.deputy).length;
  const waited = waitedFor(state).map((person) => person.name);
  return panel({
    id: "founding",
    title: t("Founding the committee"),
    body: html`<ol>
        <li>${t("Everybody accepts the invitation on paper and makes a key.")}</li>
        <li>${t("One of you puts the list together and reads its twelve words aloud, in a meeting or on the phone.")}</li>
        <li>${t("Everybody types the words, and signs. Then the committee is open.")}</li>
      </ol>
      <p class="hint">${t("Whoever printed the invitations could have founded a false committee. Only the words that you read to each other catch that. Do not send them by mail or chat.")}</p>
      ${waited.length && ready >= 3 ? html`<p>${t("{names} did not accept yet. Without them on the list they need a change of the list later.", { names: listText(waited) })}</p>` : nothing}
      ${button({ id: "begin-plan", label: t("Put the list together"), kind: "primary", disabled: ready < 3, press: () => desk.beginPlan() })}`,
  });
}

export function planView(state: State, desk: Desk): TemplateResult | typeof nothing {
  const { plan } = state;
  if (!plan) return nothing;
  const set = (change: Partial<Plan>) => desk.send({ type: "plan", plan: { ...plan, ...change } });
  return html`<form class="panel room-plan" id="plan" novalidate @submit=${(event: Event) => {
    event.preventDefault();
    desk.draft();
  }}>
    <h2>${t("Put the list together")}</h2>
    ${checkCards({
      id: "plan-members",
      legend: t("Who sits in the committee"),
      options: candidates(state).map((person) => ({
        value: person.member,
        label: html`<bdi>${person.name}</bdi>`,
        hint: person.deputy ? t("stands by") : seatName(person.seat as "member"),
      })),
      values: plan.members,
      change: (members) => set({ members }),
    })}
    ${state.inForce ? numbersOf(plan, set) : nothing}
    <p class="hint">${t("Old cases stay closed to who joins. Who leaves keeps what they have read.")}</p>
    <div class="actions">
      ${button({ id: "draft", label: t("Make the list"), kind: "primary", type: "submit", busy: state.busy === "drafting" })}
      ${button({ id: "cancel-plan", label: t("Cancel"), kind: "quiet", press: () => desk.send({ type: "plan", plan: null }) })}
    </div>
  </form>`;
}

function numbersOf(plan: Plan, set: (change: Partial<Plan>) => void): TemplateResult {
  return html`${textField({
    id: "plan-quorum",
    label: t("How many members decide together"),
    inputmode: "numeric",
    narrow: true,
    value: String(plan.quorum || ""),
    change: (value) => set({ quorum: Number(value.replace(/\D/gu, "")) }),
  })}
  ${textField({
    id: "plan-until",
    label: t("Valid until (at most 400 days from now)"),
    type: "date",
    narrow: true,
    value: plan.validUntil,
    change: (value) => set({ validUntil: value.trim() }),
  })}`;
}

function changeList(changes: readonly RosterChange[]): TemplateResult {
  const date = (iso: string) => dateText(iso, false);
  return html`<ul>${changes.map((change) => html`<li>${changeSentence(change, date)}</li>`)}</ul>`;
}

function contentOf(draft: RosterDraftView, state: State): TemplateResult {
  if (state.inForce) {
    const changes = rosterChanges(state.inForce, draft);
    return html`${keyAlert(changes)}<h3>${t("What changes")}</h3>
      ${changeList(changes.filter(({ what }) => what !== "key"))}`;
  }
  return html`<p><b><bdi>${names(draft.name)}</bdi></b> · ${draft.bodies.map((body) => names(body.name)).join(", ")}</p>
    <ul class="room-people">${draft.members.map((member) => html`<li><b><bdi>${member.name}</bdi></b> <span class="hint">${seatName(member.seat)}</span></li>`)}</ul>
    <p>${t("{n} members decide together. Valid until {date}.", { n: draft.quorum, date: dateText(draft.validUntil, false) })}</p>
    ${announcedAlert(draft, state)}`;
}

/** Nobody who drafts honestly gives a member who stays another key. */
function keyAlert(changes: readonly RosterChange[]): TemplateResult | typeof nothing {
  const swapped = changes.filter(({ what }) => what === "key");
  if (!swapped.length) return nothing;
  return alert({
    kind: "error",
    id: "keys-changed",
    title: t("A key was exchanged"),
    body: html`${changeList(swapped)}<p>${t("Who stays in the committee keeps the key; a new key comes with a new invitation. Reports could be sealed to a stranger. Do not sign, and speak with each other.")}</p>`,
  });
}

function announcedAlert(draft: RosterDraftView, state: State): TemplateResult | typeof nothing {
  const before = announced(state);
  const changes = before ? rosterChanges(before, draft) : [];
  if (!changes.length) return nothing;
  return alert({
    kind: "error",
    id: "not-announced",
    title: t("This list is not what was announced"),
    body: html`${changeList(changes)}<p>${t("Sign only when you all want it so.")}</p>`,
  });
}

export function draftView(state: State, desk: Desk): TemplateResult | typeof nothing {
  const { draft, room } = state;
  if (!draft || !room?.draft) return nothing;
  if (stoppedBy(state) !== null) return stoppedView(state, desk);
  return panel({
    id: "draft",
    title: t("A list that waits for signatures"),
    body: html`${drafterView(state)} ${contentOf(draft, state)}
      ${draft.mine ? nothing : notMineAlert()}
      ${draft.words ? aloudView(draft) : nothing}
      ${signedView(state)} ${haveSigned(state) ? nothing : signView(state, desk)}
      ${button({ id: "discard", label: t("Take this list away"), kind: "quiet", press: () => desk.discard() })}`,
  });
}

/** Who drafted it, as the server tells; of this member the keyring knows better. */
function drafterOf({ draft, room, me }: State): string {
  const told = room?.draft?.draftedBy ?? "";
  if (draft?.made) return nameOf({ room }, me);
  return told === me ? "" : nameOf({ room }, told);
}

function drafterView(state: State): TemplateResult | typeof nothing {
  const by = drafterOf(state);
  if (by) return html`<p>${t("{name} put it together.", { name: by })}</p>`;
  if (state.room?.draft?.draftedBy !== state.me) return nothing;
  return alert({
    kind: "warning",
    id: "not-made-here",
    body: t(
      "This site says that you put this list together, but not since you signed in here. If you did it before, take it away and make it again. If not, do not sign, and call the other members.",
    ),
  });
}

function notMineAlert(): TemplateResult {
  return alert({
    kind: "warning",
    id: "not-mine",
    body: t(
      "You do not stand on this list, also when your name is there. If you should, tell the others that they must not sign.",
    ),
  });
}

function signedView(state: State): TemplateResult | typeof nothing {
  if (haveSigned(state) && haveSignedHere(state)) return html`<p id="signed">✓ ${t("You have signed.")}</p>`;
  if (haveSigned(state))
    return html`<p id="said-signed">${t("This site says that you have signed before. If you did not, call the other members.")}</p>`;
  if (!haveSignedHere(state)) return nothing;
  return alert({ kind: "warning", id: "not-taken", body: problemText("not-taken") });
}

function aloudView(draft: RosterDraftView): TemplateResult {
  return html`<div class="room-words" id="aloud">
    <h3>${draft.made ? t("Read these words aloud to the others") : t("The words of this list")}</h3>
    <p>${
      draft.made && !draft.heard
        ? t(
            "In a meeting or on the phone, never by mail or chat. Then let one of the others read them back to you, and type them below.",
          )
        : t("You can read them back to others.")
    }</p>
    ${wordsGrid(draft.words ?? [])}
  </div>`;
}

function signView(state: State, desk: Desk): TemplateResult | typeof nothing {
  const { draft } = state;
  if (!draft?.mine && !isSeated(state)) return nothing;
  if (draft?.heard) {
    return html`${alert({ kind: "ok", live: true, body: t("The words are the same: you all look at the same list.") })}
      ${button({ id: "sign", label: t("Sign the list"), kind: "primary", busy: state.busy === "signing", press: () => desk.sign() })}`;
  }
  return html`<form class="room-hear" novalidate @submit=${(event: Event) => {
    event.preventDefault();
    desk.hear();
  }}>
    <h3>${t("Type the words that you hear")}</h3>
    <p>${t("Listen to {name}, in a meeting or on the phone, and type the twelve words. This page does not show them: they must come by voice.", { name: (!draft?.made && drafterOf(state)) || t("one of the others") })}</p>
    <ol class="word-fields-list">
      ${state.typed.map(
        (word, index) =>
          html`<li>${textField({
            id: `hear-${index}`,
            label: t("Word {n}", { n: index + 1 }),
            value: word,
            change: (value) => desk.send({ type: "word", index, value }),
          })}</li>`,
      )}
    </ol>
    ${heardView(state, desk)}
    ${button({ id: "hear", label: t("Compare"), kind: "primary", type: "submit", busy: state.busy === "looking" })}
  </form>`;
}

function heardView(state: State, desk: Desk): TemplateResult | typeof nothing {
  if (state.heard === "typo")
    return alert({
      kind: "warning",
      live: true,
      id: "typo",
      body: t("These are no twelve words that belong together. Listen again and look at your spelling."),
    });
  if (state.heard !== "different") return nothing;
  return alert({
    kind: "error",
    live: true,
    id: "different",
    title: t("These are the words of another list"),
    body: t(
      "Perhaps you mistyped a word: listen once more. If they really differ, somebody may have put another list in between. Then nobody signs. Meet each other, and do not use mail or chat.",
    ),
    actions: html`${button({ id: "hear-again", label: t("I mistyped, listen again"), press: () => desk.send({ type: "heard", heard: null }) })}
      ${button({ id: "stop", label: t("They really differ: stop"), kind: "danger", press: () => desk.stop() })}`,
  });
}

function stoppedView(state: State, desk: Desk): TemplateResult {
  const by = nameOf(state, stoppedBy(state) ?? "") || t("Somebody");
  return html`${alert({
    kind: "error",
    id: "stopped",
    title: t("This list is stopped"),
    body: t(
      "{name} heard other words than this list has. Somebody may have put another list in between. Nobody signs it. Meet each other and find out who saw what, before you begin again.",
      { name: by },
    ),
    actions: button({ id: "discard", label: t("Take it away and begin again"), press: () => desk.discard() }),
  })}`;
}
