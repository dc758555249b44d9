/** Who is there, who is waited for, and colleagues who lost their device. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Person } from "../../../api/founding";
import { alert } from "../../../components/alert";
import { button, linkButton } from "../../../components/button";
import { textField } from "../../../components/field";
import { dateText, language, listText } from "../../../components/page";
import { panel, pill } from "../../../components/panel";
import { seatName } from "../../../components/seats";
import { t, tn } from "../../../texts";
import type { Desk } from "../desk";
import { haveSigned, nameOf, type State, stillToSign, stoppedBy, waitedFor } from "../state";

/** The one sentence at the top: who is waited for, and what this member does next. */
export function nextStep(state: State): string {
  const { room, draft, inForce, isNew } = state;
  if (!room) return t("One moment, please");
  if (stoppedBy(state) !== null) return t("A member heard other words. This list is stopped.");
  if (draft && !haveSigned(state) && draft.mine && !draft.heard)
    return t("A list waits for you: listen to its words, type them, and sign.");
  if (draft && !haveSigned(state) && draft.mine) return t("You heard the right words. Now sign.");
  if (draft) return waitingFor(state);
  const waited = waitedFor(state).map((person) => person.name);
  if (!inForce && waited.length) return t("We wait for {names} to accept the invitation.", { names: listText(waited) });
  if (!inForce) return t("Everybody is here. One of you puts the list together.");
  return isNew
    ? t("The list is in force. Your committee is open.")
    : t("The list is in force. There is nothing to do.");
}

function waitingFor(state: State): string {
  const { names, more } = stillToSign(state);
  if (names.length) return t("We wait for the signature of {names}.", { names: listText(names) });
  return t("We wait for {n} more signatures of members.", { n: more });
}

function standing(person: Person): TemplateResult {
  if (person.seated) return pill({ tone: "green", shape: "●", label: t("in the list") });
  if (person.signingKey === "")
    return pill({
      tone: "grey",
      shape: "○",
      label: t("invited, until {date}", { date: dateText(person.validUntil ?? "", false) }),
    });
  return person.deputy
    ? pill({ tone: "plain", shape: "◐", label: t("stands by") })
    : pill({ tone: "orange", shape: "◑", label: t("has a key, not in the list yet") });
}

export function peopleView(state: State): TemplateResult {
  return panel({
    id: "people",
    title: t("Who is there"),
    body: html`<ul class="room-people">
      ${(state.room?.people ?? []).map(
        (person) =>
          html`<li><span><b><bdi>${person.name}</bdi></b> <span class="hint">${seatName(person.seat as "member")}${
            person.member === state.me ? html` · ${t("you")}` : nothing
          }</span></span> ${standing(person)}</li>`,
      )}
    </ul>`,
  });
}

export function devicesView(state: State, desk: Desk): TemplateResult | typeof nothing {
  const asked = state.room?.devices.filter(({ member }) => member !== state.me) ?? [];
  if (!asked.length || !state.inForce) return nothing;
  return panel({
    id: "devices",
    title: t("A colleague has a new phone"),
    body: html`${asked.map(({ member, confirmedBy }) => {
      const name = nameOf(state, member);
      const done = confirmedBy.includes(state.me);
      return html`<div class="room-device">
        <p>${t("{name} asks for new one-time codes. Speak with each other, in person or by phone, and let the four digits be said to you.", { name })}</p>
        ${
          done
            ? html`<p>✓ ${t("You confirmed it. One more colleague has to.")}</p>`
            : html`${textField({
                id: `number-${member}`,
                label: t("The four digits"),
                inputmode: "numeric",
                narrow: true,
                value: state.numbers[member] ?? "",
                change: (value) => desk.send({ type: "number", member, value }),
              })}
              ${button({ id: `confirm-${member}`, label: t("Confirm"), kind: "primary", press: () => desk.confirmDevice(member) })}`
        }
      </div>`;
    })}`,
  });
}

const FEW = 2;

/** Who has no recovery codes any more would need two colleagues at the next lost phone. */
export function codesView({ codesLeft }: State): TemplateResult | typeof nothing {
  if (codesLeft > FEW) return nothing;
  return alert({
    id: "codes-left",
    kind: "warning",
    title: codesLeft
      ? tn("You have {n} recovery code left", "You have {n} recovery codes left", codesLeft)
      : t("You have no recovery codes left"),
    body: t("With such a code you get in when your phone is lost. Make eight new ones and print them."),
    actions: linkButton({ label: t("Make new codes"), href: `/${language()}/recovery/` }),
  });
}
