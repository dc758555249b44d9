// @vitest-environment happy-dom
import { render } from "lit-html";
import { beforeEach, describe, expect, it } from "vitest";
import { Flow } from "../../../src/pages/recovery/flow";
import { firstState, hasUnsent, STEPS, type State, update, wordsOf } from "../../../src/pages/recovery/state";
import { titleOf, view } from "../../../src/pages/recovery/view";
import { Coded, DEVICE } from "../invitation/room";

const WORDS = Array.from({ length: 24 }, (_, index) => (index % 2 ? "abandon" : "ability")).join(" ");

class Room {
  state: State = firstState();
  readonly calls: string[] = [];
  readonly failures: Record<string, unknown[]> = {};
  strong = true;

  readonly flow = new Flow({
    state: () => this.state,
    send: (event) => {
      this.state = update(this.state, event);
    },
    office: {
      recoveryChallenge: async () => this.did("challenge", "c1"),
      recover: async ({ payload }) => this.did(`set ${payload}`, undefined),
      renewDevice: async ({ password, code, otp_code, recovery_hashes }) =>
        this.did(`renew ${password} ${code} ${otp_code} ${recovery_hashes.length}`, undefined),
      askForDevice: async ({ password, otp_code }) => this.did(`ask ${password} ${otp_code}`, "0427"),
    },
    keys: {
      offerPassphrase: async () => this.did("offer", "six words"),
      newDevice: async () => this.did("device", DEVICE),
      recover: async (words, username, passphrase, challenge, origin, progress) => {
        progress(0.5);
        const payload = `${wordsOf(words).length} ${username} ${passphrase} ${challenge} ${origin}`;
        return this.did("sign", { payloadType: "", payload, signatures: [] });
      },
      stretch: async (username, passphrase) => this.did("stretch", `${username}:${passphrase}`),
      completeWord: async (word) => (word === "xyzzy" ? [] : [word]),
      forget: async () => this.did("forget", undefined),
    },
    isStrong: async () => this.strong,
    origin: "https://here",
    goBack: () => this.calls.push("back"),
    print: () => this.calls.push("print"),
  });

  async next(): Promise<void> {
    this.flow.next();
    for (let turn = 0; turn < 120; turn += 1) await Promise.resolve();
  }

  type(field: "username" | "words" | "passphrase" | "code" | "otpCode", text: string): void {
    this.flow.send({ type: "type", field, text });
  }

  async words(text = WORDS): Promise<void> {
    this.flow.send({ type: "go", step: "words" });
    this.type("username", "alice");
    this.type("words", text);
    await this.next();
  }

  async link(): Promise<void> {
    this.flow.send({ type: "go", step: "ask" });
    this.type("username", "alice");
    this.type("passphrase", "known");
    await this.next();
    this.type("otpCode", "123 456");
    await this.next();
  }

  private did<T>(name: string, answer: T): T {
    this.calls.push(name);
    const failure = this.failures[name.split(" ")[0] ?? ""]?.shift();
    if (failure !== undefined) throw failure;
    return answer;
  }
}

let room: Room;
beforeEach(() => {
  room = new Room();
});

describe("a forgotten passphrase", () => {
  it("is set anew with the words of the sheet", async () => {
    await room.words();
    expect(room.state.place).toBe("new");
    await room.next();
    expect(room.calls).toContain("set 24 alice six words c1 https://here");
    expect([room.state.place, room.state.words, room.calls.at(-1)]).toEqual(["set", "", "forget"]);
  });

  it.each([
    ["", { id: "words", code: "no-words" }],
    ["ability abandon", { id: "words", code: "words-count" }],
    [WORDS.replace("abandon", "xyzzy"), { id: "words", code: "unknown-word", index: 1 }],
  ])("tells what is wrong with the words: %s", async (text, error) => {
    await room.words(text);
    expect([room.state.place, room.state.errors]).toEqual(["words", [error]]);
  });

  it("takes a list with numbers and commas", () => {
    expect(wordsOf("1. Ability, 2. abandon\n3 0001; 24) zoo")).toEqual(["ability", "abandon", "3", "0001", "zoo"]);
    expect(wordsOf("0001 0002 0003")).toEqual(["0001", "0002", "0003"]);
  });

  it("leads back to the words that do not belong together", async () => {
    await room.words();
    room.failures.sign = [Object.assign(new Coded("wrong-words"), { kind: "checksum", index: null })];
    await room.next();
    expect([room.state.place, room.state.errors]).toEqual(["words", [{ id: "words", code: "checksum" }]]);
  });

  it.each([
    ["no-account", "no-account"],
    ["no-committee", "no-account"],
    ["challenge-expired", "challenge-expired"],
    ["network", "network"],
  ])("keeps what was typed: %s", async (code, problem) => {
    await room.words();
    room.failures.set = [new Coded(code)];
    await room.next();
    expect([room.state.place, room.state.problem, room.state.busy]).toEqual(["new", problem, null]);
    await room.next();
    expect(room.state.place).toBe("set");
  });

  it("refuses a weak one", async () => {
    await room.words();
    room.strong = false;
    room.flow.send({ type: "passphrase", change: { isOwn: true, own: "a", again: "a" } });
    await room.next();
    expect(room.state.errors).toEqual([{ id: "own", code: "weak" }]);
  });
});

