/** Secrets, what follows from them, and how people write them down. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recipientOf } from "../../src/protocol/age";
import { b64u, unb64u } from "../../src/protocol/encoding";
import { MalformedError, WordsError } from "../../src/protocol/errors";
import * as keys from "../../src/protocol/keys";
import * as shamir from "../../src/protocol/shamir";
import * as staff from "../../src/protocol/staff";
import * as words from "../../src/protocol/words";
import { vectors } from "../vectors";

interface Made {
  signing_key: string;
  age_identity: string;
  age_recipient: string;
}
const file = vectors<{
  receipts: (Made & { receipt: string; words: { english: string; french: string } })[];
  members: (Made & { secret: string; recovery_words: string })[];
}>("keys");

describe("published vectors", () => {
  test("receipts", async () => {
    for (const item of file.receipts) {
      const receipt = unb64u(item.receipt);
      const made = await keys.receiptKeys(receipt);
      expect([made.identity, made.recipient, made.signingKey]).toEqual([
        item.age_identity,
        item.age_recipient,
        item.signing_key,
      ]);
      expect(words.encodeWords(receipt, "nl").join(" ")).toBe(item.words.english.normalize("NFKD"));
      expect(words.encodeWords(receipt, "fr").join(" ")).toBe(item.words.french.normalize("NFKD"));
      for (const written of Object.values(item.words)) expect(words.decodeWords(written, 16)).toEqual(receipt);
    }
  });

  test("members", async () => {
    for (const item of file.members) {
      const secret = unb64u(item.secret);
      const made = await keys.memberKeys(secret);
      expect([made.identity, made.recipient, made.signingKey]).toEqual([
        item.age_identity,
        item.age_recipient,
        item.signing_key,
      ]);
      expect(words.encodeWords(secret, "en").join(" ")).toBe(item.recovery_words);
      expect(words.decodeWords(item.recovery_words, 32)).toEqual(secret);
    }
  });

  test("staff", async () => {
    for (const item of vectors<Record<string, string>[]>("staff")) {
      const seen: number[] = [];
      const stretched = await staff.stretch(item.username ?? "", `  ${item.passphrase}\u00a0`, (part) =>
        seen.push(part),
      );
      expect(staff.signInSecret(stretched)).toBe(item.sign_in_secret);
      expect(await recipientOf(staff.wrapIdentity(stretched))).toBe(item.wrap_recipient);
      expect(seen.at(-1)).toBe(1);
    }
  });

  test("shares", async () => {
    const { secret, shares, threshold } = vectors<{ secret: string; shares: string[]; threshold: number }>("shamir");
    const raw = shares.map((share) => unb64u(share));
    expect(b64u(await shamir.combine(raw.slice(0, threshold)))).toBe(secret);
    expect(b64u(await shamir.combine(raw.slice(-threshold)))).toBe(secret);
    expect(b64u(await shamir.combine(raw.slice(1, threshold)))).not.toBe(secret);
  });
});

describe("words", () => {
  const secret = fc.oneof(
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
  );

  test("come back, however they are written", () => {
    fc.assert(
      fc.property(secret, fc.constantFrom("en", "fr", "ar"), (value, language) => {
        const written = words.encodeWords(value, language);
        expect(words.decodeWords(written.join(", ").toUpperCase(), value.length)).toEqual(value);
        expect(words.decodeWords(written.map((word) => word.normalize("NFC")).join("\n - "), value.length)).toEqual(
          value,
        );
        expect(words.decodeWords(words.encodeNumbers(value).join(" "), value.length)).toEqual(value);
      }),
    );
  });

  test("cut after four letters, and eastern digits", () => {
    const value = new Uint8Array(16).fill(7);
    const cut = words.encodeWords(value, "en").map((word) => word.slice(0, 4));
    expect(words.decodeWords(cut, 16)).toEqual(value);
    const eastern = words
      .encodeNumbers(value)
      .map((number) => number.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))));
    expect(words.decodeWords(eastern.join(" "), 16)).toEqual(value);
  });

  test.each([
    ["abandon", "count", null],
    [`${"abandon ".repeat(11)}zzzz`, "unknown-word", 11],
    ["zoo ".repeat(12), "checksum", null],
    ["2049 ".repeat(12), "unknown-word", 0],
    ["", "count", null],
  ])("%s: %s", (text, kind, index) => {
    try {
      words.decodeWords(text, 16);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(WordsError);
      expect(error).toMatchObject({ kind, index, code: "wrong-words" });
    }
  });

  test("are completed", () => {
    expect(words.complete(" Abs", "en")).toEqual(["absent", "absorb", "abstract", "absurd"]);
    expect(words.complete("", "en")).toEqual([]);
    expect(words.complete("eco", "fr").map((word) => word.normalize("NFC"))).toContain("écouter");
  });

  test("of a fingerprint", () => {
    expect(words.fingerprintHex(new Uint8Array(16).fill(0xab))).toBe("abab abab abab abab abab abab abab abab");
    expect(words.fingerprintWords(new Uint8Array(16))).toHaveLength(12);
  });
});

describe("shares", () => {
  test("any threshold of them give the secret back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.integer({ min: 2, max: 9 }),
        async (value, k) => {
          const made = await shamir.split(value, k, 9);
          expect(await shamir.combine(made.slice(9 - k))).toEqual(value);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("who is wrong is named", async () => {
    const made = await shamir.split(new Uint8Array(32).fill(1), 2, 3);
    const [first, second] = made as [Uint8Array, Uint8Array];
    await expect(shamir.combine([first])).rejects.toMatchObject({ code: "bad-share", members: [] });
    await expect(shamir.combine([first, second, first])).rejects.toMatchObject({ members: ["0", "2"] });
    await expect(shamir.combine([first, second.subarray(1)])).rejects.toMatchObject({ members: ["1"] });
    await expect(shamir.split(new Uint8Array(0), 2, 3)).rejects.toMatchObject({ code: "bad-share" });
  });
});

test.each([
  ["  kamer\u00a0\u2003lopen\t\nwater ", "kamer lopen water"],
  ["\ufeff\u3000\uff21\ufb01 ", "Afi"],
  ["", ""],
])("passphrase %j is %j", (typed, meant) => expect(staff.normalisePassphrase(typed)).toBe(meant));

test.each(["ab", "Voorzitter", "a b c", "voorzitter\n", "v\u00e9ro", "x".repeat(33), 123])(
  "%j is no username",
  (name) => {
    expect(() => staff.checkUsername(name)).toThrow(MalformedError);
  },
);

test("secrets of another length are refused", async () => {
  for (const size of [0, 15, 17, 32]) {
    await expect(keys.receiptKeys(new Uint8Array(size))).rejects.toBeInstanceOf(MalformedError);
  }
  for (const size of [0, 16, 31, 33]) {
    await expect(keys.memberKeys(new Uint8Array(size))).rejects.toBeInstanceOf(MalformedError);
    await expect(staff.wrapMemberSecret(new Uint8Array(size), "")).rejects.toBeInstanceOf(MalformedError);
  }
  expect([keys.generateReceipt().length, keys.generateMemberSecret().length]).toEqual([16, 32]);
});

test("a wrong passphrase opens nothing", async () => {
  const right = staff.wrapIdentity(new Uint8Array(32).fill(1));
  const wrong = staff.wrapIdentity(new Uint8Array(32).fill(2));
  const wrapped = await staff.wrapMemberSecret(new Uint8Array(32).fill(3), await recipientOf(right));
  expect(await staff.unwrapMemberSecret(wrapped, right)).toEqual(new Uint8Array(32).fill(3));
  await expect(staff.unwrapMemberSecret(wrapped, wrong)).rejects.toMatchObject({ code: "cannot-open" });
});
