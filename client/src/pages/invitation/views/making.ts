/** Name and passphrase, key and sheet, mail address, recovery codes and telephone. */

import { html, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { button } from "../../../components/button";
import { radioCards } from "../../../components/choice";
import { codesForPaper, deviceSetUp } from "../../../components/device";
import { textField } from "../../../components/field";
import { dateText, listText, today } from "../../../components/page";
import { passphraseChoice } from "../../../components/passphrase";
import { askedBack, recoverySheet } from "../../../components/sheet";
import { t } from "../../../texts";
import type { Desk } from "../desk";
import type { State } from "../state";
import { errorAt, step } from "./frame";

export function nameView(state: State, desk: Desk): TemplateResult {
  return step(state, desk, {
    title: t("How you sign in"),
    body: html`${textField({
      id: "username",
      label: t("Name for signing in"),
      hint: t("Small letters, digits and hyphens. The people who run this site can see it, colleagues cannot."),
      value: state.username,
      autocomplete: "username",
      error: errorAt(state, "username"),
      change: (text) => desk.send({ type: "type", field: "username", text: text.toLowerCase().trim() }),
    })}
    ${passphraseChoice({
      choice: state.choice,
      errorAt: (id) => errorAt(state, id),
      change: (change) => desk.send({ type: "passphrase", change }),
      renew: () => desk.otherWords(),
    })}`,
  });
}

export function keyView(state: State, desk: Desk): TemplateResult {
  return step(state, desk, {
    title: t("Your key"),
    lead: t("With your key you open reports. Your browser makes it now, and nobody else gets it."),
    body: html`${radioCards({
      id: "keep",
      legend: t("May your sealed key be kept on the server?"),
      hint: t(
        "It is sealed with your passphrase, so the server cannot open it. Then you can work on any device with your passphrase and your phone.",
      ),
      error: errorAt(state, "keep"),
      options: [
        { value: "yes", label: t("Yes, keep it (recommended)") },
        {
          value: "no",
          label: t("No, keep it nowhere"),
          hint: t("For now you cannot open cases then: you first set your key again with the 24 words."),
        },
      ],
      value: state.keep === null ? null : state.keep ? "yes" : "no",
      change: (value) => desk.send({ type: "keep", keep: value === "yes" }),
    })}`,
    next: state.made ? t("Continue") : t("Make my key"),
  });
}

export function sheetView(state: State, desk: Desk): TemplateResult {
  if (!state.made) return html``;
  return step(state, desk, {
    title: t("Your recovery sheet"),
    lead: html`${t("These 24 words are your key. With them you set a new passphrase when you have forgotten it.")} <b>${t("We cannot give them again.")}</b>`,
    body: html`${recoverySheet({
      sheet: state.made.key.sheet,
      asNumbers: state.asNumbers,
      heading: t("Recovery sheet, {date}. Keep it in a safe place, apart from other papers.", {
        date: dateText(today(), false),
      }),
      print: () => desk.print(),
      turn: (asNumbers) => desk.send({ type: "as-numbers", asNumbers }),
    })}
    <div class="no-print">
      ${alert({
        kind: "warning",
        body: t(
          "Who finds these words can read every report that you can read. Keep them in a safe or with somebody you trust, not at your desk. Take no photo, and use a printer of your own.",
        ),
      })}
      <p class="hint">${t("Does your browser close before the last step? Nothing is lost: the invitation still works, you get other words, and this sheet can be torn up.")}</p>
    </div>`,
    next: t("I have them on paper"),
  });
}

export function backView(state: State, desk: Desk): TemplateResult {
  const places = listText(state.asked.map((position) => position + 1));
  return step(state, desk, {
    title: t("Are they on paper?"),
    lead: state.asNumbers
      ? t("Type numbers {places} from your paper, to be sure.", { places })
      : t("Type words {places} from your paper, to be sure.", { places }),
    body: askedBack({
      asked: state.asked,
      typed: state.typed,
      asNumbers: state.asNumbers,
      errorAt: (id) => errorAt(state, id),
      change: (index, text) => desk.send({ type: "type-back", index, text }),
    }),
  });
}

export function mailView(state: State, desk: Desk): TemplateResult {
  return step(state, desk, {
    title: t("Reminders by mail"),
    lead: t(
      "You can get a short mail when something waits for you. It never says what, or in which case. The mail goes through ordinary mail servers, and shows that you belong to this committee.",
    ),
    body: textField({
      id: "mail",
      label: t("Mail address"),
      optional: true,
      type: "email",
      inputmode: "email",
      autocomplete: "email",
      value: state.mail,
      error: errorAt(state, "mail"),
      change: (text) => desk.send({ type: "type", field: "mail", text }),
    }),
  });
}

export function codesView(state: State, desk: Desk): TemplateResult {
  return step(state, desk, {
    title: t("Codes for when your phone is lost"),
    lead: t(
      "In the next step you link your phone, which shows a code each time you sign in. Is your phone lost? Then you type one of these eight codes instead. Each counts once.",
    ),
    body: codesForPaper(state.device?.recoveryCodes ?? [], () => desk.print()),
    next: t("I have them on paper"),
  });
}

export function deviceView(state: State, desk: Desk): TemplateResult {
  const { device } = state;
  if (!device) return html``;
  return step(state, desk, {
    title: t("Link your phone"),
    lead: t("This is the last step. After it your account is open."),
    body: deviceSetUp({
      username: state.username,
      base32: device.base32,
      code: state.otpCode,
      error: errorAt(state, "otp-code"),
      change: (text) => desk.send({ type: "type", field: "otpCode", text }),
    }),
    next: t("Open my account"),
    ...(state.problem === "invitation-used" || state.problem === "no-invitation" ? { more: askAnew(desk) } : {}),
  });
}

function askAnew(desk: Desk): TemplateResult {
  return button({
    id: "another-code",
    label: t("Type another code"),
    kind: "quiet",
    press: () => desk.send({ type: "begin-again" }),
  });
}
