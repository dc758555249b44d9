import { describe, expect, test } from "vitest";
import { draftOf } from "../../../src/pages/committee/state";
import { CASE, caseView, entry, stage } from "./cast";
import { newRoom, signedIn, withCase } from "./room";

describe("signing in", () => {
  test("finds the cases without opening one, and leaves chaff out", async () => {
    const room = await signedIn();
    expect(room.asked).toEqual([
      "stretch",
      "signIn",
      "chain",
      "wrappedKey",
      "openKey",
      "grantHandles",
      "fetchGrants real chaff",
      "openGrants",
      "queryCases",
      "readStages",
    ]);
    expect(room.state()).toMatchObject({ step: "board", busy: null, signIn: { passphrase: "" } });
    expect(room.state().cards).toHaveLength(1);
  });

  test("what is missing is said before anything is asked", async () => {
    const room = newRoom();
    room.desk.signIn();
    await room.settled();
    expect(room.asked).toEqual([]);
    expect(room.state().signIn.errors.map((error) => error.id)).toEqual(["username", "passphrase", "code"]);
  });

  test.each(["sign-in-refused", "locked-out", "network"] as const)("%s is one sentence", async (code) => {
    const room = newRoom();
    room.failNext("signIn", code);
    await signedIn(room);
    expect(room.state()).toMatchObject({ step: "sign-in", problem: code, busy: null });
  });

  test.each([
    ["not-my-entry", "not-my-entry"],
    ["no-seat", "no-seat"],
    ["roster-refused", "roster-refused"],
    ["cannot-open", "key-does-not-open"],
  ])("%s stops everything", async (code, alarm) => {
    const room = newRoom();
    room.failNext("openKey", code);
    await signedIn(room);
    expect(room.state()).toMatchObject({ step: "alarm", alarm, cards: [] });
    expect(room.asked).not.toContain("grantHandles");
    expect(room.asked.at(-1)).toBe("forget");
  });

  test("who waits for the founding is told where it goes on", async () => {
    const room = newRoom();
    room.failNext("chain", "no-committee");
    await signedIn(room);
    expect(room.state()).toMatchObject({ step: "alarm", alarm: "no-seat", busy: null });
  });

  test("the union sees its own page and no key is asked for", async () => {
    const room = newRoom();
    room.role = "union";
    await signedIn(room);
    expect(room.state()).toMatchObject({ step: "union", busy: null });
    expect(room.asked).toEqual(["stretch", "signIn", "forget"]);
  });
});

describe("the board", () => {
  test("looking for new fetches only grants that were not seen", async () => {
    const room = await signedIn();
    room.asked.length = 0;
    room.desk.refresh();
    await room.settled();
    expect(room.asked).toEqual(["grantHandles", "openGrants", "queryCases", "readStages"]);
  });
});

describe("locking", () => {
  test("unlocking goes back to the case from what is in memory, without looking again", async () => {
    const room = await withCase();
    room.desk.lock();
    await room.settled();
    expect(room.state()).toMatchObject({ locked: true, read: {} });
    room.asked.length = 0;
    room.send({ type: "typed", field: "passphrase", value: "sleutel akker" });
    room.desk.unlock();
    await room.settled();
    expect(room.asked).toEqual(["unlock", "grantHandles", "openGrants", "queryCases", "readStages", "readCase"]);
    expect(room.state()).toMatchObject({ locked: false, step: "case", busy: null });
    expect(room.state().read[CASE]).toBeDefined();
  });

  test("when the connection is lost while unlocking, trying again finds the case", async () => {
    const room = await withCase();
    room.desk.lock();
    room.failNext("grantHandles", "network");
    room.send({ type: "typed", field: "passphrase", value: "sleutel akker" });
    room.desk.unlock();
    await room.settled();
    expect(room.state()).toMatchObject({ locked: false, step: "case", problem: "network" });
    room.desk.openCase(CASE);
    await room.settled();
    expect(room.state().problem).toBeNull();
    expect(room.state().read[CASE]).toBeDefined();
  });

  test("a wrong passphrase says so and stays locked", async () => {
    const room = await withCase();
    room.desk.lock();
    room.failNext("unlock", "wrong-passphrase");
    room.send({ type: "typed", field: "passphrase", value: "niet goed" });
    room.desk.unlock();
    await room.settled();
    expect(room.state()).toMatchObject({ locked: true, problem: "wrong-passphrase" });
  });

  test("a keyring that locked by itself locks the page", async () => {
    const room = await withCase();
    room.failNext("seal message: Dank u.", "locked");
    room.send({ type: "wrote", case: CASE, thread: "conversation", value: "Dank u." });
    room.desk.post("conversation");
    await room.settled();
    expect(room.state().locked).toBe(true);
    expect(draftOf(room.state(), CASE).conversation).toBe("Dank u.");
  });
});

