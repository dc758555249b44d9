/** Rosters on their way, with real keys: drafted, read, heard, signed; founding and change (protocol sections 4, 8 and 10). */

import { beforeAll, describe, expect, it } from "vitest";
import { Drafts } from "../../src/keyring/drafts";
import type { Dsse } from "../../src/keyring/types";
import { identityFromSecret, recipientOf } from "../../src/protocol/age";
import { b64u, type Json, parseJson, sha256B64u, unb64u } from "../../src/protocol/encoding";
import { memberKeys } from "../../src/protocol/keys";
import { isExpired, newestOf, parseRoster, payloadHash, verifyChain } from "../../src/protocol/roster";
import { combine } from "../../src/protocol/shamir";
import { openReleaseShare } from "../../src/protocol/slips";
import { decodeWords, encodeNumbers } from "../../src/protocol/words";
import { at, TODAY } from "../protocol/cast";
import {
  ALICE,
  BOB,
  CHARLIE,
  candidate,
  changedTo,
  DORA,
  drafted,
  drafterOf,
  type Founder,
  foundedBy,
  founders,
  MALLORY,
  planOf,
  signedBy,
  tampered,
  withEntry,
  wordsOf,
} from "./founders";
import { troubleIn } from "./room";

let cast: Founder[];
let three: Founder[];
let chain: Dsse[];
const one = (index: number) => at(cast, index);

beforeAll(async () => {
  cast = await founders();
  three = cast.slice(0, 3);
  chain = await foundedBy(three);
});

describe("a draft", () => {
  it("founds a committee with what the plan says, and goes on from nothing", async () => {
    const { payload } = await drafted(three);
    const roster = parseRoster(unb64u(payload));
    expect(roster).toMatchObject({
      committee: "integriteit",
      epoch: 0,
      previous: null,
      quorum: 2,
      issuedOn: TODAY,
      validUntil: "2027-11-22",
      members: three.map((founder) => candidate(founder)),
    });
  });

  it("goes on from the roster in force", async () => {
    const { payload } = await drafted([...three, one(DORA)], chain, { quorum: 3 });
    const roster = parseRoster(unb64u(payload));
    expect([roster.epoch, roster.previous, roster.quorum]).toEqual([1, newestOf(verifyChain(chain)).hash, 3]);
  });

  it("is another one each time, for the same plan too: the seed is new", async () => {
    const [first, second] = [await drafted(three), await drafted(three)];
    const recipients = [first, second].map(({ payload }) => parseRoster(unb64u(payload)).release.recipient);
    expect(new Set(recipients).size).toBe(2);
  });

  it.each([
    ["two members", () => planOf(three.slice(0, 2))],
    ["nobody", () => planOf([])],
    ["a quorum of one", () => planOf(three, { quorum: 1 })],
    ["a quorum of none", () => planOf(three, { quorum: 0 })],
    ["a quorum of all", () => planOf(three, { quorum: 3 })],
    ["a quorum of more than there are", () => planOf(three, { quorum: 9 })],
    ["a day that is none", () => planOf(three, { validUntil: "morgen" })],
    ["no day", () => planOf(three, { validUntil: "" })],
    ["a day that is past", () => planOf(three, { validUntil: "2026-11-21" })],
    ["more than 400 days", () => planOf(three, { validUntil: "2027-12-28" })],
    ["somebody twice", () => planOf([...three, one(BOB)])],
    ["a key that is none", () => planOf(three, { members: [...planOf(three).members.slice(1), broken()] })],
    ["no organisation", () => planOf(three, { bodies: [] })],
    ["no name", () => planOf(three, { name: {} })],
  ])("is not made against the rules: %s", async (_, plan) => {
    const drafting = new Drafts().draft(plan(), [], TODAY, drafterOf(one(ALICE)));
    expect(await troubleIn(() => drafting)).toBe("unfit-roster");
  });

  function broken() {
    return candidate(one(ALICE), { recipient: "age1pq1nothing" });
  }

  it("is not made with another key for who drafts", async () => {
    const { recipient, signingKey } = candidate(one(MALLORY));
    for (const change of [{ recipient }, { signingKey }]) {
      const members = [candidate(one(ALICE), change), ...planOf(three).members.slice(1)];
      const drafting = new Drafts().draft(planOf(three, { members }), [], TODAY, drafterOf(one(ALICE)));
      expect(await troubleIn(() => drafting)).toBe("not-my-entry");
    }
  });

  it("is not made on a clock that runs before the roster in force", async () => {
    const drafting = new Drafts().draft(planOf(three), chain, "2026-11-21", drafterOf(one(ALICE), chain));
    expect(await troubleIn(() => drafting)).toBe("wrong-date");
  });

  it("does not found a committee anew, or from an older list, once a chain was followed", async () => {
    const longer = await changedTo([...three, one(DORA)], chain, [one(ALICE), one(BOB), one(DORA)]);
    for (const older of [[], chain]) {
      const drafting = new Drafts().draft(planOf(three), older, TODAY, drafterOf(one(ALICE), longer));
      expect(await troubleIn(() => drafting)).toBe("roster-refused");
    }
  });
});

