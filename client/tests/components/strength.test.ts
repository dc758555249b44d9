import { expect, it } from "vitest";
import { isStrong } from "../../src/components/strength";

it.each([
  ["correct horse battery staple", true],
  ["supply cake purity ship hunt blame", true],
  ["Welkom2026!", false],
  ["alice-de-wit-meldpunt", false],
  ["abcdefghijklmnop", false],
])(
  "%s: %s",
  async (passphrase, strong) => {
    expect(await isStrong(passphrase, ["alice-de-wit", "Alice"])).toBe(strong);
  },
  20_000,
);
