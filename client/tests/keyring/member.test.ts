import { beforeAll, describe, expect, it } from "vitest";
import { MemberSide } from "../../src/keyring/member";
import type { Envelope } from "../../src/protocol/dsse";
import { b64u, unb64u } from "../../src/protocol/encoding";
import { decoy, sealGrant } from "../../src/protocol/grant";
import { signInSecret, stretch } from "../../src/protocol/staff";
import { parseStage } from "../../src/protocol/stage";
import { openStatement, sealStatement } from "../../src/protocol/statement";
import { newCase } from "../../src/protocol/submission";
import { at, type Committee, follow, found, TODAY } from "../protocol/cast";
import { filed, openCase, PASSPHRASE, quiet, reading, signedIn, troubleIn, usernameOf, wrappedKey } from "./room";

let committee: Committee;
beforeAll(async () => {
  committee = await found();
});

const chain = () => [...committee.chain];
const alice = () => at(committee.ids, 0);

describe("a member's key", () => {
  it("opens with the passphrase, which gives the sign-in secret and nothing else", async () => {
    const member = new MemberSide();
    const parts: number[] = [];
    const secret = await member.stretch(usernameOf(0), `  ${PASSPHRASE} `, (part) => parts.push(part));
    expect(secret).toBe(signInSecret(await stretch(usernameOf(0), PASSPHRASE)));
    expect(parts.at(-1)).toBe(1);
    expect(member.isOpen).toBe(false);
    const view = await member.openKey(await wrappedKey(0), chain(), alice(), TODAY);
    expect(view.roster).toBe(committee.epoch.hash);
    expect(member.isOpen).toBe(true);
  });

  it("does not open with another passphrase, for another member, or when the roster shows another key", async () => {
    const member = new MemberSide();
    await member.stretch(usernameOf(0), "een andere zin dan die van haar", quiet);
    const wrapped = await wrappedKey(0);
    expect(await troubleIn(() => member.openKey(wrapped, chain(), alice(), TODAY))).toBe("cannot-open");
    await member.stretch(usernameOf(0), PASSPHRASE, quiet);
    const bob = at(committee.ids, 1);
    expect(await troubleIn(() => member.openKey(wrapped, chain(), bob, TODAY))).toBe("not-my-entry");
    const broken = [{ ...at(chain(), 0), signatures: [] }];
    expect(await troubleIn(() => member.openKey(wrapped, broken, alice(), TODAY))).toBe("roster-refused");
    expect(await troubleIn(() => member.openKey("***", chain(), alice(), TODAY))).toBe("malformed");
    expect(member.isOpen).toBe(false);
  });

  it("is out of reach when locked, and comes back with the passphrase alone", async () => {
    const { letterbox } = await filed(committee);
    const member = await signedIn(committee);
    await openCase(committee, member, letterbox);
    member.lock();
    const { case: id } = letterbox.submission;
    expect(await troubleIn(() => member.openGrants([]))).toBe("locked");
    expect(await troubleIn(() => member.signStage(id, "acknowledged", TODAY))).toBe("locked");
    expect(await troubleIn(() => member.fileIdentities(id))).toBe("locked");
    expect(await troubleIn(() => member.unlock("een andere zin", quiet))).toBe("wrong-passphrase");
    expect(member.isOpen).toBe(false);
    await member.unlock(PASSPHRASE, quiet);
    expect((await openCase(committee, member, letterbox)).view.report).not.toBeNull();
    member.forget();
    expect(await troubleIn(() => member.unlock(PASSPHRASE, quiet))).toBe("locked");
  });

  it("stays locked when it is locked while it opens", async () => {
    const member = await signedIn(committee);
    member.lock();
    const unlocking = troubleIn(() => member.unlock(PASSPHRASE, quiet));
    member.lock();
    expect(await unlocking).toBe("locked");
    expect(member.isOpen).toBe(false);
  });
});

describe("grants", () => {
  it("open for who was not left out; decoys, chaff and rubbish never show", async () => {
    const { letterbox } = await filed(committee, { excluded: [at(committee.ids, 1)] });
    const forAlice = letterbox.grants(alice());
    const chaff = { handle: "chaff", sealed: b64u(await decoy()) };
    const rubbish = { handle: "rubbish", sealed: "***" };
    const member = await signedIn(committee);
    const opened = await member.openGrants([chaff, ...forAlice, rubbish]);
    expect(opened.map(({ handle, case: id }) => [handle, id])).toEqual([["grant-0", letterbox.submission.case]]);
    const bob = await signedIn(committee, 1);
    expect(await bob.openGrants(letterbox.grants(at(committee.ids, 1)))).toEqual([]);
  });
});