describe("the release seed (protocol section 8)", () => {
  it.each([0, 1])(
    "has a share for each member, which opens for them alone and is committed to: epoch %i",
    async (epoch) => {
      const before = epoch ? chain : [];
      const { payload, shares } = await drafted([...three, one(DORA)], before, { quorum: 3 });
      const roster = parseRoster(unb64u(payload));
      expect(shares.map(({ member }) => member)).toEqual(roster.members.map(({ id }) => id));
      const raw: Uint8Array[] = [];
      for (const [index, { member, sealed }] of shares.entries()) {
        const opened = await openReleaseShare(one(index).keys.identity, unb64u(sealed));
        expect(opened.epoch).toBe(epoch);
        expect(sha256B64u(opened.share)).toBe(roster.release.shares[member]);
        raw.push(opened.share);
        const other = openReleaseShare(one((index + 1) % 4).keys.identity, unb64u(sealed));
        expect(await troubleIn(() => other)).toBe("cannot-open");
      }
      const seed = await combine(raw.slice(1));
      expect(await recipientOf(identityFromSecret(seed))).toBe(roster.release.recipient);
      const tooFew = await combine(raw.slice(2));
      expect(await recipientOf(identityFromSecret(tooFew))).not.toBe(roster.release.recipient);
    },
  );

  it("is new at every change, and shares are all of one size", async () => {
    const { payload, shares } = await drafted(three, chain);
    const [before, after] = [newestOf(verifyChain(chain)).roster, parseRoster(unb64u(payload))];
    expect(after.release.recipient).not.toBe(before.release.recipient);
    expect(new Set(shares.map(({ sealed }) => unb64u(sealed).length)).size).toBe(1);
  });
});

