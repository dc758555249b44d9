import { beforeEach, describe, expect, it } from "vitest";
import { ALICE, CODE, Coded, DEVICE, Room, UMA } from "./room";

let room: Room;
beforeEach(() => {
  room = new Room();
});

describe("the code", () => {
  it("is forgiving, and looked up once", async () => {
    room.type("code", "abcd-efgh ijklmn0pqrstuvwx23".replace("0", "o"));
    room.flow.next();
    room.flow.next(); // pressed twice
    await room.rest();
    expect(room.calls).toEqual([`show ${CODE}`]);
    expect([room.state.place, room.state.username, room.state.busy]).toEqual(["you", "alice-de-wit", null]);
  });

  it("reads 0 and 1 as the letters they look like", async () => {
    room.type("code", "O1BCDEFGHIJKLMNOPQRSTUVWX2".replace("O", "0"));
    await room.next();
    expect(room.calls).toEqual(["show OIBCDEFGHIJKLMNOPQRSTUVWX2"]);
  });

  it.each([
    ["ABC", "code-length"],
    ["ABCDEFGHIJKLMNOPQRSTUVWX89", "code-signs"],
  ])("%s is told before it is asked", async (code, fault) => {
    room.type("code", code);
    await room.next();
    expect([room.state.errors, room.calls]).toEqual([[{ id: "invitation-code", code: fault }], []]);
  });

  it.each(["no-invitation", "invitation-used", "network"])("stays where it is: %s", async (code) => {
    room.failures.show = [new Coded(code)];
    room.type("code", CODE);
    await room.next();
    expect([room.state.place, room.state.problem, room.state.busy]).toEqual(["code", code, null]);
  });

  it("of somebody else is forgotten", async () => {
    await room.walk("you");
    room.flow.notMe();
    expect([room.state.place, room.state.code, room.state.invitation]).toEqual(["stranger", "", null]);
    expect(room.accepted).toEqual([]);
  });
});

describe("the passphrase", () => {
  it("on offer needs no estimator", async () => {
    room.strong = new Error("not asked");
    await room.walk("key");
    expect(room.state.choice.offered).toMatch(/^six words/u);
  });

  it("can be six other words", async () => {
    await room.walk("name");
    const before = room.state.choice.offered;
    room.flow.otherWords();
    await room.rest();
    expect(room.state.choice.offered).not.toBe(before);
  });

  it.each([
    [{ own: "", again: "" }, true, { id: "own", code: "no-passphrase" }],
    [{ own: "a", again: "b" }, true, { id: "again", code: "not-the-same" }],
    [{ own: "a", again: "a" }, false, { id: "own", code: "weak" }],
    [{ own: "a", again: "a" }, new Error("offline"), { id: "own", code: "estimator" }],
  ] as const)("of one's own is tested: %j", async (change, strong, error) => {
    await room.walk("name");
    room.strong = strong;
    room.flow.send({ type: "passphrase", change: { isOwn: true, ...change } });
    await room.next();
    expect([room.state.place, room.state.errors]).toEqual(["name", [error]]);
  });

  it("of one's own that is strong goes on", async () => {
    await room.walk("name");
    room.flow.send({ type: "passphrase", change: { isOwn: true, own: "x", again: "x" } });
    await room.next();
    expect(room.state.place).toBe("key");
  });
});

describe("the key", () => {
  it("is made once, and its sheet stays when somebody goes back and chooses another passphrase", async () => {
    await room.walk("back");
    room.flow.send({ type: "go", step: "name" });
    room.flow.otherWords();
    await room.rest();
    await room.next();
    await room.next();
    expect(room.state.place).toBe("sheet");
    expect(room.calls.filter((call) => call === "newMember" || call === "recover")).toEqual(["newMember", "recover"]);
    expect(room.state.made?.passphrase).toBe(room.state.choice.offered);
  });

  it("that cannot be made says so", async () => {
    room.failures.newMember = [new Coded("failed")];
    await room.walk("key");
    room.flow.send({ type: "keep", keep: true });
    await room.next();
    expect([room.state.place, room.state.problem]).toEqual(["key", "key-failed"]);
  });

  it("asks for a choice", async () => {
    await room.walk("key");
    await room.next();
    expect(room.state.errors).toEqual([{ id: "keep", code: "keep" }]);
  });

  it("asks three words back, or their numbers", async () => {
    await room.walk("back");
    await room.next();
    expect(room.state.errors.map(({ code }) => code)).toEqual(["no-word", "no-word", "no-word"]);
    room.flow.send({ type: "type-back", index: 0, text: "0001" });
    room.flow.send({ type: "type-back", index: 1, text: "8" });
    room.flow.send({ type: "type-back", index: 2, text: "word1" });
    await room.next();
    expect(room.state.errors).toEqual([{ id: "back-23", code: "wrong-word" }]);
  });
});

