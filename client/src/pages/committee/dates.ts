/** Dates as a dense workbench writes them; the year stands only where it is not this one. */

import { language, today } from "../../components/page";

function locale(): string {
  return language() === "ar" ? "ar-u-nu-latn" : language() === "nl" ? "nl-NL" : "en-GB";
}

/** For instance `29 nov`, or `14 jan 2027` from another year. */
export function shortDate(iso: string, now: string = today()): string {
  const date = new Date(`${iso}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) {
    return iso;
  }
  const year = iso.slice(0, 4) === now.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  const month = language() === "ar" ? "long" : "short";
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month, timeZone: "UTC", ...year }).format(date);
}
