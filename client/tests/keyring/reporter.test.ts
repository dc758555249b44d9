import { beforeAll, describe, expect, it } from "vitest";
import { ReporterSide } from "../../src/keyring/reporter";
import { signRoster } from "../../src/protocol/roster";
import { verifyMailboxSession } from "../../src/protocol/session";
import { buildStage } from "../../src/protocol/stage";
import { fingerprintWords } from "../../src/protocol/words";
import { at, type Committee, follow, found, TODAY } from "../protocol/cast";
import { draft, filed, Letterbox, openCase, reading, sealedFile, signedIn, troubleIn } from "./room";

let committee: Committee;
beforeAll(async () => {
  committee = await found();
});

const chain = () => [...committee.chain];

describe("a report in the making", () => {
  it("is sealed so that the receipt alone opens its mailbox", async () => {
    const { letterbox, words } = await filed(committee, { excluded: [at(committee.ids, 3)] });
    const reporter = new ReporterSide();
    await reporter.openReceipt(words.join(", ").toUpperCase());
    const view = await reporter.readMailbox(chain(), letterbox.mailbox(), TODAY);
    expect(view.report?.answers).toEqual(draft().answers);
    expect(view.report?.excluded.map((member) => member.id)).toEqual([at(committee.ids, 3)]);
    expect(view.entries.map(({ kind, flag, mine, role }) => ({ kind, flag, mine, role }))).toEqual([
      { kind: "report", flag: null, mine: true, role: "reporter" },
    ]);
    expect(view.committee.members).toHaveLength(4);
    expect(view.committee.fingerprint.words).toHaveLength(12);
  });

  it("keeps its secrets when the committee changed meanwhile, and is sealed to the new roster", async () => {
    const reporter = new ReporterSide();
    await reporter.beginReport(chain(), TODAY);
    const { words } = await reporter.receiptWords("en");
    const first = new Letterbox(await reporter.sealReport(draft(), TODAY)).submission;
    const newer = [...chain(), follow(committee, { quorum: 3 }, [0, 1])];
    const view = await reporter.beginReport(newer, TODAY);
    const second = new Letterbox(await reporter.sealReport(draft(), TODAY)).submission;
    expect((await reporter.receiptWords("en")).words).toEqual(words);
    expect([second.case, second.caseRecipient]).toEqual([first.case, first.caseRecipient]);
    expect(second.roster).toBe(view.roster);
    expect(second.roster).not.toBe(first.roster);
  });

  it("tells the fingerprint's words, and none of another committee than the report goes to", async () => {
    const reporter = new ReporterSide();
    const { fingerprint } = reporter.verifyCommittee(chain(), null, TODAY);
    const words = await reporter.fingerprintWords(chain());
    expect(words).toEqual(fingerprintWords(Uint8Array.from(Buffer.from(fingerprint.hex, "hex"))));
    await reporter.beginReport(chain(), TODAY);
    expect(await reporter.fingerprintWords([...chain(), follow(committee, { quorum: 3 }, [0, 1])])).toEqual(words);
    const other = await found(5);
    expect(await troubleIn(() => reporter.fingerprintWords([...other.chain]))).toBe("roster-refused");
    expect(await troubleIn(() => reporter.fingerprintWords([]))).toBe("roster-refused");
  });

  it("refuses a chain that lost an epoch that was shown", async () => {
    const reporter = new ReporterSide();
    await reporter.beginReport([...chain(), follow(committee, { quorum: 3 }, [0, 1])], TODAY);
    expect(await troubleIn(() => reporter.beginReport(chain(), TODAY))).toBe("roster-refused");
  });

  it("is the same submission when nothing changed, so that it is never filed twice", async () => {
    const reporter = new ReporterSide();
    await reporter.beginReport(chain(), TODAY);
    const first = await reporter.sealReport(draft(), TODAY);
    expect(await reporter.sealReport(draft(), TODAY)).toEqual(first);
    expect(await reporter.sealReport(draft({ answers: { what: "anders" } }), TODAY)).not.toEqual(first);
  });

  it("is not begun with an expired or altered chain", async () => {
    const reporter = new ReporterSide();
    expect(await troubleIn(() => reporter.beginReport(chain(), "2027-11-23"))).toBe("roster-expired");
    const [founding] = chain();
    const altered = { ...at(chain(), 0), signatures: founding?.signatures.slice(1) ?? [] };
    expect(await troubleIn(() => reporter.beginReport([altered], TODAY))).toBe("roster-refused");
    expect(await troubleIn(() => reporter.sealReport(draft(), TODAY))).toBe("locked");
  });

  it.each([
    ["too many are left out", () => draft({ excluded: committee.ids.slice(0, 3) })],
    ["a stranger is left out", () => draft({ excluded: ["6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"] })],
    ["the body is another committee's", () => draft({ bodyId: "dvz" })],
    ["the committee is another", () => draft({ committee: "andere" })],
    ["a text is no text", () => draft({ answers: { what: "half a pair \ud83d" } })],
    ["an attachment is malformed", () => draft({ files: [sealedFile("brief.pdf", { upload: "../x" })] })],
    ["a file has an impossible size", () => draft({ files: [sealedFile("brief.pdf", {}, -1)] })],
    ["it is too long", () => draft({ answers: { what: "x".repeat(1_100_000) } })],
  ])("fails closed when %s", async (_, make) => {
    const reporter = new ReporterSide();
    await reporter.beginReport(chain(), TODAY);
    expect(await troubleIn(() => reporter.sealReport(make(), TODAY))).toBe("sealing-failed");
  });

  it("is gone when it is forgotten", async () => {
    const { reporter } = await filed(committee);
    reporter.forget();
    expect(await troubleIn(() => reporter.receiptWords("en"))).toBe("locked");
    expect(await troubleIn(() => reporter.checkReceiptWords([]))).toBe("locked");
    expect(await troubleIn(() => reporter.fileRecipients())).toBe("locked");
  });
});

