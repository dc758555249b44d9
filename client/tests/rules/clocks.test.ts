import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dateParts, daysBetween, isoDate, weekday } from "../../src/protocol/dates";
import * as clocks from "../../src/rules/clocks";
import { vectors } from "../vectors";

interface Vector {
  country: string;
  received_on: string;
  acknowledged_on: string | null;
  acknowledge: clocks.Deadline;
  feedback: clocks.Deadline;
}

const DAYS = fc.integer({ min: 0, max: 17 * 365 }).map((days) => addDays("2024-01-01", days));
const COUNTRIES = fc.constantFrom("NL", "BE");

test.each(vectors<Vector[]>("clocks"))("$country $received_on $acknowledged_on", (vector) => {
  const { country, received_on, acknowledged_on } = vector;
  expect({
    country,
    received_on,
    acknowledged_on,
    acknowledge: clocks.acknowledgeBy(received_on, country),
    feedback: clocks.feedbackBy(received_on, acknowledged_on, country),
  }).toEqual(vector);
});

describe("holidays", () => {
  test.each([
    ["NL", "01-01 04-03 04-05 04-06 04-27 05-05 05-14 05-24 05-25 12-25 12-26"],
    ["BE", "01-01 04-05 04-06 05-01 05-14 05-24 05-25 07-21 08-15 11-01 11-11 12-25"],
  ])("%s in 2026", (country, days) => {
    expect([...clocks.publicHolidays(country, 2026)].sort()).toEqual(days.split(" ").map((day) => `2026-${day}`));
  });

  test("King's Day moves off a Sunday", () => {
    expect(clocks.publicHolidays("NL", 2031)).toContain("2031-04-26");
    expect(clocks.publicHolidays("NL", 2031)).not.toContain("2031-04-27");
  });

  test.each(["FR", "", "toString", "__proto__"])("an unknown country %j", (country) => {
    expect(() => clocks.acknowledgeBy("2026-01-01", country)).toThrow(RangeError);
  });

  test.each([
    [2008, "2008-03-23"],
    [2011, "2011-04-24"],
    [2024, "2024-03-31"],
    [2026, "2026-04-05"],
    [2038, "2038-04-25"],
    [2049, "2049-04-18"],
    [2076, "2076-04-19"],
  ])("Easter of %i", (year, day) => {
    expect(clocks.easter(year)).toBe(day);
  });
});

test("rolling forward", () => {
  fc.assert(
    fc.property(DAYS, COUNTRIES, (day, country) => {
      const rolled = clocks.rollForward(day, country);
      expect(clocks.isWorkingDay(rolled, country)).toBe(true);
      expect(daysBetween(day, rolled)).toBeGreaterThanOrEqual(0);
      expect(daysBetween(day, rolled)).toBeLessThanOrEqual(5);
      expect(clocks.rollForward(rolled, country)).toBe(rolled);
    }),
  );
});

test("months", () => {
  fc.assert(
    fc.property(DAYS, fc.integer({ min: -30, max: 60 }), (day, months) => {
      const [from, to] = [dateParts(day), dateParts(clocks.addMonths(day, months))];
      expect((to.year - from.year) * 12 + to.month - from.month).toBe(months);
      const lastOfMonth = dateParts(addDays(isoDate(to.year, to.month, to.day), 1)).day === 1;
      expect(to.day === from.day || (to.day < from.day && lastOfMonth)).toBe(true);
    }),
  );
});

test("working days: both Christmas days and the weekend do not count", () => {
  expect(clocks.addWorkingDays("2026-12-24", 2, "NL")).toBe("2026-12-29");
  expect(clocks.addWorkingDays("2026-12-24", 0, "NL")).toBe("2026-12-24");
});

test("days of the week", () => {
  expect(["2026-11-23", "2026-11-28", "2026-11-29"].map(weekday)).toEqual([0, 5, 6]);
});
