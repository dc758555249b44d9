/** age files: the project's own test vectors, and what our reader refuses besides. */

import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import * as cctv from "cctv-age";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as age from "../../src/protocol/age";
import { DecryptError, MalformedError, NotSealedError, ProtocolError } from "../../src/protocol/errors";

interface Vector {
  expect: string;
  payload: string;
  fileKey: Uint8Array;
  identities: string[];
  file: Uint8Array;
}

function parse(data: Uint8Array): Vector {
  const buffer = Buffer.from(data);
  const split = buffer.indexOf("\n\n");
  const pairs = buffer
    .subarray(0, split)
    .toString()
    .split("\n")
    .map((line) => line.split(": ") as [string, string]);
  const fields = new Map(pairs);
  const rest = buffer.subarray(split + 2);
  return {
    expect: fields.get("expect") ?? "",
    payload: fields.get("payload") ?? "",
    fileKey: Uint8Array.from(Buffer.from(fields.get("file key") ?? "", "hex")),
    identities: pairs
      .filter(([name, value]) => name === "identity" && value.startsWith("AGE-SECRET-KEY-PQ-1"))
      .map(([, v]) => v),
    file: Uint8Array.from(fields.get("compressed") === "zlib" ? inflateSync(rest) : rest),
  };
}

const all = Object.entries(cctv).map(([name, data]) => [name, parse(data as Uint8Array)] as const);
const hybrid = all.filter(([name]) => name.startsWith("hybrid"));
const others = all.filter(([name]) => !name.startsWith("hybrid"));
// What is wrong with these is inside a stanza or armor, which the file key stands in for.
const outside = others.filter(([name]) => !/^(armor|scrypt|x25519)/.test(name));
// A stanza of a type that we do not know is no "no match" here: the whole file is refused.
const MIXED = new Set(["hybrid_and_x25519", "hybrid_grease", "hybrid_uppercase"]);
const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

describe("CCTV", () => {
  test("all are seen", () => expect(all.length).toBeGreaterThan(100));

  test.each(hybrid)("%s", async (name, vector) => {
    if (vector.expect === "header failure" || MIXED.has(name)) {
      await expect(age.decrypt(vector.file, vector.identities)).rejects.toBeInstanceOf(NotSealedError);
      expect(() => age.inspect(vector.file)).toThrow(NotSealedError);
    } else if (vector.expect === "success") {
      const plain = await age.decrypt(vector.file, vector.identities);
      expect(sha256(plain)).toBe(vector.payload);
      expect(age.inspect(vector.file).payloadLength).toBe(plain.length);
    } else {
      expect(vector.expect).toBe("no match");
      await expect(age.decrypt(vector.file, vector.identities)).rejects.toMatchObject({ code: "cannot-open" });
    }
  });

  test.each(outside)("%s, with its file key", async (_name, vector) => {
    const decrypter = new Decrypter();
    decrypter.addIdentity({ unwrapFileKey: () => vector.fileKey });
    if (vector.expect === "success") {
      expect(sha256(await decrypter.decrypt(vector.file))).toBe(vector.payload);
    } else {
      await expect(decrypter.decrypt(vector.file)).rejects.toThrow();
    }
  });

  test.each(others)("%s is not sealed to hybrid recipients", async (_name, vector) => {
    expect(() => age.inspect(vector.file)).toThrow(NotSealedError);
    await expect(age.decrypt(vector.file, await age.generateIdentity())).rejects.toBeInstanceOf(NotSealedError);
  });
});

test("a file that mixes recipient types is refused", async () => {
  const encrypter = new Encrypter();
  const identity = await age.generateIdentity();
  encrypter.addRecipient(await age.recipientOf(identity));
  encrypter.addRecipient(await identityToRecipient(await generateX25519Identity()));
  const mixed = await encrypter.encrypt(new Uint8Array(10));
  await expect(age.decrypt(mixed, identity)).rejects.toBeInstanceOf(NotSealedError);
});

test.each(["", "age1pq1", "AGE1PQ1", "age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4q47ryef"])(
  "%j is no recipient",
  (text) => expect(() => age.checkRecipient(text)).toThrow(ProtocolError),
);

const SEED = new Uint8Array(32).fill(0x5a); // its identity has a K within

