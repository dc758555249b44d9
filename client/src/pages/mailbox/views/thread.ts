/** The verified conversation. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { fileSize } from "../../../components/files";
import { dateText, listText } from "../../../components/page";
import { bar } from "../../../components/progress";
import { seatName } from "../../../components/seats";
import { timeline, timelineEntry } from "../../../components/timeline";
import type { EntryView, FileView, MailboxView, ReportView } from "../../../keyring/types";
import { t, tn } from "../../../texts";
import { problemText } from "../complaints";
import type { Desk } from "../desk";
import { answersOf, flagReason, kindName, questionName } from "../names";
import type { Download, State } from "../state";

function progress(download: Download | undefined): TemplateResult | typeof nothing {
  switch (download?.state) {
    case "fetching":
      return bar({ label: t("Fetching and checking"), part: download.part });
    case "done":
      return html`<p class="file-note ok" role="status">
        ✓ ${t("Checked and saved as {name}", { name: download.name ?? "" })}
      </p>`;
    case "failed":
      return html`<p class="file-note error" role="alert">
        ${
          download.failure === "broken"
            ? t("This file is damaged or was changed. We did not save it.")
            : t("Fetching did not work. Try again.")
        }
      </p>`;
    default:
      return nothing;
  }
}

/** The sender's name for a file is text and no more: no icon and no type follows from it. */
function fileItem(file: FileView, place: number, download: Download | undefined, desk: Desk): TemplateResult {
  const { ref, size } = file;
  const name = download?.name ?? file.name ?? t("File {number}", { number: place + 1 });
  return html`<li class="thread-file">
    <span class="thread-file-name"><bdi>${name}</bdi> <span class="hint">${fileSize(size)}</span></span>
    ${button({
      id: `fetch-${ref.upload}`,
      kind: "secondary",
      label: html`${t("Save")}<span class="visually-hidden">: <bdi>${name}</bdi></span>`,
      busy: download?.state === "fetching",
      press: () => desk.download(ref),
    })}
    ${progress(download)}
  </li>`;
}

function files(views: readonly FileView[], state: State, desk: Desk): TemplateResult | null {
  if (views.length === 0) {
    return null;
  }
  return html`<ul class="thread-files" aria-label=${t("Files")}>
    ${views.map((file, place) => fileItem(file, place, state.downloads[file.ref.upload], desk))}
  </ul>`;
}

const said = (text: string) => html`<p class="said" dir="auto">${text}</p>`;

function reportBody(report: ReportView): TemplateResult {
  const left = listText(report.excluded.map((member) => member.name));
  return html`<details class="more">
    <summary>${t("Read your report again")}</summary>
    ${answersOf(report.answers).map(
      ({ id, text }) => html`<div class="answer">
        <h3>${questionName(id)}</h3>
        ${said(text)}
      </div>`,
    )}
    ${left === "" ? nothing : html`<p><strong>${t("Cannot read this:")}</strong> <bdi>${left}</bdi></p>`}
  </details>`;
}

function body(entry: EntryView, view: MailboxView): TemplateResult {
  const kind = kindName(entry.kind);
  if (entry.kind === "report" && view.report !== null) {
    return reportBody(view.report);
  }
  return html`${kind ? html`<p class="entry-kind">${kind}</p>` : nothing} ${entry.text === "" ? nothing : said(entry.text)}
  ${entry.mine && entry.seen ? html`<p class="hint seen">✓ ${t("The committee has seen this")}</p>` : nothing}`;
}

function brokenEntry(entry: EntryView): TemplateResult {
  return timelineEntry({
    id: `entry-${entry.id}`,
    who: t("A message that does not hold"),
    date: dateText(entry.postedOn, false),
    mark: "broken",
    markText: t("not verified"),
    tone: "broken",
    body: html`<p>${flagReason(entry.flag ?? "")} ${t("We do not show what it says. The other messages were checked.")}</p>`,
  });
}

function entryItem(entry: EntryView, state: State, view: MailboxView, desk: Desk): TemplateResult {
  if (entry.flag !== null) {
    return brokenEntry(entry);
  }
  const carried = files(entry.files, state, desk);
  const role = entry.mine ? null : entry.member && seatName(entry.member.seat);
  return timelineEntry({
    id: `entry-${entry.id}`,
    who: entry.mine ? t("You") : html`<bdi>${entry.member?.name ?? t("The committee")}</bdi>`,
    ...(role ? { role } : {}),
    date: dateText(entry.writtenOn ?? entry.postedOn, false),
    mark: "verified",
    markText: t("verified"),
    tone: entry.mine ? "out" : "in",
    body: body(entry, view),
    ...(carried ? { files: carried } : {}),
  });
}

/** What the last look for messages brought. */
function news(state: State): TemplateResult | typeof nothing {
  if (state.problem !== null && state.failed === "reading") {
    return alert({ kind: "error", body: problemText(state.problem), live: true });
  }
  if (state.news === "on-reading") {
    return alert({ kind: "info", body: t("There is a new message."), live: true });
  }
  return state.done === "up-to-date" ? alert({ kind: "info", body: t("There is nothing new."), live: true }) : nothing;
}

/** Every message in its place, and what there is to expect while there is no answer. */
export function threadView(state: State, view: MailboxView, desk: Desk): TemplateResult {
  const count = view.entries.length;
  return html`<section aria-labelledby="thread-title" class="mailbox-thread">
    <div class="section-head">
      <h2 id="thread-title" tabindex="-1">${t("The conversation")}</h2>
      ${button({
        id: "look-again",
        kind: "quiet",
        label: t("Look for new messages"),
        busy: state.busy === "reading",
        press: () => desk.refresh(),
      })}
    </div>
    ${news(state)}
    <p class="hint">
      ${tn("{n} message", "{n} messages", count)}.
      ${t("Each was checked on your own device: ✓ means that this person signed it and that nothing was changed.")}
    </p>
    ${timeline(view.entries.map((entry) => entryItem(entry, state, view, desk)))}
  </section>`;
}
