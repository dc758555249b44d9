/** A block for an intranet: plain HTML that stands by itself, without script, style or anything from elsewhere. */

import { t } from "../../texts";
import { codeAddress, typedAddress } from "./address";
import type { Ground } from "./desk";
import { codeOf, codePath } from "./qr";
import type { Tongue, Verified } from "./state";
import { ownDevice, promises, purpose, question, warning } from "./words";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const SIDE = 200; // CSS pixels of the QR code

/** Text as HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);
}

export function snippet({ committee, words }: Verified, ground: Ground, tongue: Tongue): string {
  const address = codeAddress(ground.origin, tongue, committee.fingerprint.hex);
  const code = codeOf(address);
  const item = (text: string, more = ""): string => `    <li${more}>${escaped(text)}</li>`;
  const onion = ground.onion
    ? [`  <p>${escaped(t("With Tor Browser: {address}", { address: `${ground.onion}/${tongue}/` }))}</p>`]
    : [];
  return [
    `<section lang="${tongue}" dir="${tongue === "ar" ? "rtl" : "ltr"}">`,
    `  <h2>${escaped(question())}</h2>`,
    "  <ul>",
    ...promises().map((promise) => item(promise)),
    "  </ul>",
    `  <p><a href="${escaped(address)}" rel="noreferrer"><bdi>${escaped(typedAddress(ground.origin, tongue))}</bdi></a></p>`,
    ...onion,
    `  <p>${escaped(ownDevice())}</p>`,
    `  <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${code.size} ${code.size}" width="${SIDE}" height="${SIDE}" role="img" aria-label="${escaped(t("QR code with the address"))}">`,
    `    <path fill="#fff" d="M0 0h${code.size}v${code.size}H0z"/><path fill="#000" d="${codePath(code)}"/>`,
    "  </svg>",
    `  <p>${escaped(purpose())} ${escaped(warning())}</p>`,
    `  <ol translate="no">`,
    ...words.map((word) => item(word, ` dir="ltr"`)),
    "  </ol>",
    "</section>",
    "",
  ].join("\n");
}
