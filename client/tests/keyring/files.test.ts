import { sha256 } from "@noble/hashes/sha2.js";
import { beforeAll, describe, expect, it } from "vitest";
import { cancel, openFile, sealFile } from "../../src/keyring/files";
import * as age from "../../src/protocol/age";
import { pack } from "../../src/protocol/attachment";
import { b64u } from "../../src/protocol/encoding";
import { generateReceipt, type Keys, receiptKeys } from "../../src/protocol/keys";
import { quiet, troubleIn } from "./room";

const PART = 256 * 1024;
let keys: Keys;
let other: Keys;
beforeAll(async () => {
  keys = await receiptKeys(generateReceipt());
  other = await receiptKeys(generateReceipt());
});

const to = () => [other.recipient, keys.recipient];

function bytes(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(size).map((_, index) => (index * 31 + (index >> 8)) & 255);
}

async function seal(content: Uint8Array<ArrayBuffer>, name = "bewijs.pdf") {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const progress: number[] = [];
  const file = new Blob([content], { type: "application/pdf" });
  const take = async (part: Uint8Array, number: number) => {
    expect(number).toBe(parts.length);
    parts.push(part.slice());
  };
  const sealed = await sealFile("job", file, name, to(), PART, take, (part) => progress.push(part));
  return { parts, progress, blob: new Blob(parts), ref: { upload: "u-1", ...sealed } };
}

describe("a file", () => {
  it.each([0, 1, 200_000, 3_000_000])("of %i bytes leaves in full parts and comes back whole", async (size) => {
    const { parts, progress, blob, ref } = await seal(bytes(size));
    expect(parts.slice(0, -1).every((part) => part.length === PART)).toBe(true);
    expect(parts.at(-1)?.length).toBeGreaterThan(0);
    const whole = new Uint8Array(await blob.arrayBuffer());
    expect(ref).toEqual({ upload: "u-1", size: whole.length, sha256: b64u(sha256(whole)) });
    expect(age.inspect(whole).stanzas).toBe(2);
    expect(progress).toEqual([...progress].sort((one, next) => one - next));
    expect(progress.at(-1)).toBe(1);
    for (const reader of [keys, other]) {
      const opened = await openFile(blob, ref, [reader.identity], quiet);
      expect(opened.name).toBe("bewijs.pdf");
      expect(Buffer.from(await opened.content.arrayBuffer()).equals(bytes(size))).toBe(true);
      expect(opened.content.type).toBe("application/octet-stream");
    }
  });

  it("has its name cleaned", async () => {
    const { blob, ref } = await seal(bytes(10), "../../geheim\u202efdp.exe");
    expect((await openFile(blob, ref, [keys.identity], quiet)).name).toBe("geheimfdp.exe");
  });

  it("does not open for somebody else, altered, cut, or in another's place", async () => {
    const { blob, ref } = await seal(bytes(150_000));
    const stranger = await receiptKeys(generateReceipt());
    expect(await troubleIn(() => openFile(blob, ref, [stranger.identity], quiet))).toBe("cannot-open");
    const altered = new Uint8Array(await blob.arrayBuffer());
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    expect(await troubleIn(() => openFile(new Blob([altered]), ref, [keys.identity], quiet))).toBe("malformed");
    expect(await troubleIn(() => openFile(blob.slice(0, -1), ref, [keys.identity], quiet))).toBe("malformed");
    const named = { ...ref, sha256: b64u(sha256(altered)) };
    expect(await troubleIn(() => openFile(new Blob([altered]), named, [keys.identity], quiet))).toBe("cannot-open");
  });

  it("does not open when what was sealed is no attachment", async () => {
    const plain = pack("a.txt", "text/plain", bytes(50));
    plain[plain.length - 1] = 1; // the padding
    const sealed = new Uint8Array(await age.encrypt(plain, to()));
    const ref = { upload: "u", size: sealed.length, sha256: b64u(sha256(sealed)) };
    expect(await troubleIn(() => openFile(new Blob([sealed]), ref, [keys.identity], quiet))).toBe("malformed");
  });

  it("is refused when it is larger than 100 MB, before anything is read", async () => {
    const huge = { size: 100 * 1024 * 1024 + 1 } as Blob;
    const send = async () => {
      throw new Error("nothing may be sent");
    };
    expect(await troubleIn(() => sealFile("job", huge, "x", to(), PART, send, quiet))).toBe("too-large");
  });

  it("stops when it is cancelled, and can be sealed again", async () => {
    let sent = 0;
    const file = new Blob([bytes(1_000_000)]);
    const cancelAfterOne = async () => {
      sent += 1;
      cancel("job");
    };
    expect(await troubleIn(() => sealFile("job", file, "x", to(), PART, cancelAfterOne, quiet))).toBe("cancelled");
    expect(sent).toBe(1);
    const again = await sealFile("job", file, "x", to(), PART, async () => {}, quiet);
    expect(again.size).toBeGreaterThan(1_000_000);
  });

  it("stops when a part does not arrive", async () => {
    const lost = Object.assign(new Error("no answer"), { code: "network" });
    const file = new Blob([bytes(600_000)]);
    const sealing = sealFile("job", file, "x", to(), PART, () => Promise.reject(lost), quiet);
    await expect(sealing).rejects.toBe(lost);
  });
});
