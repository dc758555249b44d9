/** What a statement tells of its files, as a page gets to see it. */

import { describe, expect, it } from "vitest";
import { fileViews } from "../../src/keyring/views";
import type { Json } from "../../src/protocol/encoding";
import { buildStatement, parseStatement } from "../../src/protocol/statement";
import { CASE, HASH } from "../protocol/cast";

const REFS = ["u1", "u2"].map((upload) => ({ upload, sha256: HASH, size: 20_480 }));
const LABELS = [
  { name: "brief.pdf", size: 300 },
  { name: "foto.jpg", size: 0 },
];

function shown(body: Json) {
  const fields = { kind: "message", case: CASE, thread: "conversation", prev: HASH, roster: HASH } as const;
  return fileViews(parseStatement(buildStatement({ ...fields, member: null, writtenOn: "2026-11-22", body })));
}

describe("the files of a statement", () => {
  it("have the sender's names and the sizes of what is in them", () => {
    expect(shown({ attachments: REFS, files: LABELS })).toEqual([
      { ref: REFS[0], ...LABELS[0] },
      { ref: REFS[1], ...LABELS[1] },
    ]);
  });

  it.each([
    ["missing", {}],
    ["too few", { files: LABELS.slice(1) }],
    ["too many", { files: [...LABELS, ...LABELS] }],
    ["odd", { files: [LABELS[0], { name: 5, size: 1 }] }],
    ["no list", { files: "brief.pdf" }],
  ])("have no names, and the padded size, when these are %s", (_, body) => {
    const plain = REFS.map((ref) => ({ ref, name: null, size: 20_480 }));
    expect(shown({ text: "", attachments: REFS, ...body })).toEqual(plain);
  });

  it("are none where nothing holds or nothing is carried", () => {
    expect(fileViews(null)).toEqual([]);
    expect(shown({ text: "Dank u.", files: LABELS })).toEqual([]);
  });
});
