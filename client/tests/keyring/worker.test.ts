/** The worker behind its wall: the page's end and the worker's end, joined by a message channel. */

import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type KeyringHandle, openKeyring } from "../../src/keyring/open";
import { at, type Committee, found, TODAY } from "../protocol/cast";
import { draft, filed, PASSPHRASE, quiet, troubleIn, usernameOf, wrappedKey } from "./room";

const MINUTE = 60_000;

/** A worker without a thread of its own: the module runs here, on the other end of a channel. */
class ThreadlessWorker extends EventTarget {
  static last: ThreadlessWorker | null = null;
  static loads = true;
  private readonly channel = new MessageChannel();

  constructor() {
    super();
    ThreadlessWorker.last = this;
    this.channel.port1.addEventListener("message", (event) => this.dispatchEvent(copyOf(event)));
    this.channel.port1.start();
    if (ThreadlessWorker.loads) void this.load();
    else setTimeout(() => this.dispatchEvent(new Event("error")), 0);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.channel.port1.postMessage(message, transfer);
  }

  terminate(): void {
    this.channel.port1.close();
  }

  private async load(): Promise<void> {
    const { port2 } = this.channel;
    vi.resetModules();
    vi.stubGlobal("addEventListener", port2.addEventListener.bind(port2));
    vi.stubGlobal("postMessage", port2.postMessage.bind(port2));
    await import("../../src/keyring/worker");
    port2.start(); // what was sent before the script ran has waited, as it does for a worker
  }
}

function copyOf(event: MessageEvent<unknown>): MessageEvent {
  return new MessageEvent("message", { data: event.data, ports: [...event.ports] });
}

vi.mock("../../src/trusted", () => ({ newWorker: () => new ThreadlessWorker() }));