describe("the committee on show", () => {
  it("must be the one of the poster", () => {
    const reporter = new ReporterSide();
    const view = reporter.verifyCommittee(chain(), null, TODAY);
    expect(view.fingerprint.hex).toMatch(/^[0-9a-f]{32}$/);
    const grouped = view.fingerprint.hex.toUpperCase().replace(/.{4}/g, "$& ");
    expect(reporter.verifyCommittee(chain(), grouped, TODAY)).toEqual(view);
  });

  it("is refused under another fingerprint", async () => {
    const wrong = "0".repeat(32);
    expect(await troubleIn(() => new ReporterSide().verifyCommittee(chain(), wrong, TODAY))).toBe("wrong-fingerprint");
  });

  it("is marked when it has expired", () => {
    expect(new ReporterSide().verifyCommittee(chain(), null, "2027-11-23").expired).toBe(true);
  });
});

describe("the receipt", () => {
  it("is checked word by word, as words of either list or as numbers", async () => {
    const { reporter } = await filed(committee);
    const { words, numbers } = await reporter.receiptWords("en");
    const french = (await reporter.receiptWords("fr")).words;
    const typed = [
      { position: 0, text: ` ${at(words, 0).toUpperCase()} ` },
      { position: 4, text: at(french, 4) },
      { position: 7, text: String(Number(at(numbers, 7))) },
      { position: 11, text: at(words, 11) === "zoo" ? "zone" : "zoo" },
      { position: 2, text: "" },
      { position: 3, text: words.slice(3, 5).join(" ") },
    ];
    expect(await reporter.checkReceiptWords(typed)).toEqual([true, true, true, false, false, false]);
  });

  it("opens with words, French words or numbers", async () => {
    const { reporter } = await filed(committee);
    const { words, numbers } = await reporter.receiptWords("en");
    for (const text of [words, (await reporter.receiptWords("fr")).words, numbers]) {
      const reader = new ReporterSide();
      await reader.openReceipt(text.join("\n"));
      const session = reader.mailboxSession("challenge", "https://meldpunt.example");
      expect(verifyMailboxSession(session).origin).toBe("https://meldpunt.example");
    }
  });

  it("says what is wrong with words that do not open", async () => {
    const { words } = await filed(committee);
    const reporter = new ReporterSide();
    const wrong = (text: string) => troubleIn(() => reporter.openReceipt(text));
    expect(await wrong("one two")).toEqual({ code: "wrong-words", kind: "count", index: null });
    const misspelt = words.map((word, index) => (index === 5 ? "qqqq" : word));
    expect(await wrong(misspelt.join(" "))).toEqual({ code: "wrong-words", kind: "unknown-word", index: 5 });
    expect(await wrong("abandon ".repeat(12))).toEqual({ code: "wrong-words", kind: "checksum", index: null });
  });

  it("completes words of both lists", async () => {
    const found = await new ReporterSide().completeWord("aba");
    expect(found).toContain("abandon");
    expect(found).toContain("abaisser");
  });

  it("leaves nothing behind when it is forgotten while it opens", async () => {
    const { words } = await filed(committee);
    const reporter = new ReporterSide();
    const opening = troubleIn(() => reporter.openReceipt(words.join(" ")));
    reporter.forget();
    expect(await opening).toBe("locked");
    expect(reporter.isOpen).toBe(false);
  });
});