test.each([
  ["lower case", (identity: string) => identity.toLowerCase()],
  // U+212A, whose lower case is a plain k: the library refuses it in words of its own.
  ["the Kelvin sign in its name", (identity: string) => identity.replace("KEY", "\u212aEY")],
  ["the Kelvin sign within", (identity: string) => identity.replace(/K(?=[^K]*$)/, "\u212a")],
  ["a wrong checksum", (identity: string) => `${identity.slice(0, -1)}${identity.endsWith("Q") ? "P" : "Q"}`],
  ["nothing", () => ""],
  ["an X25519 identity", () => "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6"],
])("%s is no identity", async (_what, change) => {
  const identity = age.identityFromSecret(SEED);
  expect(age.checkIdentity(identity)).toBe(identity);
  const changed = change(identity);
  expect(changed).not.toBe(identity);
  expect(() => age.checkIdentity(changed)).toThrow(MalformedError);
  await expect(age.recipientOf(changed)).rejects.toBeInstanceOf(MalformedError);
  const sealed = await age.encrypt(new Uint8Array(1), [await age.recipientOf(identity)]);
  await expect(age.decrypt(sealed, changed)).rejects.toBeInstanceOf(MalformedError);
});

test.each([5, null, undefined, {}, []])("%j is no identity", (value) => {
  expect(() => age.checkIdentity(value)).toThrow(MalformedError);
});

test("whatever is changed, nothing opens and nothing but our errors is thrown", async () => {
  const identity = await age.generateIdentity();
  const sealed = await age.encrypt(new Uint8Array(100).fill(65), [await age.recipientOf(identity)]);
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = sealed.slice();
      changed[at] = (changed[at] as number) ^ flip;
      await expect(age.decrypt(changed, identity)).rejects.toBeInstanceOf(ProtocolError);
    }),
    { numRuns: 60 },
  );
  await expect(age.decrypt(sealed.subarray(0, -1), identity)).rejects.toBeInstanceOf(ProtocolError);
});

describe("streams", async () => {
  const identity = await age.generateIdentity();
  const to = [await age.recipientOf(identity)];
  const big = new Uint8Array(200_001).map((_, i) => i % 251);
  const file = await age.encrypt(big, to);
  const opened = async (sealed: Uint8Array): Promise<Uint8Array> => {
    const plain = await age.decryptStream(new Blob([sealed.slice()]).stream(), identity);
    return new Uint8Array(await new Response(plain).arrayBuffer());
  };

  test("are the same files", async () => {
    const sealed = new Response(await age.encryptStream(new Blob([big]).stream(), to));
    expect(await age.decrypt(new Uint8Array(await sealed.arrayBuffer()), identity)).toEqual(big);
    expect(await opened(file)).toEqual(big);
    expect(await opened(await age.encrypt(new Uint8Array(0), to))).toEqual(new Uint8Array(0));
  });

  test.each([
    ["cut in the last chunk", file.subarray(0, -20)],
    ["cut at a chunk", file.subarray(0, file.length - (200_001 % 65_536) - 16)],
    ["changed in the first chunk", file.map((byte, i) => (i === 3000 ? byte ^ 1 : byte))],
    ["changed in the middle", file.map((byte, i) => (i === file.length - 70_000 ? byte ^ 1 : byte))],
    ["one byte longer", Uint8Array.from([...file, 0])],
  ])("%s cannot be opened", async (_what, changed) => {
    await expect(opened(changed)).rejects.toBeInstanceOf(DecryptError);
    await expect(age.decrypt(changed, identity)).rejects.toBeInstanceOf(DecryptError);
  });

  test("what is not sealed is told so", async () => {
    const { payloadLength } = age.inspect(file);
    const chunks = Math.ceil(payloadLength / 65_536);
    const header = file.subarray(0, file.length - payloadLength - 16 * chunks - 16);
    for (const changed of [new TextEncoder().encode("plain text"), header, file.subarray(0, header.length + 15)]) {
      await expect(opened(changed)).rejects.toBeInstanceOf(NotSealedError);
      await expect(age.decrypt(changed, identity)).rejects.toBeInstanceOf(NotSealedError);
    }
  });

  test("a source that fails is told as it failed, and one that is not wanted is let go", async () => {
    let at = 0;
    const failing = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at > 150_000) throw new TypeError("no connection");
        controller.enqueue(file.slice(at, at + 50_000));
        at += 50_000;
      },
    });
    const plain = await age.decryptStream(failing, identity);
    await expect(new Response(plain).arrayBuffer()).rejects.toThrow("no connection");
    let letGo = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(50_000)),
      cancel: () => {
        letGo = true;
      },
    });
    await expect(age.decryptStream(endless, identity)).rejects.toBeInstanceOf(NotSealedError);
    expect(letGo).toBe(true);
  });
});
