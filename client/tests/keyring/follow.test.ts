/** A member's keyring follows the chain by itself: what it was shown stays, and its own entry is its own. */

import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { MemberSide } from "../../src/keyring/member";
import type { Dsse } from "../../src/keyring/types";
import { at, TODAY } from "../protocol/cast";
import {
  ALICE,
  BOB,
  CHARLIE,
  candidate,
  changedTo,
  DORA,
  drafted,
  type Founder,
  foundedBy,
  founders,
  MALLORY,
  planOf,
  signedBy,
} from "./founders";
import { PASSPHRASE, quiet, troubleIn, usernameOf, wrappedKey } from "./room";

vi.mock("../../src/protocol/staff", async (original) => (await import("./stretchOnce")).stretchOnce(await original()));

let cast: Founder[];
let three: Founder[];
let founded: Dsse[];
let longer: Dsse[];
let forked: Dsse[];
let elders: Dsse[];
const one = (index: number) => at(cast, index);

beforeAll(async () => {
  cast = await founders();
  three = cast.slice(0, 3);
  founded = await foundedBy(three);
  longer = await changedTo(three, founded, three.slice(0, 2));
  forked = await changedTo(three, founded, three.slice(1));
  elders = [signedBy((await drafted(three, [], { committee: "elders" })).payload, three)];
});

async function stretched(index: number): Promise<MemberSide> {
  const side = new MemberSide();
  await side.stretch(usernameOf(index), PASSPHRASE, quiet);
  return side;
}

async function seated(index: number, chain: Dsse[]): Promise<MemberSide> {
  const side = await stretched(index);
  await side.openKey(await wrappedKey(index), chain, one(index).id, TODAY);
  return side;
}

async function standing(index: number): Promise<MemberSide> {
  const side = await stretched(index);
  const { recipient, signingKey } = one(index).keys;
  await side.openNewKey(await wrappedKey(index), one(index).id, { recipient, signingKey });
  return side;
}

describe.each([
  ["a member", () => seated(BOB, longer)],
  ["who has a seat that the server denied at signing in", () => standing(BOB)],
  ["who stands by", () => standing(DORA)],
])("%s", (_, open) => {
  let side: MemberSide;
  beforeEach(async () => {
    side = await open();
    await side.follow(longer, TODAY);
  });

  it("goes on with the chain", async () => {
    const next = await changedTo(three, longer, three);
    expect((await side.follow(next, TODAY))?.epoch).toBe(2);
    expect(await troubleIn(() => side.follow(longer, TODAY))).toBe("roster-refused");
    expect(await troubleIn(() => side.drafts.draft(planOf(three), longer, TODAY, side.drafter))).toBe("roster-refused");
  });

  it.each([
    ["an old one", () => founded],
    ["a fork", () => forked],
    ["none", () => []],
    ["another committee's", () => elders],
  ])("takes no chain back: %s", async (_, chain) => {
    expect(await troubleIn(() => side.follow(chain(), TODAY))).toBe("roster-refused");
    expect((await side.follow(longer, TODAY))?.epoch).toBe(1);
  });

  it("and after a lock, no more than before", async () => {
    side.lock();
    expect(await troubleIn(() => side.follow(longer, TODAY))).toBe("locked");
    await side.unlock(PASSPHRASE, quiet);
    expect(await troubleIn(() => side.follow(founded, TODAY))).toBe("roster-refused");
  });
});

describe("one's own entry", () => {
  async function swappedTo(before: Dsse[], change: Partial<ReturnType<typeof candidate>>): Promise<Dsse[]> {
    const members = planOf(three).members.map((each) => (each.id === one(BOB).id ? { ...each, ...change } : each));
    const signers = [one(ALICE), one(CHARLIE), one(MALLORY), one(BOB)];
    return changedTo(three, before, signers, { members });
  }

  it.each(["recipient", "signingKey"] as const)("with another %s stops everybody whose it is", async (field) => {
    const chain = await swappedTo(longer, { [field]: candidate(one(MALLORY))[field] });
    const bob = await seated(BOB, longer);
    expect(await troubleIn(() => bob.follow(chain, TODAY))).toBe("not-my-entry");
    const denied = await standing(BOB);
    expect(await troubleIn(() => denied.follow(chain, TODAY))).toBe("not-my-entry");
    expect((await (await seated(ALICE, longer)).follow(chain, TODAY))?.epoch).toBe(2);
  });

  it("is told to be there, or not", async () => {
    const dora = await standing(DORA);
    expect(await dora.follow([], TODAY)).toBeNull();
    expect((await dora.follow(founded, TODAY))?.mine).toBe(false);
    const joined = await changedTo(cast.slice(0, 4), founded, cast.slice(0, 4));
    const view = await dora.follow(joined, TODAY);
    expect([view?.mine, view?.members]).toEqual([true, cast.slice(0, 4).map((each) => candidate(each))]);
    const left = await changedTo(three, joined, three);
    expect((await dora.follow(left, TODAY))?.mine).toBe(false);
    dora.lock();
    await dora.unlock(PASSPHRASE, quiet);
    expect(dora.isOpen).toBe(true);
  });
});

it("a keyring that signs in anew remembers what it was shown", async () => {
  const side = await seated(BOB, longer);
  side.forget();
  await side.stretch(usernameOf(BOB), PASSPHRASE, quiet);
  const wrapped = await wrappedKey(BOB);
  expect(await troubleIn(() => side.openKey(wrapped, founded, one(BOB).id, TODAY))).toBe("roster-refused");
  expect(side.isOpen).toBe(false);
});
