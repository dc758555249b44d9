import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as light from "../../src/rules/light";
import { vectors } from "../vectors";

type Event = Record<string, unknown>;
interface Vector {
  name: string;
  events: Event[];
  expect: { light: string; silent: boolean; misses: number };
}

const cases = vectors<Vector[]>("light");
const checkIn = (changes: Event) => ({ check_in: { answers: {}, safe: "green", known: "no", ...changes } });
const WELL = checkIn({});
const BAD = checkIn({ answers: { a: "yes" } });
const UNSURE = checkIn({ answers: { a: "maybe" } });
const EVENTS = fc.array(
  fc.constantFrom<Event>(
    WELL,
    BAD,
    UNSURE,
    { missed: true },
    { leak: true },
    { remedy: "member" },
    { remedy: "reporter" },
  ),
  { maxLength: 30 },
);

test.each(cases)("$name", (vector) => {
  expect(Object.keys(vector).sort()).toEqual(["events", "expect", "name"]);
  expect(light.fold(vector.events)).toMatchObject(vector.expect);
});

test("red ends only by remedy and agreement", () => {
  fc.assert(
    fc.property(EVENTS, (events) => {
      let state = light.START;
      let remedies = new Set<unknown>();
      for (const event of events) {
        const before = state;
        state = light.step(state, event);
        if (event === BAD || event.leak === true) {
          remedies = new Set();
          expect(state.light).toBe("red");
        }
        if (event.remedy !== undefined) {
          remedies.add(event.remedy);
        }
        if (before.light === "red" && state.light !== "red") {
          expect(state.light).toBe("orange");
          expect(remedies.size).toBe(2);
        }
      }
    }),
  );
});

test("silence is never better", () => {
  const order = ["green", "grey", "orange", "red"];
  fc.assert(
    fc.property(EVENTS, (events) => {
      const state = light.fold(events);
      const missed = light.step(state, { missed: true });
      expect(order.indexOf(missed.light)).toBeGreaterThanOrEqual(order.indexOf(state.light));
      expect(missed.silent).toBe(true);
    }),
  );
});

describe("what cannot be read is not green", () => {
  test.each([
    {},
    { safe: "green" },
    { known: "no" },
    { safe: "green", known: "no", answers: { z: "yes" } },
    { safe: "green", known: "no", answers: { a: "?" } },
    { safe: "green", known: "no", answers: [] },
    { safe: "green", known: "no", answers: null },
    { safe: "blue", known: "no" },
    { safe: "green", known: null },
  ])("%j", (fields) => {
    expect(light.grade(fields)).toBe("orange");
  });
});

test("every form of Article 19 has a kind, and one alone", () => {
  expect([...light.HARD, ...light.SOFT].sort().join("")).toBe("abcdefghijklmno");
});

test("agreement before the remedy counts too", () => {
  expect(light.fold([BAD, { remedy: "reporter" }, { remedy: "member" }]).light).toBe("orange");
});

test.each([{}, { missed: false }, { remedy: "union" }, { check_in: 1 }, { check_in: [] }])(
  "%j is no event",
  (event) => {
    expect(() => light.fold([event])).toThrow(RangeError);
  },
);
