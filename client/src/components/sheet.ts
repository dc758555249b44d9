/** A recovery sheet: its words to print or write down, and three of them asked back. */

import { html, nothing, type TemplateResult } from "lit-html";
import { t } from "../texts";
import { button } from "./button";
import { textField } from "./field";
import { language } from "./page";
import { wordsGrid } from "./words";

interface Sheet {
  words: readonly string[];
  numbers: readonly string[];
}

export function recoverySheet(options: {
  sheet: Sheet;
  asNumbers: boolean;
  /** Stands on the paper above the words; it names no site. */
  heading: string;
  print(): void;
  turn(asNumbers: boolean): void;
}): TemplateResult {
  const { sheet, asNumbers, heading, print, turn } = options;
  return html`<p class="print-only">${heading}</p>
    ${wordsGrid(asNumbers ? sheet.numbers : sheet.words)}
    ${
      asNumbers || language() === "en"
        ? nothing
        : html`<p class="hint no-print">${t("The words are English. You do not need to understand them: copy them letter by letter, or take the numbers.")}</p>`
    }
    <div class="receipt-tools no-print">
      ${button({ id: "print", label: t("Print the sheet"), press: print })}
      ${button({
        id: "as-numbers",
        label: asNumbers ? t("Show words") : t("Show numbers instead"),
        press: () => turn(!asNumbers),
      })}
    </div>`;
}

export function askedBack(options: {
  asked: readonly number[];
  typed: readonly string[];
  asNumbers: boolean;
  errorAt(id: string): string | undefined;
  change(index: number, text: string): void;
}): TemplateResult {
  const { asked, typed, asNumbers, errorAt, change } = options;
  return html`<div class="words-back">
    ${asked.map((position, index) =>
      textField({
        id: `back-${position}`,
        label: asNumbers ? t("Number {n}", { n: position + 1 }) : t("Word {n}", { n: position + 1 }),
        value: typed[index] ?? "",
        error: errorAt(`back-${position}`),
        change: (text) => change(index, text),
      }),
    )}
  </div>`;
}

/** Whether this is the word, or its number, at a position; capitals and leading zeros do not matter. */
export function isOnSheet(sheet: Sheet, position: number, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  return text === sheet.words[position] || (/^\d+$/u.test(text) && Number(text) === Number(sheet.numbers[position]));
}