let committee: Committee;
let handle: KeyringHandle;
beforeAll(async () => {
  committee = await found();
});
beforeEach(async () => {
  handle = await openKeyring();
});
afterEach(() => {
  handle.forget();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const chain = () => [...committee.chain];

/** Let the messages between both ends arrive. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe("across the wall", () => {
  it("values, progress and errors come through", async () => {
    const { keyring } = handle;
    await keyring.beginReport(chain(), TODAY);
    const submission = await keyring.sealReport(draft(), TODAY);
    expect(submission.payloadType).toContain("submission");
    expect((await keyring.receiptWords("en")).words).toHaveLength(12);
    const words = await troubleIn(() => keyring.openReceipt("qqqq ".repeat(12)));
    expect(words).toEqual({ code: "wrong-words", kind: "unknown-word", index: 0 });
    const parts: number[] = [];
    const secret = await keyring.stretch(usernameOf(0), PASSPHRASE, (part) => void parts.push(part));
    expect(secret).toHaveLength(43);
    await settle();
    expect(parts.at(-1)).toBe(1);
    expect(parts.length).toBeLessThanOrEqual(101);
  });

  it("an error's text stays inside", async () => {
    const { keyring } = handle;
    await keyring.beginReport(chain(), TODAY);
    const told = await keyring.sealReport(draft({ bodyId: "geheim" }), TODAY).catch((error: unknown) => error);
    expect(told).toMatchObject({ code: "sealing-failed", message: "sealing-failed" });
    const fault = await keyring.verifyCommittee(null as never, null, TODAY).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: "roster-refused", message: "roster-refused" });
  });

  it("a part that does not arrive fails with the page's own error", async () => {
    const { keyring } = handle;
    await keyring.beginReport(chain(), TODAY);
    const lost = Object.assign(new Error("no answer"), { code: "network" });
    const send = () => Promise.reject(lost);
    const sealing = keyring.sealFile("job", new Blob(["tekst"]), "a.txt", 4096, send, quiet);
    await expect(sealing).rejects.toBe(lost);
  });

  it("a file is sealed in parts and opened again", async () => {
    const { words, letterbox } = await filed(committee);
    const { keyring } = handle;
    await keyring.openReceipt(words.join(" "));
    await keyring.readMailbox(chain(), letterbox.mailbox(), TODAY);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const take = async (part: Uint8Array) => void parts.push(part.slice());
    const sealed = await keyring.sealFile("job", new Blob(["tekst"]), "a.txt", 4096, take, quiet);
    const ref = { upload: "u", ...sealed };
    const opened = await keyring.openFile(null, ref, new Blob(parts), quiet);
    expect([opened.name, await opened.content.text()]).toEqual(["a.txt", "tekst"]);
  });

  it("a worker that is ended fails what is under way", async () => {
    const stretching = troubleIn(() => handle.keyring.stretch(usernameOf(0), PASSPHRASE, quiet));
    handle.forget();
    expect(await stretching).toBe("locked");
    expect(await troubleIn(() => handle.keyring.touch())).toBe("locked");
  });

  it("a worker whose script does not load is told as a lost connection", async () => {
    ThreadlessWorker.loads = false;
    try {
      expect(await troubleIn(openKeyring)).toBe("network");
    } finally {
      ThreadlessWorker.loads = true;
    }
  });
});

describe("idle minutes", () => {
  let locks = 0;
  beforeEach(async () => {
    locks = 0;
    handle.onLocked(() => {
      locks += 1;
    });
    await settle();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  });

  async function pass(minutes: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(minutes * MINUTE);
    vi.useRealTimers();
    await settle();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: Date.now() });
  }

  it("lock a member's key after ten, and the passphrase alone opens it", async () => {
    vi.useRealTimers();
    const wrapped = await wrappedKey(0);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const { keyring } = handle;
    const stretching = keyring.stretch(usernameOf(0), PASSPHRASE, quiet);
    await flush(stretching);
    await flush(keyring.openKey(wrapped, chain(), at(committee.ids, 0), TODAY));
    await vi.advanceTimersByTimeAsync(9 * MINUTE);
    await flush(keyring.touch());
    await vi.advanceTimersByTimeAsync(9 * MINUTE);
    expect(await flush(keyring.openGrants([]))).toEqual([]);
    await pass(11);
    expect(locks).toBe(1);
    expect(await flush(troubleIn(() => keyring.openGrants([])))).toBe("locked");
    await flush(keyring.unlock(PASSPHRASE, quiet));
    expect(await flush(keyring.openGrants([]))).toEqual([]);
  });

  it("forget a mailbox after ten", async () => {
    vi.useRealTimers();
    const { words } = await filed(committee);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const { keyring } = handle;
    await flush(keyring.openReceipt(words.join(" ")));
    await pass(10.1);
    expect(locks).toBe(1);
    expect(await flush(troubleIn(() => keyring.mailboxSession("x", "y")))).toBe("locked");
  });

  it("forget a report in the making after thirty-one, for the page's own clock rules before", async () => {
    const { keyring } = handle;
    await flush(keyring.beginReport(chain(), TODAY));
    await vi.advanceTimersByTimeAsync(30 * MINUTE);
    expect((await flush(keyring.receiptWords("en"))).words).toHaveLength(12);
    await pass(31.1);
    expect(locks).toBe(1);
    expect(await flush(troubleIn(() => keyring.receiptWords("en")))).toBe("locked");
  });

  it("count while the machine sleeps and no timer runs", async () => {
    vi.useRealTimers();
    const { words } = await filed(committee);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const { keyring } = handle;
    await flush(keyring.openReceipt(words.join(" ")));
    vi.setSystemTime(Date.now() + 11 * MINUTE);
    expect(await flush(troubleIn(() => keyring.mailboxSession("x", "y")))).toBe("locked");
    expect(locks).toBe(1);
  });
});

/** Wait for an answer while the timers stand still; scrypt yields to a timer now and then, which is let through. */
async function flush<T>(answer: Promise<T>): Promise<T> {
  let isDone = false;
  const finished = answer.finally(() => {
    isDone = true;
  });
  finished.catch(() => {});
  while (!isDone) {
    await vi.advanceTimersByTimeAsync(0);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return finished;
}
