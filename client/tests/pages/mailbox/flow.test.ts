import { describe, expect, it } from "vitest";
import type {
  AttachmentRef,
  CommitteeView,
  Dsse,
  MailboxView,
  SealedMailbox,
  SealedStatement,
} from "../../../src/keyring/types";
import type { Errand } from "../../../src/pages/mailbox/errand";
import { mailboxFlow } from "../../../src/pages/mailbox/flow";
import type { Post, ReporterKeys } from "../../../src/pages/mailbox/ports";
import { firstState, type State, update } from "../../../src/pages/mailbox/state";
import { COMMITTEE, entry, mailbox, reportEntry } from "./sample";

const WORDS = "velvet crouch onion ramp silver arctic tenant mother gravity pilot fossil bright".split(" ");
const SIGNED = { payloadType: "", payload: "", signatures: [] };
const SEALED: SealedMailbox = {
  case: "case",
  committee: "integriteit",
  reference: "M-7K3F-9Q",
  received_on: "2026-11-22",
  stages: [],
  conversation: [],
  looked: [],
};

class Coded extends Error {
  constructor(
    readonly code: string,
    readonly kind?: string,
    readonly index?: number,
  ) {
    super(code);
  }
}

/** A page between a server and a keyring that do as they are told; what was asked is written down. */
class Stage {
  state: State = firstState();
  readonly calls: string[] = [];
  readonly focused: number[] = [];
  readonly saved: string[] = [];
  /** Thrown by the call of this name, once each. */
  readonly failures: Record<string, unknown[]> = {};
  /** What the keyring reads, one after another; the last stays. */
  readings: MailboxView[] = [mailbox()];
  fingerprint: string | null = null;
  /** Whom the server names as the one that goes on. */
  successor: string | null = null;
  readonly chains: Record<string, Dsse[]> = {};
  /** What the keyring makes of a chain. */
  readonly verified = new Map<Dsse[], CommitteeView>();
  forgotten = 0;
  /** What the server took and shows from then on; unless it swallows what it takes. */
  private readonly posted: string[] = [];
  swallows = false;

  private readonly post: Post = {
    mailboxChallenge: async () => this.did("challenge", "challenge"),
    mailboxSession: async () => this.did("session", `token-${this.calls.length}`),
    mailbox: async () => this.did("mailbox", SEALED),
    roster: async (committee) =>
      this.did(`roster ${committee}`, { chain: this.chains[committee] ?? [], successor: this.successor }),
    postStatement: async (_token: string, statement: SealedStatement, files: AttachmentRef[]) => {
      await this.did(
        `post ${statement.envelope} ${files.map((file) => Object.values(file).join(":")).join()}`,
        undefined,
      );
      if (!this.swallows) {
        this.posted.push(statement.envelope.slice(1, -1));
      }
    },
    fetchFile: async () => this.did("fetch", new Blob(["sealed"])),
    startUpload: async () => this.did("upload", { upload: `u${this.calls.length}`, partSize: 4 }),
    putPart: async () => this.did("part", undefined),
  };

  private readonly keys: ReporterKeys = {
    completeWord: async (prefix) => WORDS.filter((word) => word.startsWith(prefix)),
    openReceipt: async (text) => this.did(`open ${text}`, undefined),
    mailboxSession: async (_challenge, origin) => this.did(`sign ${origin}`, SIGNED),
    verifyCommittee: async (chain, fingerprint) =>
      this.did(`fingerprint ${fingerprint}`, this.verified.get(chain) ?? mailbox().committee),
    fingerprintWords: async () => Array<string>(12).fill("velvet"),
    readMailbox: async () => {
      const view = await this.did(
        "read",
        (this.readings.length > 1 ? this.readings.shift() : this.readings[0]) ?? mailbox(),
      );
      const entries = this.posted.map((text, at) => entry(`own-${at}`, { hash: `own-${at}`, mine: true, text }));
      return { ...view, entries: [...view.entries, ...entries] };
    },
    sealReporterStatement: async (kind, text, files) =>
      this.did(`seal ${kind}${files.map(({ name, size }) => ` ${name} ${size}`).join("")}`, {
        prev: "p",
        envelope: `<${text}>`,
      }),
    sealFile: async (_job, file, _name, _size, sendPart, progress) => {
      await sendPart(new Uint8Array(4), 0);
      progress(0.5);
      return this.did("sealFile", { sha256: "h", size: file.size });
    },
    cancelFile: async () => this.did("cancel", undefined),
    openFile: async (_case, _ref, _sealed, progress) => {
      setTimeout(() => progress(1), 0); // as from a worker: after the answer
      return this.did("openFile", { name: "a.pdf", type: "application/pdf", content: new Blob(["x"]) });
    },
    touch: async () => {},
    forget: async () => {},
  } as ReporterKeys;

