import { describe, expect, it } from "vitest";
import {
  cleanWord,
  codeOf,
  isNumber,
  latinDigits,
  nextEmpty,
  spread,
  WORDS,
  wordsIn,
} from "../../../src/pages/mailbox/words";

const TWELVE = "velvet crouch onion ramp silver arctic tenant mother gravity pilot fossil bright".split(" ");
const empty = () => Array<string>(WORDS).fill("");

describe("the access code as typed", () => {
  it("forgives capitals, spacing and Arabic digits", () => {
    expect(cleanWord("  VelVet ")).toBe("velvet");
    expect(latinDigits("٠٠٤٢ ۱۲")).toBe("0042 12");
    expect(codeOf(["Velvet ", "٠٠٤٢"])).toBe("velvet 0042");
  });

  it("finds the words however they are separated", () => {
    for (const between of [" ", "\n", ", ", " - ", "\t", "  \r\n", " · "]) {
      expect(wordsIn(TWELVE.join(between))).toEqual(TWELVE);
    }
  });

  it("drops the numbers of the places, but never a code of numbers", () => {
    expect(wordsIn(TWELVE.map((word, at) => `${at + 1}. ${word}`).join("\n"))).toEqual(TWELVE);
    const numbers = Array.from({ length: WORDS }, (_, at) => String(at + 100).padStart(4, "0"));
    expect(wordsIn(numbers.join(" "))).toEqual(numbers);
    expect(wordsIn("0001 0500")).toEqual(["0001", "0500"]);
  });

  it("spreads a full code from the first field, and a few words from where they were put in", () => {
    expect(spread(empty(), 5, TWELVE)).toEqual(TWELVE);
    expect(spread(empty(), 10, ["a", "b", "c"]).slice(9)).toEqual(["", "a", "b"]);
  });

  it("goes on to the first empty field", () => {
    expect(nextEmpty(["a", " ", "c"])).toBe(1);
    expect(nextEmpty(TWELVE)).toBe(WORDS);
  });

  it("knows the numbers 1 to 2048", () => {
    expect(["1", "0001", "2048", "٠٠٠٧"].every(isNumber)).toBe(true);
    expect(["0", "0000", "2049", "12345", "a1", ""].some(isNumber)).toBe(false);
  });
});
