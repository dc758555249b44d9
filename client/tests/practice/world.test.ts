/** The made-up world holds before the real keyring, and goes on as a real one would. */

import { beforeAll, describe, expect, it, vi } from "vitest";
import { openFile } from "../../src/keyring/files";
import { MemberSide } from "../../src/keyring/member";
import { PracticeOffice } from "../../src/practice/office";
import { PASSPHRASE, USERNAME, WRAP } from "../../src/practice/people";
import { makeWorld, type World } from "../../src/practice/world";
import { b64u } from "../../src/protocol/encoding";
import { derive } from "../../src/protocol/keys";
import { stretch } from "../../src/protocol/staff";
import { parseStage } from "../../src/protocol/stage";
import { feedbackBy } from "../../src/rules/clocks";

const TODAY = "2026-11-22";
const quiet = () => {};

interface AtWork {
  world: World;
  office: PracticeOffice;
  member: MemberSide;
  /** Read a case as the page does. */
  read(reference: string): Promise<Awaited<ReturnType<MemberSide["readCase"]>>>;
  door(reference: string): { id: string; door: string };
  replies: string[];
}

let stretched: MemberSide;
let world: World;

beforeAll(async () => {
  world = await makeWorld("nl", TODAY);
  stretched = new MemberSide();
  await stretched.stretch(USERNAME, PASSPHRASE, quiet);
  await stretched.openKey(world.committee.wrapped, [...world.committee.chain], world.committee.you.id, TODAY);
});

function doorOf(reference: string): { id: string; door: string } {
  const found = [world.fresh, world.old].find((one) => one.story.reference === reference);
  return { id: found?.secrets.case ?? "", door: b64u(found?.secrets.door ?? new Uint8Array()) };
}

async function atWork(thinking = 1): Promise<AtWork> {
  const replies: string[] = [];
  const office = new PracticeOffice(Promise.resolve(world), {
    thinking,
    onReply: (reference) => void replies.push(reference),
  });
  const grants = await office.fetchGrants(await office.grantHandles());
  const opened = await stretched.openGrants(grants);
  const read = async (reference: string) => {
    const { id, door } = doorOf(reference);
    const handles = opened.filter((grant) => grant.case === id).map((grant) => grant.handle);
    return stretched.readCase(handles, await office.showCase(id, door), await office.chain(), TODAY);
  };
  return { world, office, member: stretched, read, door: doorOf, replies };
}

async function codeOf(call: () => Promise<unknown>): Promise<unknown> {
  return call().then(
    () => null,
    (error: { code?: string }) => error.code,
  );
}

describe("the made-up passphrase", () => {
  it("stretches to what the made-up key is sealed with", async () => {
    expect(b64u(derive(await stretch(USERNAME, PASSPHRASE), "meldpunt/v1/staff/wrap"))).toBe(WRAP);
  });
});

describe("the made-up world", () => {
  it("opens two cases among chaff, and shows nothing of the one without its door", async () => {
    const { office, member } = await atWork();
    const grants = await office.fetchGrants(await office.grantHandles());
    const opened = await member.openGrants(grants);
    expect(opened.length).toBe(2);
    expect(grants.length).toBeGreaterThan(2);
    const summaries = await office.queryCases(opened.map((grant) => grant.door));
    expect(summaries.map((one) => one.reference).sort()).toEqual(["PRACTICE-1", "PRACTICE-2"]);
    expect(await codeOf(() => office.showCase(opened[0]?.case ?? "", opened[1]?.door ?? ""))).toBe("no-case");
  });

  it.each(["PRACTICE-1", "PRACTICE-2"])("%s verifies to the last signature", async (reference) => {
    const { read } = await atWork();
    const view = await read(reference);
    expect(view.alarms).toEqual([]);
    expect(view.report).not.toBeNull();
    for (const one of [...view.entries, ...view.notes, ...view.stages]) expect(one.flag).toBeNull();
    expect(view.committee.expired).toBe(false);
    expect(view.looks.at(0)?.member?.name).toBe("Sanne de Wit");
  });

  it("leaves the chair out of the new case, who has no grant that opens", async () => {
    const { read } = await atWork();
    const view = await read("PRACTICE-1");
    expect(view.report?.excluded.map((member) => member.name)).toEqual(["Ruud Hofman"]);
    expect(view.stages).toEqual([]);
  });

  it.each(["2026-02-28", "2026-05-31", "2026-11-22", "2027-03-01", "2028-02-29"])(
    "has an answer that is nearly due on %s",
    async (today) => {
      const { old } = await makeWorld("en", today);
      const acknowledged = parseStage(old.file.summary().stages[0]).on;
      const due = feedbackBy(old.story.receivedOn, acknowledged, "NL").target;
      const left = (Date.parse(due) - Date.parse(today)) / 86_400_000;
      expect(left).toBeGreaterThanOrEqual(1);
      expect(left).toBeLessThanOrEqual(14);
    },
  );

  it("gives out the reporter's file, which opens and is what it says", async () => {
    const { office, read, member, door } = await atWork();
    const view = await read("PRACTICE-2");
    const file = view.entries.flatMap((entry) => entry.files)[0];
    if (!file) throw new Error("no file");
    const { id, door: key } = door("PRACTICE-2");
    const sealed = await office.fetchFile(id, key, file.ref.upload, quiet);
    const opened = await openFile(sealed, file.ref, member.fileIdentities(id), quiet);
    expect(opened.name).toBe(file.name);
    expect(await opened.content.text()).toContain("Week 14");
  });
});

