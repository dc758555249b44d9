import { expect, it } from "vitest";
import type { Epoch } from "../../src/keyring/rosters";
import { Shown } from "../../src/keyring/shown";
import { RosterError } from "../../src/protocol/errors";

/** Verified before it comes here: what counts is whose chain it is, and which epochs it has. */
function chain(committee: string, ...hashes: string[]): Epoch[] {
  return hashes.map((hash) => ({ roster: { committee }, hash })) as unknown as Epoch[];
}

it("follows each committee apart: another one in between forgets nothing", () => {
  const shown = new Shown();
  shown.follow(chain("integriteit", "a", "b"));
  shown.follow(chain("elders", "x"));
  expect(() => shown.follow(chain("integriteit", "a"))).toThrow(RosterError);
  expect(() => shown.follow(chain("integriteit", "a", "c"))).toThrow(RosterError);
  shown.forgetCases();
  expect(() => shown.follow(chain("integriteit", "z"))).toThrow(RosterError);
  expect(() => shown.follow(chain("integriteit", "a", "b", "c"))).not.toThrow();
});

it("lets a list grow and nothing else", () => {
  const shown = new Shown();
  expect(shown.goesOn("case", ["a"])).toBe(true);
  expect(shown.goesOn("case", ["a", "b"])).toBe(true);
  expect(shown.goesOn("case", ["a"])).toBe(false);
  expect(shown.goesOn("case", ["b", "a"])).toBe(false);
  expect(shown.goesOn("case", ["a", "b", "c"])).toBe(true);
  shown.forgetCases();
  expect(shown.goesOn("case", ["x"])).toBe(true);
});
