import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as age from "../../src/protocol/age";
import type { Envelope } from "../../src/protocol/dsse";
import { b64u, type Json, parseJson, unb64u } from "../../src/protocol/encoding";
import * as grant from "../../src/protocol/grant";
import { type Keys, receiptKeys } from "../../src/protocol/keys";
import { newestOf, verifyChain } from "../../src/protocol/roster";
import * as statement from "../../src/protocol/statement";
import * as submission from "../../src/protocol/submission";
import * as thread from "../../src/protocol/thread";
import { vectors } from "../vectors";
import { at, type Committee, codeOf, found, HASH, reporter, STRANGER, TODAY } from "./cast";

interface Vectors {
  case: string;
  case_identity: string;
  receipt: string;
  roster_chain: Envelope[];
  verified: { envelopes: { sealed: string; statement: { body: Json } }[] };
  flagged: { why: string; envelopes: string[]; flagged: number[] }[];
}

const file = vectors<Vectors>("thread");

describe("vectors", () => {
  const chain = verifyChain(file.roster_chain);
  const sealed = file.verified.envelopes.map((item) => unb64u(item.sealed));

  test("nothing in the file is left out", () => {
    const names = ["case", "case_identity", "flagged", "receipt", "roster_chain", "verified"];
    expect(Object.keys(file).sort()).toEqual(names);
  });

  test("verified, with the identity of the case and with the receipt", async () => {
    const mine = (await receiptKeys(unb64u(file.receipt))).identity;
    for (const identities of [file.case_identity, [mine], ["age", mine].slice(1)]) {
      const reading = await thread.readThread(sealed, { identities, chain, case: file.case });
      expect(reading.entries.map((entry) => entry.statement?.raw)).toEqual(
        file.verified.envelopes.map((item) => item.statement),
      );
      expect(thread.flags(reading).size).toBe(0);
      expect(reading.head).toBe(thread.envelopeHash(at(sealed, -1)));
      expect(reading.seenByCommittee).toBe(thread.envelopeHash(at(sealed, 0)));
      expect(reading.seenByReporter).toBe(thread.envelopeHash(at(sealed, 1)));
      const body = at(file.verified.envelopes, 0).statement.body;
      const [ours, theirs] = [body.case_recipient, (body.mailbox as Json).recipient];
      expect(thread.recipientsFor(reading, "conversation")).toEqual([ours, theirs]);
      expect(thread.recipientsFor(reading, "notes")).toEqual([ours]);
    }
  });

  const reasons: Record<string, thread.Flag[]> = {
    "a key outside the roster": ["wrong-signer"],
    "another case": ["wrong-case"],
    "does not chain": ["broken-chain"],
    "a member posing as the reporter": ["wrong-signer"],
    "one member posing as another": ["wrong-author"],
    "the first envelope dropped": ["no-report"],
    "an envelope repeated": ["broken-chain"],
    "two swapped": ["broken-chain", "broken-chain"],
    "junk in between, the rest chains over it": ["malformed"],
    "an older epoch after a newer": ["older-epoch"],
    "a retired member signs in the epoch that left them out": ["wrong-signer"],
  };

  test("every reason is known", () => {
    expect(file.flagged.map((each) => each.why).sort()).toEqual(Object.keys(reasons).sort());
  });

  test.each(file.flagged)("flagged: $why", async ({ why, envelopes, flagged }) => {
    const options = { identities: file.case_identity, chain, case: file.case };
    const reading = await thread.readThread(
      envelopes.map((envelope) => unb64u(envelope)),
      options,
    );
    const wanted = new Map(flagged.map((index, i) => [index, reasons[why]?.[i]]));
    expect(thread.flags(reading)).toEqual(wanted);
    for (const entry of reading.entries) {
      expect(entry.statement === null).toBe(entry.flag !== null);
    }
  });

  test("a chain that hides a roster is refused", async () => {
    const options = { identities: file.case_identity, chain: chain.slice(0, 1), case: file.case };
    expect(await codeOf(() => thread.readThread(sealed, options))).toBe("roster-refused");
  });

  test("a changed byte is always flagged, and never shown", async () => {
    const options = { identities: file.case_identity, chain, case: file.case };
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: at(sealed, 1).length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (place, mask) => {
          const changed = Uint8Array.from(at(sealed, 1));
          changed[place] = (changed[place] ?? 0) ^ mask;
          const reading = await thread.readThread([at(sealed, 0), changed], options);
          expect(at(reading.entries, 0).flag).toBeNull();
          expect(at(reading.entries, 1).flag).toMatch(/cannot-open|not-sealed/);
          expect(at(reading.entries, 1).statement).toBeNull();
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** A case as both sides write in it. */
class Case {
  readonly threads: Record<statement.Thread, Uint8Array[]>;

  constructor(
    readonly committee: Committee,
    readonly receipt: Keys,
    readonly secrets: submission.CaseSecrets,
    report: Uint8Array,
  ) {
    this.threads = { conversation: [report], notes: [] };
  }

  /** Append a statement: by the member at a position, or by the reporter. */
  async say(kind: string, position: number | null = null, changes: Json = {}, signers?: Uint8Array[]): Promise<void> {
    const where = (changes.thread ?? "conversation") as statement.Thread;
    const posted = this.threads[where];
    const fields = {
      kind,
      case: this.secrets.case,
      thread: where,
      prev: thread.envelopeHash(posted.at(-1) ?? at(this.threads.conversation, 0)),
      roster: this.committee.epoch.hash,
      member: position === null ? null : at(this.committee.ids, position),
      writtenOn: TODAY,
      body: {},
      ...changes,
    };
    const mine = position === null ? this.receipt : at(this.committee.keys, position);
    const signed = statement.signStatement(statement.buildStatement(fields), signers ?? [mine.signingSecret]);
    posted.push(await statement.sealStatement(signed, thread.recipientsFor(await this.read(), where)));
  }

  async read(identities: string | string[] = [this.secrets.identity, NEW]): Promise<thread.Reading> {
    const options = { identities, chain: this.committee.epochs, case: this.secrets.case };
    return thread.readThread(this.threads.conversation, options);
  }

  async readNotes(): Promise<thread.Reading> {
    const conversation = await this.read();
    return thread.readThread(this.threads.notes, {
      identities: [this.secrets.identity, NEW],
      chain: this.committee.epochs,
      case: this.secrets.case,
      thread: "notes",
      conversation,
    });
  }

  /** What does not hold in the conversation, by position. */
  async flags(): Promise<Record<number, string>> {
    return Object.fromEntries(thread.flags(await this.read()));
  }

  secret(position: number): Uint8Array {
    return at(this.committee.keys, position).signingSecret;
  }
}

let NEW = "";
let REKEY: Json = {};
let committee: Committee;
let receipt: Keys;
let mine: Case;

beforeAll(async () => {
  NEW = await age.generateIdentity();
  REKEY = { case_recipient: await age.recipientOf(NEW), door: HASH, reason: "recusal" };
  committee = await found();
  receipt = await reporter();
});

beforeEach(async () => {
  const content: submission.ReportContent = {
    bodyId: "ind",
    language: "nl",
    answers: { what: "Er wordt gepest." },
    questionnaire: "1",
    followUpWanted: true,
    ifSilent: "nothing",
    name: {},
  };
  const made = await submission.buildSubmission(receipt, newestOf(committee.epochs), content, { writtenOn: TODAY });
  mine = new Case(committee, receipt, made.secrets, submission.parseSubmission(made.submission).report);
});

describe("conversation and notes", () => {
  test("hold", async () => {
    await mine.say("message", 0);
    await mine.say("check-in");
    await mine.say("note", 1, { thread: "notes" });
    await mine.say("assessment", 0, { thread: "notes" });
    expect(await mine.flags()).toEqual({});
    const notes = await mine.readNotes();
    expect(thread.flags(notes).size).toBe(0);
    expect(notes.entries.map((entry) => entry.author?.id)).toEqual([committee.ids[1], committee.ids[0]]);
    // The reporter's identity does not open notes.
    const [note] = mine.threads.notes;
    expect(await codeOf(() => age.decrypt(note ?? new Uint8Array(), receipt.identity))).toBe("cannot-open");
  });

  test("notes need the conversation", async () => {
    await mine.say("note", 1, { thread: "notes" });
    const options = { identities: mine.secrets.identity, chain: committee.epochs, case: mine.secrets.case };
    const reading = await thread.readThread(mine.threads.notes, { ...options, thread: "notes" });
    expect(at(reading.entries, 0).flag).toBe("no-report");
  });

  test("a note served as conversation", async () => {
    await mine.say("note", 1, { thread: "notes" });
    mine.threads.conversation.push(at(mine.threads.notes, 0));
    expect(await mine.flags()).toEqual({ 1: "wrong-thread" });
  });

  test("an empty thread says nothing", async () => {
    mine.threads.conversation.length = 0;
    const reading = await mine.read();
    expect(reading).toMatchObject({ entries: [], report: null, caseRecipient: null, head: null });
    expect(() => thread.recipientsFor(reading, "conversation")).toThrow(/does not hold/);
  });

  test("every entry crosses a worker boundary", async () => {
    await mine.say("message", 0);
    const reading = await mine.read();
    expect(structuredClone(reading)).toEqual(reading);
  });
});

describe("rekey", () => {
  test("by two", async () => {
    await mine.say("rekey", 1, { body: REKEY }, [mine.secret(1), mine.secret(2)]);
    await mine.say("message", 0);
    expect(await mine.flags()).toEqual({});
    expect((await mine.read()).caseRecipient).toBe(REKEY.case_recipient);
    const old = await mine.read(mine.secrets.identity);
    expect(Object.fromEntries(thread.flags(old))).toEqual({ 2: "cannot-open" });
  });

  test("by one needs consent, each time", async () => {
    await mine.say("rekey", 1, { body: REKEY });
    expect(await mine.flags()).toEqual({ 1: "wrong-signer" });
    expect((await mine.read()).caseRecipient).toBe(mine.secrets.recipient);
    await mine.say("consent", null, { body: { to: "committee" } });
    await mine.say("rekey", 1, { body: REKEY });
    expect(await mine.flags()).toEqual({ 1: "wrong-signer", 3: "wrong-signer" });
    await mine.say("consent", null, { body: { to: "rekey" } });
    await mine.say("rekey", 1, { body: REKEY });
    await mine.say("rekey", 1, { body: REKEY });
    expect(await mine.flags()).toEqual({ 1: "wrong-signer", 3: "wrong-signer", 6: "wrong-signer" });
    expect((await mine.read()).caseRecipient).toBe(REKEY.case_recipient);
  });

  test("a refusal takes consent back", async () => {
    await mine.say("consent", null, { body: { to: "rekey" } });
    await mine.say("refusal", null, { body: { to: "rekey" } });
    await mine.say("rekey", 1, { body: REKEY });
    expect(await mine.flags()).toEqual({ 3: "wrong-signer" });
  });

  test("one member signing twice is not two", async () => {
    await mine.say("rekey", 1, { body: REKEY }, [mine.secret(1), mine.secret(1)]);
    expect(await mine.flags()).toEqual({ 1: "bad-signature" });
  });
});

describe("what does not hold", () => {
  test("two signatures on a message", async () => {
    await mine.say("message", 0, {}, [mine.secret(0), mine.secret(1)]);
    expect(await mine.flags()).toEqual({ 1: "wrong-signer" });
  });

  test("an unknown roster", async () => {
    await mine.say("message", 0, { roster: HASH }, [STRANGER]);
    expect(await mine.flags()).toEqual({ 1: "unknown-roster" });
    await mine.say("message", 0, { roster: HASH });
    expect(await codeOf(() => mine.read())).toBe("roster-refused");
  });

  test("a second report", async () => {
    const envelope = await statement.openStatement(at(mine.threads.conversation, 0), mine.secrets.identity);
    await mine.say("report", null, { body: parseJson(unb64u(envelope.payload)).body });
    expect(await mine.flags()).toEqual({ 1: "not-allowed" });
  });

  test("a report by another key", async () => {
    const envelope = await statement.openStatement(at(mine.threads.conversation, 0), mine.secrets.identity);
    const forged = statement.signStatement(unb64u(envelope.payload), [mine.secret(0)]);
    const recipients = thread.recipientsFor(await mine.read(), "conversation");
    mine.threads.conversation[0] = await statement.sealStatement(forged, recipients);
    expect(await mine.flags()).toEqual({ 0: "wrong-signer" });
    const reading = await mine.read();
    expect(() => thread.recipientsFor(reading, "notes")).toThrow(/does not hold/);
  });

  test("plain text and bad signatures", async () => {
    const envelope = (await statement.openStatement(
      at(mine.threads.conversation, 0),
      mine.secrets.identity,
    )) as unknown as Envelope;
    const forged = { ...envelope, signatures: [{ ...at(envelope.signatures, 0), sig: b64u(new Uint8Array(64)) }] };
    const recipients = thread.recipientsFor(await mine.read(), "conversation");
    const plain = new TextEncoder().encode("Er wordt gepest.");
    mine.threads.conversation.push(plain, await statement.sealStatement(forged, recipients));
    expect(await mine.flags()).toEqual({ 1: "not-sealed", 2: "bad-signature" });
  });

  test("an identity that is none", async () => {
    expect(await codeOf(() => mine.read("AGE"))).toBe("malformed");
  });
});

describe("grants", () => {
  test("open for their member, and look like decoys", async () => {
    const member = at(committee.keys, 0);
    const { case: caseId, identity, door } = mine.secrets;
    const made = { case: caseId, identity, door };
    const sealed = await grant.sealGrant(made, member.recipient);
    const decoy = await grant.decoy();
    expect(await grant.openGrant(member.identity, sealed)).toEqual(made);
    expect([sealed, decoy, new Uint8Array(3)].map(grant.isGrantShaped)).toEqual([true, true, false]);
    expect(decoy.length).toBe(sealed.length);
    expect(await grant.openGrant(member.identity, decoy)).toBeNull();
  });

  test("count only if they agree with the report", async () => {
    const { case: caseId, identity, door } = mine.secrets;
    const first = at(mine.threads.conversation, 0);
    const code = (changes: Json) =>
      codeOf(() => grant.checkGrantAgainstReport({ case: caseId, identity, door, ...changes }, first));
    expect(await code({})).toBeNull();
    expect(await code({ case: file.case })).toBe("malformed");
    expect(await code({ identity: NEW })).toBe("cannot-open");
    // The receipt's identity opens the report, yet it is not the case's.
    expect(await code({ identity: receipt.identity })).toBe("malformed");
  });

  test.each(["", "{}", '{"case":"x","identity":1,"door":""}', '{"case":"x","identity":"y","door":""}'])(
    "that hold something else: %s",
    async (plain) => {
      const member = at(committee.keys, 0);
      const sealed = await age.encrypt(new TextEncoder().encode(plain), [member.recipient]);
      expect(await codeOf(() => grant.openGrant(member.identity, sealed))).toBe("malformed");
    },
  );
});