describe("reading", () => {
  it("tells the whole list, and the words to who drafted it alone", async () => {
    const drafts = new Drafts();
    const { payload } = await drafts.draft(planOf(three), [], TODAY, drafterOf(one(ALICE)));
    const own = await drafts.read(payload, [], TODAY, drafterOf(one(ALICE)));
    expect(own).toMatchObject({ ...planOf(three), epoch: 0, mine: true, made: true, heard: false });
    expect([own.hash, own.words]).toEqual([payloadHash(unb64u(payload)), wordsOf(payload)]);
    const read = await new Drafts().read(payload, [], TODAY, drafterOf(one(BOB)));
    expect(read).toEqual({ ...own, made: false, words: null });
    const passer = await new Drafts().read(payload, [], TODAY, drafterOf(one(DORA)));
    expect([passer.mine, passer.words]).toEqual([false, null]);
  });

  it("forgets what was made and heard here", async () => {
    const drafts = new Drafts();
    const { payload } = await drafts.draft(planOf(three), [], TODAY, drafterOf(one(ALICE)));
    await drafts.hear(payload, wordsOf(payload).join(" "));
    drafts.forget();
    const read = await drafts.read(payload, [], TODAY, drafterOf(one(ALICE)));
    expect([read.made, read.heard, read.words]).toEqual([false, false, null]);
    expect(await troubleIn(() => drafts.sign(payload, drafterOf(one(ALICE))))).toBe("not-heard");
  });

  it("stops at another key for the reader: recipient only, signing key only", async () => {
    const { payload } = await drafted(three);
    const { recipient, signingKey } = candidate(one(MALLORY));
    for (const change of [{ recipient }, { signing_key: signingKey }]) {
      const swapped = withEntry(payload, one(BOB).id, change);
      expect(await troubleIn(() => new Drafts().read(swapped, [], TODAY, drafterOf(one(BOB))))).toBe("not-my-entry");
      expect((await new Drafts().read(swapped, [], TODAY, drafterOf(one(ALICE)))).mine).toBe(true);
    }
  });

  it.each<[string, (roster: Json) => Json]>([
    ["another committee", (roster) => ({ ...roster, committee: "elders" })],
    ["an epoch further", (roster) => ({ ...roster, epoch: 2 })],
    ["the same epoch again", (roster) => ({ ...roster, epoch: 0, previous: null })],
    ["after a list that is not in force", (roster) => ({ ...roster, previous: "A".repeat(43) })],
    ["from before the list in force", (roster) => ({ ...roster, issued_on: "2026-11-21" })],
    ["two members", (roster) => ({ ...roster, members: (roster.members as Json[]).slice(1) })],
    ["a field too many", (roster) => ({ ...roster, extra: 1 })],
    ["another version", (roster) => ({ ...roster, v: 2 })],
  ])("refuses what does not go on from the list in force: %s", async (_, change) => {
    const payload = tampered((await drafted(three, chain)).payload, change);
    const reading = new Drafts().read(payload, chain, TODAY, drafterOf(one(BOB), chain));
    expect(await troubleIn(() => reading)).toBe("draft-refused");
  });

  it.each(["", "***", b64u(new TextEncoder().encode("[]"))])("refuses what is no list: %j", async (payload) => {
    const { read, sign } = Drafts.prototype;
    expect(await troubleIn(() => read.call(new Drafts(), payload, [], TODAY, drafterOf(one(BOB))))).toBe(
      "draft-refused",
    );
    expect(await troubleIn(() => sign.call(new Drafts(), payload, drafterOf(one(BOB))))).toBe("draft-refused");
  });

  it("refuses a change while the committee is being founded", async () => {
    const { payload } = await drafted(three, chain);
    expect(await troubleIn(() => new Drafts().read(payload, [], TODAY, drafterOf(one(BOB))))).toBe("draft-refused");
  });

  it("takes a clock a day off, and no more", async () => {
    const { payload } = await drafted(three);
    const read = (today: string) => troubleIn(() => new Drafts().read(payload, [], today, drafterOf(one(BOB))));
    expect(await read("2026-11-21")).toBeNull();
    expect(await read("2026-11-23")).toBeNull();
    expect(await read("2026-11-20")).toBe("wrong-date");
  });

  it("refuses a chain that lost what was followed, with its draft", async () => {
    const longer = await changedTo(three, chain, three.slice(0, 2));
    const { payload } = await drafted(three, chain);
    const reader = drafterOf(one(BOB), longer);
    expect(await troubleIn(() => new Drafts().read(payload, chain, TODAY, reader))).toBe("roster-refused");
    expect(await troubleIn(() => new Drafts().read(payload, [], TODAY, reader))).toBe("roster-refused");
  });
});

