/** What is printed: the poster, and cards to cut out. Measures are millimetres of paper (styles/wall.css). */

import { html, nothing, type TemplateResult } from "lit-html";
import { sealMark } from "../../../components/seal";
import { wordsGrid } from "../../../components/words";
import { t } from "../../../texts";
import { codeAddress, typedAddress } from "../address";
import type { Ground } from "../desk";
import { codeImage, codeOf } from "../qr";
import type { Tongue, Verified } from "../state";
import { nameIn, ownDevice, promises, purpose, question, warning } from "../words";

const CARDS = 10;
const SHORT = 19; // characters of an address that fits in the largest type
const LONG = 29;
const FULL = 200; // characters of all bodies' names, from where their type is smaller

function lengthOf(address: string): string {
  return address.length <= SHORT ? "short" : address.length <= LONG ? "middling" : "long";
}

function direction(tongue: Tongue): "rtl" | "ltr" {
  return tongue === "ar" ? "rtl" : "ltr";
}

function addressLine(address: string): TemplateResult {
  return html`<p class="address address-${lengthOf(address)}" dir="ltr" translate="no">${address}</p>`;
}

function onionView({ onion }: Ground, tongue: Tongue): TemplateResult | typeof nothing {
  if (!onion) return nothing;
  const address = `${onion.replace(/^https?:\/\//u, "")}/${tongue}/`;
  return html`<p class="poster-onion">${t("With Tor Browser:")} <span dir="ltr" translate="no">${address}</span></p>`;
}

function code(verified: Verified, ground: Ground, tongue: Tongue): TemplateResult {
  const address = codeAddress(ground.origin, tongue, verified.committee.fingerprint.hex);
  return codeImage(codeOf(address), t("QR code with the address"));
}

export function posterSheet(verified: Verified, ground: Ground, tongue: Tongue): TemplateResult {
  const { committee, words } = verified;
  const name = nameIn(committee.name, tongue);
  const bodies = committee.bodies.map((body) => nameIn(body.name, tongue));
  const isFull = bodies.map(({ text }) => text).join().length > FULL;
  return html`<article class="sheet sheet-poster" lang=${tongue} dir=${direction(tongue)} aria-label=${t("Poster")}>
    <div class="poster-top">
      <p class="poster-question">${question()}</p>
      <p class="poster-lead">${t("You can report it. Only an independent committee can read it.")}</p>
    </div>
    <div class="poster-middle">
      <ul class="poster-promises">${promises().map((promise) => html`<li>${sealMark()}<span>${promise}</span></li>`)}</ul>
      <div class="poster-way">
        ${code(verified, ground, tongue)}
        <div class="poster-where">
          <p>${t("Scan the code, or type:")}</p>
          ${addressLine(typedAddress(ground.origin, tongue))}
          <p class="poster-own">${ownDevice()}</p>
          ${onionView(ground, tongue)}
        </div>
      </div>
      <div class="poster-words">
        <p><b>${purpose()}</b> ${warning()}</p>
        ${wordsGrid(words)}
      </div>
    </div>
    <div class="poster-foot ${isFull ? "poster-foot-full" : ""}">
      <p class="poster-committee"><bdi lang=${name.lang}>${name.text}</bdi></p>
      <p>${bodies.map(({ text, lang }, index) => html`${index ? " · " : nothing}<bdi lang=${lang}>${text}</bdi>`)}</p>
    </div>
  </article>`;
}

function cardView(picture: TemplateResult, address: string): TemplateResult {
  return html`<li class="card">
    <div class="card-text">
      ${sealMark()}
      <p class="card-motto">${t("First read. Then choose.")}</p>
      <p class="card-own">${ownDevice()}</p>
    </div>
    ${picture} ${addressLine(address)}
  </li>`;
}

/** Ten alike: what is on them says nothing about who carries one. */
export function cardsSheet(verified: Verified, ground: Ground, tongue: Tongue): TemplateResult {
  const address = typedAddress(ground.origin, tongue);
  const picture = code(verified, ground, tongue);
  const cards = Array.from({ length: CARDS }, () => cardView(picture, address));
  return html`<article class="sheet sheet-cards" lang=${tongue} dir=${direction(tongue)} aria-label=${t("Cards to cut out")}>
    <p class="cards-cut"><span aria-hidden="true">✂</span> ${t("Cut along the lines: ten cards of 85 × 54 mm")}</p>
    <ul class="cards">${cards}</ul>
  </article>`;
}