describe("the names of files", () => {
  const RTL = "\u202efdp.exe";

  it("travel in the report, cleaned, and not outside its seal", async () => {
    const files = [sealedFile("brief.pdf"), sealedFile(`map/${RTL}`, { upload: "upload-2" }, 0)];
    const { letterbox, words } = await filed(committee, { files });
    expect(letterbox.submission.attachments).toEqual(files.map((file) => file.ref));
    const shown = [
      { ref: files[0]?.ref, name: "brief.pdf", size: 300_000 },
      { ref: files[1]?.ref, name: "fdp.exe", size: 0 },
    ];
    const member = await signedIn(committee);
    expect((await openCase(committee, member, letterbox)).view.entries[0]?.files).toEqual(shown);
    const reporter = new ReporterSide();
    await reporter.openReceipt(words.join(" "));
    const view = await reporter.readMailbox(chain(), letterbox.mailbox(), TODAY);
    expect(view.entries[0]?.files).toEqual(shown);
  });

  it("travel in messages, withdrawals and notes, both ways", async () => {
    const { letterbox, words } = await filed(committee);
    const { case: id } = letterbox.submission;
    const member = await signedIn(committee);
    await openCase(committee, member, letterbox);
    const answer = await member.sealMemberStatement(id, "conversation", "message", "", [sealedFile("a/b.pdf")], TODAY);
    letterbox.post(answer);
    const note = await member.sealMemberStatement(id, "notes", "note", "", [sealedFile("n.txt")], TODAY);
    letterbox.post(note, "notes");
    const reporter = await reading(committee, letterbox, words);
    letterbox.post(await reporter.sealReporterStatement("withdrawal", "", [sealedFile("x".repeat(1000))], TODAY));
    const { view } = await openCase(committee, member, letterbox);
    const named = [...view.entries, ...view.notes].map((entry) => entry.files.map(({ name, size }) => [name, size]));
    expect(named).toEqual([[], [["b.pdf", 300_000]], [["x".repeat(120), 300_000]], [["n.txt", 300_000]]]);
  });

  it.each(["", ".", "\ud83d", "e\u200d\u0301.txt", "CON", "\u0000", "y".repeat(5000), `${RTL}/`])(
    "never stop a report: %j",
    async (name) => {
      const { letterbox } = await filed(committee, { files: [sealedFile(name)] });
      expect(letterbox.submission.attachments).toHaveLength(1);
    },
  );
});

