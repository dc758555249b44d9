/** Which addresses stand on paper. */

/** For people who type: without what a browser adds by itself. */
export function typedAddress(origin: string, tongue: string): string {
  return `${origin.replace(/^https:\/\//u, "")}/${tongue}/`;
}

/** For the QR code: with the fingerprint, which the pages behind it check. It never reaches the server. */
export function codeAddress(origin: string, tongue: string, fingerprint: string): string {
  return `${origin}/${tongue}/#fp=${fingerprint}`;
}

/** `#committee=<name>`, and the fingerprint of an older poster if there is one. */
export function wanted(hash: string): { committee: string | null; fingerprint: string | null } {
  const fields = new URLSearchParams(hash.replace(/^#/u, ""));
  return { committee: fields.get("committee"), fingerprint: fields.get("fp") };
}

/** The addresses of the texts by language, as the page was built with them: `nl=/assets/… en= ar=/assets/…`. */
export function textAddresses(built: string): Map<string, string> {
  return new Map(built.split(" ").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}