describe("hearing", () => {
  let payload: string;
  let words: string[];
  beforeAll(async () => {
    ({ payload } = await drafted(three));
    words = wordsOf(payload);
  });
  const hear = (typed: string) => new Drafts().hear(payload, typed);

  it.each<[string, () => string]>([
    ["as they are", () => words.join(" ")],
    ["in capitals, with commas and lines", () => words.join(" ,\n").toUpperCase()],
    ["by their first four letters", () => words.map((word) => word.slice(0, 4)).join(" ")],
    ["with spaces to spare", () => `  ${words.join("   ")} `],
    ["with hyphens", () => words.join("-")],
    ["as numbers", () => numbers().join(" ")],
    [
      "as eastern Arabic numbers",
      () =>
        numbers()
          .join(" ")
          .replace(/\d/gu, (digit) => "٠١٢٣٤٥٦٧٨٩"[Number(digit)] ?? ""),
    ],
    ["half in words, half in numbers", () => [...words.slice(0, 6), ...numbers().slice(6)].join(" ")],
  ])("forgives how they were typed: %s", async (_, typed) => {
    expect(await hear(typed())).toBe("same");
  });

  function numbers(): string[] {
    return encodeNumbers(decodeWords(words, 16));
  }

  it.each<[string, () => string]>([
    ["nothing", () => ""],
    ["eleven", () => words.slice(1).join(" ")],
    ["thirteen", () => [...words, "zoo"].join(" ")],
    ["a word of no list", () => ["qqqq", ...words.slice(1)].join(" ")],
    ["three letters", () => words.map((word) => word.slice(0, 3)).join(" ")],
    ["words that do not belong together", () => "abandon ".repeat(12)],
  ])("tells a typo from another list: %s", async (_, typed) => {
    expect(await hear(typed())).toBe("typo");
  });

  it("tells the words of another list, and lets nobody sign then", async () => {
    const drafts = new Drafts();
    const other = await drafted(three);
    expect(await drafts.hear(payload, wordsOf(other.payload).join(" "))).toBe("different");
    for (const each of [payload, other.payload]) {
      expect(await troubleIn(() => drafts.sign(each, drafterOf(one(BOB))))).toBe("not-heard");
    }
    expect((await drafts.read(payload, [], TODAY, drafterOf(one(BOB)))).heard).toBe(false);
  });

  it("shows the words from then on, so that they can be read back", async () => {
    const drafts = new Drafts();
    await drafts.hear(payload, words.join(" "));
    const read = await drafts.read(payload, [], TODAY, drafterOf(one(BOB)));
    expect([read.heard, read.made, read.words]).toEqual([true, false, words]);
  });
});

describe("signing", () => {
  async function heard(payload: string): Promise<Drafts> {
    const drafts = new Drafts();
    expect(await drafts.hear(payload, wordsOf(payload).join(" "))).toBe("same");
    return drafts;
  }

  it("gives one signature, over the payload as it was heard", async () => {
    const { payload } = await drafted(three);
    const drafts = await heard(payload);
    const signed = drafts.sign(payload, drafterOf(one(BOB)));
    expect([signed.payload, signed.signatures.map(({ keyid }) => keyid)]).toEqual([
      payload,
      [one(BOB).keys.signingKey],
    ]);
  });

  it("is refused to who only drafted it: the drafter hears the words read back", async () => {
    const drafts = new Drafts();
    const { payload } = await drafts.draft(planOf(three), [], TODAY, drafterOf(one(ALICE)));
    expect(await troubleIn(() => drafts.sign(payload, drafterOf(one(ALICE))))).toBe("not-heard");
  });

  it("is refused for a payload that was put in the place of what was heard", async () => {
    const { payload } = await drafted(three);
    const drafts = await heard(payload);
    const { recipient, signingKey } = candidate(one(MALLORY));
    for (const change of [{ recipient }, { signing_key: signingKey }, { name: "Charles" }]) {
      const swapped = withEntry(payload, one(CHARLIE).id, change);
      expect(await troubleIn(() => drafts.sign(swapped, drafterOf(one(BOB))))).toBe("not-heard");
    }
  });

  it("is refused for a list that was heard, when another came in force since", async () => {
    const { payload } = await drafted([...three, one(DORA)], chain);
    const drafts = await heard(payload);
    expect(drafts.sign(payload, drafterOf(one(BOB), chain)).signatures).toHaveLength(1);
    const other = await changedTo(three, chain, three.slice(1));
    expect(await troubleIn(() => drafts.sign(payload, drafterOf(one(BOB), other)))).toBe("draft-refused");
  });

  it("is refused for a founding, by a member of a committee that was founded", async () => {
    const { payload } = await drafted(three);
    const drafts = await heard(payload);
    expect(await troubleIn(() => drafts.sign(payload, drafterOf(one(BOB), chain)))).toBe("draft-refused");
  });

  it("is refused with another key for who signs, though the words were heard", async () => {
    const { payload } = await drafted(three);
    const swapped = withEntry(payload, one(BOB).id, { recipient: one(MALLORY).keys.recipient });
    const drafts = await heard(swapped);
    expect(await troubleIn(() => drafts.sign(swapped, drafterOf(one(BOB))))).toBe("not-my-entry");
  });
});

