/** Who looked, who the committee is, and how to withdraw or close. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { dialog } from "../../../components/dialog";
import { textArea } from "../../../components/field";
import { dateText, names } from "../../../components/page";
import { panel } from "../../../components/panel";
import { seatName } from "../../../components/seats";
import { wordsGrid } from "../../../components/words";
import type { LookView, MailboxView, MemberView } from "../../../keyring/types";
import { t, tn } from "../../../texts";
import { problemText } from "../complaints";
import type { Desk } from "../desk";
import type { State } from "../state";
import { withdrawnOn } from "../terms";

const SHOWN = 5;

function lookItem(look: LookView): TemplateResult {
  return html`<li>
    <span><bdi>${look.member?.name ?? t("Somebody who is no longer on the committee")}</bdi></span>
    <span class="hint">${look.what === "file" ? t("saved a file") : t("opened your report")} · ${dateText(look.on, false)}</span>
  </li>`;
}

/** Newest first; a longer list folds. */
function looks(view: MailboxView): TemplateResult {
  const sorted = [...view.looks].sort((one, other) => other.on.localeCompare(one.on));
  const older = sorted.slice(SHOWN);
  const list =
    sorted.length === 0
      ? html`<p id="no-looks">${t("Nobody has opened your report yet.")}</p>`
      : html`<ul class="looks">
            ${sorted.slice(0, SHOWN).map(lookItem)}
          </ul>
          <p class="hint">${t("One line for each person and each day.")}</p>`;
  const rest =
    older.length === 0
      ? nothing
      : html`<details class="more">
          <summary>${tn("{n} more", "{n} more", older.length)}</summary>
          <ul class="looks">
            ${older.map(lookItem)}
          </ul>
        </details>`;
  return panel({ id: "looks", title: t("Who looked"), body: html`${list} ${rest}` });
}

function groups(hex: string): string {
  return hex.replace(/(.{4})(?=.)/gu, "$1 ");
}

function memberItem(member: MemberView, isLeftOut: boolean): TemplateResult {
  return html`<li>
    <span><bdi>${member.name}</bdi></span> <span class="hint">${seatName(member.seat)}</span>
    ${isLeftOut ? html`<strong class="cannot-open">✕ ${t("left out by you: cannot open this")}</strong>` : nothing}
  </li>`;
}

function committeePanel({ committee, report }: MailboxView): TemplateResult {
  const out = new Set(report?.excluded.map((member) => member.id));
  return panel({
    id: "committee",
    title: names(committee.name),
    body: html`<ul class="looks">
        ${committee.members.map((member) => memberItem(member, out.has(member.id)))}
      </ul>
      <details class="more" id="control-code">
        <summary>${t("Check the committee yourself")}</summary>
        <p>${t("These words must be the same as on the poster or the intranet of your organisation. If not, do not write here.")}</p>
        ${wordsGrid(committee.fingerprint.words)}
        <p class="hint"><bdi dir="ltr" class="code">${groups(committee.fingerprint.hex)}</bdi></p>
      </details>`,
  });
}

function withdrawDialog(state: State, desk: Desk): TemplateResult {
  const shut = () => desk.send({ type: "withdrawal", open: false });
  const complaint =
    state.problem !== null && state.failed === "withdrawing"
      ? alert({ kind: "error", body: problemText(state.problem), live: true })
      : nothing;
  return dialog({
    id: "withdraw-dialog",
    title: t("Withdraw your report?"),
    open: state.withdrawal.open,
    close: shut,
    body: html`<p>${t("You tell the committee that you take your report back. You do not have to say why.")}</p>
      <ul>
        <li>${t("What the committee has read, it cannot unread.")}</li>
        <li>${t("If there is danger for others, the committee can still look into it.")}</li>
        <li>${t("You stay protected by law, and you can still read and write here.")}</li>
        <li>${t("You cannot undo this. You can always make a new report.")}</li>
      </ul>
      <details class="more" id="withdraw-why">
        <summary>${t("Do you want to say why?")}</summary>
        ${textArea({
          id: "withdraw-reason",
          label: t("Why I withdraw my report"),
          value: state.withdrawal.reason,
          rows: 3,
          limit: 2000,
          change: (value) => desk.send({ type: "withdrawal-reason", value }),
        })}
      </details>
      ${complaint}`,
    actions: html`${button({
      id: "withdraw-confirm",
      kind: "danger",
      label: t("Withdraw my report"),
      busy: state.busy === "withdrawing",
      press: () => desk.withdraw(),
    })}
    ${button({ id: "withdraw-cancel", kind: "secondary", label: t("No, keep my report"), press: shut })}`,
  });
}

function withdrawPart(state: State, view: MailboxView, desk: Desk): TemplateResult {
  const on = withdrawnOn(view);
  if (on !== null) {
    return html`<p id="withdrawn">${t("You withdrew your report on {date}.", { date: dateText(on, false) })}</p>`;
  }
  return html`${button({
    id: "withdraw",
    kind: "quiet",
    label: t("Withdraw my report…"),
    press: () => desk.send({ type: "withdrawal", open: true }),
  })}
  ${withdrawDialog(state, desk)}`;
}

/** Everything beside the conversation. */
export function moreView(state: State, view: MailboxView, desk: Desk): TemplateResult {
  return html`<div class="mailbox-more">
    ${looks(view)} ${committeePanel(view)}
    <div class="mailbox-end">${withdrawPart(state, view, desk)}</div>
  </div>`;
}

/** Asked when something would be lost. */
export function closeDialog(state: State, desk: Desk): TemplateResult {
  const shut = () => desk.send({ type: "asking-to-close", open: false });
  return dialog({
    id: "close-dialog",
    title: t("Close the mailbox?"),
    open: state.askingToClose,
    close: shut,
    body: html`<p>${t("You have written something that was not sent. It will be gone.")}</p>`,
    actions: html`${button({ id: "close-confirm", kind: "danger", label: t("Close and forget"), press: () => desk.close() })}
    ${button({ id: "close-cancel", kind: "secondary", label: t("Stay here"), press: shut })}`,
  });
}

/** Asked two minutes before the page forgets everything. */
export function idleDialog(state: State, desk: Desk): TemplateResult {
  return dialog({
    id: "idle-dialog",
    title: t("Are you still there?"),
    open: state.idle,
    close: () => desk.stay(),
    body: html`<p>${t("In two minutes your mailbox closes by itself, so that nobody else can read it. What you have not sent will be gone.")}</p>`,
    actions: button({ id: "stay", kind: "primary", label: t("I am still here"), press: () => desk.stay() }),
  });
}
