/** What is made once for a person who gets an account, with real keys. */

import { base32 } from "@scure/base";
import { describe, expect, it } from "vitest";
import { MemberSide } from "../../src/keyring/member";
import { newDevice, newMember, offerPassphrase, recover } from "../../src/keyring/newcomer";
import type { NewMember } from "../../src/keyring/types";
import * as dsse from "../../src/protocol/dsse";
import { parseJson, sha256B64u, unb64u } from "../../src/protocol/encoding";
import { memberKeys } from "../../src/protocol/keys";
import { signInSecret, stretch, unwrapMemberSecret, wrapIdentity } from "../../src/protocol/staff";
import { decodeWords } from "../../src/protocol/words";
import { PASSPHRASE, quiet, troubleIn } from "./room";

const ID = "0b0e6a6e-7c1c-4c0e-9c36-000000000000";
const OTHER = "een andere zin die niemand raadt";

function publicOf({ recipient, signingKey }: NewMember): { recipient: string; signingKey: string } {
  return { recipient, signingKey };
}

async function keysOn(sheet: string): Promise<{ recipient: string; signingKey: string }> {
  const { recipient, signingKey } = await memberKeys(decodeWords(sheet, 32));
  return { recipient, signingKey };
}

describe("a passphrase on offer", () => {
  it("has six words of the list, and is another one each time", async () => {
    const offers = await Promise.all(Array.from({ length: 20 }, offerPassphrase));
    expect(new Set(offers).size).toBe(20);
    for (const offer of offers) expect(offer).toMatch(/^[a-z]{3,8}( [a-z]{3,8}){5}$/u);
  });
});

describe("a device for one-time codes", () => {
  it("is the same secret for server and telephone, of 20 bytes", () => {
    const device = newDevice();
    expect(unb64u(device.key, 20)).toEqual(base32.decode(device.base32));
    expect(device.base32).toMatch(/^[A-Z2-7]{32}$/u);
  });

  it("comes with eight codes for paper; the server gets their hashes, over the letters alone", () => {
    const { recoveryCodes, recoveryHashes } = newDevice();
    expect(new Set(recoveryCodes).size).toBe(8);
    for (const code of recoveryCodes) expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]$/u);
    const hashOf = (code: string) => sha256B64u(new TextEncoder().encode(code.replaceAll("-", "")));
    expect(recoveryHashes).toEqual(recoveryCodes.map(hashOf));
  });

  it("is another one each time", () => {
    const made = Array.from({ length: 10 }, newDevice);
    expect(new Set(made.map(({ key }) => key)).size).toBe(10);
    expect(new Set(made.flatMap(({ recoveryCodes }) => recoveryCodes)).size).toBe(80);
  });
});

describe("a member's key", () => {
  it("opens with the passphrase, and is the one on the recovery sheet", async () => {
    const made = await newMember("lid-0", PASSPHRASE, true, quiet);
    const stretched = await stretch("lid-0", PASSPHRASE);
    expect(made.password).toBe(signInSecret(stretched));
    const secret = await unwrapMemberSecret(unb64u(made.wrapped ?? ""), wrapIdentity(stretched));
    expect(secret).toEqual(decodeWords(made.sheet.words, 32));
    expect(secret).toEqual(decodeWords(made.sheet.numbers, 32));
    expect(await keysOn(made.sheet.words.join(" "))).toEqual(publicOf(made));
    expect([made.sheet.words.length, made.sheet.numbers.length]).toEqual([24, 24]);
  });

  it("opens before there is a roster, and not under other public keys than its own", async () => {
    const made = await newMember("lid-0", PASSPHRASE, true, quiet);
    const open = async (own: { recipient: string; signingKey: string }) => {
      const side = new MemberSide();
      await side.stretch("lid-0", PASSPHRASE, quiet);
      return troubleIn(() => side.openNewKey(made.wrapped ?? "", ID, own));
    };
    const { recipient, signingKey } = await memberKeys(new Uint8Array(32).fill(9));
    expect(await open(publicOf(made))).toBeNull();
    expect(await open({ ...publicOf(made), recipient })).toBe("not-my-entry");
    expect(await open({ ...publicOf(made), signingKey })).toBe("not-my-entry");
    expect(await open({ recipient: "", signingKey: "" })).toBe("not-my-entry");
  });

  it("can be kept off the server, and tells how far it is", async () => {
    const parts: number[] = [];
    const made = await newMember("lid-0", PASSPHRASE, false, (part) => parts.push(part));
    expect(made.wrapped).toBeNull();
    expect(parts.at(-1)).toBe(1);
  });

  it("is another one each time, for the same name and passphrase too", async () => {
    const [one, other] = [
      await newMember("lid-0", PASSPHRASE, true, quiet),
      await newMember("lid-0", PASSPHRASE, true, quiet),
    ];
    expect(one.password).toBe(other.password);
    expect(one.signingKey).not.toBe(other.signingKey);
    expect(one.recipient).not.toBe(other.recipient);
    expect(one.wrapped).not.toBe(other.wrapped);
  });
});

describe("recovery", () => {
  it("sets passphrase and wrapped key anew, signed by the key on the sheet", async () => {
    const made = await newMember("lid-0", PASSPHRASE, false, quiet);
    const words = made.sheet.words.map((word) => word.slice(0, 4).toUpperCase()).join(", ");
    const signed = await recover(words, "lid-0", OTHER, "challenge", "https://here", quiet);
    const { payload, keys } = dsse.verify(signed, "recovery");
    expect(keys).toEqual([made.signingKey]);
    const fields = parseJson(payload) as Record<string, string>;
    expect(fields).toMatchObject({ challenge: "challenge", origin: "https://here", username: "lid-0" });
    const side = new MemberSide();
    expect(await side.stretch("lid-0", OTHER, quiet)).toBe(fields.password);
    await side.openNewKey(fields.wrapped ?? "", ID, publicOf(made));
    expect(side.isOpen).toBe(true);
  });

  it("takes the numbers of the sheet as well", async () => {
    const made = await newMember("lid-0", PASSPHRASE, false, quiet);
    const signed = await recover(made.sheet.numbers.join(" "), "lid-0", OTHER, "c", "o", quiet);
    expect(dsse.verify(signed, "recovery").keys).toEqual([made.signingKey]);
  });

  it.each([
    ["abandon ability", { code: "wrong-words", kind: "count", index: null }],
    [`${"abandon ".repeat(23)}qqqq`, { code: "wrong-words", kind: "unknown-word", index: 23 }],
    ["abandon ".repeat(24), { code: "wrong-words", kind: "checksum", index: null }],
  ])("refuses what is no sheet: %s", async (words, trouble) => {
    expect(await troubleIn(() => recover(words, "lid-0", OTHER, "c", "o", quiet))).toEqual(trouble);
  });
});