describe("in force", () => {
  const verify = (...envelopes: Dsse[]) => troubleIn(() => verifyChain(envelopes, TODAY));

  it("a founding is when everybody has signed, and not before", async () => {
    const { payload } = await drafted(three);
    expect(await verify(signedBy(payload, three.slice(0, 2)))).toBe("roster-refused");
    expect(await verify(signedBy(payload, [...three.slice(0, 2), one(MALLORY)]))).toBe("roster-refused");
    expect(await verify(signedBy(payload, three))).toBeNull();
  });

  it.each<[string, number[], string | null]>([
    ["one of the old", [ALICE, DORA], "roster-refused"],
    ["a quorum of the old, without who joins", [ALICE, BOB], "roster-refused"],
    ["who joins alone", [DORA], "roster-refused"],
    ["a quorum of the old and who joins", [ALICE, BOB, DORA], null],
    ["everybody", [ALICE, BOB, CHARLIE, DORA], null],
  ])("a change is when a quorum of the old and all who join have signed: %s", async (_, signers, trouble) => {
    const { payload } = await drafted([...three, one(DORA)], chain);
    expect(await verify(...chain, signedBy(payload, signers.map(one)))).toBe(trouble);
  });

  it("who leaves may be among the quorum, and need not", async () => {
    const without = [one(ALICE), one(BOB), one(DORA)];
    const { payload } = await drafted(without, chain);
    expect(await verify(...chain, signedBy(payload, [one(BOB), one(CHARLIE), one(DORA)]))).toBeNull();
    expect(await verify(...chain, signedBy(payload, [one(ALICE), one(BOB), one(DORA)]))).toBeNull();
  });

  it("a renewal is the same list with a new date, before or after it ran out", async () => {
    const today = "2027-12-01";
    expect(isExpired(newestOf(verifyChain(chain)).roster, today)).toBe(true);
    const { payload } = await drafted(three, chain, { validUntil: "2028-12-01" }, today);
    const renewed = verifyChain([...chain, signedBy(payload, three.slice(1))], today);
    expect(isExpired(newestOf(renewed).roster, today)).toBe(false);
    const fields = parseJson(unb64u(payload));
    expect([fields.epoch, fields.members]).toEqual([
      1,
      parseJson(verifyChain(chain)[0]?.payload ?? new Uint8Array()).members,
    ]);
  });

  it("a new key comes in under a new id, and signs", async () => {
    const keys = await memberKeys(new Uint8Array(32).fill(77));
    const renewed: Founder = { ...one(CHARLIE), id: one(MALLORY).id, keys };
    const { payload } = await drafted([one(ALICE), one(BOB), renewed], chain);
    expect(await verify(...chain, signedBy(payload, [one(ALICE), one(BOB)]))).toBe("roster-refused");
    expect(await verify(...chain, signedBy(payload, [one(ALICE), one(BOB), renewed]))).toBeNull();
  });
});
