import { afterEach, describe, expect, it } from "vitest";
import { draftOf, randomPositions } from "../../../src/pages/report/sending";
import type { Event, State } from "../../../src/pages/report/state";
import { bodyOf, json, lost, problem } from "../../api/server";
import { Coded, hurry, RECEIVED, Room } from "./room";
import { COMMITTEE, DAVE, file, RECEIPT, ready } from "./sample";

let room: Room;
afterEach(() => {
  room?.server.stop();
});

async function checked(change: Partial<State> = {}): Promise<Room> {
  room = await new Room().open();
  room.state = ready(change);
  return room;
}

const submissions = () =>
  room.server.asked
    .filter(({ path }) => path.endsWith("/reports"))
    .map((asked) => bodyOf(asked) as { altcha: string; submission: { payload: string } });

describe("what is sealed", () => {
  it("is what was filled in, trimmed, without what was left empty", () => {
    const state = ready({
      answers: { what: " It happened ", when: " ", now: "", who: "", fear: "", want: "Peace" },
      excluded: ["b"],
      files: [file("1"), file("2", { ref: null, state: "failed" })],
    });
    expect(draftOf(state, "nl")).toEqual({
      committee: "integriteit",
      bodyId: "ind",
      language: "nl",
      questionnaire: "1",
      answers: { what: "It happened", want: "Peace" },
      excluded: ["b"],
      files: [{ ref: { upload: "u1", sha256: "h", size: 20 }, name: "1.pdf", size: 10 }],
      followUp: { wanted: false, ifSilent: "nothing" },
      name: null,
    });
  });

  it("holds a name and a way to be reached, each by itself", () => {
    expect(draftOf(ready({ name: " Noor " }), "nl").name).toEqual({ name: "Noor" });
    expect(draftOf(ready({ name: "Noor", reach: "06" }), "nl").name).toEqual({ name: "Noor", reach: "06" });
    expect(draftOf(ready({ reach: " 06 " }), "nl").name).toEqual({ name: "", reach: "06" });
  });
});

describe("the words to type back", () => {
  it("are three different ones of twelve, in order", () => {
    for (let turn = 0; turn < 200; turn += 1) {
      const positions = randomPositions();
      expect(new Set(positions).size).toBe(3);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
      expect(positions.every((position) => position >= 0 && position < 12)).toBe(true);
    }
  });
});

describe("sending", () => {
  it("seals, sends and shows the receipt; the proof was solved at the check", async () => {
    await checked({ place: "files" });
    room.flow.next();
    await room.until(() => room.calls.includes("solve"));
    room.flow.submit();
    await room.at("receipt");
    expect(room.calls).toEqual(["solve", "seal", "words en"]);
    expect(room.state).toMatchObject({
      received: { reference: RECEIVED.reference, receivedOn: RECEIVED.received_on },
      receipt: RECEIPT,
    });
    expect(room.state.asked).toHaveLength(3);
    expect(submissions()).toHaveLength(1);
  });

  it("goes to the first mistake instead, and seals nothing", async () => {
    await checked({ excluded: ["a", "b"] });
    room.flow.submit();
    expect(room.state).toMatchObject({
      place: "exclude",
      fromCheck: true,
      errors: [{ id: "exclude", code: "too-many-excluded" }],
    });
    expect(room.calls).toEqual([]);
  });

  it.each(["seal", "words"])("sends nothing when sealing fails (%s)", async (verb) => {
    await checked();
    room.failures[verb] = [new Coded("sealing-failed")];
    room.flow.submit();
    await room.until(() => room.state.problem !== null);
    expect([room.state.place, room.state.problem]).toEqual(["check", "sealing-failed"]);
    expect(submissions()).toEqual([]);
  });

  it("repeats the same submission with a fresh proof when the connection is lost, and says so", async () => {
    await checked();
    room.reports = [lost, lost, json(RECEIVED)];
    const events = spyOnEvents();
    hurry();
    room.flow.submit();
    await room.at("receipt");
    expect(events).toEqual(["sealing", "sending", "retrying 1", "retrying 2"]);
    expect(new Set(submissions().map(({ submission }) => submission.payload)).size).toBe(1);
    expect(submissions()).toHaveLength(3);
  });

  it("gives up after a while, knows nothing for sure, and tries the very same again", async () => {
    await checked();
    room.reports = [lost, lost, lost, lost, lost, json(RECEIVED)];
    hurry();
    room.flow.submit();
    await room.until(() => room.state.sending.what === "uncertain");
    expect(room.state.place).toBe("sending");
    room.flow.submit();
    await room.at("receipt");
    expect(room.drafts).toHaveLength(1);
    expect(new Set(submissions().map(({ submission }) => submission.payload)).size).toBe(1);
  });

  it("does not know either when the server fails or answers nonsense", async () => {
    await checked();
    room.reports = [problem(500, "server-error")];
    room.flow.submit();
    await room.until(() => room.state.sending.what === "uncertain");
    room.reports = [json({ reference: 5 })];
    room.flow.submit();
    await room.until(() => submissions().length === 2);
    expect(room.state).toMatchObject({ place: "sending" });
  });

  it.each([
    ["proof-of-work", 422, "proof-of-work"],
    ["too-large", 413, "too-large"],
    ["not-sealed", 422, "unexpected"],
  ])("goes back to the check when the server refuses: %s", async (code, status, expected) => {
    await checked();
    room.reports = [problem(status, code)];
    room.flow.submit();
    await room.until(() => room.state.problem !== null);
    expect([room.state.place, room.state.problem]).toEqual(["check", expected]);
    expect(room.state.answers.what).toBe("Bullying on my team");
  });
});

