/** The page around the application: its language, its addresses, its heading, its quiet announcements. */

export type Language = "nl" | "en" | "ar";

/** What the page was built with, from the attributes of its root element. */
export function pageData(): { worker: string; texts: string; exit: string; idleSeconds: number } {
  const { worker = "", texts = "", exit = "", idleSeconds = "0" } = document.documentElement.dataset;
  return { worker, texts, exit, idleSeconds: Number(idleSeconds) };
}

/** The page's language. */
export function language(): Language {
  const { lang } = document.documentElement;
  return lang === "nl" || lang === "ar" ? lang : "en";
}

/** For dates and numbers: Arabic with the digits that stand on papers here too. */
function locale(): string {
  return language() === "ar" ? "ar-u-nu-latn" : language() === "nl" ? "nl-NL" : "en-GB";
}

/** A name in the page's language, else in the first that is there. */
export function names(by: Readonly<Record<string, string>>): string {
  return by[language()] ?? by.nl ?? by.fr ?? by.en ?? Object.values(by)[0] ?? "";
}

/** A name as it stands on the building: in the country's own language. */
export function officialName(by: Readonly<Record<string, string>>): { text: string; lang: string } {
  const lang = ["nl", "fr", "de", "en"].find((one) => by[one]) ?? Object.keys(by)[0] ?? "";
  return { text: by[lang] ?? "", lang };
}

/** Things in a row as the language writes them: `7, 9 en 11`. */
export function listText(items: readonly (string | number)[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(items.map(String));
}

/** Today in Europe/Amsterdam, `2026-11-22`. */
export function today(): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam" }).format(new Date());
}

/** A date in words, for instance `zondag 29 november 2026`. */
export function dateText(iso: string, weekday = true): string {
  const date = new Date(`${iso}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  const style = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), weekday ? { weekday: "long", ...style } : style).format(date);
}

/** A number as the language writes it. */
export function numberText(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

/** After a step: the new heading is read aloud and the page begins at the top. */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("#app h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

/** The title of tab and history: it never says what this is about. */
export function setTitle(text: string): void {
  document.title = text ? `${text} · Meldpunt` : "Meldpunt";
}

/** Say something to those who listen, without moving the focus. */
export function announce(text: string): void {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}
