/** Choosing a passphrase: six words on offer, or an own one. */

import { html, type TemplateResult } from "lit-html";
import { t } from "../texts";
import { alert } from "./alert";
import { button } from "./button";
import { textField } from "./field";

export interface PassphraseChoice {
  /** Six words; empty until they come. */
  offered: string;
  isOwn: boolean;
  own: string;
  again: string;
}

export interface PassphraseTools {
  choice: PassphraseChoice;
  errorAt(id: string): string | undefined;
  change(change: Partial<PassphraseChoice>): void;
  /** Other six words. */
  renew(): void;
}

export const newChoice = (): PassphraseChoice => ({ offered: "", isOwn: false, own: "", again: "" });

/** What was chosen. */
export function chosen(choice: PassphraseChoice): string {
  return choice.isOwn ? choice.own : choice.offered;
}

export function passphraseChoice(tools: PassphraseTools): TemplateResult {
  return html`<h2>${t("Your passphrase")}</h2>
    ${tools.choice.isOwn ? ownView(tools) : offerView(tools)}
    ${alert({
      kind: "warning",
      body: t(
        "Write it on paper now, and keep the paper at home. Nobody can give it again: not we, and not the people who run this site.",
      ),
    })}`;
}

function offerView({ choice, change, renew }: PassphraseTools): TemplateResult {
  return html`<p>${t("Take these six words. Nobody can guess them. Make a short story of them, then you remember them.")}</p>
    <p class="panel code passphrase" id="offered" dir="ltr" translate="no" tabindex="-1">${choice.offered}</p>
    <div class="receipt-tools">
      ${button({ id: "renew", label: t("Other six words"), press: renew })}
      ${button({ id: "own-passphrase", label: t("I choose my own"), kind: "quiet", press: () => change({ isOwn: true }) })}
    </div>`;
}

function ownView({ choice, errorAt, change }: PassphraseTools): TemplateResult {
  return html`${textField({
    id: "own",
    label: t("Your own passphrase"),
    hint: t("A passphrase that you use nowhere else. Four words or more that do not belong together are strong."),
    value: choice.own,
    type: "password",
    autocomplete: "new-password",
    reveal: t("Show the passphrase"),
    error: errorAt("own"),
    change: (own) => change({ own }),
  })}
  ${textField({
    id: "again",
    label: t("The same once more"),
    value: choice.again,
    type: "password",
    autocomplete: "new-password",
    error: errorAt("again"),
    change: (again) => change({ again }),
  })}
  <div class="receipt-tools">
    ${button({ id: "take-offer", label: t("Rather six words on offer"), kind: "quiet", press: () => change({ isOwn: false }) })}
  </div>`;
}

export type PassphraseFault = "no-passphrase" | "weak" | "not-the-same" | "estimator";

/** A sentence for a fault, that says what to do. */
export function passphraseFault(code: PassphraseFault): string {
  switch (code) {
    case "no-passphrase":
      return t("Type a passphrase, or take the six words on offer");
    case "weak":
      return t(
        "This passphrase can be guessed. Add two words that have nothing to do with it or with you, or take the six words on offer.",
      );
    case "not-the-same":
      return t("The two are not the same. Type your passphrase once more.");
    case "estimator":
      return t(
        "There is no connection, so we cannot test your own passphrase. Take the six words on offer, or try again.",
      );
  }
}
