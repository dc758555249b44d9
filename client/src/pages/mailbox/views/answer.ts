/** Writing to the committee, with files. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { errorSummary } from "../../../components/errorSummary";
import { textArea } from "../../../components/field";
import { fileList, filePicker } from "../../../components/files";
import { t } from "../../../texts";
import { draftComplaint, problemText } from "../complaints";
import type { Desk } from "../desk";
import { type DraftFile, TEXT_LIMIT } from "../drafts";
import type { State } from "../state";

function failureText(file: DraftFile): string | null {
  switch (file.failure) {
    case "too-large":
      return t("Larger than 100 MB. Remove it, or make it smaller.");
    case "network":
      return t("The connection was lost.");
    case "failed":
      return t("Sealing this file did not work.");
    default:
      return null;
  }
}

function listed(files: readonly DraftFile[], desk: Desk): TemplateResult | typeof nothing {
  if (files.length === 0) {
    return nothing;
  }
  const shown = files.map(({ id, name, size, state, part, failure }) => {
    const message = failureText({ id, name, size, state, part, failure, ref: null });
    return { id, name, size, state, part, ...(message === null ? {} : { message }) };
  });
  return fileList(shown, {
    cancel: (id) => desk.cancelFile(id),
    remove: (id) => desk.removeFile(id),
    retry: (id) => desk.retryFile(id),
  });
}

function outcome(state: State): TemplateResult | typeof nothing {
  if (state.news === "while-writing") {
    return alert({
      kind: "warning",
      title: t("A new message came in while you were writing"),
      body: t(
        "It stands in the conversation above. Your own text has not been sent yet. Read the message first, then send yours.",
      ),
      live: true,
    });
  }
  if (state.problem !== null && state.failed === "sending") {
    return alert({
      kind: "error",
      title: t("Your message was not sent"),
      body: problemText(state.problem),
      live: true,
    });
  }
  return state.done === "sent"
    ? alert({
        kind: "ok",
        title: t("Your message was sealed and sent"),
        body: t("Only the members whom you did not leave out can read it."),
        live: true,
      })
    : nothing;
}

/** The form below the conversation. */
export function answerView(state: State, desk: Desk): TemplateResult {
  const complaint = state.draftError === null ? null : draftComplaint(state.draftError);
  const target = state.draftError === "files" ? "answer-files" : "answer-text";
  return html`<section aria-labelledby="answer-title" class="mailbox-answer">
    <h2 id="answer-title">${t("Write to the committee")}</h2>
    ${complaint === null ? nothing : errorSummary([{ id: target, message: complaint }])}
    <form
      id="answer-form"
      class="flow"
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        desk.answer();
      }}
    >
      ${textArea({
        id: "answer-text",
        label: t("Your message"),
        value: state.draft.text,
        hint: t("Do not write who you are if you want to stay anonymous."),
        limit: TEXT_LIMIT,
        rows: 6,
        change: (value) => desk.send({ type: "wrote", value }),
        ...(complaint !== null && target === "answer-text" ? { error: complaint } : {}),
      })}
      ${filePicker({
        id: "answer-files",
        label: t("Add files"),
        hint: t("Up to 100 MB each. A photo or document can hold your name, or the place where it was made."),
        add: (files) => desk.addFiles(files),
        ...(complaint !== null && target === "answer-files" ? { error: complaint } : {}),
      })}
      ${listed(state.draft.files, desk)} ${outcome(state)}
      ${button({ id: "send-answer", kind: "primary", type: "submit", label: t("Seal and send"), busy: state.busy === "sending" })}
    </form>
  </section>`;
}
