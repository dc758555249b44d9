/** The open mailbox. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { dateText } from "../../../components/page";
import type { MailboxView } from "../../../keyring/types";
import { t, tn } from "../../../texts";
import type { Desk } from "../desk";
import { hasUnsent, type State } from "../state";
import { brokenCount, isAnswered } from "../terms";
import { answerView } from "./answer";
import { closeDialog, idleDialog, moreView } from "./more";
import { bodyName, expectation, lateView, statusView } from "./status";
import { successorView } from "./successor";
import { threadView } from "./thread";

function broken(view: MailboxView): TemplateResult | typeof nothing {
  const count = brokenCount(view);
  if (count === 0) {
    return nothing;
  }
  return html`<div id="broken">
    ${alert({
      kind: "error",
      title: tn("{n} part of this mailbox does not hold", "{n} parts of this mailbox do not hold", count),
      body: t(
        "Something was changed, repeated or put in by somebody else. We do not show that part. Read the rest with care, and tell the committee.",
      ),
    })}
  </div>`;
}

function expired(view: MailboxView): TemplateResult | typeof nothing {
  return view.committee.expired
    ? alert({
        kind: "warning",
        title: t("The committee has to renew its papers"),
        body: t("Its list of members was valid until {date}. You can still read and write to these same people.", {
          date: dateText(view.committee.validUntil, false),
        }),
      })
    : nothing;
}

function withdrawn(state: State): TemplateResult | typeof nothing {
  return state.done === "withdrawn"
    ? alert({
        kind: "ok",
        title: t("You withdrew your report"),
        body: t("Your message about it was sealed and sent."),
        live: true,
      })
    : nothing;
}

function head(state: State, view: MailboxView, today: string, desk: Desk): TemplateResult {
  const leave = () => (hasUnsent(state) ? desk.send({ type: "asking-to-close", open: true }) : desk.close());
  return html`<div class="mailbox-head">
    <div class="section-head">
      <h1 tabindex="-1">${t("Your mailbox")}</h1>
      ${button({ id: "close-mailbox", kind: "secondary", label: t("Close mailbox"), press: leave })}
    </div>
    <p class="hint">
      <bdi dir="ltr" class="code">${view.reference}</bdi> · <bdi>${bodyName(view)}</bdi> ·
      ${t("received on {date}", { date: dateText(view.receivedOn, false) })}
    </p>
    ${broken(view)} ${successorView(state)} ${expired(view)} ${expectation(view, today)} ${lateView(view, today)} ${withdrawn(state)}
  </div>`;
}

/** Everything in reading order: an answer comes before the dates. A wide screen puts those beside the conversation. */
export function openView(state: State, view: MailboxView, today: string, desk: Desk): TemplateResult {
  const parts = [
    { key: "status", part: statusView(view, today) },
    {
      key: "main",
      part: html`<div class="mailbox-main">${threadView(state, view, desk)} ${answerView(state, desk)}</div>`,
    },
  ];
  return html`<div class="mailbox">
    ${head(state, view, today, desk)} ${repeat(
      isAnswered(view) ? parts.reverse() : parts,
      ({ key }) => key,
      ({ part }) => part,
    )}
    ${moreView(state, view, desk)} ${closeDialog(state, desk)} ${idleDialog(state, desk)}
  </div>`;
}