describe("working on it", () => {
  it("takes a message, and the reporter writes back", async () => {
    const { office, read, member, door, replies } = await atWork();
    const { id, door: key } = door("PRACTICE-2");
    const before = await read("PRACTICE-2");
    const answer = await member.sealMemberStatement(id, "conversation", "message", "Over twee weken.", [], TODAY);
    await office.postCase(id, key, "conversation", answer, []);
    expect(await codeOf(() => office.postCase(id, key, "conversation", answer, []))).toBe("stale-thread");
    await vi.waitFor(() => expect(replies).toEqual(["PRACTICE-2"]));
    const view = await read("PRACTICE-2");
    expect(view.alarms).toEqual([]);
    expect(view.entries.slice(before.entries.length).map((entry) => [entry.role, entry.flag, entry.seen])).toEqual([
      ["member", null, true],
      ["reporter", null, false],
    ]);
  });

  it("gives two messages at once one reply", async () => {
    const { office, read, member, door, replies } = await atWork(50);
    const { id, door: key } = door("PRACTICE-1");
    for (const text of ["Een.", "Twee."]) {
      await read("PRACTICE-1");
      const said = await member.sealMemberStatement(id, "conversation", "message", text, [], TODAY);
      await office.postCase(id, key, "conversation", said, []);
    }
    await vi.waitFor(() => expect(replies.length).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await read("PRACTICE-1")).entries.map((entry) => entry.role).slice(-3)).toEqual([
      "member",
      "member",
      "reporter",
    ]);
  });

  it("takes notes, to which nobody replies", async () => {
    const { office, read, member, door, replies } = await atWork();
    const { id, door: key } = door("PRACTICE-1");
    await read("PRACTICE-1");
    const note = await member.sealMemberStatement(id, "notes", "note", "Bellen.", [], TODAY);
    await office.postCase(id, key, "notes", note, []);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(replies).toEqual([]);
    expect((await read("PRACTICE-1")).notes.map(({ mine, text, flag }) => [mine, text, flag])).toEqual([
      [true, "Bellen.", null],
    ]);
  });

  it("takes the stages in their order and refuses another", async () => {
    const { office, read, member, door } = await atWork();
    const { id, door: key } = door("PRACTICE-1");
    await read("PRACTICE-1");
    const skipped = member.signStage(id, "assessing", TODAY);
    expect(await codeOf(() => office.setStage(id, key, skipped))).toBe("stale-stage");
    await office.setStage(id, key, member.signStage(id, "acknowledged", TODAY));
    await read("PRACTICE-1");
    await office.setStage(id, key, member.signStage(id, "assessing", TODAY));
    const { stages } = await read("PRACTICE-1");
    expect(stages.map(({ stage, flag }) => [stage, flag])).toEqual([
      ["acknowledged", null],
      ["assessing", null],
    ]);
  });

  it("keeps what is uploaded, part by part, and knows no other upload", async () => {
    const { office, door } = await atWork();
    const { id, door: key } = door("PRACTICE-1");
    const { upload } = await office.startUpload();
    await office.putPart(upload, 1, new Uint8Array([3]));
    await office.putPart(upload, 0, new Uint8Array([1, 2]));
    const kept = await office.fetchFile(id, key, upload, quiet);
    expect([...new Uint8Array(await kept.arrayBuffer())]).toEqual([1, 2, 3]);
    expect(await codeOf(() => office.putPart("none", 0, new Uint8Array(1)))).toBe("no-upload");
    expect(await codeOf(() => office.fetchFile(id, key, "none", quiet))).toBe("no-upload");
  });
});
