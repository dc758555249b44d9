import { beforeAll, describe, expect, test } from "vitest";
import * as dsse from "../../src/protocol/dsse";
import { type Json, parseJson } from "../../src/protocol/encoding";
import * as roster from "../../src/protocol/roster";
import { fingerprintHex, fingerprintWords } from "../../src/protocol/words";
import { vectors } from "../vectors";
import { at, type Committee, codeOf, follow, found, json, rosterFields } from "./cast";

interface Vectors {
  fingerprint: string;
  fingerprint_words: string;
  accepted: { why: string; chain: dsse.Envelope[] }[];
  refused: { why: string; chain: dsse.Envelope[] }[];
}

const file = vectors<Vectors>("roster");
let committee: Committee;

beforeAll(async () => {
  committee = await found();
});

describe("vectors", () => {
  test("nothing in the file is left out", () => {
    expect(Object.keys(file).sort()).toEqual(["accepted", "fingerprint", "fingerprint_words", "refused"]);
  });

  test.each(file.accepted)("accepted: $why", ({ chain }) => {
    const epochs = roster.verifyChain(chain);
    expect(epochs.map((epoch) => epoch.roster.epoch)).toEqual(chain.map((_, i) => i));
    expect(fingerprintHex(roster.fingerprint(epochs))).toBe(file.fingerprint);
    expect(fingerprintWords(roster.fingerprint(epochs)).join(" ")).toBe(file.fingerprint_words);
  });

  const because: Record<string, RegExp> = {
    "not signed by the member it adds": /added signs/,
    "signed by fewer than the previous quorum": /fewer than the quorum/,
    "one signature counted twice": /fewer than the quorum/,
    "the same key under another spelling": /canonical/,
    "epoch 0 lacks a member's signature": /all its members/,
    "wrong previous": /does not follow/,
    "skips an epoch": /does not follow/,
    "quorum below two": /at least 2/,
    "quorum leaves nobody to exclude": /leaves one member/,
    "two members only": /3 to 9/,
    "a changed key that did not sign": /added signs/,
    "a member twice": /twice/,
    "a small-order signing key": /may not be used/,
    "valid for too long": /400 days/,
    "another committee": /does not follow/,
  };

  test("every reason is known", () => {
    expect(file.refused.map((each) => each.why).sort()).toEqual(Object.keys(because).sort());
  });

  test.each(file.refused)("refused: $why", async ({ why, chain }) => {
    expect(await codeOf(() => roster.verifyChain(chain))).toBe("roster-refused");
    expect(() => roster.verifyChain(chain)).toThrow(because[why]);
  });
});

function changed(change: (fields: Json) => void): Uint8Array {
  const fields = parseJson(committee.epoch.payload);
  change(fields);
  return json(fields);
}

describe("shape", () => {
  const wrongs: [string, unknown][] = [
    ["v", 2],
    ["committee", "Integriteit"],
    ["committee", ""],
    ["committee", "-x"],
    ["name", {}],
    ["name", []],
    ["name", { NL: "x" }],
    ["name", { nl: "" }],
    ["epoch", -1],
    ["epoch", 1],
    ["epoch", true],
    ["previous", "x"],
    ["previous", "A".repeat(43)],
    ["quorum", "2"],
    ["quorum", 4],
    ["issued_on", "2026-02-30"],
    ["valid_until", "2026-11-22"],
    ["valid_until", "2026-11-21"],
    ["valid_until", "2027-12-28"],
    ["bodies", []],
    ["bodies", [{ id: "ind" }]],
    ["bodies", [{ id: "ind", name: { nl: "x" }, country: "nl" }]],
    ["release", {}],
    ["members", []],
    ["members", {}],
    ["extra", 1],
  ];
  test.each(wrongs)("%s: %j", async (name, value) => {
    const payload = changed((fields) => {
      fields[name] = value;
    });
    expect(await codeOf(() => roster.parseRoster(payload))).toMatch(/malformed|roster-refused/);
  });

  const members: [string, unknown][] = [
    ["id", "x"],
    ["name", ""],
    ["seat", "boss"],
    ["seat", ["chair"]],
    ["recipient", "age1x"],
    ["signing_key", "A"],
    ["more", 1],
  ];
  test.each(members)("member %s: %j", async (name, value) => {
    const payload = changed((fields) => {
      at(fields.members as Json[], 0)[name] = value;
    });
    expect(await codeOf(() => roster.parseRoster(payload))).toBe("malformed");
  });

  test.each(["id", "signing_key", "recipient"])("no %s stands twice", async (name) => {
    const payload = changed((fields) => {
      const list = fields.members as Json[];
      at(list, 0)[name] = at(list, 1)[name];
    });
    expect(await codeOf(() => roster.parseRoster(payload))).toBe("roster-refused");
  });

  test("400 days is the most, and the last day counts", () => {
    const parsed = roster.parseRoster(
      changed((fields) => {
        fields.valid_until = "2027-12-27";
      }),
    );
    expect(roster.isExpired(parsed, "2027-12-27")).toBe(false);
    expect(roster.isExpired(parsed, "2027-12-28")).toBe(true);
  });
});

