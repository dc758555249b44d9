import { beforeAll, describe, expect, test } from "vitest";
import * as age from "../../src/protocol/age";
import { SMALL } from "../../src/protocol/padme";
import * as slips from "../../src/protocol/slips";
import * as unseal from "../../src/protocol/unseal";
import { SHARE_SIZE } from "../../src/protocol/vault";
import { at, CASE, type Committee, codeOf, found, HASH, STRANGER } from "./cast";

let committee: Committee;
let identity: string;
let recipient: string;

beforeAll(async () => {
  committee = await found();
  identity = await age.generateIdentity();
  recipient = await age.recipientOf(identity);
});

function secret(position: number): Uint8Array {
  return at(committee.keys, position).signingSecret;
}

test("asking for a share", async () => {
  const envelope = unseal.buildUnseal(CASE, HASH, secret(0));
  const wanted = { case: CASE, request: HASH, key: at(committee.keys, 0).signingKey };
  expect(unseal.parseUnseal(envelope)).toEqual(wanted);
  expect(await codeOf(() => unseal.parseUnseal(unseal.buildUnseal("x", HASH, secret(0))))).toBe("malformed");
  const twice = { ...envelope, signatures: [...envelope.signatures, ...envelope.signatures] };
  expect(await codeOf(() => unseal.parseUnseal(twice))).toBe("bad-signature");
});

test("a hurry needs a quorum", () => {
  const by = (secrets: Uint8Array[]) => unseal.parseHurry(unseal.buildHurry(CASE, HASH, "2026-11-24", secrets));
  const { roster } = committee.epoch;
  expect(unseal.isByQuorum(by([secret(0), STRANGER]), roster)).toBe(false);
  expect(unseal.isByQuorum(by([secret(0), secret(0)]), roster)).toBe(false);
  expect(unseal.isByQuorum(by([secret(0), secret(1)]), roster)).toBe(true);
});

test.each([
  [null, "2026-11-29"],
  ["2026-11-24", "2026-11-24"],
  ["2026-12-24", "2026-11-29"],
  ["2026-11-01", "2026-11-22"],
])("the wait, with a hurry to %s: %s", (earliest, opens) => {
  const hurry = earliest === null ? null : { case: CASE, request: HASH, earliest, keys: [] };
  expect(unseal.opensOn("2026-11-22", hurry)).toBe(opens);
});

test("approvals", async () => {
  const approval = { case: CASE, request: HASH, share: new Uint8Array(SHARE_SIZE).fill(115) };
  const sealed = await unseal.sealApproval(approval, recipient);
  expect(age.inspect(sealed)).toEqual({ stanzas: 1, payloadLength: SMALL });
  expect(await unseal.openApproval(identity, sealed)).toEqual(approval);
  const short = await unseal.sealApproval({ ...approval, share: new Uint8Array(3) }, recipient);
  expect(await codeOf(() => unseal.openApproval(identity, short))).toBe("malformed");
});

describe("slips", () => {
  const slip = {
    tag: "t",
    theme: "bullying",
    outcome: null,
    light: "green",
    on_time: { acknowledge: true },
    monitored: true,
  };

  test("look like dummies", async () => {
    const [sealed, dummy] = [await slips.sealSlip(slip, recipient), await slips.sealDummy(recipient)];
    for (const each of [sealed, dummy]) {
      expect(age.inspect(each)).toEqual({ stanzas: 1, payloadLength: SMALL });
    }
    expect(await slips.openSlip(identity, sealed)).toEqual(slip);
    expect(await slips.openSlip(identity, dummy)).toBeNull();
    expect(await slips.openSlip(await age.generateIdentity(), sealed)).toBeNull();
    expect(await codeOf(() => slips.sealSlip({ theme: "x" }, recipient))).toBe("malformed");
  });

  test("tags lead nowhere without the case", async () => {
    const other = await age.generateIdentity();
    expect(slips.tag(identity, "2026")).toBe(slips.tag(identity, "2026"));
    const tags = [slips.tag(identity, "2026"), slips.tag(identity, "2027"), slips.tag(other, "2026")];
    expect(new Set(tags).size).toBe(3);
    expect(await codeOf(() => slips.tag(identity, "2026-1"))).toBe("malformed");
  });
});
