/** One question a page, and what comes after the questions: who may not read it, a name, files. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { checkCards } from "../../../components/choice";
import { textArea, textField } from "../../../components/field";
import { fileList, filePicker } from "../../../components/files";
import { seatName } from "../../../components/seats";
import { t, tn } from "../../../texts";
import type { Desk } from "../desk";
import { factsOf } from "../facts";
import { FILES_LIMIT } from "../files";
import { ANSWER_LIMIT, asked, type Question } from "../questions";
import type { State } from "../state";
import { mostExcluded, traceAt } from "../walk";
import { fileFailure, traceText } from "../words";
import { errorAt, step } from "./frame";
import { countryOf } from "./start";

function traceView(state: State, desk: Desk, question: Question): TemplateResult | typeof nothing {
  const finding = traceAt(state, question);
  if (!finding) return nothing;
  return alert({
    kind: "warning",
    live: true,
    id: "trace",
    body: html`${traceText(finding.kind, finding.text)} ${t("Do you want to take it out?")}`,
    actions: html`${button({ id: "remove-trace", label: t("Take it out"), press: () => desk.removeTrace(question, finding) })}
    ${button({ id: "keep-trace", label: t("Leave it"), kind: "quiet", press: () => desk.keepTrace(question, finding) })}`,
  });
}

export function questionView(state: State, desk: Desk, question: Question): TemplateResult {
  const { title, hint, rows } = asked(question);
  return step(state, desk, {
    title,
    body: html`${textArea({
      id: question,
      label: title,
      labelledBy: "step-title",
      hint: question === "what" ? hint : html`${hint} ${t("You may leave this empty.")}`,
      error: errorAt(state, question),
      value: state.answers[question],
      limit: ANSWER_LIMIT,
      rows,
      change: (text) => desk.answer(question, text),
    })}
    ${traceView(state, desk, question)}`,
  });
}

function newcomersView({ newcomers }: State): TemplateResult | typeof nothing {
  if (!newcomers) return nothing;
  const isNew = newcomers.length > 0;
  return alert({
    kind: "warning",
    live: true,
    id: "newcomers",
    title: t("The committee has changed while you were writing"),
    body: html`<p>${isNew ? t("Nothing was sent. New in the committee:") : t("Nothing was sent. Nobody is new in the committee.")}</p>
      <ul>${newcomers.map((member) => html`<li><b><bdi>${member.name}</bdi></b>, ${seatName(member.seat)}</li>`)}</ul>
      <p>${t("Choose again who may not read your report, and send it again.")}</p>`,
  });
}

export function excludeView(state: State, desk: Desk): TemplateResult {
  const { committee } = state;
  const most = committee ? mostExcluded(committee) : 0;
  return step(state, desk, {
    title: t("Is there somebody who may not read it?"),
    lead: t(
      "For instance because it is about them. A member whom you leave out gets no key, and cannot see that this is about them.",
    ),
    body: html`${newcomersView(state)}
      ${checkCards({
        id: "exclude",
        legend: t("Leave out"),
        hint: tn(
          "At most {n} member. You may leave out nobody.",
          "At most {n} members. You may leave out nobody.",
          most,
        ),
        error: errorAt(state, "exclude"),
        options: (committee?.members ?? []).map((member) => ({
          value: member.id,
          label: html`<bdi>${member.name}</bdi>`,
          hint: seatName(member.seat),
        })),
        values: state.excluded,
        change: (excluded) => desk.send({ type: "exclude", excluded }),
      })}
      <details class="more" ?open=${state.excluded.length > most}>
        <summary>${t("Do you need to leave out more members?")}</summary>
        <p>${t("Then this committee is not the right place. Report outside:")}</p>
        <ul>${factsOf(countryOf(state)).doors.map((door) => html`<li><bdi>${door}</bdi></li>`)}</ul>
      </details>`,
  });
}

export function nameView(state: State, desk: Desk): TemplateResult {
  return step(state, desk, {
    title: t("Do you want to give your name?"),
    lead: tn(
      "You do not have to. If you do, it is sealed apart from your report. It opens only when at least {n} member does that. In your mailbox you read beforehand why they want to.",
      "You do not have to. If you do, it is sealed apart from your report. It opens only when at least {n} members do that together. In your mailbox you read beforehand why they want to.",
      state.committee?.quorum ?? 2,
    ),
    body: html`${textField({
      id: "name",
      label: t("Your name"),
      optional: true,
      value: state.name,
      error: errorAt(state, "name"),
      change: (name) => desk.send({ type: "name", name }),
    })}
    ${textField({
      id: "reach",
      label: t("How can you be reached?"),
      hint: t("Only if your mailbox here is not enough. Not an address of your work."),
      optional: true,
      value: state.reach,
      error: errorAt(state, "reach"),
      change: (reach) => desk.send({ type: "reach", reach }),
    })}`,
  });
}

export function filesView(state: State, desk: Desk): TemplateResult {
  const shown = state.files.map(({ failure, ref, ...file }) =>
    failure ? { ...file, message: fileFailure(failure) } : file,
  );
  return step(state, desk, {
    title: t("Do you want to add files?"),
    lead: t(
      "For instance a photo, a letter or a recording. Files are sealed on this device. The committee gets them only when you send your report.",
    ),
    body: html`${alert({
      kind: "info",
      body: t(
        "A file can hold your name, a place or a time that you do not see. A photo of a screen or of paper often says less than the file itself.",
      ),
    })}
    ${fileList(shown, {
      cancel: (id) => desk.removeFile(id),
      remove: (id) => desk.removeFile(id),
      retry: (id) => desk.retryFile(id),
    })}
    ${filePicker({
      id: "files",
      label: t("Add files"),
      hint: t("Up to 100 MB each, at most {n} files.", { n: FILES_LIMIT }),
      error: errorAt(state, "files"),
      add: (files) => desk.addFiles(files),
    })}`,
  });
}