function spyOnEvents(): string[] {
  const seen: string[] = [];
  const world = (room.flow as unknown as { world: { send(event: Event): void } }).world;
  const real = world.send;
  world.send = (event) => {
    if (event.type === "sending") seen.push(event.attempt ? `${event.what} ${event.attempt}` : event.what);
    real(event);
  };
  return seen;
}

describe("a committee that changed meanwhile", () => {
  it("is shown, and who to leave out is chosen again, before a new report is sealed", async () => {
    await checked({ excluded: ["a"] });
    room.reports = [problem(409, "roster-changed"), json(RECEIVED, 201)];
    room.committees = [{ ...COMMITTEE, members: [...COMMITTEE.members.slice(1), DAVE] }];
    room.flow.submit();
    await room.at("exclude");
    expect(room.state).toMatchObject({ newcomers: [DAVE], excluded: [], fromCheck: true });
    room.flow.send({ type: "exclude", excluded: [DAVE.id] });
    room.flow.next();
    expect(room.state.place).toBe("check");
    room.flow.submit();
    await room.at("receipt");
    expect(room.drafts.map(({ excluded }) => excluded)).toEqual([["a"], [DAVE.id]]);
  });

  it.each([
    ["roster-refused", "stopped"],
    ["network", "check"],
  ])("is not believed without a chain that verifies: %s", async (code, place) => {
    await checked();
    room.reports = [problem(409, "roster-changed")];
    room.failures.begin = [new Coded(code)];
    room.flow.submit();
    await room.until(() => room.state.place === place);
  });

  it("closes the intake when its list of members ran out", async () => {
    await checked();
    room.reports = [problem(409, "roster-expired")];
    room.flow.submit();
    await room.at("stopped");
    expect(room.state.stop).toBe("roster-expired");
  });
});

describe("a page that was open for long", () => {
  it("makes new keys, seals its files anew and asks to send again", async () => {
    await checked();
    room.state = { ...room.state, place: "files" };
    room.flow.addFiles([new File(["x"], "a.pdf")]);
    await room.until(() => room.state.files[0]?.state === "done");
    room.flow.next();
    room.failures.seal = [new Coded("locked")];
    room.flow.submit();
    await room.until(() => room.state.problem === "new-keys");
    expect([room.forgotten, room.calls.includes("begin integriteit")]).toEqual([1, true]);
    await room.until(() => room.state.files[0]?.state === "done");
    expect(room.calls.filter((call) => call === "sealFile")).toHaveLength(2);
    room.flow.submit();
    await room.at("receipt");
  });

  it("sends files again that the server no longer has", async () => {
    await checked({ files: [file("9")] });
    room.reports = [problem(422, "upload-incomplete")];
    room.flow.submit();
    await room.until(() => room.state.problem === "files-gone");
    expect(room.state.place).toBe("check");
  });
});
