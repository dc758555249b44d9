import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import * as age from "../../src/protocol/age";
import * as dsse from "../../src/protocol/dsse";
import { b64u, dumpJson, type Json, parseJson, sha256B64u, unb64u } from "../../src/protocol/encoding";
import * as grant from "../../src/protocol/grant";
import type { Keys } from "../../src/protocol/keys";
import * as submission from "../../src/protocol/submission";
import { readThread } from "../../src/protocol/thread";
import * as vault from "../../src/protocol/vault";
import { at, CASE, type Committee, codeOf, found, HASH, reporter, STRANGER, TODAY } from "./cast";

const ATTACHMENTS = [{ upload: "upload-1", sha256: HASH, size: 20_000 }];
const FILES = { attachments: ATTACHMENTS, labels: [{ name: "map/brief.pdf", size: 300 }] };
const CONTENT: submission.ReportContent = {
  bodyId: "ind",
  language: "nl",
  answers: { what: "Er wordt gepest." },
  questionnaire: "1",
  followUpWanted: true,
  ifSilent: "nothing",
  name: { name: "Noor Jansen" },
};

let committee: Committee;
let receipt: Keys;
let made: { submission: dsse.Envelope; secrets: submission.CaseSecrets };

async function build(
  content: Partial<submission.ReportContent>,
  options: Partial<submission.SubmissionOptions>,
): Promise<typeof made> {
  const full = { writtenOn: TODAY, ...options };
  return submission.buildSubmission(receipt, committee.epoch, { ...CONTENT, ...content }, full);
}

beforeAll(async () => {
  committee = await found();
  receipt = await reporter();
  made = await build({}, { excluded: committee.ids.slice(0, 2), ...FILES });
});

function check(envelope: unknown): void {
  submission.checkAgainstRoster(submission.parseSubmission(envelope), committee.epoch);
}

function keysOf(id: string): Keys {
  return at(committee.keys, committee.ids.indexOf(id));
}

test("filed and opened", async () => {
  const parsed = submission.parseSubmission(made.submission);
  check(made.submission);
  expect(parsed.mailboxKey).toBe(receipt.signingKey);
  expect(parsed.door).toBe(sha256B64u(made.secrets.door));
  expect(parsed.grants.map((item) => item.member).sort()).toEqual([...committee.ids].sort());
  const { case: caseId, identity, door } = made.secrets;
  for (const { member, sealed } of parsed.grants) {
    const opened = await grant.openGrant(keysOf(member).identity, sealed);
    expect(opened).toEqual(committee.ids.indexOf(member) < 2 ? null : { case: caseId, identity, door });
  }
  await grant.checkGrantAgainstReport({ case: caseId, identity, door }, parsed.report);
  const reading = await readThread([parsed.report], { identities: identity, chain: committee.epochs, case: caseId });
  expect(reading.report?.excluded).toEqual(committee.ids.slice(0, 2));
  expect(reading.report?.attachments).toEqual(ATTACHMENTS);
  expect(reading.entries[0]?.statement?.labels).toEqual([{ name: "brief.pdf", size: 300 }]);
  expect(reading.report?.answers).toEqual(CONTENT.answers);
  const shares = new Map<string, Uint8Array>();
  for (const { member, sealed } of parsed.shares) {
    const share = await vault.openShare(keysOf(member).identity, sealed);
    if (share !== null) {
      shares.set(member, share.share);
    }
  }
  expect(shares.size).toBe(2);
  const commitment = reading.report?.vault ?? { sha256: "", threshold: 0, shares: {} };
  expect(await vault.combineAndOpen(parsed.vault, commitment, shares)).toEqual(CONTENT.name);
});

test("members in the order of the page", () => {
  expect(Object.keys(parseJson(unb64u(made.submission.payload)))).toEqual([
    "v",
    "committee",
    "case",
    "roster",
    "door",
    "mailbox",
    "case_recipient",
    "grants",
    "report",
    "attachments",
    "vault",
  ]);
});

