/** JSON, base64url, dates and sizes: one spelling a value, all others refused. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as encoding from "../../src/protocol/encoding";
import { MalformedError } from "../../src/protocol/errors";
import * as padme from "../../src/protocol/padme";
import { vectors } from "../vectors";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("base64url", () => {
  test("round trip", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (data) => {
        expect(encoding.unb64u(encoding.b64u(data))).toEqual(data);
      }),
    );
  });

  test.each(["A", "AB=", "AB==", "A+BC", "A/BC", "AB\n", "AAB", "é", " AA"])("refuses %j", (text) => {
    expect(() => encoding.unb64u(text)).toThrow(MalformedError);
  });

  test("refuses another length", () => expect(() => encoding.unb64u("AAAA", 32)).toThrow(MalformedError));
});

describe("JSON", () => {
  test("round trip", () => {
    const text = fc.string({ unit: "grapheme" });
    const leaf = fc.oneof(text, fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
    const object = fc.dictionary(text, fc.oneof(leaf, fc.array(leaf), fc.dictionary(text, leaf)));
    fc.assert(
      fc.property(object, (value) => {
        const written = encoding.dumpJson(value);
        expect(encoding.dumpJson(encoding.parseJson(written))).toEqual(written);
      }),
    );
  });

  test.each([
    "[]",
    "1",
    "",
    "{",
    '{"a":1,"a":2}',
    '{"a":{"b":1,"\\u0062":2}}',
    '{"a":[{"b":1,"b":1}]}',
    '{"a":"\\ud800"}',
    '{"a":9007199254740992}',
    '{"a":1e400}',
    '{"a":NaN}',
    '{"a":1,}',
    "{'a':1}",
    "\ufeff{}",
    `{"a":${"[".repeat(200)}${"]".repeat(200)}}`,
  ])("refuses %s", (text) => expect(() => encoding.parseJson(bytes(text))).toThrow(MalformedError));

  test.each([
    [100, "", true],
    [99, "1", true],
    [100, "1", false],
    [101, "", false],
  ])("goes a hundred deep: %i lists around %j", (lists, inner, fine) => {
    const read = () => encoding.parseJson(bytes(`{"a":${"[".repeat(lists)}${inner}${"]".repeat(lists)}}`));
    if (fine) expect(read()).toHaveProperty("a");
    else expect(read).toThrow(MalformedError);
  });

  test("refuses what is not UTF-8", () => {
    expect(() => encoding.parseJson(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]))).toThrow(MalformedError);
  });

  test("takes a text of many megabytes", () => {
    const long = `${"x".repeat(12_000_000)}\\"`;
    expect(encoding.parseJson(bytes(JSON.stringify({ a: long })))).toEqual({ a: long });
  });

  test("refuses to write what it would not read", () => {
    const round: encoding.Json = {};
    round.a = round;
    const deep = Array.from({ length: 50_000 }).reduce((inner) => [inner], 1);
    for (const value of [round, { a: deep }, { a: 1n }, { a: Number.NaN }, { a: 2 ** 53 }, { a: "\ud800" }]) {
      expect(() => encoding.dumpJson(value)).toThrow(MalformedError);
    }
  });

  test("takes padding and a prototype's name as data", () => {
    const read = encoding.parseJson(bytes('{"__proto__":{"a":1},"b":[{"b":1},{"b":2}]}   '));
    expect(Object.hasOwn(read, "__proto__")).toBe(true);
  });
});

test("dates exist", () => {
  expect(encoding.checkDate("2028-02-29")).toBe("2028-02-29");
  for (const text of ["2027-02-29", "2026-13-01", "2026-1-1", "0000-01-01", "26-01-01", 20260101]) {
    expect(() => encoding.checkDate(text)).toThrow(MalformedError);
  }
});

test("exactly the members that are named", () => {
  expect(() => encoding.checkMembers({ a: 1, b: 2 }, ["a"])).toThrow(MalformedError);
  expect(() => encoding.checkMembers({ a: 1 }, ["a", "b"])).toThrow(MalformedError);
  expect(() => encoding.checkMembers({}, ["toString"])).toThrow(MalformedError);
  expect(() => encoding.checkMembers([], [])).toThrow(MalformedError);
});

test("text is counted in code points", () => {
  expect(encoding.checkText("🙁🙁", 2)).toBe("🙁🙁");
  expect(() => encoding.checkText("🙁🙁🙁", 2)).toThrow(MalformedError);
});

describe("Padmé", () => {
  test("published vectors", () => {
    for (const { length, padded } of vectors<{ length: number; padded: number }[]>("padme")) {
      expect(padme.paddedLength(length)).toBe(padded);
    }
  });

  test("costs at most 12 %, and padding again changes nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (length) => {
        const padded = padme.padme(length);
        expect(padded).toBeGreaterThanOrEqual(length);
        expect(padded).toBeLessThanOrEqual(length * 1.12 + 1);
        expect(padme.padme(padded)).toBe(padded);
      }),
    );
  });

  test("what is too long for a fixed size is refused", () => {
    expect(padme.padFixed(bytes("{}"))).toHaveLength(512);
    expect(() => padme.padFixed(new Uint8Array(513))).toThrow(MalformedError);
    expect(padme.isPermittedLength(16_384)).toBe(true);
    expect(padme.isPermittedLength(8_192)).toBe(false);
    expect(padme.isPermittedLength(16_385)).toBe(false);
  });
});
