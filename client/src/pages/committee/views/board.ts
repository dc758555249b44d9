/** The board: the cases that open for this member, in columns by stage. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { language } from "../../../components/page";
import { emptyState, pill } from "../../../components/panel";
import { t, tn } from "../../../texts";
import { COLUMNS, type Column, cardLine, columns, counts, type Due, dueOf, hasNews, withdrawnOn } from "../board";
import { shortDate } from "../dates";
import type { Desk } from "../desk";
import type { Card, Filter, State } from "../state";
import { columnName } from "../words";
import { busyNote, problemNote } from "./sign-in";

/** A date as the board writes it: what is owed, by when, and how near that is in shape and word. */
export function dueText(due: Due): TemplateResult {
  const what = due.what === "acknowledge" ? t("acknowledge by") : t("answer by");
  return html`<span class="card-due card-due-${due.tone}">
    <span class="card-due-what">${what}</span>
    <span class="card-due-date"><time datetime=${due.on}>${shortDate(due.on)}</time>${dueMark(due)}</span>
  </span>`;
}

function dueMark(due: Due): TemplateResult | typeof nothing {
  switch (due.tone) {
    case "late":
      return html` ${pill({ tone: "red", shape: "◆", label: t("late") })}`;
    case "soon":
      return html` ${pill({ tone: "orange", shape: "▲", label: t("soon") })}`;
    case "plain":
      return nothing;
  }
}

function cardView(state: State, desk: Desk, card: Card, today: string): TemplateResult {
  const due = dueOf(card, today);
  const line = cardLine(state, card);
  return html`<li>
    <button type="button" class="card ${state.chosen === card.case ? "card-chosen" : ""}" id="card-${card.case}"
      data-reference=${card.reference} @click=${() => desk.openCase(card.case)}
      @focus=${() => desk.send({ type: "choose", case: card.case })}>
      <span class="card-head"><b dir="ltr">${card.reference}</b>
        ${withdrawnOn(state.read[card.case]?.entries ?? []) ? pill({ tone: "plain", shape: "✕", label: t("withdrawn") }) : nothing}
        ${hasNews(state, card) ? html`<span class="news-dot">${t("new message")}</span>` : nothing}</span>
      <span class="card-line ${line === null ? "card-unread" : ""}" dir="auto">${line ?? t("Not opened in this session")}</span>
      <span class="card-received">${t("received {date}", { date: shortDate(card.receivedOn) })}</span>
      ${due ? dueText(due) : nothing}
    </button>
  </li>`;
}

function columnView(state: State, desk: Desk, column: Column, cards: Card[], today: string): TemplateResult {
  const title = columnName(column);
  return html`<section class="board-column" aria-labelledby="column-${column}">
    <h2 id="column-${column}">${title} <span class="board-count">${cards.length}</span></h2>
    ${
      cards.length > 0
        ? html`<ul class="board-cards">${cards.map((card) => cardView(state, desk, card, today))}</ul>`
        : html`<p class="board-none">${t("Nothing here")}</p>`
    }
  </section>`;
}

function filterName(filter: Filter): string {
  switch (filter) {
    case "all":
      return t("All cases");
    case "attention":
      return t("Late or soon");
    case "new":
      return t("New since you signed in");
  }
}

const FILTERS: readonly Filter[] = ["all", "attention", "new"];

function navView(state: State, desk: Desk, today: string): TemplateResult {
  const count = counts(state, today);
  return html`<nav class="workbench-nav" aria-label=${t("Lists of cases")}>
    <ul>
      ${FILTERS.map(
        (filter) => html`<li>
          <button type="button" id="filter-${filter}" aria-pressed=${state.filter === filter ? "true" : "false"}
            @click=${() => desk.send({ type: "filter", filter })}>
            <span>${filterName(filter)}</span> <b>${count[filter]}</b>
          </button>
        </li>`,
      )}
    </ul>
    ${todayView(state, today)}
  </nav>`;
}

function todayView(state: State, today: string): TemplateResult {
  const late = state.cards.filter((card) => dueOf(card, today)?.tone === "late").length;
  return html`<div class="workbench-today">
    <span>${t("Today")}</span>
    ${
      late > 0
        ? html`<b class="late">◆ ${tn("{n} date has passed", "{n} dates have passed", late, { n: late })}</b>`
        : html`<b>● ${t("No date has passed")}</b>`
    }
  </div>`;
}

function toolsView(state: State, desk: Desk): TemplateResult {
  return html`<div class="board-tools">
    <div class="board-search">
      <label for="search">${t("Search")}</label>
      <input id="search" class="utrecht-textbox" type="search" autocomplete="off" spellcheck="false" .value=${state.search}
        @input=${(event: InputEvent) =>
          desk.send({ type: "search", value: (event.target as HTMLInputElement).value })} />
    </div>
    ${button({ id: "refresh", label: t("Look for new"), kind: "secondary", busy: state.busy !== null, press: () => desk.refresh() })}
  </div>`;
}

function emptyBoard(state: State, shown: number): TemplateResult | typeof nothing {
  if (shown > 0 || state.busy) {
    return nothing;
  }
  return state.cards.length === 0
    ? emptyState({
        title: t("No cases"),
        body: t(
          "There is no case that opens with your key. New reports appear here when you sign in or look for new ones.",
        ),
      })
    : emptyState({ title: t("Nothing found"), body: t("No case answers to this search or list.") });
}

function expiredNote(state: State): TemplateResult | typeof nothing {
  return state.committee?.expired
    ? alert({
        kind: "warning",
        title: t("The committee list has run out"),
        body: t("No new reports can be sealed to you until the members sign a new list."),
      })
    : nothing;
}

/** The board with its lists, search and columns. */
export function boardView(state: State, desk: Desk, today: string): TemplateResult {
  const cards = columns(state, today);
  const shown = COLUMNS.reduce((sum, column) => sum + cards[column].length, 0);
  return html`<div class="workbench">
    ${navView(state, desk, today)}
    <div class="workbench-main">
      <h1 tabindex="-1">${t("Cases")}</h1>
      ${problemNote(state)} ${expiredNote(state)} ${toolsView(state, desk)} ${busyNote(state.busy)}
      ${emptyBoard(state, shown)}
      ${
        shown > 0
          ? html`<div class="board" id="board">${COLUMNS.map((column) => columnView(state, desk, column, cards[column], today))}</div>`
          : nothing
      }
      <p class="hint">
        ${t("The board opens no case. When you open one, the reporter can see that you looked, and on which day. The first line and new messages are shown only for cases that you opened since you signed in: look into a case to be sure that nothing waits.")}
      </p>
      <p class="small"><a id="to-practice" href="/${language()}/practice/" target="_blank" rel="noopener">${t("Practise on made-up cases (in a new tab)")}</a></p>
    </div>
  </div>`;
}
