/** Calendar days as ISO texts (`2026-11-22`): they compare as texts, and cross a worker boundary as they are. */

const DAY = 86_400_000; // milliseconds; in UTC every day has as many
const WEEKDAYS = 7;

/** An ISO date, `YYYY-MM-DD`. There is no time of day anywhere (protocol section 1). */
export type IsoDate = string;

function milliseconds(day: IsoDate): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The date of a year, a month from 1 and a day from 1; what lies beyond the month runs on into the next. */
export function isoDate(year: number, month: number, day: number): IsoDate {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** Year, month from 1 and day of a date. */
export function dateParts(day: IsoDate): { year: number; month: number; day: number } {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) };
}

/** The date so many days on; `count` may be negative. */
export function addDays(day: IsoDate, count: number): IsoDate {
  return new Date(milliseconds(day) + count * DAY).toISOString().slice(0, 10);
}

/** How many days lie between two dates; negative when the second is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return (milliseconds(to) - milliseconds(from)) / DAY;
}

/** Day of the week as Python counts: 0 is Monday, 6 Sunday. */
export function weekday(day: IsoDate): number {
  return (new Date(milliseconds(day)).getUTCDay() + WEEKDAYS - 1) % WEEKDAYS;
}

/** The earlier of two dates. */
export function earlier(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? one : other;
}

/** The later of two dates. */
export function later(one: IsoDate, other: IsoDate): IsoDate {
  return one > other ? one : other;
}
