/** Where the case stands, what was promised by when, and what to do when a date has passed. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { dateText, names } from "../../../components/page";
import { keyValues, panel } from "../../../components/panel";
import { stageSteps } from "../../../components/stages";
import type { MailboxView } from "../../../keyring/types";
import { t } from "../../../texts";
import { focusEntry } from "../focus";
import { stageName } from "../names";
import { countryOf, isAnswered, type Term, termsOf, wayOf, withdrawnOn } from "../terms";
import { doors } from "./doors";

const MANY = 3; // messages, after which the newest is out of sight on a phone

function termKey(term: Term): string {
  return term.what === "acknowledge" ? t("Confirms that it has your report") : t("Tells you what is done with it");
}

function termValue(term: Term): TemplateResult {
  const date = dateText(term.on, term.state !== "done");
  switch (term.state) {
    case "done":
      return html`✓ ${t("done on {date}", { date })}`;
    case "late":
      return html`◆ ${t("was due on {date}", { date })}`;
    default:
      return html`${t("on {date} at the latest", { date })}`;
  }
}

const TONES = { done: "ok", late: "late", soon: "soon", plain: null } as const;

/** For the promise that comes next. */
function legalNote(terms: readonly Term[]): TemplateResult | typeof nothing {
  const next = terms.find((term) => term.state !== "done");
  return next && next.legal !== null
    ? html`<p class="hint">
        ${t("Note: {date} falls on a weekend or holiday. The law may then count until {legal}.", {
          date: dateText(next.on),
          legal: dateText(next.legal),
        })}
      </p>`
    : nothing;
}

function interimNote(terms: readonly Term[]): TemplateResult | typeof nothing {
  const interim = terms.find((term) => term.interim !== null && term.state !== "done")?.interim;
  return interim
    ? html`<p class="hint">
        ${t("On {date} the committee answered in between. The new date stands in that message.", { date: dateText(interim, false) })}
      </p>`
    : nothing;
}

/** What can be done when a promise was not kept. */
export function lateView(view: MailboxView, today: string): TemplateResult | typeof nothing {
  if (!termsOf(view, today).some((term) => term.state === "late")) {
    return nothing;
  }
  return html`<div id="late">
    ${alert({
      kind: "warning",
      title: t("The committee did not keep its date"),
      body: html`<p>${t("You can ask here, below, when your answer comes. You do not have to wait for that.")}</p>
        ${doors(countryOf(view))}`,
    })}
  </div>`;
}

/** Stages and dates. */
export function statusView(view: MailboxView, today: string): TemplateResult {
  const terms = termsOf(view, today);
  const stages = wayOf(view).map(({ stage, on, state }) => ({
    label: stageName(stage),
    state,
    ...(on === null ? {} : { date: dateText(on, false) }),
  }));
  return html`<div class="mailbox-status">
    ${panel({ id: "stages", title: t("Where your report stands"), body: stageSteps({ stages }) })}
    ${panel({
      id: "terms",
      title: t("What the committee promised"),
      body: html`${keyValues(
        terms.map((term) => {
          const tone = TONES[term.state];
          return { key: termKey(term), value: termValue(term), ...(tone ? { tone } : {}) };
        }),
      )}
      ${legalNote(terms)} ${interimNote(terms)}`,
    })}
  </div>`;
}

function answered(view: MailboxView): TemplateResult {
  const newest = view.entries.filter((entry) => entry.flag === null && !entry.mine).at(-1);
  return html`<p class="lead">${t("The committee has answered. You can read it below and write back.")}</p>
    ${
      newest && view.entries.length > MANY
        ? button({
            id: "to-newest",
            kind: "quiet",
            label: t("Go to the newest message"),
            press: () => focusEntry(newest.id),
          })
        : nothing
    }`;
}

function waiting(view: MailboxView, today: string): string {
  const [acknowledge] = termsOf(view, today);
  const date = dateText(acknowledge?.on ?? view.receivedOn);
  switch (acknowledge?.state) {
    case "done":
      return t("The committee confirmed on {date} that it has your report. There is no message yet.", { date });
    case "late":
      return t("There is no answer yet.");
    default:
      return t("There is no answer yet. The committee lets you know by {date} that it has your report.", { date });
  }
}

/** The first sentence under the heading: what there is to expect now. */
export function expectation(view: MailboxView, today: string): TemplateResult | typeof nothing {
  const withdrawn = withdrawnOn(view);
  if (withdrawn !== null) {
    const date = dateText(withdrawn, false);
    return html`<p class="lead">
      ${t("You withdrew your report on {date}. You can still read and write here.", { date })}
    </p>`;
  }
  if (isAnswered(view)) {
    return answered(view);
  }
  // A message that does not hold may have been the answer: then nothing is said about it.
  return view.entries.some((entry) => entry.flag !== null)
    ? nothing
    : html`<p class="lead" id="nothing-yet">${waiting(view, today)}</p>`;
}

/** The name of the body that the report is about. */
export function bodyName(view: MailboxView): string {
  const body = view.committee.bodies.find((one) => one.id === view.report?.bodyId);
  return names(body?.name ?? view.committee.name);
}