describe("a case", () => {
  it("is read, answered and noted, and the reporter reads the answer but not the note", async () => {
    const { letterbox, words } = await filed(committee);
    const { case: id } = letterbox.submission;
    const member = await signedIn(committee);
    const { view } = await openCase(committee, member, letterbox);
    expect(view.alarms).toEqual([]);
    expect(view.report?.answers.what).toContain("schreeuwt");
    expect(view.notesHead).toBe(view.head);
    letterbox.post(await member.sealMemberStatement(id, "conversation", "message", "Dank u.", [], TODAY));
    letterbox.post(await member.sealMemberStatement(id, "notes", "note", "Bellen.", [], TODAY), "notes");
    const again = (await openCase(committee, member, letterbox)).view;
    expect(again.notes.map(({ text, mine, flag, thread }) => ({ text, mine, flag, thread }))).toEqual([
      { text: "Bellen.", mine: true, flag: null, thread: "notes" },
    ]);
    const bob = await signedIn(committee, 1);
    const seenByBob = (await openCase(committee, bob, letterbox, 1)).view;
    expect(seenByBob.notes.map(({ mine, member: by }) => [mine, by?.name])).toEqual([[false, "Lid 0"]]);
    letterbox.post(await bob.sealMemberStatement(id, "notes", "note", "Gebeld.", [], TODAY), "notes");
    expect((await openCase(committee, bob, letterbox, 1)).view.notes.map((note) => note.flag)).toEqual([null, null]);
    const reporter = await reading(committee, letterbox, words);
    const seen = await reporter.readMailbox(chain(), letterbox.mailbox(), TODAY);
    expect(seen.entries.map((entry) => entry.text)).toEqual(["", "Dank u."]);
  });

  it("may not be answered with what a member does not say", async () => {
    const { letterbox } = await filed(committee);
    const member = await signedIn(committee);
    await openCase(committee, member, letterbox);
    const { case: id } = letterbox.submission;
    const sealing = troubleIn(() => member.sealMemberStatement(id, "conversation", "note", "oeps", [], TODAY));
    expect(await sealing).toBe("sealing-failed");
  });

  it("is acknowledged with a signature that follows the stage before it", async () => {
    const { letterbox } = await filed(committee);
    const { case: id } = letterbox.submission;
    const member = await signedIn(committee);
    await openCase(committee, member, letterbox);
    letterbox.stages.push(member.signStage(id, "acknowledged", TODAY));
    const views = member.readStages(id, letterbox.stages, chain());
    expect(views.map(({ stage, flag }) => [stage, flag])).toEqual([["acknowledged", null]]);
    const next = parseStage(member.signStage(id, "assessing", TODAY));
    expect(next.previous).toBe(views[0]?.hash);
  });

  it("raises an alarm when two grants count for it", async () => {
    const { letterbox } = await filed(committee);
    const member = await signedIn(committee);
    const [grant] = letterbox.grants(alice());
    const twice = [grant, { ...grant, handle: "again" }] as { handle: string; sealed: string }[];
    const handles = (await member.openGrants(twice)).map((opened) => opened.handle);
    const view = await member.readCase(handles, letterbox.case(), chain(), TODAY);
    expect(view.alarms).toEqual(["second-grant"]);
    expect(view.report).not.toBeNull();
  });

  it.each([
    ["mailbox", { mailbox: { signing_key: "x", recipient: "y" } }],
    ["case_recipient", { case_recipient: "age1pq1x" }],
    ["vault", { vault: { sha256: "x", threshold: 2 } }],
  ])("raises an alarm when the %s outside is not that of the report", async (_name, other) => {
    const { letterbox } = await filed(committee);
    const member = await signedIn(committee);
    const handles = (await member.openGrants(letterbox.grants(alice()))).map((opened) => opened.handle);
    const answer = letterbox.case({ outside: { ...letterbox.outside(), ...other } });
    expect((await member.readCase(handles, answer, chain(), TODAY)).alarms).toEqual(["outside"]);
  });

  it("raises an alarm when a message that was shown is gone, and after a lock too", async () => {
    const { reporter: _, letterbox, words } = await filed(committee);
    const reporter = await reading(committee, letterbox, words);
    const member = await signedIn(committee);
    const handles = (await member.openGrants(letterbox.grants(alice()))).map((opened) => opened.handle);
    letterbox.post(await reporter.sealReporterStatement("message", "Nog iets.", [], TODAY));
    const whole = letterbox.case();
    expect((await member.readCase(handles, whole, chain(), TODAY)).alarms).toEqual([]);
    const cut = { ...whole, conversation: whole.conversation.slice(0, 1) };
    expect((await member.readCase(handles, cut, chain(), TODAY)).alarms).toEqual(["vanished"]);
    member.lock();
    await member.unlock(PASSPHRASE, quiet);
    await member.openGrants(letterbox.grants(alice()));
    expect((await member.readCase(handles, cut, chain(), TODAY)).alarms).toEqual(["vanished"]);
    expect((await member.readCase(handles, whole, chain(), TODAY)).alarms).toEqual([]);
  });

  it("raises an alarm when the day of receipt is not that of the report", async () => {
    const { letterbox } = await filed(committee);
    const member = await signedIn(committee);
    const handles = (await member.openGrants(letterbox.grants(alice()))).map((opened) => opened.handle);
    const view = await member.readCase(handles, letterbox.case({ received_on: "2026-05-22" }), chain(), TODAY);
    expect(view.alarms).toEqual(["received"]);
  });

  it("shows nothing as true through a grant that does not agree with the report", async () => {
    const { letterbox } = await filed(committee);
    const stranger = { ...(await newCase()), case: letterbox.submission.case };
    const sealed = b64u(await sealGrant(stranger, at(committee.keys, 0).recipient));
    const member = await signedIn(committee);
    await member.openGrants([{ handle: "false", sealed }]);
    const view = await member.readCase(["false"], letterbox.case(), chain(), TODAY);
    expect(view.alarms).toEqual(["grant"]);
    expect(view.report).toBeNull();
    const sealing = () => member.sealMemberStatement(view.case, "conversation", "message", "hallo", [], TODAY);
    expect(await troubleIn(sealing)).toBe("roster-refused");
    expect(await troubleIn(() => member.fileRecipients())).toBe("locked");
  });

  it("shows nothing as true when the report stands under another case's recipient", async () => {
    // The statement is the reporter's own, sealed anew by a reader of it to a recipient that the report does not name.
    const { letterbox, reporter } = await filed(committee);
    const { secrets } = (reporter as unknown as { making: { secrets: { identity: string } } }).making;
    const stranger = { ...(await newCase()), case: letterbox.submission.case };
    const statement = await openStatement(letterbox.submission.report, secrets.identity);
    const to = [stranger.recipient, letterbox.submission.mailboxRecipient];
    const envelope = b64u(await sealStatement(statement as unknown as Envelope, to));
    const sealed = b64u(await sealGrant(stranger, at(committee.keys, 0).recipient));
    const member = await signedIn(committee);
    await member.openGrants([{ handle: "false", sealed }]);
    const conversation = [{ id: "envelope-0", sealed: envelope, posted_on: TODAY }];
    const view = await member.readCase(["false"], letterbox.case({ conversation }), chain(), TODAY);
    expect([view.alarms, view.report]).toEqual([["grant"], null]);
    expect(view.entries.map((entry) => [entry.flag, entry.text])).toEqual([["no-report", ""]]);
    const sealing = () => member.sealMemberStatement(view.case, "conversation", "message", "hallo", [], TODAY);
    expect(await troubleIn(sealing)).toBe("roster-refused");
  });

  it("is read with the true grant when a false one lies beside it", async () => {
    const { letterbox } = await filed(committee);
    const stranger = { ...(await newCase()), case: letterbox.submission.case };
    const sealed = b64u(await sealGrant(stranger, at(committee.keys, 0).recipient));
    const member = await signedIn(committee);
    const opened = await member.openGrants([{ handle: "false", sealed }, ...letterbox.grants(alice())]);
    const handles = opened.map((grant) => grant.handle);
    const view = await member.readCase(handles, letterbox.case(), chain(), TODAY);
    expect([view.alarms, view.report === null]).toEqual([[], false]);
  });

  it("raises an alarm when its reference changes, or is another case's", async () => {
    const first = (await filed(committee)).letterbox;
    const second = (await filed(committee)).letterbox;
    const member = await signedIn(committee);
    await openCase(committee, member, first);
    const handles = (await member.openGrants(first.grants(alice()))).map((grant) => grant.handle);
    const moved = await member.readCase(handles, first.case({ reference: "M-AAAA-AA" }), chain(), TODAY);
    expect(moved.alarms).toEqual(["reference"]);
    expect((await openCase(committee, member, second)).view.alarms).toEqual(["reference"]);
  });

  it("is not read when the committee's chain was shortened, or shows another key for this member", async () => {
    const newer = [...chain(), follow(committee, { quorum: 3 }, [0, 1])];
    const { letterbox } = await filed(committee);
    const member = new MemberSide();
    await member.stretch(usernameOf(0), PASSPHRASE, quiet);
    await member.openKey(await wrappedKey(0), newer, alice(), TODAY);
    await member.openGrants(letterbox.grants(alice()));
    const short = troubleIn(() => member.readCase(["grant-0"], letterbox.case(), chain(), TODAY));
    expect(await short).toBe("roster-refused");
    const bob = await signedIn(committee, 1);
    const { members } = JSON.parse(new TextDecoder().decode(committee.epoch.payload)) as { members: { id: string }[] };
    const without = members.filter(({ id }) => id !== at(committee.ids, 1));
    const left = [...chain(), follow(committee, { members: without, release: releaseFor(without) }, [0, 2])];
    expect(await troubleIn(() => bob.readCase([], letterbox.case(), left, TODAY))).toBe("no-seat");
  });

  it("lies open to nobody once the key was locked while it was read", async () => {
    const { letterbox } = await filed(committee);
    const member = await signedIn(committee);
    await member.openGrants(letterbox.grants(alice()));
    const reading = troubleIn(() => member.readCase(["grant-0"], letterbox.case(), chain(), TODAY));
    member.lock();
    expect(await reading).toBe("locked");
  });
});

function releaseFor(members: readonly { id: string }[]): Record<string, unknown> {
  const { release } = JSON.parse(new TextDecoder().decode(committee.epoch.payload)) as {
    release: { recipient: string; shares: Record<string, string> };
  };
  const shares = Object.fromEntries(members.map(({ id }) => [id, release.shares[id] ?? b64u(unb64u("A".repeat(43)))]));
  return { ...release, shares };
}
