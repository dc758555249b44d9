/** What a list changes, told so that nothing that matters stays unsaid. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RosterFacts, rosterChanges } from "../../src/rules/rosterChange";

type MemberFacts = RosterFacts["members"][number];

function member(id: string, change: Partial<MemberFacts> = {}): MemberFacts {
  return { id, name: `Lid ${id}`, seat: "member", recipient: `age-${id}`, signingKey: `sign-${id}`, ...change };
}

const BODY = { id: "ind", name: { nl: "Dienst", en: "Service" }, country: "NL" };

function roster(change: Partial<RosterFacts> = {}): RosterFacts {
  return {
    quorum: 2,
    validUntil: "2027-11-22",
    name: { nl: "Commissie", en: "Committee" },
    bodies: [BODY],
    members: [member("a", { seat: "chair" }), member("b"), member("c")],
    ...change,
  };
}

/** The founding three, one of them changed. */
function withB(change: Partial<MemberFacts>): RosterFacts {
  return roster({ members: [member("a", { seat: "chair" }), member("b", change), member("c")] });
}

describe("a list that follows another", () => {
  it("with nothing but another order changes nothing", () => {
    const before = roster({ bodies: [BODY, { ...BODY, id: "coa" }] });
    const after = {
      ...before,
      name: { en: "Committee", nl: "Commissie" },
      bodies: [{ ...BODY, id: "coa", name: { en: "Service", nl: "Dienst" } }, BODY],
      members: [...before.members].reverse(),
    };
    expect(rosterChanges(before, after)).toEqual([]);
  });

  it("tells who joins and who leaves, with their seats", () => {
    const after = roster({ members: [member("a", { seat: "chair" }), member("b"), member("d")] });
    expect(rosterChanges(roster(), after)).toEqual([
      { what: "joins", name: "Lid d", seat: "member" },
      { what: "leaves", name: "Lid c", seat: "member" },
    ]);
  });

  it.each([
    ["recipient only", { recipient: "age-stranger" }],
    ["signing key only", { signingKey: "sign-stranger" }],
    ["both", { recipient: "age-stranger", signingKey: "sign-stranger" }],
  ])("tells once that somebody who stays has another key: %s", (_, change) => {
    expect(rosterChanges(roster(), withB(change))).toEqual([{ what: "key", name: "Lid b" }]);
  });

  it("tells of two who exchanged their ids that both have another key", () => {
    const swapped = [member("a", { seat: "chair" }), member("b", { id: "c" }), member("c", { id: "b" })];
    const told = rosterChanges(roster(), roster({ members: swapped })).filter(({ what }) => what === "key");
    expect(told).toEqual([
      { what: "key", name: "Lid b" },
      { what: "key", name: "Lid c" },
    ]);
  });

  it("does not hide a new key behind a new name and seat", () => {
    const change = { name: "Ander", seat: "employee-representative", recipient: "age-stranger" };
    expect(rosterChanges(roster(), withB(change))).toEqual([
      { what: "key", name: "Ander" },
      { what: "renamed", from: "Lid b", to: "Ander" },
      { what: "seat", name: "Ander", seat: "employee-representative" },
    ]);
  });

  it("a new key under a new id is somebody who joins and somebody who leaves, though the names are alike", () => {
    const after = roster({ members: [member("a", { seat: "chair" }), member("z", { name: "Lid b" }), member("c")] });
    expect(rosterChanges(roster(), after).map(({ what }) => what)).toEqual(["joins", "leaves"]);
  });

  it.each([
    [{ quorum: 3 }, [{ what: "quorum", from: 2, to: 3 }]],
    [{ validUntil: "2028-01-01" }, [{ what: "valid-until", on: "2028-01-01" }]],
    [{ name: { nl: "Commissie", en: "Other" } }, [{ what: "committee-name" }]],
    [{ name: { nl: "Commissie" } }, [{ what: "committee-name" }]],
    [{ bodies: [BODY, { ...BODY, id: "coa" }] }, [{ what: "bodies" }]],
    [{ bodies: [{ ...BODY, name: { nl: "Andere dienst" } }] }, [{ what: "bodies" }]],
    [{ bodies: [{ ...BODY, country: "BE" }] }, [{ what: "bodies" }]],
  ])("tells of what is no person: %j", (change, told) => {
    expect(rosterChanges(roster(), roster(change))).toEqual(told);
  });
});

describe("any two lists", () => {
  const text = fc.constantFrom("x", "y", "z");
  const someone = fc.record({ id: text, name: text, seat: text, recipient: text, signingKey: text });
  const names = fc.dictionary(fc.constantFrom("nl", "en"), text, { minKeys: 1 });
  const body = fc.record({ id: text, name: names, country: fc.constantFrom("NL", "BE") });
  const facts: fc.Arbitrary<RosterFacts> = fc.record({
    quorum: fc.integer({ min: 2, max: 4 }),
    validUntil: fc.constantFrom("2027-01-01", "2027-01-02"),
    name: names,
    bodies: fc.uniqueArray(body, { selector: ({ id }) => id, minLength: 1 }),
    members: fc.uniqueArray(someone, { selector: ({ id }) => id, minLength: 1 }),
  });

  /** The same facts in one order, by which two lists are the same or not. */
  function canonical({ quorum, validUntil, name, bodies, members }: RosterFacts): string {
    const byKey = (one: object) => Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1));
    const flat = (all: readonly { id: string }[]) =>
      [...all].sort((a, b) => (a.id < b.id ? -1 : 1)).map((one) => byKey(one).map(([key, v]) => [key, plain(v)]));
    const plain = (value: unknown) => (typeof value === "object" && value !== null ? byKey(value) : value);
    return JSON.stringify([quorum, validUntil, byKey(name), flat(bodies), flat(members)]);
  }

  it("are told to differ exactly when they do", () => {
    fc.assert(
      fc.property(facts, facts, (before, after) => {
        expect(rosterChanges(before, before)).toEqual([]);
        expect(rosterChanges(before, after).length > 0).toBe(canonical(before) !== canonical(after));
      }),
    );
  });

  it("have joining and leaving exchanged when they are compared the other way round", () => {
    fc.assert(
      fc.property(facts, facts, (before, after) => {
        const count = (what: string, one: RosterFacts, other: RosterFacts) =>
          rosterChanges(one, other).filter((change) => change.what === what).length;
        expect(count("joins", before, after)).toBe(count("leaves", after, before));
        expect(count("key", before, after)).toBe(count("key", after, before));
      }),
    );
  });

  it("never keep silent about another key", () => {
    fc.assert(
      fc.property(facts, fc.nat(), fc.constantFrom("recipient", "signingKey"), (before, at, field) => {
        const place = at % before.members.length;
        const after = {
          ...before,
          members: before.members.map((one, index) => (index === place ? { ...one, [field]: "stranger" } : one)),
        };
        expect(rosterChanges(before, after).map(({ what }) => what)).toEqual(["key"]);
      }),
    );
  });
});
