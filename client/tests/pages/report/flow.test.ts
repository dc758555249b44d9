import { afterEach, describe, expect, it, vi } from "vitest";
import { lost, problem } from "../../api/server";
import { Coded, hurry, Room } from "./room";
import { at, COMMITTEE, file, IND, RECEIPT, ready } from "./sample";

let room: Room;
afterEach(() => {
  vi.useRealTimers();
  room.server.stop();
});

async function open(fingerprint: string | null = null): Promise<Room> {
  room = await new Room(fingerprint).open();
  return room;
}

describe("choosing the body", () => {
  it("verifies its committee before anything is asked", async () => {
    await open();
    await room.flow.begin();
    expect(room.state.place).toBe("body");
    room.flow.next();
    expect(room.state.errors).toEqual([{ id: "body", code: "choose-body" }]);
    room.flow.chooseBody(IND);
    room.flow.next();
    room.flow.next(); // pressed twice
    await room.at("facts");
    expect(room.state.committee).toBe(COMMITTEE);
    expect(room.calls).toEqual(["begin integriteit"]);
  });

  it.each(["roster-refused", "roster-expired", "network"] as const)("closes the intake: %s", async (code) => {
    await open();
    await room.flow.begin();
    room.failures.begin = [new Coded(code)];
    room.flow.chooseBody(IND);
    room.flow.next();
    await room.at("stopped");
    expect([room.state.stop, room.state.body]).toEqual([code, IND]);
  });

  it("takes what it does not understand for a committee that does not verify", async () => {
    await open();
    await room.flow.begin();
    room.failures.begin = [new Error("?")];
    room.flow.chooseBody(IND);
    room.flow.next();
    await room.at("stopped");
    expect(room.state.stop).toBe("roster-refused");
  });

  it("after the check leads by the facts and the members of another committee", async () => {
    await open();
    await room.flow.begin();
    room.state = ready({ excluded: ["c"] });
    room.flow.edit("body");
    room.flow.chooseBody({ committee: "autre", id: "dvz" });
    room.flow.next();
    await room.at("facts");
    expect([room.state.fromCheck, room.state.excluded]).toEqual([true, []]);
    room.flow.next();
    expect(room.state.place).toBe("exclude");
    room.flow.next();
    expect([room.state.place, room.state.fromCheck]).toEqual(["check", false]);
  });

  it("after the check goes straight back for another body of the same committee", async () => {
    await open();
    room.state = ready({ excluded: ["c"] });
    room.flow.edit("body");
    room.flow.chooseBody({ committee: "integriteit", id: "coa" });
    room.flow.next();
    await room.at("check");
    expect([room.state.excluded, room.state.body?.id]).toEqual([["c"], "coa"]);
  });
});

describe("a poster's fingerprint", () => {
  it("offers the poster's committee alone, and is checked again when it is opened", async () => {
    await open("of autre");
    await room.flow.begin();
    expect(room.state).toMatchObject({ place: "body", fromPoster: true, body: { committee: "autre", id: "dvz" } });
    expect(room.state.committees).toHaveLength(1);
    room.flow.next();
    await room.at("facts");
    expect(room.calls).toEqual(["verify integriteit", "verify autre", "verify autre", "begin autre"]);
  });

  it("that belongs to nobody here is a clear stop", async () => {
    await open("of someone else");
    await room.flow.begin();
    expect([room.state.place, room.state.stop]).toEqual(["stopped", "wrong-fingerprint"]);
  });

  it("cannot be checked without a connection", async () => {
    await open("of autre");
    room.failures.verify = [new Coded("network")];
    await room.flow.begin();
    expect(room.state.stop).toBe("network");
  });
});

describe("the words of the committee", () => {
  it("are fetched when they are wanted, once, of the chain that was verified", async () => {
    await open();
    await room.flow.begin();
    room.flow.chooseBody(IND);
    room.flow.next();
    await room.at("facts");
    expect(room.state.words).toBeNull();
    const before = room.asked.length;
    room.failures.fingerprint = [new Coded("network")];
    room.flow.compareCommittee();
    await room.until(() => room.state.words === "failed");
    room.flow.compareCommittee();
    await room.until(() => Array.isArray(room.state.words));
    room.flow.compareCommittee();
    expect(room.state.words).toHaveLength(12);
    expect(room.calls.filter((call) => call.startsWith("fingerprint"))).toHaveLength(2);
    expect(room.asked).toHaveLength(before); // not another chain that the server may show for it
    room.flow.chooseBody({ committee: "autre", id: "dvz" });
    expect(room.state.words).toBeNull();
  });
});

