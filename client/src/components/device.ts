/** A telephone that shows one-time codes, and the recovery codes that stand in for it. */

import { html, type TemplateResult } from "lit-html";
import { t } from "../texts";
import { button } from "./button";
import { textField } from "./field";
import { dateText, today } from "./page";
import { qrCode } from "./qr";

const GROUP = 4;

/** In groups of four, as it is read aloud and typed. */
export function grouped(text: string, between = " "): string {
  return text.replace(new RegExp(`.{${GROUP}}(?=.)`, "gu"), `$&${between}`);
}

/** What an app for one-time codes reads (the form of Google Authenticator). */
export function deviceAddress(username: string, base32: string): string {
  return `otpauth://totp/Meldpunt:${encodeURIComponent(username)}?secret=${base32}&issuer=Meldpunt`;
}

/** A code as it is typed, without the space in the middle. */
export function sixDigits(text: string): string {
  return text.replace(/[\s-]/gu, "");
}

export const isSixDigits = (text: string): boolean => /^[0-9]{6}$/u.test(sixDigits(text));

export function deviceSetUp(options: {
  username: string;
  base32: string;
  code: string;
  error: string | undefined;
  change(code: string): void;
}): TemplateResult {
  const { username, base32, code, error, change } = options;
  return html`<ol class="device-steps">
      <li>${t("Open an app for one-time codes on your phone, such as Aegis, FreeOTP, Google Authenticator or your password manager.")}</li>
      <li>${t("Scan this code with it:")}
        <div>${qrCode(deviceAddress(username, base32), t("QR code for the app with one-time codes"))}</div>
        <details class="more" id="by-hand"><summary>${t("I cannot scan it")}</summary>
          <p>${t("Type this key in the app. Choose “based on time”.")}</p>
          <p class="panel code" id="otp-secret" dir="ltr" translate="no">${grouped(base32)}</p>
        </details>
      </li>
      <li>${t("Type the six digits that the app shows now.")}</li>
    </ol>
    ${textField({
      id: "otp-code",
      label: t("Code of six digits"),
      value: code,
      inputmode: "numeric",
      autocomplete: "one-time-code",
      narrow: true,
      error,
      change,
    })}`;
}

/** A sentence for a code that the server did not take. */
export function codeRefused(): string {
  return t(
    "This code is not right. Wait for the next one and type that. Again not right? Then the clock of your phone is off: let it set its time by itself, in the settings under date and time.",
  );
}

export function recoveryCodes(codes: readonly string[]): TemplateResult {
  return html`<ul class="plain recovery-codes" id="recovery-codes" translate="no">
    ${codes.map((code) => html`<li class="code" dir="ltr">${code}</li>`)}
  </ul>`;
}

/** The codes on show once, to be printed before the telephone is linked. */
export function codesForPaper(codes: readonly string[], print: () => void): TemplateResult {
  return html`<p class="print-only">${t("Recovery codes, {date}. Each counts once.", { date: dateText(today(), false) })}</p>
    <div class="panel">${recoveryCodes(codes)}</div>
    <div class="receipt-tools no-print">${button({ id: "print", label: t("Print the codes"), press: print })}</div>
    <p class="hint no-print">${t("Print them or write them down, and keep them apart from your phone and your passphrase.")}</p>`;
}
