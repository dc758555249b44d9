/** The parts of the page: a sheet with its button to print, a text with its button to copy. */

import { html, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { t, withTexts } from "../../../texts";
import type { Desk, Ground } from "../desk";
import { snippet } from "../snippet";
import type { Piece, Sheet, State, Verified } from "../state";
import { article, mail } from "../words";
import { cardsSheet, posterSheet } from "./sheets";

/** What is made for paper speaks the paper's language, what is around it the page's. */
function spoken<T>(state: State, make: () => T): T {
  return state.texts ? withTexts(state.texts, make) : make();
}

function sheetPart(desk: Desk, sheet: Sheet, title: string, body: string, label: string, paper: TemplateResult) {
  return html`<section class="part part-${sheet}" aria-labelledby="${sheet}-title">
    <div class="part-text no-print">
      <h2 id="${sheet}-title">${title}</h2>
      <p>${body}</p>
      ${button({ id: `print-${sheet}`, label, kind: "primary", press: () => desk.print(sheet) })}
    </div>
    <div class="paper">${paper}</div>
  </section>`;
}

export function sheetsView(state: State, verified: Verified, ground: Ground, desk: Desk): TemplateResult {
  const { tongue } = state;
  return html`${sheetPart(
    desk,
    "poster",
    t("Poster"),
    t(
      "A4, upright. It stays right until the committee is founded anew, so it has no date. Print it without margins (100 %).",
    ),
    t("Print the poster"),
    spoken(state, () => posterSheet(verified, ground, tongue)),
  )}
  ${sheetPart(
    desk,
    "cards",
    t("Cards for a wallet"),
    t(
      "Ten on a sheet of A4, on thick paper. Lay them where anybody can take one unseen: who carries one may just be curious.",
    ),
    t("Print the cards"),
    spoken(state, () => cardsSheet(verified, ground, tongue)),
  )}`;
}

interface Copied {
  piece: Piece;
  title: string;
  body: string;
  text: string;
  rows: number;
  label: string;
}

function textPart(state: State, desk: Desk, { piece, title, body, text, rows, label }: Copied): TemplateResult {
  const isCode = piece === "snippet";
  const { copied } = state;
  return html`<section class="part part-${piece} no-print" aria-labelledby="${piece}-title">
    <div class="part-text">
      <h2 id="${piece}-title">${title}</h2>
      <p>${body}</p>
      ${button({ id: `copy-${piece}`, label, kind: "primary", press: () => desk.copy(piece, text) })}
      ${copied?.piece === piece ? copiedView(copied.done) : ""}
    </div>
    <textarea
      id=${piece}
      class="utrecht-textarea part-copy ${isCode ? "code" : ""}"
      aria-labelledby="${piece}-title"
      lang=${state.tongue}
      dir=${!isCode && state.tongue === "ar" ? "rtl" : "ltr"}
      rows=${rows}
      spellcheck="false"
      readonly
      .value=${text}
    ></textarea>
  </section>`;
}

function copiedView(done: boolean): TemplateResult {
  return done
    ? html`<p class="part-done" role="status"><span aria-hidden="true">✓</span> ${t("Copied")}</p>`
    : alert({
        kind: "warning",
        live: true,
        body: t("The browser did not copy it. The text is selected: copy it yourself."),
      });
}

export function textsView(state: State, verified: Verified, ground: Ground, desk: Desk): TemplateResult {
  const { tongue } = state;
  const part = (copied: Copied) => textPart(state, desk, copied);
  return html`${part({
    piece: "snippet",
    title: t("A block for the intranet"),
    body: t(
      "Plain HTML with the address, the words and the QR code. It has no script and fetches nothing from elsewhere, so nobody sees who looks at it.",
    ),
    text: spoken(state, () => snippet(verified, ground, tongue)),
    rows: 14,
    label: t("Copy the block"),
  })}
  ${part({
    piece: "article",
    title: t("An article for the intranet"),
    body: t("Change what you like, but leave the address and the twelve words as they are."),
    text: spoken(state, () => article(verified, ground, tongue)),
    rows: 18,
    label: t("Copy the article"),
  })}
  ${part({
    piece: "mail",
    title: t("An e-mail to everybody"),
    body: t("Send it to everybody at once, and ask for no receipt: nobody should be able to see who read it."),
    text: spoken(state, () => mail(verified, ground, tongue)),
    rows: 16,
    label: t("Copy the e-mail"),
  })}`;
}
