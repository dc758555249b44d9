import { beforeAll, describe, expect, test } from "vitest";
import * as age from "../../src/protocol/age";
import { MAX_CONTENT } from "../../src/protocol/attachment";
import type { Json } from "../../src/protocol/encoding";
import { parseJson } from "../../src/protocol/encoding";
import * as statement from "../../src/protocol/statement";
import { vectors } from "../vectors";
import { CASE, codeOf, HASH, json, STRANGER } from "./cast";

const MEMBER = "0b0e6a6e-7c1c-4c0e-9c36-0d9d7a4f1a00";
const FILE = { upload: "u", sha256: HASH, size: 1 };

function build(changes: Json = {}): Uint8Array {
  const fields: statement.StatementFields = {
    kind: "message",
    case: CASE,
    thread: "conversation",
    prev: HASH,
    roster: HASH,
    member: null,
    writtenOn: "2026-11-22",
    body: { text: "Dank u." },
  };
  return statement.buildStatement({ ...fields, ...changes } as statement.StatementFields);
}

test("members in the order of the page", () => {
  const order = ["v", "kind", "case", "thread", "prev", "roster", "author", "written_on", "body"];
  expect(Object.keys(parseJson(build()))).toEqual(order);
  expect(parseJson(build()).author).toEqual({ role: "reporter" });
  expect(parseJson(build({ member: MEMBER })).author).toEqual({ role: "member", id: MEMBER });
});

test("what is built is read", () => {
  const parsed = statement.parseStatement(build({ member: MEMBER, kind: "note", thread: "notes" }));
  expect(parsed).toMatchObject({ role: "member", member: MEMBER, thread: "notes", writtenOn: "2026-11-22" });
  const file = { upload: "u1", sha256: HASH, size: 7 };
  expect(statement.parseStatement(build({ body: { attachments: [file] } })).attachments).toEqual([file]);
});

const NAMES: [string, string][] = [
  ["brief.pdf", "brief.pdf"],
  ["\u202efdp.exe", "fdp.exe"],
  ["../../etc/passwd", "passwd"],
  ["C:\\x\\y.doc", "y.doc"],
  ["x".repeat(1000), "x".repeat(120)],
  [`${"x".repeat(996)}.pdf`, `${"x".repeat(116)}.pdf`],
  ["", "file"],
  ["\u0000\u2066", "file"],
];
test.each(NAMES)("a file's name is cleaned when it is written and when it is read: %j", (name, cleaned) => {
  const written = statement.carried([FILE], [{ name, size: 300_000 }]);
  expect(written).toEqual({ attachments: [FILE], files: [{ name: cleaned, size: 300_000 }] });
  for (const files of [written.files, [{ name, size: 300_000 }]]) {
    const parsed = statement.parseStatement(build({ body: { attachments: [FILE], files } }));
    expect(parsed.labels).toEqual([{ name: cleaned, size: 300_000 }]);
  }
});

const LABEL = { name: "brief.pdf", size: 5 };
test.each([
  null,
  {},
  "brief.pdf",
  [],
  [LABEL, LABEL],
  [null],
  ["brief.pdf"],
  [{ name: "brief.pdf" }],
  [{ size: 5 }],
  [{ ...LABEL, type: "text/html" }],
  [{ ...LABEL, name: 5 }],
  [{ ...LABEL, name: "x".repeat(1001) }],
  [{ ...LABEL, size: -1 }],
  [{ ...LABEL, size: "5" }],
  [{ ...LABEL, size: true }],
  [{ ...LABEL, size: 1.5 }],
  [{ ...LABEL, size: MAX_CONTENT + 1 }],
])("odd names fail nothing: %j", (files) => {
  const parsed = statement.parseStatement(build({ body: { text: "Zie bijlage.", attachments: [FILE], files } }));
  expect([parsed.labels, parsed.body.text, parsed.attachments]).toEqual([null, "Zie bijlage.", [FILE]]);
});