describe("writing", () => {
  const write = async (thread: "conversation" | "notes", value: string) => {
    const room = await withCase();
    room.send({ type: "wrote", case: CASE, thread, value });
    return room;
  };

  test("a note goes to the notes, and the case is read again", async () => {
    const room = await write("notes", "Bel Marijke.");
    room.desk.post("notes");
    await room.settled();
    expect(room.asked).toEqual(["seal note: Bel Marijke.", "post notes", "showCase", "readCase"]);
    expect(room.state()).toMatchObject({ done: "note", busy: null });
    expect(draftOf(room.state(), CASE).notes).toBe("");
  });

  test("when the conversation went on, the text stays and the new message is shown", async () => {
    const room = await write("conversation", "Dank u.");
    room.failNext("post conversation", "stale-thread");
    room.view = caseView({ entries: [entry({ kind: "report" }), entry({ id: "new", text: "Nog iets." })] });
    room.desk.post("conversation");
    await room.settled();
    expect(room.state().problem).toBe("stale-thread");
    expect(draftOf(room.state(), CASE).conversation).toBe("Dank u.");
    expect(room.state().read[CASE]?.entries).toHaveLength(2);
  });

  test("when only the answer to the first attempt was lost, it counts as sent and is not doubled", async () => {
    const room = await write("conversation", "Dank u.");
    room.failNext("post conversation", "stale-thread");
    room.view = caseView({ entries: [entry({ kind: "report" }), entry({ mine: true, text: "Dank u." })] });
    room.desk.post("conversation");
    await room.settled();
    expect(room.state()).toMatchObject({ done: "message", problem: null });
    expect(draftOf(room.state(), CASE).conversation).toBe("");
  });

  test("what was sent counts as sent, even when the case cannot be read again at once", async () => {
    const room = await write("conversation", "Dank u.");
    room.failNext("showCase", "network");
    room.desk.post("conversation");
    await room.settled();
    expect(room.state()).toMatchObject({ done: "message", problem: null, busy: null });
    expect(draftOf(room.state(), CASE).conversation).toBe("");
  });

  test("an ended session keeps the text and the place", async () => {
    const room = await write("conversation", "Dank u.");
    room.failNext("post conversation", "signed-out");
    room.desk.post("conversation");
    await room.settled();
    expect(room.state()).toMatchObject({ step: "sign-in", problem: "signed-out", openCase: CASE });
    expect(draftOf(room.state(), CASE).conversation).toBe("Dank u.");
    await signedIn(room);
    expect(room.state()).toMatchObject({ step: "case", openCase: CASE });
  });

  test("signing out asks first when something is not sent", async () => {
    const room = await write("notes", "Bel Marijke.");
    room.desk.signOut();
    expect(room.state()).toMatchObject({ leaving: true, step: "case" });
    room.desk.signOut();
    await room.settled();
    expect(room.state()).toMatchObject({ step: "sign-in", drafts: {}, problem: null });
    expect(room.asked).toEqual(["forget", "signOut"]);
  });
});

