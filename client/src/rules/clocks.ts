/**
 * The legal clocks: acknowledgement and feedback (Directive (EU) 2019/1937, Article 9(1)(b) and (f)).
 *
 * Calendar days, the day of the event not counted. The plain date is the promise; beside it, as information, the date
 * rolled over weekends and public holidays. Whether the roll-over binds is for the body's counsel.
 */

import { addDays, dateParts, type IsoDate, isoDate, weekday } from "../protocol/dates";

export const ACKNOWLEDGE_WITHIN = 7; // days
export const FEEDBACK_MONTHS = 3;
export const INTERIM_WITHIN = 28; // days; an interim answer names a new date at most so far on
const SATURDAY = 5;
const SUNDAY = 6;

/** The promised date, and the same rolled forward to a working day. */
export interface Deadline {
  readonly target: IsoDate;
  readonly legal: IsoDate;
}

/** A day of a year on which a term does not end. */
type Rule = (year: number) => IsoDate;

const fixed =
  (month: number, day: number): Rule =>
  (year) =>
    isoDate(year, month, day);
const afterEaster =
  (days: number): Rule =>
  (year) =>
    addDays(easter(year), days);

/** King's Day, since 2014: 27 April, or the 26th when that is a Sunday. */
function kingsDay(year: number): IsoDate {
  const day = isoDate(year, 4, 27);
  return weekday(day) === SUNDAY ? addDays(day, -1) : day;
}

const NEW_YEAR = fixed(1, 1);
const EASTER = afterEaster(0);
const EASTER_MONDAY = afterEaster(1);
const ASCENSION = afterEaster(39);
const WHIT_SUNDAY = afterEaster(49);
const WHIT_MONDAY = afterEaster(50);
const CHRISTMAS = fixed(12, 25);

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  // Algemene termijnenwet, Article 3, which counts Good Friday and every 5 May.
  NL: [
    NEW_YEAR,
    afterEaster(-2),
    EASTER,
    EASTER_MONDAY,
    kingsDay,
    fixed(5, 5),
    ASCENSION,
    WHIT_SUNDAY,
    WHIT_MONDAY,
    CHRISTMAS,
    fixed(12, 26),
  ],
  // The federal holidays: royal decree of 18 April 1974, Article 1, with Easter and Whit Sunday.
  BE: [
    NEW_YEAR,
    EASTER,
    EASTER_MONDAY,
    fixed(5, 1),
    ASCENSION,
    WHIT_SUNDAY,
    WHIT_MONDAY,
    fixed(7, 21),
    fixed(8, 15),
    fixed(11, 1),
    fixed(11, 11),
    CHRISTMAS,
  ],
};

/** Easter Sunday by the anonymous Gregorian computus (Meeus, "Astronomical Algorithms", chapter 8). */
export function easter(year: number): IsoDate {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const leap = century - Math.floor(century / 4);
  const moon = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + leap - moon + 15) % 30;
  const rest = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - ((year % 100) % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * rest) / 451);
  return addDays(isoDate(year, 3, 22), epact + rest - 7 * late);
}

const known = new Map<string, ReadonlySet<IsoDate>>();

/**
 * The days on which a term does not end.
 *
 * @param country ISO 3166-1, `NL` or `BE`.
 * @throws RangeError for a country whose days we do not know.
 */
export function publicHolidays(country: string, year: number): ReadonlySet<IsoDate> {
  const name = `${country} ${year}`;
  const found = known.get(name);
  if (found !== undefined) {
    return found;
  }
  const rules = Object.hasOwn(RULES, country) ? RULES[country] : undefined;
  if (rules === undefined) {
    throw new RangeError(`no public holidays known for ${country}`);
  }
  const days = new Set(rules.map((rule) => rule(year)));
  known.set(name, days);
  return days;
}

/** Neither Saturday, Sunday nor public holiday. */
export function isWorkingDay(day: IsoDate, country: string): boolean {
  return weekday(day) < SATURDAY && !publicHolidays(country, dateParts(day).year).has(day);
}

/** The day itself, or the first working day after it. */
export function rollForward(day: IsoDate, country: string): IsoDate {
  let working = day;
  while (!isWorkingDay(working, country)) {
    working = addDays(working, 1);
  }
  return working;
}

/** The day that lies `count` working days after this one, which is not counted itself. */
export function addWorkingDays(day: IsoDate, count: number, country: string): IsoDate {
  let working = day;
  for (let done = 0; done < count; done += 1) {
    working = rollForward(addDays(working, 1), country);
  }
  return working;
}

/** The same date so many months on, else the last day of that month. */
export function addMonths(day: IsoDate, months: number): IsoDate {
  const parts = dateParts(day);
  const month = parts.month - 1 + months;
  const year = parts.year + Math.floor(month / 12);
  const inYear = ((month % 12) + 12) % 12;
  const last = dateParts(isoDate(year, inYear + 2, 0)).day;
  return isoDate(year, inYear + 1, Math.min(parts.day, last));
}

/** Seven days after receipt. */
export function acknowledgeBy(receivedOn: IsoDate, country: string): Deadline {
  const target = addDays(receivedOn, ACKNOWLEDGE_WITHIN);
  return { target, legal: rollForward(target, country) };
}

/** Three months after the acknowledgement, or after day 7 if none was sent. */
export function feedbackBy(receivedOn: IsoDate, acknowledgedOn: IsoDate | null, country: string): Deadline {
  const target = addMonths(acknowledgedOn ?? addDays(receivedOn, ACKNOWLEDGE_WITHIN), FEEDBACK_MONTHS);
  return { target, legal: rollForward(target, country) };
}