  private readonly errand: Errand = {
    post: this.post,
    room: {
      origin: "https://portal.example",
      fingerprint: null,
      today: () => "2026-11-23",
      save: (name) => this.saved.push(name),
    },
    keys: async () => this.keys,
    forget: () => {
      this.forgotten += 1;
    },
    state: () => this.state,
    send: (event) => {
      this.state = update(this.state, event);
    },
  };

  readonly flow = mailboxFlow(
    this.errand,
    (position) => this.focused.push(position),
    () => {},
  );

  constructor(fingerprint: string | null = null) {
    this.errand.room.fingerprint = fingerprint;
  }

  private did<T>(name: string, answer: T): T {
    this.calls.push(name);
    const failure = this.failures[name.split(" ")[0] ?? ""]?.shift();
    if (failure !== undefined) {
      throw failure;
    }
    return answer;
  }

  /** Until nothing is under way. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 60; turn += 1) {
      await Promise.resolve();
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async opened(): Promise<this> {
    this.flow.pasteWords(0, WORDS.join(" "));
    this.flow.open();
    await this.settle();
    return this;
  }

  posts(): string[] {
    return this.calls.filter((name) => name.startsWith("post"));
  }
}

describe("opening a mailbox", () => {
  it("proves, fetches, verifies and shows", async () => {
    const stage = await new Stage().opened();
    expect(stage.state.step).toBe("open");
    expect(stage.calls).toEqual([
      `open ${WORDS.join(" ")}`,
      "challenge",
      "sign https://portal.example",
      "session",
      "mailbox",
      "roster integriteit",
      "read",
    ]);
  });

  it("asks nothing of anybody while words are missing or stand on no list", async () => {
    const stage = new Stage();
    stage.flow.pasteWords(0, WORDS.slice(0, 11).join(" "));
    stage.flow.typeWord(3, "qwertz");
    stage.flow.open();
    await stage.settle();
    expect(stage.state.code.errors).toEqual([
      { position: 3, kind: "unknown" },
      { position: 11, kind: "missing" },
    ]);
    expect(stage.calls).toEqual([]);
  });

  it.each([
    ["open", new Coded("wrong-words", "checksum"), "checksum"],
    ["session", new Coded("no-mailbox"), "no-mailbox"],
    ["challenge", new Coded("network"), "network"],
    ["session", new Coded("proof-of-work"), "busy"],
    ["mailbox", new Coded("malformed-answer"), "unexpected"],
  ])("goes back to the words when %s fails", async (name, failure, problem) => {
    const stage = new Stage();
    stage.failures[name] = [failure];
    await stage.opened();
    expect(stage.state).toMatchObject({ step: "enter", code: { problem, fields: WORDS } });
  });

  it.each([
    [new Coded("roster-refused"), "roster-refused"],
    [new Coded("wrong-fingerprint"), "wrong-fingerprint"],
  ])("shows nothing when the committee does not hold", async (failure, alarm) => {
    const stage = new Stage();
    stage.failures.read = [failure];
    await stage.opened();
    expect(stage.state).toMatchObject({ step: "refused", alarm, view: null });
    expect(stage.state.code.fields.join("")).toBe("");
  });

  it("shows nothing when the report is not the one that was sealed", async () => {
    const stage = new Stage();
    stage.readings = [mailbox({ report: null })];
    await stage.opened();
    expect(stage.state).toMatchObject({ step: "refused", alarm: "report-broken", view: null });
  });

  it("checks the fingerprint of the poster", async () => {
    const stage = await new Stage("00ff").opened();
    expect(stage.calls).toContain("fingerprint 00ff");
  });

  it("drops what comes in after the mailbox was closed", async () => {
    const stage = new Stage();
    stage.flow.pasteWords(0, WORDS.join(" "));
    stage.flow.open();
    stage.flow.close();
    await stage.settle();
    expect(stage.state).toMatchObject({ step: "closed", closed: "closed", view: null });
    expect(stage.forgotten).toBe(1);
  });
});

describe("typing words", () => {
  it("goes on after a space and after four digits, also Arabic ones", () => {
    const stage = new Stage();
    stage.flow.typeWord(0, "Velvet ");
    stage.flow.typeWord(1, "٠٠٤٢");
    expect(stage.state.code.fields.slice(0, 2)).toEqual(["velvet", "0042"]);
    expect(stage.focused).toEqual([1, 2]);
  });

  it("offers words, and finishes one that only one can be", async () => {
    const stage = new Stage();
    stage.flow.typeWord(0, "ve");
    await stage.settle();
    expect(stage.state.code).toMatchObject({ active: 0, completions: ["velvet"] });
    stage.flow.typeWord(0, "velv");
    stage.flow.leaveWord(0);
    await stage.settle();
    expect(stage.state.code).toMatchObject({ active: null, errors: [] });
    expect(stage.state.code.fields[0]).toBe("velvet");
  });

  it("finishes a word also when the form is sent from its field", async () => {
    const stage = new Stage();
    stage.flow.pasteWords(0, WORDS.join(" "));
    stage.flow.typeWord(11, "brig");
    stage.flow.open();
    await stage.settle();
    expect(stage.calls[0]).toBe(`open ${WORDS.join(" ")}`);
    expect(stage.state.step).toBe("open");
  });

  it("says that a word stands on no list", async () => {
    const stage = new Stage();
    stage.flow.typeWord(5, "vel");
    stage.flow.leaveWord(5);
    await stage.settle();
    expect(stage.state.code.errors).toEqual([{ position: 5, kind: "unknown" }]);
  });
});

describe("writing to the committee", () => {
  const answered = mailbox({ entries: [reportEntry(), entry("1")] });

  it("seals, posts and reads back", async () => {
    const stage = await new Stage().opened();
    stage.flow.send({ type: "wrote", value: "hello" });
    stage.flow.answer();
    await stage.settle();
    expect(stage.posts()).toEqual(["post <hello> "]);
    expect(stage.state).toMatchObject({ done: "sent", busy: null, draft: { text: "" } });
  });

  it("does not say that a message is sent which the server swallowed", async () => {
    const stage = await new Stage().opened();
    stage.swallows = true;
    stage.flow.send({ type: "wrote", value: "hello" });
    stage.flow.answer();
    await stage.settle();
    expect(stage.state).toMatchObject({ done: null, problem: "not-shown", draft: { text: "hello" } });
  });

  it("reads again when a message came in between, keeps the text, and sends it the second time", async () => {
    const stage = await new Stage().opened();
    stage.failures.post = [new Coded("stale-thread")];
    stage.readings = [answered];
    stage.flow.send({ type: "wrote", value: "hello" });
    stage.flow.answer();
    await stage.settle();
    expect(stage.state).toMatchObject({ news: "while-writing", draft: { text: "hello" }, view: answered });
    stage.flow.answer();
    await stage.settle();
    expect(stage.posts()).toHaveLength(2);
    expect(stage.state).toMatchObject({ done: "sent", news: null, draft: { text: "" } });
  });

  it("knows its own message when only the server's answer was lost", async () => {
    const stage = await new Stage().opened();
    stage.failures.post = [new Coded("stale-thread")];
    const own = entry("1", { mine: true, role: "reporter", member: null, text: "hello" });
    stage.readings = [mailbox({ entries: [reportEntry(), own] })];
    stage.flow.send({ type: "wrote", value: "hello" });
    stage.flow.answer();
    await stage.settle();
    expect(stage.state).toMatchObject({ done: "sent", news: null, draft: { text: "" } });
  });

  it("keeps the text when the connection is lost", async () => {
    const stage = await new Stage().opened();
    stage.failures.post = [new Coded("network")];
    stage.flow.send({ type: "wrote", value: "hello" });
    stage.flow.answer();
    await stage.settle();
    expect(stage.state).toMatchObject({ problem: "network", failed: "sending", draft: { text: "hello" } });
  });

  it("says that it was sent, though reading it back failed", async () => {
    const stage = await new Stage().opened();
    stage.failures.mailbox = [new Coded("network")];
    stage.flow.send({ type: "wrote", value: "hello" });
    stage.flow.answer();
    await stage.settle();
    expect(stage.state).toMatchObject({ done: "sent", problem: null, draft: { text: "" } });
  });

  it("asks for a new token when the old one is over", async () => {
    const stage = await new Stage().opened();
    stage.failures.post = [new Coded("signed-out")];
    stage.flow.send({ type: "wrote", value: "hello" });
    stage.flow.answer();
    await stage.settle();
    expect(stage.calls.filter((name) => name === "session")).toHaveLength(2);
    expect(stage.state.done).toBe("sent");
  });

  it("withdraws with a statement", async () => {
    const stage = await new Stage().opened();
    stage.flow.send({ type: "withdrawal", open: true });
    stage.flow.withdraw();
    await stage.settle();
    expect(stage.calls).toContain("seal withdrawal");
    expect(stage.state).toMatchObject({ done: "withdrawn", withdrawal: { open: false, reason: "" } });
  });

  it("sends nothing that is empty, or whose files are not ready", async () => {
    const stage = await new Stage().opened();
    stage.flow.answer();
    expect(stage.state.draftError).toBe("empty");
    stage.flow.send({ type: "wrote", value: "hello" });
    stage.failures.upload = [new Coded("network")];
    stage.flow.addFiles([new File(["abc"], "a.pdf")]);
    await stage.settle();
    expect(stage.state.draft.files[0]).toMatchObject({ state: "failed", failure: "network" });
    stage.flow.answer();
    expect(stage.state.draftError).toBe("files");
    expect(stage.posts()).toEqual([]);
  });

  it("sends sealed files along, and not those that were taken out", async () => {
    const stage = await new Stage().opened();
    stage.flow.send({ type: "wrote", value: "hello" });
    stage.flow.addFiles([new File(["abc"], "a.pdf"), new File(["d"], "b.pdf")]);
    await stage.settle();
    const [first, second] = stage.state.draft.files;
    expect([first?.state, second?.state]).toEqual(["done", "done"]);
    stage.flow.removeFile(second?.id ?? "");
    stage.flow.answer();
    await stage.settle();
    // The keyring learns the name, the server does not.
    expect(stage.calls).toContain("seal message a.pdf 3");
    expect(stage.posts()).toEqual([`post <hello> ${first?.ref?.upload}:h:3`]);
  });
});

describe("files of the conversation", () => {
  const ref = { upload: "u", sha256: "h", size: 9 };

  it("are opened and checked before they are saved", async () => {
    const stage = await new Stage().opened();
    stage.flow.download(ref);
    await stage.settle();
    expect(stage.calls.slice(-2)).toEqual(["fetch", "openFile"]);
    expect(stage.saved).toEqual(["a.pdf"]);
    expect(stage.state.downloads.u).toMatchObject({ state: "done", name: "a.pdf" });
  });

  it("are not saved when they do not hold", async () => {
    const stage = await new Stage().opened();
    stage.failures.openFile = [new Coded("malformed")];
    stage.flow.download(ref);
    await stage.settle();
    expect(stage.saved).toEqual([]);
    expect(stage.state.downloads.u).toMatchObject({ state: "failed", failure: "broken" });
  });
});

describe("idle minutes", () => {
  it("close the mailbox and forget what was typed", async () => {
    const stage = await new Stage().opened();
    stage.flow.send({ type: "wrote", value: "hello" });
    stage.flow.locked();
    expect(stage.state).toMatchObject({ step: "closed", closed: "idle", draft: { text: "" } });
    expect(stage.forgotten).toBe(1);
  });

  it("empty the words that nobody sent, and leave an empty form alone", () => {
    const stage = new Stage();
    stage.flow.locked();
    expect(stage.state.step).toBe("enter");
    stage.flow.typeWord(0, "velv");
    stage.flow.locked();
    expect(stage.state).toMatchObject({ step: "closed", code: { fields: Array<string>(12).fill("") } });
  });
});

describe("a committee that is said to go on", () => {
  const heir = (slug: string, hex = "ff".repeat(16)): CommitteeView => ({
    ...COMMITTEE,
    committee: slug,
    fingerprint: { hex, words: [] },
  });

  /** The server names `slug`, and shows a chain that verifies as this committee, or as nothing. */
  function named(stage: Stage, slug: string, committee: CommitteeView | null): void {
    stage.successor = slug;
    const chain: Dsse[] = [];
    stage.chains[slug] = chain;
    if (committee) stage.verified.set(chain, committee);
  }