describe("accepting", () => {
  it("sends nothing before the last step, and then everything at once", async () => {
    await room.walk("device");
    expect(room.accepted).toEqual([]);
    room.type("mail", " a@b.nl ");
    await room.walk("done");
    expect(room.accepted).toEqual([
      {
        username: "alice-de-wit",
        password: "pw alice-de-wit",
        otp_key: DEVICE.key,
        otp_code: "123456",
        recovery_hashes: ["hash"],
        wrapped: "sealed alice-de-wit",
        recipient: "age1pq1",
        signing_key: "sk",
        mail: "a@b.nl",
      },
    ]);
    expect([room.state.made, room.state.device, room.state.code, room.state.username]).toEqual([
      null,
      null,
      "",
      "alice-de-wit",
    ]);
    expect(room.calls.at(-1)).toBe("forget");
  });

  it("keeps the key off the server when that was chosen", async () => {
    await room.walk("key");
    room.flow.send({ type: "keep", keep: false });
    await room.next();
    await room.walk("done");
    expect(room.accepted[0]).toMatchObject({ wrapped: null, signing_key: "sk" });
  });

  it("of the union has no key", async () => {
    room.invitation = UMA;
    await room.walk("done");
    expect(room.calls).not.toContain("newMember");
    expect(room.accepted[0]).toMatchObject({ password: "pw uma", wrapped: null, recipient: "", signing_key: "" });
  });

  it("under another name keeps the sheet, the codes and the telephone", async () => {
    room.failures.accept = [new Coded("name-taken")];
    await room.walk("device");
    room.type("otpCode", "123456");
    await room.next();
    expect([room.state.place, room.state.problem]).toEqual(["name", "name-taken"]);
    room.type("username", "alice-2");
    await room.next();
    expect([room.state.place, room.state.problem]).toEqual(["device", null]);
    await room.next();
    expect(room.accepted[1]).toMatchObject({
      username: "alice-2",
      password: "pw alice-2",
      wrapped: "sealed alice-2",
      signing_key: "sk",
      otp_key: DEVICE.key,
    });
    expect(room.state.place).toBe("done");
  });

  it.each([
    ["one-time-code", "one-time-code"],
    ["network", "uncertain"],
    ["malformed", "unexpected"],
    ["proof-of-work-used", "proof-of-work"],
  ])("stays with everything: %s", async (code, problem) => {
    room.failures.accept = [new Coded(code)];
    await room.walk("device");
    room.type("otpCode", "123456");
    await room.next();
    expect([room.state.place, room.state.problem]).toEqual(["device", problem]);
    await room.next();
    expect(room.state.place).toBe("done");
    expect(room.accepted[1]).toEqual(room.accepted[0]);
  });
});

describe("forgetting", () => {
  it("leaves nothing, and what was under way changes nothing", async () => {
    await room.walk("key");
    room.flow.send({ type: "keep", keep: true });
    room.flow.next();
    room.flow.forget();
    await room.rest();
    expect([room.state.place, room.state.made, room.state.invitation]).toEqual(["forgotten", null, null]);
  });

  it("is not for who is there", () => {
    room.flow.send({ type: "idle", idle: true });
    room.flow.stay();
    expect(room.state.idle).toBe(false);
  });
});

it("has nobody's own name as a first guess when it cannot be written", async () => {
  room.invitation = { ...ALICE, name: "نور" };
  await room.walk("you");
  expect(room.state.username).toBe("");
});