describe("acknowledging", () => {
  test("posts the message and signs the stage", async () => {
    const room = await withCase();
    room.desk.acknowledge("Wij hebben uw melding.");
    await room.settled();
    expect(room.asked).toEqual([
      "seal message: Wij hebben uw melding.",
      "post conversation",
      "showCase",
      "readCase",
      "sign acknowledged",
      "setStage",
      "showCase",
      "readCase",
    ]);
    expect(room.state().done).toBe("message");
  });

  test("after a failure in between, a retry signs and does not write again", async () => {
    const room = await withCase();
    room.failNext("setStage", "network");
    room.desk.acknowledge("Wij hebben uw melding.");
    await room.settled();
    expect(room.state().problem).toBe("network");
    expect(draftOf(room.state(), CASE).acknowledged).toBe(true);
    room.asked.length = 0;
    room.desk.acknowledge("Wij hebben uw melding.");
    await room.settled();
    expect(room.asked).toEqual(["sign acknowledged", "setStage", "showCase", "readCase"]);
  });

  test("when another member was faster, the case is read again", async () => {
    const room = await withCase();
    room.failNext("setStage", "stale-stage");
    room.view = caseView({ stages: [stage("acknowledged", "2026-11-22"), stage("assessing", "2026-11-22")] });
    room.desk.setStage("assessing");
    await room.settled();
    expect(room.state().problem).toBe("stale-stage");
    expect(room.state().read[CASE]?.stages).toHaveLength(2);
  });
});

describe("files", () => {
  test("are sealed one after the other to the thread they are for", async () => {
    const room = await withCase();
    room.desk.addFiles("notes", [new File(["a"], "een.txt"), new File(["b"], "twee.txt")]);
    await room.settled();
    const once = ["startUpload", "aim notes", "putPart 0", "putPart 1", "putPart 2", "sealFile file-n"];
    expect(room.asked).toEqual([...once, ...once]);
    expect(draftOf(room.state(), CASE).files.map((file) => file.ref)).toEqual([
      { upload: "upload-1", sha256: "hash", size: 16_384 },
      { upload: "upload-1", sha256: "hash", size: 16_384 },
    ]);
  });

  test("go to the server without their names", async () => {
    const room = await withCase();
    room.desk.addFiles("conversation", [new File(["a"], "een.txt")]);
    await room.settled();
    room.desk.send({ type: "wrote", case: CASE, thread: "conversation", value: "Zie bijlage." });
    room.desk.post("conversation");
    await room.settled();
    expect(room.asked).toContain("post conversation upload-1:hash:16384");
    expect(room.asked.join()).not.toContain("een.txt");
  });

  test("a lost connection says so and can be tried again", async () => {
    const room = await withCase();
    room.failNext("startUpload", "network");
    room.desk.addFiles("conversation", [new File(["a"], "een.txt")]);
    await room.settled();
    const [failed] = draftOf(room.state(), CASE).files;
    expect(failed).toMatchObject({ state: "failed", failure: "network" });
    room.desk.retryFile(failed?.id ?? "");
    await room.settled();
    expect(draftOf(room.state(), CASE).files[0]).toMatchObject({ state: "done", failure: null });
  });

  test("nothing is saved unless it was verified", async () => {
    const room = await withCase();
    const ref = { upload: "u", sha256: "s", size: 16_384 };
    room.failNext("openFile", "cannot-open");
    room.desk.download(ref);
    await room.settled();
    expect(room.saved).toEqual([]);
    expect(room.state().downloads.u?.state).toBe("failed");
    room.desk.download(ref);
    await room.settled();
    expect(room.saved.map((file) => file.name)).toEqual(["mail.pdf"]);
    expect(room.state().downloads.u).toMatchObject({ state: "done", name: "mail.pdf" });
  });
});
