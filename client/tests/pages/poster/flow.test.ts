import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Keyring } from "../../../src/keyring/types";
import { textAddresses, typedAddress, wanted } from "../../../src/pages/poster/address";
import { Flow } from "../../../src/pages/poster/flow";
import { type Event, firstState, type State, update } from "../../../src/pages/poster/state";
import { json, StubServer } from "../../api/server";
import { COMMITTEE, WORDS } from "./sample";

const CHAIN = [{ payloadType: "t", payload: "integriteit", signatures: [] }];
const LISTED = [{ committee: "integriteit", name: { nl: "I" }, bodies: [] }];

let server: StubServer;
let state: State;
let hash: string;
let listed: unknown[];
let asked: string[];
let keys: { verifyCommittee: ReturnType<typeof vi.fn>; fingerprintWords: ReturnType<typeof vi.fn> };
let world: ConstructorParameters<typeof Flow>[0];

beforeEach(async () => {
  server = new StubServer();
  await server.start();
  asked = [];
  hash = "#committee=integriteit";
  listed = LISTED;
  state = firstState("nl");
  server.answer(({ path }, response) => {
    asked.push(path.replace("/api/v1", ""));
    const found = path.endsWith("/committees")
      ? json(listed)
      : path.includes("/integriteit/")
        ? json({ chain: CHAIN })
        : json({ code: "not-found", title: "x", status: 404 }, 404);
    found({ path } as never, response);
  });
  keys = {
    verifyCommittee: vi.fn().mockResolvedValue(COMMITTEE),
    fingerprintWords: vi.fn().mockResolvedValue(WORDS),
  };
  world = {
    send: (event: Event) => {
      state = update(state, event);
    },
    keys: async () => keys as unknown as Keyring,
    wanted: () => wanted(hash),
    texts: vi.fn().mockResolvedValue({ a: "b" }),
    print: vi.fn(),
    copy: vi.fn().mockResolvedValue(true),
  };
});

afterEach(async () => {
  await server.stop();
  vi.unstubAllGlobals();
});

const begun = async () => {
  await new Flow(world).begin();
  return state;
};

describe("the committee", () => {
  it("is verified before there is anything, and its words come from the same chain", async () => {
    const { place, verified } = await begun();
    expect(place).toBe("shown");
    expect(verified).toEqual({ committee: COMMITTEE, words: WORDS });
    expect(keys.verifyCommittee).toHaveBeenCalledExactlyOnceWith(CHAIN, null, expect.stringMatching(/^\d{4}-/u));
    expect(keys.fingerprintWords).toHaveBeenCalledExactlyOnceWith(CHAIN);
  });

  it("must be the poster's when an older poster's fingerprint came along", async () => {
    hash = "#committee=integriteit&fp=abc";
    await begun();
    expect(keys.verifyCommittee).toHaveBeenCalledWith(CHAIN, "abc", expect.anything());
    keys.verifyCommittee.mockRejectedValue({ code: "wrong-fingerprint" });
    expect((await begun()).stop).toBe("wrong-fingerprint");
  });

  it.each([
    [{ code: "roster-refused" }, "roster-refused"],
    [{ code: "bad-signature" }, "roster-refused"],
    [{ code: "network" }, "network"],
    [new Error("whatever"), "roster-refused"],
  ])("is refused: %o", async (error, stop) => {
    keys.verifyCommittee.mockRejectedValue(error);
    const refused = await begun();
    expect([refused.place, refused.stop, refused.verified]).toEqual(["stopped", stop, null]);
  });

  it("is refused when the server shows another one's chain", async () => {
    keys.verifyCommittee.mockResolvedValue({ ...COMMITTEE, committee: "other" });
    expect((await begun()).stop).toBe("roster-refused");
    expect(keys.fingerprintWords).not.toHaveBeenCalled();
  });

  it("is not printed when its words did not come", async () => {
    keys.fingerprintWords.mockRejectedValue({ code: "network" });
    expect((await begun()).place).toBe("stopped");
  });

  it("may not exist", async () => {
    hash = "#committee=nobody";
    expect((await begun()).stop).toBe("unknown-committee");
  });

  it("is the only one, or is chosen", async () => {
    hash = "";
    expect((await begun()).place).toBe("shown");
    listed = [...LISTED, { ...LISTED[0], committee: "second" }];
    expect((await begun()).place).toBe("choose");
    listed = [];
    expect((await begun()).stop).toBe("no-committees");
    expect(asked.filter((path) => path === "/committees")).toHaveLength(3);
  });

  it("is the one that was asked for last", async () => {
    let answer: (view: unknown) => void = () => {};
    keys.verifyCommittee.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const flow = new Flow(world);
    const first = flow.begin();
    await flow.begin();
    answer({ ...COMMITTEE, quorum: 9 });
    await first;
    expect(state.verified?.committee.quorum).toBe(2);
  });
});

describe("the buttons", () => {
  it("speak another language, or say that it did not come", async () => {
    const flow = new Flow(world);
    flow.speak("ar");
    await vi.waitFor(() => expect([state.tongue, state.texts]).toEqual(["ar", { a: "b" }]));
    vi.mocked(world.texts).mockRejectedValue(new Error("gone"));
    flow.speak("en");
    await vi.waitFor(() => expect([state.tongue, state.tongueFailed]).toEqual(["ar", true]));
  });

  it("print one sheet, and say what was copied", async () => {
    const flow = new Flow(world);
    flow.print("cards");
    expect(world.print).toHaveBeenCalledWith("cards");
    flow.copy("mail", "text");
    await vi.waitFor(() => expect(state.copied).toEqual({ piece: "mail", done: true }));
  });
});

describe("addresses", () => {
  it("are typed without what a browser adds by itself", () => {
    expect(typedAddress("https://meldpunt.example", "ar")).toBe("meldpunt.example/ar/");
    expect(typedAddress("http://localhost:8000", "nl")).toBe("http://localhost:8000/nl/");
  });

  it("of texts are read as the page was built with them", () => {
    expect([...textAddresses("nl=/assets/a.json en= ar=/assets/b.json")]).toEqual([
      ["nl", "/assets/a.json"],
      ["en", ""],
      ["ar", "/assets/b.json"],
    ]);
  });
});
