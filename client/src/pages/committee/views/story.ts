/** The verified history of a case: report, messages, notes and stages in one line. */

import { html, nothing, type TemplateResult } from "lit-html";
import { button } from "../../../components/button";
import { fileSize } from "../../../components/files";
import { listText, names } from "../../../components/page";
import { bar } from "../../../components/progress";
import { seatName } from "../../../components/seats";
import { timeline, timelineEntry } from "../../../components/timeline";
import type { CaseView, EntryView, FileView, ReportView, StageView } from "../../../keyring/types";
import { t } from "../../../texts";
import { shortDate } from "../dates";
import type { Desk } from "../desk";
import { type Happening, historyOf } from "../history";
import { answersOf } from "../report";
import type { State } from "../state";
import { flagReason, kindName, stageName } from "../words";

/** The sender's name for a file is text and no more: no icon and no type follows from it. */
function fileRow(state: State, desk: Desk, file: FileView, number: number): TemplateResult {
  const { ref, size } = file;
  const now = state.downloads[ref.upload];
  const name = now?.name ?? file.name ?? t("File {number}", { number });
  const verb = now?.state === "done" ? t("Save again") : t("Save to this device");
  return html`<li class="case-file">
    <span class="case-file-name"><bdi>${name}</bdi></span>
    <span class="case-file-size">${fileSize(size)}</span>
    ${
      now?.state === "fetching"
        ? bar({ label: t("Fetching and checking"), part: now.part })
        : button({
            id: `download-${ref.upload}`,
            label: html`${verb}<span class="visually-hidden">: <bdi>${name}</bdi></span>`,
            kind: "secondary",
            press: () => desk.download(ref),
          })
    }
    ${now?.state === "done" ? html`<span class="file-good">✓ ${t("checked")}</span>` : nothing}
    ${now?.state === "failed" ? html`<span class="file-bad">✕ ${t("This file does not hold, or there was no connection. Nothing was saved.")}</span>` : nothing}
  </li>`;
}

function filesView(state: State, desk: Desk, files: readonly FileView[]): TemplateResult {
  return html`<ul class="case-files">${files.map((file, index) => fileRow(state, desk, file, index + 1))}</ul>
    <p class="small">${t("Open files on a device without network. A file can hold a virus or give away that you opened it.")}</p>`;
}

function reportBody(view: CaseView, report: ReportView): TemplateResult {
  const body = view.committee.bodies.find((one) => one.id === report.bodyId);
  return html`
    ${body ? html`<p class="report-body">${t("About {body}", { body: names(body.name) })}</p>` : nothing}
    ${answersOf(report.answers).map(
      (answer) => html`<section class="answer">
        <h3>${answer.heading}</h3>
        <p class="words" dir="auto">${answer.text}</p>
      </section>`,
    )}`;
}

function textBody(entry: EntryView): TemplateResult {
  const kind = kindName(entry.kind);
  return html`${kind && entry.kind !== "note" ? html`<p class="entry-kind">${kind}</p>` : nothing}
    <p class="words" dir="auto">${entry.text}</p>`;
}

function authorOf(entry: EntryView): { who: string; role: string | null } {
  if (entry.role === "reporter") {
    return { who: t("Reporter"), role: null };
  }
  const name = entry.member?.name ?? t("A member");
  const seat = entry.member ? seatName(entry.member.seat) : null;
  return { who: entry.mine ? t("{name} (you)", { name }) : name, role: seat };
}

function brokenEntry(entry: EntryView, flag: string): TemplateResult {
  return timelineEntry({
    id: `entry-${entry.id}`,
    who: t("Message that does not hold"),
    date: shortDate(entry.postedOn),
    mark: "broken",
    markText: t("not verified"),
    tone: "broken",
    body: html`<p>${flagReason(flag)}</p><p>${t("What it says is not shown. The messages after it were checked on their own.")}</p>`,
  });
}

function toneOf(entry: EntryView): "in" | "out" | "note" {
  return entry.thread === "notes" ? "note" : entry.role === "reporter" ? "in" : "out";
}

function roleOf(entry: EntryView, role: string | null): string | null {
  return entry.thread === "notes" ? t("Internal note") : role;
}

function seenMark(entry: EntryView): TemplateResult | typeof nothing {
  const seen = entry.seen && entry.thread === "conversation" && entry.role === "member";
  return seen ? html`<p class="entry-seen small">${t("The reporter wrote after reading this")}</p>` : nothing;
}

function entryView(state: State, desk: Desk, view: CaseView, entry: EntryView): TemplateResult {
  if (entry.flag !== null) {
    return brokenEntry(entry, entry.flag);
  }
  const { who, role } = authorOf(entry);
  const shownRole = roleOf(entry, role);
  const isReport = entry.kind === "report" && view.report !== null;
  const body = isReport && view.report ? reportBody(view, view.report) : textBody(entry);
  return timelineEntry({
    id: `entry-${entry.id}`,
    who,
    ...(shownRole ? { role: shownRole } : {}),
    date: shortDate(entry.postedOn),
    mark: "verified",
    markText: t("signature holds"),
    tone: toneOf(entry),
    body: html`${body}${seenMark(entry)}`,
    ...(entry.files.length > 0 ? { files: filesView(state, desk, entry.files) } : {}),
  });
}

function stageView(stage: StageView, index: number): TemplateResult {
  const by = listText(stage.by.map((member) => member.name));
  const date = stage.on === "" ? "" : shortDate(stage.on);
  const broken = stage.flag !== null;
  return timelineEntry({
    id: `stage-${index}`,
    who: broken ? t("Stage that does not hold") : t("Stage: {stage}", { stage: stageName(stage.stage) }),
    date,
    mark: broken ? "broken" : "verified",
    markText: broken ? t("not verified") : t("signature holds"),
    tone: broken ? "broken" : "event",
    body: broken ? flagReason(stage.flag ?? "") : t("Signed by {names}", { names: by }),
  });
}

function happeningView(state: State, desk: Desk, view: CaseView, one: Happening, index: number): TemplateResult {
  return one.entry ? entryView(state, desk, view, one.entry) : stageView(one.stage, index);
}

/** The whole history, oldest first. */
export function storyView(state: State, desk: Desk, view: CaseView): TemplateResult {
  return html`<h2 class="visually-hidden">${t("Conversation, notes and stages")}</h2>
    ${timeline(historyOf(view).map((one, index) => happeningView(state, desk, view, one, index)))}`;
}
