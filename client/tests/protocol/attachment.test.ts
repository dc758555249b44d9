/** Attachments: nothing is given out before the last byte was verified. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as attachment from "../../src/protocol/attachment";
import { MalformedError } from "../../src/protocol/errors";
import { isPermittedLength } from "../../src/protocol/padme";

const content = fc.uint8Array({ maxLength: 70_000 });

test("packed, as bytes and as a stream, they come back", async () => {
  await fc.assert(
    fc.asyncProperty(content, fc.string({ unit: "grapheme", maxLength: 40 }), async (data, name) => {
      const packed = attachment.pack(name, "text/plain", data);
      expect(isPermittedLength(packed.length)).toBe(true);
      const { stream, size } = await attachment.packStream(name, "text/plain", new Blob([data.slice()]));
      expect(size).toBe(packed.length);
      expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(packed);
      const opened = await attachment.unpack(packed);
      expect(opened).toEqual({ name: attachment.cleanName(name), type: "text/plain", content: data });
    }),
    { numRuns: 25 },
  );
});

test("in pieces of any size", async () => {
  const data = new Uint8Array(20_000).map((_, i) => i % 251);
  const packed = attachment.pack("a.bin", "x/y", data);
  const pieces = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0, step = 1; at < packed.length; at += step, step += 1)
        controller.enqueue(packed.slice(at, at + step));
      controller.close();
    },
  });
  const opened = await attachment.unpackStream(pieces);
  expect(new Uint8Array(await opened.content.arrayBuffer())).toEqual(data);
});

test("whatever is changed, it is refused", async () => {
  const packed = attachment.pack("brief.pdf", "application/pdf", new Uint8Array(3000).fill(7));
  await fc.assert(
    fc.asyncProperty(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = packed.slice();
      changed[at] = (changed[at] as number) ^ flip;
      const opened = await attachment.unpack(changed).catch((error: unknown) => error);
      // The name and the type are the sender's word: a change there is another name, never other content.
      if (!(opened instanceof MalformedError)) expect(opened).toMatchObject({ content: new Uint8Array(3000).fill(7) });
    }),
    { numRuns: 200 },
  );
  await expect(attachment.unpack(packed.subarray(0, -1))).rejects.toBeInstanceOf(MalformedError);
  await expect(attachment.unpack(new Uint8Array(0))).rejects.toBeInstanceOf(MalformedError);
});

test("a file that is refused or given up is no longer read", async () => {
  let letGo = 0;
  const counting = (chunk: Uint8Array): ReadableStream<Uint8Array> =>
    new ReadableStream({
      pull: (controller) => controller.enqueue(chunk),
      cancel: () => {
        letGo += 1;
      },
    });
  await expect(attachment.unpackStream(counting(new Uint8Array(70_000).fill(9)))).rejects.toBeInstanceOf(
    MalformedError,
  );
  expect(letGo).toBe(1);
  const { stream } = await attachment.packStream("a", "x/y", new Blob([new Uint8Array(500_000)]));
  await stream.getReader().cancel();
  const changed = { size: 3, stream: () => new Blob(["four"]).stream() };
  const packed = await attachment.packStream("a", "x/y", changed);
  await expect(new Response(packed.stream).arrayBuffer()).rejects.toBeInstanceOf(MalformedError);
  await expect(
    attachment.packStream("a", "x/y", { size: attachment.MAX_CONTENT + 1, stream: () => new Blob().stream() }),
  ).rejects.toBeInstanceOf(MalformedError);
});

test("a blob never has the sender's type", async () => {
  const { stream } = await attachment.packStream("a.html", "text/html", new Blob(["<script>alert(1)</script>"]));
  const opened = await attachment.unpackStream(stream);
  expect([opened.type, opened.content.type]).toEqual(["text/html", "application/octet-stream"]);
});

describe("names", () => {
  test.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\temp\\a\u202egpj.exe", "agpj.exe"],
    ["", "file"],
    [" .x. ", "x"],
    ['a<>:"|?*b', "a_______b"],
    ["CON", "_CON"],
    ["ملف.pdf", "ملف.pdf"],
    ["a\tb\r\nc", "a b c"],
    [`${"x".repeat(200)}.jpeg`, `${"x".repeat(115)}.jpeg`],
    [`${"x".repeat(114)}. . ${"y".repeat(40)}.jpeg`, `${"x".repeat(114)}.jpeg`],
    [`${"x".repeat(118)} . ${"y".repeat(40)}`, "x".repeat(118)],
  ])("%j", (name, cleaned) => expect(attachment.cleanName(name)).toBe(cleaned));
});
