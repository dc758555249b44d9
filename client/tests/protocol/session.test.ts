import { beforeAll, describe, expect, test } from "vitest";
import * as age from "../../src/protocol/age";
import * as dsse from "../../src/protocol/dsse";
import { b64u, type Json } from "../../src/protocol/encoding";
import { type Keys, memberKeys } from "../../src/protocol/keys";
import * as session from "../../src/protocol/session";
import { codeOf, json, reporter, STRANGER } from "./cast";

const ORIGIN = "https://meldpunt.example";
let receipt: Keys;
let member: Keys;
let wrapped: Uint8Array;

beforeAll(async () => {
  receipt = await reporter();
  member = await memberKeys(new Uint8Array(32).fill(1));
  wrapped = await age.encrypt(new Uint8Array(32), [await age.unheldRecipient()]);
});

describe("mailbox", () => {
  test("opens for who holds the key", () => {
    const envelope = session.buildMailboxSession(receipt, "a challenge", ORIGIN);
    const wanted = { challenge: "a challenge", origin: ORIGIN, mailbox: receipt.signingKey };
    expect(session.verifyMailboxSession(envelope)).toEqual(wanted);
  });

  test("and for nobody else", async () => {
    const fields = { challenge: "c", origin: ORIGIN, mailbox: receipt.signingKey };
    const code = (suffix: string, changes: Json, secret: Uint8Array) =>
      codeOf(() => session.verifyMailboxSession(dsse.sign(suffix, json({ ...fields, ...changes }), [secret])));
    expect(await code("mailbox-session", {}, STRANGER)).toBe("bad-signature");
    expect(await code("recovery", {}, receipt.signingSecret)).toBe("malformed");
    expect(await code("mailbox-session", { challenge: "" }, receipt.signingSecret)).toBe("malformed");
    expect(await code("mailbox-session", { extra: 1 }, receipt.signingSecret)).toBe("malformed");
  });
});

describe("recovery", () => {
  const fields = () => ({
    challenge: "c",
    origin: ORIGIN,
    username: "voorzitter-1",
    password: b64u(new Uint8Array(32).fill(7)),
    wrapped,
  });

  test("by the member key", () => {
    const envelope = session.buildRecovery(member, fields());
    expect(session.verifyRecovery(envelope)).toEqual({ ...fields(), signingKey: member.signingKey });
  });

  test.each<[string, Json]>([
    ["malformed", { username: "Voorzitter" }],
    ["malformed", { password: "hunter2" }],
    ["malformed", { challenge: "c".repeat(1001) }],
    ["not-sealed", { wrapped: new Uint8Array(32) }],
  ])("%s: %j", async (code, changes) => {
    const envelope = session.buildRecovery(member, { ...fields(), ...changes });
    expect(await codeOf(() => session.verifyRecovery(envelope))).toBe(code);
  });

  test("a wrapped key has 32 bytes", async () => {
    const long = await age.encrypt(new Uint8Array(33), [await age.unheldRecipient()]);
    const envelope = session.buildRecovery(member, { ...fields(), wrapped: long });
    expect(await codeOf(() => session.verifyRecovery(envelope))).toBe("not-sealed");
  });
});
