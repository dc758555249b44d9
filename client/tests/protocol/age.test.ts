/** age files: the project's own test vectors, and what our reader refuses besides. */

import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import * as cctv from "cctv-age";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as age from "../../src/protocol/age";
import { NotSealedError, ProtocolError } from "../../src/protocol/errors";

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

test("streams are the same files", async () => {
  const identity = await age.generateIdentity();
  const to = [await age.recipientOf(identity)];
  const plain = crypto.getRandomValues(new Uint8Array(60_000));
  const big = new Uint8Array(200_001).map((_, i) => plain[i % plain.length] as number);
  const sealed = new Response(await age.encryptStream(new Blob([big]).stream(), to));
  const file = new Uint8Array(await sealed.arrayBuffer());
  expect(await age.decrypt(file, identity)).toEqual(big);
  const opened = new Response(await age.decryptStream(new Blob([file]).stream(), identity));
  expect(new Uint8Array(await opened.arrayBuffer())).toEqual(big);
  const cut = await age.decryptStream(new Blob([file.subarray(0, -20)]).stream(), identity);
  await expect(new Response(cut).arrayBuffer()).rejects.toThrow();
  await expect(age.decryptStream(new Blob(["plain text"]).stream(), identity)).rejects.toBeInstanceOf(NotSealedError);
});