describe("the mailbox", () => {
  it("shows the committee's answer with its author, stages, looks and what was seen", async () => {
    const { letterbox, words } = await filed(committee);
    const alice = await signedIn(committee);
    await openCase(committee, alice, letterbox);
    letterbox.post(
      await alice.sealMemberStatement(letterbox.submission.case, "conversation", "message", "Dank u.", [], TODAY),
    );
    letterbox.stages.push(alice.signStage(letterbox.submission.case, "acknowledged", TODAY));
    const member = at(committee.ids, 0);
    await letterbox.look({ v: 1, member, what: "case", on: TODAY });
    await letterbox.look({ v: 1, member, what: "case", on: "yesterday" });
    await letterbox.look({ v: 2, member, what: "case", on: TODAY });
    letterbox.looked.push("not even base64");
    const reporter = await reading(committee, letterbox, words);
    letterbox.post(await reporter.sealReporterStatement("message", "Graag gedaan.", [], TODAY));
    const view = await reporter.readMailbox(chain(), letterbox.mailbox(), TODAY);
    expect(view.entries.map(({ text, mine, seen }) => ({ text, mine, seen }))).toEqual([
      { text: "", mine: true, seen: true },
      { text: "Dank u.", mine: false, seen: true },
      { text: "Graag gedaan.", mine: true, seen: false },
    ]);
    expect(view.entries[1]?.member).toEqual({ id: member, name: "Lid 0", seat: "chair" });
    expect(view.stages).toMatchObject([{ stage: "acknowledged", on: TODAY, flag: null, by: [{ id: member }] }]);
    expect(view.looks).toEqual([{ member: { id: member, name: "Lid 0", seat: "chair" }, what: "case", on: TODAY }]);
  });

  it("shows nothing as true when the report is by another receipt, and seals nothing to it", async () => {
    // Whoever knows the mailbox's recipient (the server does) can seal a conversation of their own to it.
    const victim = await filed(committee);
    const forger = new ReporterSide();
    await forger.beginReport(chain(), TODAY);
    (forger as unknown as { keys: { recipient: string } }).keys.recipient =
      victim.letterbox.submission.mailboxRecipient;
    const { making, keys } = forger as unknown as { making: { secrets: never }; keys: never };
    const { buildSubmission } = await import("../../src/protocol/submission");
    const content = {
      bodyId: "ind",
      language: "nl",
      questionnaire: "v1",
      answers: { what: "verzonnen" },
      followUpWanted: false,
      ifSilent: "nothing" as const,
      name: {},
    };
    const { submission } = await buildSubmission(keys, committee.epoch, content, {
      writtenOn: TODAY,
      secrets: making.secrets,
    });
    const reporter = new ReporterSide();
    await reporter.openReceipt(victim.words.join(" "));
    const view = await reporter.readMailbox(chain(), new Letterbox(submission).mailbox(), TODAY);
    expect(view.report).toBeNull();
    expect(view.entries.map(({ flag, text, role }) => ({ flag, text, role }))).toEqual([
      { flag: "no-report", text: "", role: null },
    ]);
    const sealing = troubleIn(() => reporter.sealReporterStatement("message", "hallo", [], TODAY));
    expect(await sealing).toBe("locked");
  });

  it("refuses a mailbox in which a message that was shown is gone", async () => {
    const { letterbox, words } = await filed(committee);
    const reporter = await reading(committee, letterbox, words);
    letterbox.post(await reporter.sealReporterStatement("message", "Nog iets.", [], TODAY));
    const whole = letterbox.mailbox();
    await reporter.readMailbox([...committee.chain], whole, TODAY);
    const cut = { ...whole, conversation: whole.conversation.slice(0, 1) };
    expect(await troubleIn(() => reporter.readMailbox([...committee.chain], cut, TODAY))).toBe("vanished");
  });

  it("keeps an envelope that is not even base64 in its place", async () => {
    const { letterbox, words } = await filed(committee);
    letterbox.post({ prev: "", envelope: "***" });
    const reporter = await reading(committee, letterbox, words);
    const view = await reporter.readMailbox(chain(), letterbox.mailbox(), TODAY);
    expect(view.entries.map((entry) => entry.flag)).toEqual([null, "not-sealed"]);
    expect(view.report).not.toBeNull();
  });

  it("flags a stage that nobody of the committee signed", async () => {
    const { letterbox, words } = await filed(committee);
    const stranger = new Uint8Array(32).fill(122);
    letterbox.stages.push(buildStage(letterbox.submission.case, "acknowledged", TODAY, null, [stranger]));
    const reporter = await reading(committee, letterbox, words);
    const view = await reporter.readMailbox(chain(), letterbox.mailbox(), TODAY);
    expect(view.stages.map((stage) => stage.flag)).toEqual(["too-few-signatures"]);
  });

  it("refuses a portal that hides a roster which a verified statement names", async () => {
    const newer = [...chain(), follow(committee, { quorum: 3 }, [0, 1])];
    const reporter = new ReporterSide();
    await reporter.beginReport(newer, TODAY);
    const letterbox = new Letterbox(await reporter.sealReport(draft(), TODAY));
    const words = (await reporter.receiptWords("en")).words.join(" ");
    await reporter.openReceipt(words);
    const hidden = troubleIn(() => reporter.readMailbox(chain(), letterbox.mailbox(), TODAY));
    expect(await hidden).toBe("roster-refused");
  });

  it("shows nothing of another committee's chain", async () => {
    const { letterbox, words } = await filed(committee);
    const fields = JSON.parse(new TextDecoder().decode(committee.epoch.payload)) as Record<string, unknown>;
    const payload = new TextEncoder().encode(JSON.stringify({ ...fields, committee: "andere" }));
    const other = signRoster(
      payload,
      committee.keys.map((keys) => keys.signingSecret),
    );
    const reporter = new ReporterSide();
    await reporter.openReceipt(words.join(" "));
    const view = await reporter.readMailbox([other], letterbox.mailbox({ committee: "andere" }), TODAY);
    expect(view.report).toBeNull();
  });

  it("says that a text is too long before it is sealed", async () => {
    const { letterbox, words } = await filed(committee);
    const reporter = await reading(committee, letterbox, words);
    const long = "x".repeat(900_000);
    expect(await troubleIn(() => reporter.sealReporterStatement("message", long, [], TODAY))).toBe("too-large");
    const broken = troubleIn(() => reporter.sealReporterStatement("message", "\ud83d", [], TODAY));
    expect(await broken).toBe("sealing-failed");
  });
});
