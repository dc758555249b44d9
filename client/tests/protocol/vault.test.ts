import { beforeAll, expect, test } from "vitest";
import * as age from "../../src/protocol/age";
import { type Json, sha256B64u } from "../../src/protocol/encoding";
import { SharesError } from "../../src/protocol/errors";
import { SMALL } from "../../src/protocol/padme";
import * as vault from "../../src/protocol/vault";
import { at, CASE, type Committee, codeOf, found } from "./cast";

const NAME = { name: "Noor Jansen", reach: "na zessen" };
let committee: Committee;
let made: vault.Vault;
let alice: string;
let bob: string;

async function build(name: Json, excluded: readonly string[] = []): Promise<vault.Vault> {
  return vault.buildVault(name, 2, committee.epoch.roster.members, excluded, CASE);
}

async function opened(from: vault.Vault): Promise<Map<string, Uint8Array>> {
  const shares = new Map<string, Uint8Array>();
  for (const [i, id] of committee.ids.entries()) {
    const share = await vault.openShare(at(committee.keys, i).identity, from.shares.get(id) ?? new Uint8Array());
    if (share !== null) {
      expect(share.case).toBe(CASE);
      shares.set(id, share.share);
    }
  }
  return shares;
}

beforeAll(async () => {
  committee = await found();
  [alice, bob] = [at(committee.ids, 0), at(committee.ids, 1)];
  made = await build(NAME);
});

test("any quorum opens", async () => {
  const shares = await opened(made);
  expect([...shares.keys()]).toEqual(committee.ids);
  for (const places of [
    [0, 1],
    [2, 3],
    [3, 0],
    [0, 1, 2, 3],
  ]) {
    const ids = places.map((i) => at(committee.ids, i));
    const some = new Map(ids.map((id) => [id, shares.get(id) ?? new Uint8Array()]));
    expect(await vault.combineAndOpen(made.sealed, made.commitment, some)).toEqual(NAME);
  }
});

test("anonymous and excluded look the same", async () => {
  const anonymous = await build({}, committee.ids.slice(0, 2));
  for (const each of [made, anonymous]) {
    expect(age.inspect(each.sealed)).toEqual({ stanzas: 1, payloadLength: 16_384 });
    expect(Object.keys(each.commitment.shares)).toEqual(committee.ids);
    for (const share of each.shares.values()) {
      expect(age.inspect(share)).toEqual({ stanzas: 1, payloadLength: SMALL });
    }
  }
  const shares = await opened(anonymous);
  expect([...shares.keys()]).toEqual(committee.ids.slice(2));
  expect(await vault.combineAndOpen(anonymous.sealed, anonymous.commitment, shares)).toEqual({});
});

test("who is wrong is named", async () => {
  const shares = await opened(made);
  const [hers, his] = [shares.get(alice) ?? new Uint8Array(), shares.get(bob) ?? new Uint8Array()];
  const wrong = Uint8Array.from(his, (byte, i) => (i === 0 ? byte ^ 1 : byte));
  const cases: [Map<string, Uint8Array>, string[]][] = [
    [
      new Map([
        [alice, hers],
        [bob, wrong],
      ]),
      [bob],
    ],
    [
      new Map([
        [alice, hers],
        [bob, hers],
      ]),
      [bob],
    ],
    [
      new Map([
        [alice, hers],
        ["stranger", his],
      ]),
      ["stranger"],
    ],
    [
      new Map([
        [alice, hers],
        ["constructor", his],
      ]),
      ["constructor"],
    ],
    [new Map([[alice, hers]]), []],
    [new Map(), []],
  ];
  for (const [bad, members] of cases) {
    const error = await vault.combineAndOpen(made.sealed, made.commitment, bad).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SharesError);
    expect((error as SharesError).members).toEqual(members);
  }
  expect(() => vault.checkShare(made.commitment, bob, his)).not.toThrow();
  expect(() => vault.checkShare(made.commitment, bob, wrong)).toThrow(SharesError);
});

test("one share promised to two members", async () => {
  const share = (await opened(made)).get(alice) ?? new Uint8Array();
  const hash = sha256B64u(share);
  const forged = { sha256: made.commitment.sha256, threshold: 2, shares: { [alice]: hash, [bob]: hash } };
  const both = new Map([
    [alice, share],
    [bob, share],
  ]);
  await expect(vault.combineAndOpen(made.sealed, forged, both)).rejects.toThrow(/twice/);
});

test("another vault", async () => {
  const other = await build(NAME);
  const shares = await opened(made);
  expect(await codeOf(() => vault.combineAndOpen(other.sealed, made.commitment, shares))).toBe("malformed");
});

test("a share that holds something else", async () => {
  const keys = at(committee.keys, 0);
  const sealed = await vault.sealShare(CASE, new Uint8Array(5), keys.recipient);
  expect(await codeOf(() => vault.openShare(keys.identity, sealed))).toBe("malformed");
});
