/** What stands on paper and intranet, in the language of the paper (see `withTexts`). */

import type { Names } from "../../keyring/types";
import { t } from "../../texts";
import type { Ground } from "./desk";
import type { Tongue, Verified } from "./state";

/** A name in this language, else as it stands on the building. */
export function nameIn(by: Names, tongue: Tongue): { text: string; lang: string } {
  const lang = [tongue, "nl", "fr", "de", "en"].find((one) => by[one]) ?? Object.keys(by)[0] ?? "";
  return { text: by[lang] ?? "", lang };
}

export function promises(): string[] {
  return [
    t("You do not have to give your name."),
    t("Your manager and the IT department cannot read it."),
    t("You hear from the committee within seven days."),
  ];
}

export const question = (): string => t("Is something wrong at work?");
export const purpose = (): string => t("You must see these words on the site too.");
export const warning = (): string => t("Are they different? Then write nothing there, and tell the committee.");
export const ownDevice = (): string => t("Use your own phone, not one from your work.");

/** Numbered, for where there is text alone. */
export function numbered(words: readonly string[]): string {
  return words.map((word, index) => `${index + 1}. ${word}`).join("\n");
}

function places(ground: Ground, tongue: Tongue): string {
  const address = `${ground.origin}/${tongue}/`;
  return ground.onion
    ? `${address}\n${t("With Tor Browser: {address}", { address: `${ground.onion}/${tongue}/` })}`
    : address;
}

function bodies({ committee }: Verified, tongue: Tongue): string {
  return committee.bodies.map((body) => `- ${nameIn(body.name, tongue).text}`).join("\n");
}

/** An article for the intranet: paragraphs with an empty line between them. */
export function article(verified: Verified, ground: Ground, tongue: Tongue): string {
  const committee = nameIn(verified.committee.name, tongue).text;
  return [
    question(),
    t("You can now report it, also without giving your name."),
    t(
      "Fraud, abuse of power, an unsafe situation, rules that are broken: if something is wrong at work, you can report it to {committee}. This is an independent committee.",
      { committee },
    ),
    places(ground, tongue),
    t("What happens to your report?"),
    t(
      "You answer a few questions in your browser. It seals your answers before they leave your device. Only the members of the committee can open them. You can leave out members yourself. Managers and the IT department cannot read along.",
    ),
    t(
      "You get twelve words. They are your own key to the answer. The committee writes to you within seven days, and tells you within three months what it does with your report.",
    ),
    t("Good to know"),
    [
      `- ${t("Use your own phone or computer, at home or elsewhere. Devices and networks of work may keep a record of what you do.")}`,
      `- ${t("You may also report directly outside our organisation. The site says where.")}`,
      `- ${t("Whoever reports is protected by law against bad treatment.")}`,
    ].join("\n"),
    t("Who is it for?"),
    `${t("For everybody who works here, worked here, or applied for work:")}\n${bodies(verified, tongue)}`,
    t("Is this the real committee?"),
    `${purpose()} ${warning()}`,
    numbered(verified.words),
  ].join("\n\n");
}

/** An e-mail to everybody: the first line is its subject. */
export function mail(verified: Verified, ground: Ground, tongue: Tongue): string {
  const committee = nameIn(verified.committee.name, tongue).text;
  return [
    t("Subject: where you can report something that is wrong at work"),
    t("Dear colleague,"),
    t(
      "Is something wrong at work? You can report it to {committee}, also without giving your name. Managers and the IT department cannot read your report.",
      { committee },
    ),
    places(ground, tongue),
    t(
      "Do not open this address from this e-mail or on a device of work. Type it on your own phone, or scan the code on the poster.",
    ),
    `${t("On the site you must see these twelve words. Are they different? Then write nothing there, and tell the committee.")}\n${verified.words.join(" ")}`,
    t("Everybody gets this e-mail. Keep it or throw it away: both are fine."),
    t("Kind regards,"),
  ].join("\n\n");
}
