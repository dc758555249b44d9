/** Writing: the acknowledgement with its ready text, an answer to the reporter, a note among members. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { textArea } from "../../../components/field";
import { fileList, filePicker } from "../../../components/files";
import { dateText } from "../../../components/page";
import type { CaseView } from "../../../keyring/types";
import { feedbackBy } from "../../../rules/clocks";
import { t } from "../../../texts";
import { stageNow } from "../board";
import type { Desk } from "../desk";
import type { DraftFile } from "../drafts";
import type { Thread } from "../ports";
import { draftOf, type Place, type State } from "../state";
import { busyNote, problemNote } from "./sign-in";

const LIMIT = 20_000; // characters

/** The acknowledgement that stands ready; the date is the promise of three months from today. */
export function readyText(view: CaseView, today: string): string {
  const by = dateText(feedbackBy(view.receivedOn, today, "NL").target, false);
  return t(
    "We have received your report. Thank you for telling us. You will hear from us here by {date} at the latest what we do with it. You can write to us at any time, and add files.",
    { date: by },
  );
}

/** In one press: the message is sent and the stage is signed. */
export function acknowledgeView(
  state: State,
  desk: Desk,
  view: CaseView,
  today: string,
): TemplateResult | typeof nothing {
  if (stageNow(view.stages) !== "received" || view.report === null) {
    return outcome(state, "acknowledge");
  }
  const draft = draftOf(state, view.case);
  const text = draft.ready ?? readyText(view, today);
  return html`<section class="acknowledge" id="acknowledge-panel" aria-labelledby="acknowledge-title">
    <h2 id="acknowledge-title">${t("Acknowledge this report")}</h2>
    ${
      draft.acknowledged
        ? html`<p>${t("Your message is with the reporter. Only the stage is not signed yet.")}</p>`
        : textArea({
            id: "acknowledge-text",
            label: t("Message to the reporter"),
            hint: t("The text stands ready. Change it if you like. The reporter wrote in: {language}.", {
              language: languageName(view.report.language),
            }),
            value: text,
            limit: LIMIT,
            rows: 5,
            change: (value) => desk.send({ type: "ready-text", case: view.case, value }),
          })
    }
    ${button({
      id: "acknowledge",
      label: draft.acknowledged ? t("Sign the stage") : t("Send and acknowledge"),
      kind: "primary",
      busy: state.busy !== null,
      press: () => desk.acknowledge(text),
    })}
    ${outcome(state, "acknowledge")}
  </section>`;
}

/** A language by its name in the language of the page. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

function failureText(file: DraftFile): string {
  switch (file.failure) {
    case "too-large":
      return t("This file is larger than 100 MB.");
    case "network":
      return t("The connection was lost.");
    default:
      return t("Sealing this file did not work.");
  }
}

function filesView(state: State, desk: Desk, view: CaseView, thread: Thread): TemplateResult {
  const files = draftOf(state, view.case).files.filter((file) => file.thread === thread);
  const shown = files.map((file) => ({
    id: file.id,
    name: file.name,
    size: file.size,
    state: file.state,
    part: file.part,
    ...(file.state === "failed" ? { message: failureText(file) } : {}),
  }));
  const remove = (id: string) => {
    desk.cancelFile(id);
    desk.send({ type: "file-removed", case: view.case, id });
  };
  return html`
    ${files.length > 0 ? fileList(shown, { cancel: remove, remove, retry: (id) => desk.retryFile(id) }) : nothing}
    ${filePicker({
      id: `files-${thread}`,
      label: t("Add files"),
      hint: t("At most 100 MB each. They are sealed before they leave this device."),
      add: (added) => desk.addFiles(thread, added),
    })}`;
}

function tab(state: State, desk: Desk, thread: Thread, label: string): TemplateResult {
  const on = state.composer === thread;
  return html`<button type="button" id="compose-${thread}" class="compose-tab" aria-pressed=${on ? "true" : "false"}
    @click=${() => desk.send({ type: "composer", thread })}>${label}</button>`;
}

function canSend(state: State, view: CaseView, thread: Thread): boolean {
  const draft = draftOf(state, view.case);
  const files = draft.files.filter((file) => file.thread === thread);
  return files.every((file) => file.state === "done") && (draft[thread].trim() !== "" || files.length > 0);
}

function noteForm(state: State, desk: Desk, view: CaseView): TemplateResult {
  return html`<div class="compose compose-note">
    ${textArea({
      id: "note-text",
      label: t("Internal note"),
      hint: t("Only members who can open this case read this. The reporter does not."),
      value: draftOf(state, view.case).notes,
      limit: LIMIT,
      rows: 5,
      change: (value) => desk.send({ type: "wrote", case: view.case, thread: "notes", value }),
    })}
    ${filesView(state, desk, view, "notes")}
    ${button({
      id: "send-note",
      label: t("Keep this note"),
      kind: "primary",
      busy: state.busy !== null,
      disabled: !canSend(state, view, "notes"),
      press: () => desk.post("notes"),
    })}
  </div>`;
}

function answerForm(state: State, desk: Desk, view: CaseView): TemplateResult {
  return html`<div class="compose compose-answer">
    ${textArea({
      id: "answer-text",
      label: t("Answer to the reporter"),
      hint: t("The reporter reads this with your name and seat."),
      value: draftOf(state, view.case).conversation,
      limit: LIMIT,
      rows: 6,
      change: (value) => desk.send({ type: "wrote", case: view.case, thread: "conversation", value }),
    })}
    ${filesView(state, desk, view, "conversation")}
    ${button({
      id: "send-answer",
      label: t("Send to the reporter"),
      kind: "primary",
      busy: state.busy !== null,
      disabled: !canSend(state, view, "conversation"),
      press: () => desk.post("conversation"),
    })}
  </div>`;
}

function doneText(done: "message" | "note" | "stage"): string {
  switch (done) {
    case "message":
      return t("Your message is sealed and sent.");
    case "note":
      return t("Your note is sealed and kept.");
    case "stage":
      return t("The stage is signed.");
  }
}

/** How the last action went, where it was taken. */
export function outcome(state: State, place: Place): TemplateResult | typeof nothing {
  if (state.place !== place) {
    return nothing;
  }
  const good = state.done
    ? alert({ id: "outcome", kind: "ok", body: doneText(state.done), live: true })
    : problemNote(state);
  return html`${good}${state.busy?.what === "sending" ? busyNote(state.busy) : nothing}`;
}

/** Answer or note; never both at once, so that a note is not sent to the reporter by mistake. */
export function composerView(state: State, desk: Desk, view: CaseView): TemplateResult | typeof nothing {
  if (view.report === null) {
    return nothing;
  }
  return html`<section class="composer" aria-labelledby="composer-title">
    <h2 id="composer-title">${t("Write")}</h2>
    <div class="compose-tabs" role="group" aria-labelledby="composer-title">
      ${tab(state, desk, "conversation", t("Answer the reporter"))} ${tab(state, desk, "notes", t("Internal note"))}
    </div>
    ${state.composer === "notes" ? noteForm(state, desk, view) : answerForm(state, desk, view)}
    ${outcome(state, "composer")}
  </section>`;
}