test("what is carried has a label each, and of a reference what the page lists", async () => {
  expect(statement.carried([], [])).toEqual({ attachments: [], files: [] });
  expect(statement.carried([{ ...FILE, name: "x" } as statement.AttachmentRef], [LABEL]).attachments).toEqual([FILE]);
  for (const labels of [[], [LABEL, LABEL], [{ name: "a", size: -1 }]]) {
    expect(await codeOf(() => statement.carried([FILE], labels))).toBe("malformed");
  }
});

test("who may say what", () => {
  const all = [...statement.REPORTER_KINDS, ...statement.MEMBER_KINDS, ...statement.NOTE_KINDS, "gossip"];
  const said = (thread: statement.Thread, role: statement.Role) =>
    new Set(all.filter((kind) => statement.maySay(thread, role, kind)));
  expect(said("conversation", "reporter")).toEqual(statement.REPORTER_KINDS);
  expect(said("conversation", "member")).toEqual(statement.MEMBER_KINDS);
  expect(said("notes", "member")).toEqual(statement.NOTE_KINDS);
  expect(said("notes", "reporter")).toEqual(new Set());
});

const refused: Json[] = [
  { kind: "note" },
  { kind: "gossip" },
  { thread: "notes" },
  { thread: "x" },
  { member: "x" },
  { case: "x" },
  { prev: "x" },
  { roster: null },
  { writtenOn: "2026-11-31" },
  { body: [] },
  { body: null },
  { kind: "report" },
  { kind: "rekey", member: MEMBER },
  { body: { attachments: [{ upload: "u" }] } },
  { body: { attachments: {} } },
  { body: { attachments: null } },
  { body: { attachments: [{ ...FILE, size: 0 }] } },
  { body: { attachments: [{ ...FILE, upload: "../u" }] } },
  { body: { attachments: [FILE, FILE] } },
];
test.each(refused)("refused: %j", async (changes) => {
  expect(await codeOf(() => build(changes))).toBe("malformed");
});

test.each([null, "reporter", [], {}, { role: "reporter", id: MEMBER }, { role: "member" }, { role: "chair" }])(
  "no author: %j",
  async (author) => {
    const payload = json({ ...parseJson(build()), author });
    expect(await codeOf(() => statement.parseStatement(payload))).toBe("malformed");
  },
);

test("all envelopes of a thread look alike", async () => {
  const identity = await age.generateIdentity();
  const recipients = [await age.recipientOf(identity), await age.unheldRecipient()];
  const seen = new Set<string>();
  for (const text of ["", "x".repeat(9000)]) {
    const signed = statement.signStatement(build({ body: { text } }), [STRANGER]);
    const sealed = await statement.sealStatement(signed, recipients);
    expect(await statement.openStatement(sealed, identity)).toEqual(signed);
    expect(age.inspect(sealed)).toEqual({ stanzas: statement.stanzasFor("conversation"), payloadLength: 16_384 });
    seen.add(String(sealed.length));
  }
  expect(seen.size).toBe(1);
});

describe("report bodies", () => {
  let body: Json;
  beforeAll(() => {
    const file = vectors<{ verified: { envelopes: { statement: { body: Json } }[] } }>("thread");
    body = file.verified.envelopes[0]?.statement.body ?? {};
  });

  const wrong: [string, unknown][] = [
    ["mailbox", {}],
    ["case_recipient", "age1x"],
    ["committee", 1],
    ["body_id", "IND"],
    ["language", "nederlands"],
    ["questionnaire", 1],
    ["answers", []],
    ["excluded", ["x"]],
    ["excluded", null],
    ["attachments", null],
    ["follow_up", null],
    ["follow_up", { wanted: 1, if_silent: "keep" }],
    ["follow_up", { wanted: true, if_silent: "phone" }],
    ["vault", null],
    ["vault", { sha256: HASH, threshold: 1, shares: {} }],
    ["vault", { sha256: HASH, threshold: 2, shares: [] }],
    ["vault", { sha256: HASH, threshold: 2, shares: { [MEMBER]: "x" } }],
  ];
  test.each(wrong)("%s: %j", async (name, value) => {
    expect(statement.parseReport({ ...body, "a later version": 1 }).bodyId).toBe("ind");
    expect(await codeOf(() => statement.parseReport({ ...body, [name]: value }))).toBe("malformed");
  });
});