test("names stay within the seal", async () => {
  const outside = new TextDecoder().decode(unb64u(made.submission.payload));
  expect(outside).not.toContain("brief.pdf");
  expect(parseJson(unb64u(made.submission.payload)).attachments).toEqual(ATTACHMENTS);
  expect(await codeOf(() => build({}, { attachments: ATTACHMENTS }))).toBe("malformed");
});

test("who can be excluded", async () => {
  for (const excluded of [committee.ids.slice(0, 3), [CASE]]) {
    expect(await codeOf(() => build({}, { excluded }))).toBe("malformed");
  }
});

test("neither size nor order tells anything", async () => {
  const short = await build({ answers: {}, name: {} }, FILES);
  expect(dumpJson({ ...short.submission }).length).toBe(dumpJson({ ...made.submission }).length);
  const orders = new Set<string>();
  for (let i = 0; i < 8; i += 1) {
    const { grants } = submission.parseSubmission((await build({}, {})).submission);
    orders.add(grants.map((item) => item.member).join());
  }
  expect(orders.size).toBeGreaterThan(1);
});

test("the secrets of a case stay when it is sealed again", async () => {
  const again = await build({}, { secrets: made.secrets });
  const parsed = submission.parseSubmission(again.submission);
  expect(parsed.case).toBe(made.secrets.case);
  expect(parsed.caseRecipient).toBe(made.secrets.recipient);
});

test("whatever is filled in, it parses and reads back", async () => {
  const texts = fc.dictionary(fc.stringMatching(/^[a-z]{1,12}$/), fc.string({ unit: "grapheme", maxLength: 300 }), {
    noNullPrototype: true,
    maxKeys: 5,
  });
  await fc.assert(
    fc.asyncProperty(texts, fc.subarray([0, 1, 2, 3], { maxLength: 2 }), async (answers, out) => {
      const excluded = out.map((i) => at(committee.ids, i));
      const { submission: envelope, secrets } = await build({ answers }, { excluded });
      check(envelope);
      const { report } = submission.parseSubmission(envelope);
      const options = { identities: secrets.identity, chain: committee.epochs, case: secrets.case };
      const reading = await readThread([report], options);
      expect(reading.report?.answers).toEqual(answers);
      expect(reading.report?.excluded).toEqual([...excluded].sort());
    }),
    { numRuns: 8 },
  );
});

type Change = (fields: Json) => unknown;
const list = (value: unknown) => value as Json[];
const object = (value: unknown) => value as Json;
const put =
  (name: string, value: unknown): Change =>
  (fields) => {
    fields[name] = value;
  };
const into =
  (path: (fields: Json) => Json | undefined, changes: Json): Change =>
  (fields) =>
    Object.assign(path(fields) ?? {}, changes);
const firstGrant = (fields: Json) => list(fields.grants)[0];
const firstShare = (fields: Json) => list(object(fields.vault).shares)[0];
const inVault = (fields: Json) => object(fields.vault);
const inMailbox = (fields: Json) => object(fields.mailbox);

/** Spaces sealed to so many recipients that nobody holds. */
async function seal(size: number, stanzas = 1): Promise<string> {
  const recipients: string[] = [];
  for (let i = 0; i < stanzas; i += 1) {
    recipients.push(await age.unheldRecipient());
  }
  return b64u(await age.encrypt(new Uint8Array(size).fill(32), recipients));
}