describe("answering", () => {
  it("asks about what gives away once the typing pauses", async () => {
    await open();
    vi.useFakeTimers();
    room.state = at("what");
    room.flow.answer("what", "mail a@b");
    room.flow.answer("what", "mail a@b.nl");
    expect(room.state.settled).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(room.state.settled).toBe(true);
  });

  it("asks before going on when the typing did not pause, and only once", async () => {
    await open();
    room.state = at("what");
    room.flow.answer("what", "mail a@b.nl");
    room.flow.next();
    expect([room.state.place, room.focused]).toEqual(["what", ["remove-trace"]]);
    room.flow.next();
    expect(room.state.place).toBe("when");
  });

  it("brings the focus back to the text", async () => {
    await open();
    room.state = at("what");
    room.flow.answer("what", "mail a@b.nl of c@d.nl");
    room.flow.removeTrace("what", { kind: "mail", text: "a@b.nl" });
    room.flow.keepTrace("what", { kind: "mail", text: "c@d.nl" });
    expect([room.state.answers.what, room.state.kept, room.focused]).toEqual([
      "mail … of c@d.nl",
      ["c@d.nl"],
      ["what", "what"],
    ]);
    room.flow.next();
    expect(room.state.place).toBe("when");
  });

  it("leaves the way back to the browser, and has none from the first step", async () => {
    await open();
    room.state = at("body");
    room.flow.back();
    room.state = at("facts");
    room.flow.back();
    expect(room.calls).toEqual(["back"]);
  });
});

describe("files", () => {
  const add = (...sizes: number[]) =>
    room.flow.addFiles(
      sizes.map((size, index) => Object.defineProperty(new File(["x"], `${index}.pdf`), "size", { value: size })),
    );

  it("are sealed and sent one after another", async () => {
    await open();
    room.state = at("files");
    add(10, 20);
    expect(room.state.files.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    await room.until(() => room.state.files.every(({ state }) => state === "done"));
    expect(room.state.files.map(({ ref }) => ref)).toEqual(
      [10, 20].map((size) => ({ upload: "u1", sha256: "h", size })),
    );
    expect(room.asked).toEqual([
      "POST /uploads",
      "PUT /uploads/u1/parts/0",
      "POST /uploads",
      "PUT /uploads/u1/parts/0",
    ]);
  });

  it("that are too large or too many are not taken, and it says so", async () => {
    await open();
    room.state = at("files", { files: Array.from({ length: 19 }, (_, index) => file(`f${index}`)) });
    add(101 * 1024 * 1024);
    expect([room.state.files.length, room.state.errors]).toEqual([
      19,
      [{ id: "files", code: "file-too-large", name: "0.pdf" }],
    ]);
    add(0);
    expect([room.state.files.length, room.state.errors]).toEqual([
      19,
      [{ id: "files", code: "file-empty", name: "0.pdf" }],
    ]);
    add(1, 2);
    expect([room.state.files.length, room.state.errors]).toMatchObject([20, [{ id: "files", code: "too-many-files" }]]);
  });

  it("that are in the list already are not taken twice", async () => {
    await open();
    room.state = at("files");
    const brief = new File(["x"], "brief.pdf", { lastModified: 1 });
    room.flow.addFiles([brief]);
    room.flow.addFiles([brief]);
    expect(room.state.files).toHaveLength(1);
    expect(room.state.errors).toEqual([{ id: "files", code: "file-twice", name: "brief.pdf" }]);
  });

  it("that fail can be tried again, and keep one from going on until then", async () => {
    await open();
    room.uploads = [problem(500, "server-error"), ...room.uploads];
    room.state = at("files");
    add(10);
    await room.until(() => room.state.files[0]?.state === "failed");
    room.flow.next();
    expect(room.state.errors).toEqual([{ id: "files", code: "files-failed" }]);
    room.flow.retryFile("1");
    await room.until(() => room.state.files[0]?.state === "done");
    room.flow.next();
    expect(room.state.place).toBe("check");
  });

  it("can be taken away while they are sealed", async () => {
    await open();
    room.state = at("files");
    add(10);
    room.flow.removeFile("1");
    await room.until(() => room.calls.includes("cancel 1"));
    expect([room.state.files, room.focused]).toEqual([[], ["files"]]);
  });
});

describe("the words", () => {
  const shown = () => at("receipt", { receipt: RECEIPT, asked: [3, 6, 10], typed: ["", "", ""] });
  const type = (...texts: string[]) => {
    for (const [index, text] of texts.entries()) room.flow.send({ type: "type-back", index, text });
    room.flow.checkWords();
  };

  it("are compared place by place, and missing ones are asked for", async () => {
    await open();
    room.state = shown();
    type(" ramp ", "", "velvet");
    await room.until(() => room.state.errors.length > 0);
    expect(room.state.errors).toEqual([
      { id: "back-6", code: "no-word" },
      { id: "back-10", code: "wrong-word" },
    ]);
    type("ramp", "TENANT", "fossil");
    await room.at("done");
    expect(room.forgotten).toBe(1);
  });

  it("need not be typed", async () => {
    await open();
    room.state = shown();
    room.flow.finish();
    expect([room.state.place, room.state.receipt, room.forgotten]).toEqual(["done", null, 1]);
  });

  it("keep nobody when there is nothing left to compare with", async () => {
    await open();
    room.state = shown();
    room.failures.check = [new Coded("locked")];
    type("ramp", "tenant", "fossil");
    await room.at("done");
  });
});

describe("forgetting", () => {
  it("takes keys, files and texts", async () => {
    await open();
    room.state = ready({ files: [file("1")] });
    room.flow.forget();
    expect([room.state.place, room.state.files, room.forgotten]).toEqual(["forgotten", [], 1]);
  });
});

describe("a page without a server", () => {
  it("says that there is no connection", async () => {
    await open();
    room.server.answer(lost);
    hurry();
    await room.flow.begin();
    expect(room.state.stop).toBe("network");
  });
});