  it("is looked at, verified and kept apart", async () => {
    const stage = new Stage();
    named(stage, "opvolger", heir("opvolger"));
    await stage.opened();
    expect(stage.state.successor?.committee?.committee).toBe("opvolger");
    expect(stage.state.successor?.words).toHaveLength(12);
    expect(stage.state.view?.committee.committee).toBe("integriteit");
    expect(stage.state.successorChanged).toBe(false);
  });

  it.each([
    ["its signatures do not hold", "opvolger", null, new Coded("roster-refused")],
    ["it is named after another than it is", "opvolger", heir("anders"), null],
    ["it is the committee itself", "integriteit", heir("integriteit"), null],
  ])("is not shown when %s", async (_why, slug, committee, failure) => {
    const stage = new Stage();
    named(stage, slug, committee);
    if (failure) stage.failures["fingerprint null"] = [failure];
    await stage.opened();
    expect(stage.state.step).toBe("open");
    expect(stage.state.successor).toEqual({ slug, committee: null, words: [] });
  });

  it.each([
    ["goes away", null, null],
    ["becomes another", "derde", heir("derde", "ee".repeat(16))],
    ["gets another fingerprint", "opvolger", heir("opvolger", "dd".repeat(16))],
  ])("is told of when it %s", async (_how, slug, committee) => {
    const stage = new Stage();
    named(stage, "opvolger", heir("opvolger"));
    await stage.opened();
    stage.successor = null;
    if (slug) named(stage, slug, committee);
    stage.flow.refresh();
    await stage.settle();
    expect(stage.state.successorChanged).toBe(true);
    expect(stage.state.successor?.committee?.fingerprint.hex).toBe("ff".repeat(16));
    stage.successor = null;
    named(stage, "opvolger", heir("opvolger"));
    stage.flow.refresh();
    await stage.settle();
    expect(stage.state.successorChanged).toBe(true); // what was a lie once is not forgotten
  });

  it("is forgotten with the mailbox", async () => {
    const stage = new Stage();
    named(stage, "opvolger", heir("opvolger"));
    await stage.opened();
    stage.flow.close();
    expect(stage.state.successor).toBeNull();
  });
});