const plain = b64u(new TextEncoder().encode("Er wordt gepest."));
const wrongs: [string, string, Change | (() => Promise<Change>)][] = [
  ["malformed", "another version", put("v", 2)],
  ["malformed", "a member more", put("extra", 1)],
  ["malformed", "an upper-case id", put("case", CASE.toUpperCase())],
  ["malformed", "a short door", put("door", "AAAA")],
  ["malformed", "no id of a committee", put("committee", "Other")],
  ["malformed", "another committee", put("committee", "other")],
  ["malformed", "another roster", put("roster", HASH)],
  ["malformed", "no recipient", put("case_recipient", "age1x")],
  ["malformed", "no grants", put("grants", null)],
  ["malformed", "padded base64", put("report", "x=")],
  ["malformed", "no attachment", put("attachments", [{}])],
  ["malformed", "no vault", put("vault", {})],
  ["malformed", "a threshold of one", into(inVault, { threshold: 1 })],
  ["malformed", "a key of small order", into(inMailbox, { signing_key: `AQ${"A".repeat(41)}` })],
  ["malformed", "one recipient for both", (f) => put("case_recipient", inMailbox(f).recipient)(f)],
  ["bad-signature", "another's mailbox", (f) => into(inMailbox, { signing_key: at(committee.keys, 0).signingKey })(f)],
  ["not-sealed", "a report in clear", put("report", plain)],
  ["not-sealed", "a report to one", async () => put("report", await seal(16_384))],
  ["not-sealed", "a report to three", async () => put("report", await seal(16_384, 3))],
  ["not-sealed", "a report of a telling size", async () => put("report", await seal(16_385, 2))],
  ["not-sealed", "a report under the floor", async () => put("report", await seal(8_192, 2))],
  ["not-sealed", "a report too large", async () => put("report", await seal(2 ** 21, 2))],
  ["not-sealed", "a short grant", async () => into(firstGrant, { sealed: await seal(511) })],
  ["not-sealed", "a grant to two", async () => into(firstGrant, { sealed: await seal(512, 2) })],
  ["not-sealed", "a grant in clear", into(firstGrant, { sealed: plain })],
  ["not-sealed", "a small vault", async () => into(inVault, { sealed: await seal(512) })],
  ["not-sealed", "a vault to two", async () => into(inVault, { sealed: await seal(16_384, 2) })],
  ["not-sealed", "a vault too large", async () => into(inVault, { sealed: await seal(2 ** 17) })],
  ["not-sealed", "a large share", async () => into(firstShare, { sealed: await seal(16_384) })],
  ["double-grant", "a grant twice", (f) => list(f.grants).push(at(list(f.grants), 0))],
  ["double-grant", "a share twice", (f) => list(inVault(f).shares).push(at(list(inVault(f).shares), 0))],
  ["missing-grant", "a grant missing", (f) => list(f.grants).pop()],
  ["missing-grant", "a share missing", (f) => list(inVault(f).shares).pop()],
  ["foreign-member", "a grant for a stranger", into(firstGrant, { member: CASE })],
  ["foreign-member", "a share for a stranger", into(firstShare, { member: CASE })],
  ["wrong-threshold", "another threshold", into(inVault, { threshold: 3 })],
];

describe("wrong submissions", () => {
  test.each(wrongs)("%s: %s", async (code, _, change) => {
    const fields = parseJson(unb64u(made.submission.payload));
    const result = await change(fields);
    if (typeof result === "function") {
      result(fields);
    }
    const envelope = dsse.sign(submission.SUFFIX, dumpJson(fields), [receipt.signingSecret]);
    expect(await codeOf(() => check(envelope))).toBe(code);
  });

  test("another signature beside the reporter's, or instead of it", async () => {
    const payload = unb64u(made.submission.payload);
    for (const secrets of [[receipt.signingSecret, STRANGER], [STRANGER]]) {
      const envelope = dsse.sign(submission.SUFFIX, payload, secrets);
      expect(await codeOf(() => check(envelope))).toBe("bad-signature");
    }
  });

  test("a changed byte is always refused", async () => {
    const payload = unb64u(made.submission.payload);
    const places = fc.integer({ min: 0, max: payload.length - 1 });
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (place, mask) => {
        const changed = Uint8Array.from(payload);
        changed[place] = (changed[place] ?? 0) ^ mask;
        const envelope = { ...made.submission, payload: b64u(changed) };
        expect(await codeOf(() => check(envelope))).toBe("bad-signature");
      }),
      { numRuns: 30 },
    );
  });
});