describe("a lost telephone", () => {
  it("gives a number for two colleagues", async () => {
    await room.link();
    expect(room.calls).toContain("ask alice:known 123456");
    expect([room.state.place, room.state.number, room.state.passphrase]).toEqual(["number", "0427", ""]);
  });

  it("leads back to a name or passphrase that is not right, and keeps the device", async () => {
    room.failures.ask = [new Coded("sign-in-refused")];
    await room.link();
    expect([room.state.place, room.state.problem]).toEqual(["ask", "sign-in-refused"]);
    await room.link();
    expect(room.calls.filter((call) => call === "device")).toHaveLength(1);
  });

  it("says what to do with a code that is not right", async () => {
    room.failures.ask = [new Coded("one-time-code")];
    await room.link();
    expect([room.state.place, room.state.problem]).toEqual(["link", "one-time-code"]);
  });
});

describe("the page", () => {
  it.each([...STEPS, "set", "linked", "number", "forgotten"] as const)("has one heading and a title: %s", (place) => {
    document.documentElement.lang = "en";
    const root = document.createElement("div");
    const state: State = { ...firstState(), place, device: DEVICE, number: "0427" };
    render(view(state, room.flow), root);
    expect(root.querySelectorAll("h1")).toHaveLength(1);
    expect(titleOf(state)).not.toBe("");
  });

  it("forgets", async () => {
    await room.words();
    expect(hasUnsent(room.state)).toBe(true);
    room.flow.forget();
    expect([room.state.place, room.state.words]).toEqual(["forgotten", ""]);
  });
});

describe("another phone with a code", () => {
  async function coded(room: Room, code = "ABCD-EFGH-JKLM"): Promise<void> {
    room.flow.send({ type: "go", step: "code" });
    room.type("username", "alice");
    room.type("passphrase", "zes woorden");
    room.type("code", code);
    await room.next();
  }

  it("asks for everything that signing in takes", async () => {
    const room = new Room();
    room.flow.send({ type: "go", step: "code" });
    await room.next();
    expect(room.state.errors.map(({ id }) => id)).toEqual(["username", "passphrase", "code"]);
  });

  it("shows the new codes, links the phone, and forgets", async () => {
    const room = new Room();
    await coded(room);
    expect(room.state.place).toBe("codes");
    await room.next();
    expect(room.state.place).toBe("link");
    room.type("otpCode", "123 456");
    await room.next();
    expect(room.calls).toContain(`renew alice:zes woorden ABCD-EFGH-JKLM 123456 ${DEVICE.recoveryHashes.length}`);
    expect(room.state).toMatchObject({ place: "linked", passphrase: "", code: "", device: null });
    expect(room.calls.at(-1)).toBe("forget");
  });

  it.each([
    ["sign-in-refused", "code-refused", "code"],
    ["locked-out", "locked-out", "link"],
    ["one-time-code", "one-time-code", "link"],
  ])("%s keeps what was typed", async (code, problem, place) => {
    const room = new Room();
    await coded(room);
    await room.next();
    room.failures.renew = [new Coded(code)];
    room.type("otpCode", "123456");
    await room.next();
    expect(room.state).toMatchObject({ problem, place, passphrase: "zes woorden" });
  });

  it("does not mix with the way by colleagues", async () => {
    const room = new Room();
    await coded(room);
    room.flow.send({ type: "go", step: "ask" });
    expect(room.state).toMatchObject({ code: "", device: null });
    await room.next();
    await room.next();
    expect(room.state.place).toBe("link");
    room.type("otpCode", "123456");
    await room.next();
    expect(room.calls.some((call) => call.startsWith("renew"))).toBe(false);
    expect(room.state.place).toBe("number");
  });
});
