/** Signatures that mean one thing everywhere: here, in Python, and in the OpenSSL behind Node. */

import { createPublicKey, verify as opensslVerify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as dsse from "../../src/protocol/dsse";
import * as ed25519 from "../../src/protocol/ed25519";
import { b64u, unb64u } from "../../src/protocol/encoding";
import { MalformedError, SignatureError } from "../../src/protocol/errors";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const ALICE = bytes("a".repeat(32));
const BOB = bytes("b".repeat(32));
const ALICE_KEY = b64u(ed25519.publicKey(ALICE));
const BOB_KEY = b64u(ed25519.publicKey(BOB));
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const P = 2n ** 255n - 19n;
const EIGHTH = 2707385501144840649318225287225658788936804267575313519463743609750303402022n; // y of order 8
const NEUTRAL = littleEndian(1n);

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

function toNumber(data: Uint8Array): bigint {
  return data.reduceRight((sofar, byte) => (sofar << 8n) | BigInt(byte), 0n);
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function flipped(data: Uint8Array, at: number, flip: number): Uint8Array {
  return data.map((byte, i) => (i === at ? byte ^ flip : byte));
}

describe("envelopes", () => {
  test("signed by several, in their order", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (payload) => {
        const envelope = dsse.sign("stage", payload, [BOB, ALICE]);
        expect(Object.keys(envelope)).toEqual(["payloadType", "payload", "signatures"]);
        expect(dsse.verify(envelope, "stage")).toEqual({ payload, keys: [BOB_KEY, ALICE_KEY] });
      }),
      { numRuns: 20 },
    );
  });

  test("the example of the DSSE specification", () => {
    const encoded = dsse.preAuthenticationEncoding("http://example.com/HelloWorld", bytes("hello world"));
    expect(new TextDecoder().decode(encoded)).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  });

  test("another type does not pass", () => {
    const envelope = dsse.sign("stage", bytes("{}"), [ALICE]);
    expect(() => dsse.verify(envelope, "unseal")).toThrow(MalformedError);
    const renamed = { ...envelope, payloadType: "application/vnd.meldpunt.unseal+json" };
    expect(dsse.verify(renamed, "unseal").keys).toEqual([]);
    expect(() => dsse.verifySingle(renamed, "unseal")).toThrow(SignatureError);
  });

  test("a signature counts once, and a single one is single", () => {
    const twice = dsse.sign("stage", bytes("{}"), [ALICE, ALICE]);
    expect(dsse.verify(twice, "stage").keys).toEqual([ALICE_KEY]);
    expect(() => dsse.verifySingle(twice, "stage")).toThrow(SignatureError);
    expect(() => dsse.verifySingle(dsse.sign("stage", bytes("{}"), [ALICE, BOB]), "stage")).toThrow(SignatureError);
    expect(dsse.verifySingle(dsse.sign("stage", bytes("{}"), [BOB]), "stage").signer).toBe(BOB_KEY);
  });

  test("whatever is changed, it does not verify", () => {
    const good = dsse.sign("stage", bytes("a payload"), [ALICE]);
    const [signature] = good.signatures as [dsse.Envelope["signatures"][number]];
    fc.assert(
      fc.property(fc.boolean(), fc.nat(63), fc.integer({ min: 1, max: 255 }), (inPayload, place, flip) => {
        const raw = unb64u(inPayload ? good.payload : signature.sig);
        const text = b64u(flipped(raw, place % raw.length, flip));
        const changed = inPayload
          ? { ...good, payload: text }
          : { ...good, signatures: [{ keyid: signature.keyid, sig: text }] };
        expect(dsse.verify(changed, "stage").keys).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  const good = dsse.sign("stage", bytes("{}"), [ALICE]);
  const [signature] = good.signatures as [dsse.Envelope["signatures"][number]];
  const broken: [string, unknown][] = [
    ["a list", []],
    ["nothing", null],
    ["one member more", { ...good, extra: 1 }],
    ["padding", { ...good, payload: "e30=" }],
    ["no payload", { ...good, payload: null }],
    ["no signature", { ...good, signatures: [] }],
    ["signatures that are no list", { ...good, signatures: {} }],
    ["a signature that is a text", { ...good, signatures: ["x"] }],
    ["33 signatures", { ...good, signatures: Array(33).fill(signature) }],
    ["a short key", { ...good, signatures: [{ ...signature, keyid: "AAAA" }] }],
    ["stray bits", { ...good, signatures: [{ ...signature, keyid: `${signature.keyid.slice(0, -1)}9` }] }],
    ["a short signature", { ...good, signatures: [{ ...signature, sig: "AAAA" }] }],
    ["a member more in a signature", { ...good, signatures: [{ ...signature, more: 1 }] }],
  ];
  test.each(broken)("%s is refused", (_what, envelope) => {
    expect(() => dsse.verify(envelope, "stage")).toThrow(MalformedError);
  });
});

describe("keys that may not be used", () => {
  // Small order, another spelling, or (y = 2) not on the curve; each with both signs of x.
  const places = [0n, 1n, P - 1n, EIGHTH, P - EIGHTH, P, P + 1n, P + 5n, 2n];
  test.each(places.flatMap((y) => [y, y | (1n << 255n)]))("y = %d", (y) => {
    const key = littleEndian(y);
    expect(ed25519.isUsable(key)).toBe(false);
    expect(() => ed25519.checkKey(b64u(key))).toThrow(MalformedError);
  });

  test("a key of small order signs nothing", () => {
    // With A the neutral element, R = B·s verifies over any message in a lax verifier; here with s = 0 and R neutral.
    expect(ed25519.verifies(NEUTRAL, join(NEUTRAL, new Uint8Array(32)), bytes("anything"))).toBe(false);
  });
});

describe("signatures", () => {
  test("S above the order, and wrong lengths, are refused", () => {
    const key = ed25519.publicKey(ALICE);
    const signature = ed25519.sign(ALICE, bytes("x"));
    const malleable = join(signature.subarray(0, 32), littleEndian(toNumber(signature.subarray(32)) + ORDER));
    expect(ed25519.verifies(key, signature, bytes("x"))).toBe(true);
    expect(ed25519.verifies(key, malleable, bytes("x"))).toBe(false);
    expect(ed25519.verifies(key, signature.subarray(0, -1), bytes("x"))).toBe(false);
    expect(ed25519.verifies(key.subarray(0, -1), signature, bytes("x"))).toBe(false);
  });

  test("OpenSSL gives the same answer, also about odd R and S", () => {
    const odd = fc.constantFrom<(s: Uint8Array) => Uint8Array>(
      (s) => s,
      (s) => flipped(s, 3, 1),
      (s) => flipped(s, 40, 128),
      (s) => join(s.subarray(0, 32), new Uint8Array(32)),
      (s) => join(NEUTRAL, s.subarray(32)),
      (s) => join(littleEndian(P + 1n), s.subarray(32)),
      (s) => join(s.subarray(0, 32), littleEndian(toNumber(s.subarray(32)) + ORDER)),
    );
    const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(secret, fc.uint8Array(), odd, (own, message, change) => {
        const key = ed25519.publicKey(own);
        const signature = change(ed25519.sign(own, message));
        const jwk = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: b64u(key) }, format: "jwk" });
        expect(ed25519.verifies(key, signature, message)).toBe(opensslVerify(null, message, jwk, signature));
      }),
      { numRuns: 60 },
    );
  });
});