describe("chains", () => {
  test.each([[[]], [{}], [null], [[null]], [[[]]]])("%j is none", async (chain) => {
    expect(await codeOf(() => roster.verifyChain(chain as unknown[]))).toBe("roster-refused");
  });

  test("from the future", () => {
    expect(roster.verifyChain(committee.chain, "2026-11-21")).toHaveLength(1);
    expect(() => roster.verifyChain(committee.chain, "2026-11-20")).toThrow(/future/);
  });

  test("signatures are gathered", () => {
    const first = follow(committee, {}, [0]);
    expect(() => roster.verifyChain([...committee.chain, first])).toThrow(/fewer than the quorum/);
    const both = roster.addSignatures(first, follow(committee, {}, [1]));
    expect(roster.verifyChain([...committee.chain, both])).toHaveLength(2);
    expect(roster.addSignatures(both, first)).toEqual(both);
    expect(() => roster.addSignatures(first, at(committee.chain, 0))).toThrow(/something else/);
  });

  test("a bad signature is not gathered", () => {
    const first = follow(committee, {}, [0]);
    const forged = { ...first, signatures: [{ ...at(first.signatures, 0), sig: "A".repeat(86) }] };
    expect(roster.addSignatures(first, forged)).toEqual(first);
  });

  test("does not go back in time", () => {
    const envelope = follow(committee, { issued_on: "2026-11-21" }, [0, 1]);
    expect(() => roster.verifyChain([...committee.chain, envelope])).toThrow(/issued before/);
  });

  test("swapped keys count as new", () => {
    const members = parseJson(committee.epoch.payload).members as Json[];
    const [charlie, dora] = [at(members, 2), at(members, 3)];
    [charlie.signing_key, dora.signing_key] = [dora.signing_key, charlie.signing_key];
    const envelope = follow(committee, { members }, [0, 1]);
    expect(() => roster.verifyChain([...committee.chain, envelope])).toThrow(/added signs/);
  });

  test("another envelope is no roster", async () => {
    const envelope = dsse.sign("stage", committee.epoch.payload, [at(committee.keys, 0).signingSecret]);
    expect(await codeOf(() => roster.verifyChain([envelope]))).toBe("roster-refused");
  });
});

test("a writer gives each member a release share", () => {
  const fields = rosterFields(committee.keys);
  const release = fields.release as { shares: Json };
  delete release.shares[at(committee.ids, 3)];
  expect(() => roster.buildRoster(fields)).toThrow(/share/);
});

test("members are looked up", () => {
  const { members } = committee.epoch.roster;
  expect(roster.memberById(committee.epoch.roster, at(members, 1).id)).toBe(members[1]);
  expect(roster.memberByKey(committee.epoch.roster, at(members, 1).signingKey)).toBe(members[1]);
  expect(roster.memberById(committee.epoch.roster, "x")).toBeNull();
});
