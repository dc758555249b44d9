/** The page's end of the keyring: opens the worker, and turns what crosses its wall back into values and errors. */

import { proxy, type Remote, wrap } from "comlink";
import { newWorker } from "../trusted";
import { KeyringError, type Trouble } from "./errors";
import type { Keyring } from "./types";

export { KeyringError } from "./errors";

type Outcome = { ok: unknown } | { trouble: Trouble };
type Verbs = Record<string, (...given: unknown[]) => Promise<Outcome>> & {
  watch(listener: () => void): Promise<void>;
  ready(): Promise<void>;
};

export interface KeyringHandle {
  keyring: Keyring;
  /** Called when the worker locked by itself. */
  onLocked(listener: () => void): void;
  /** Forget everything at once: the worker is ended, and what it was doing fails with `locked`. */
  forget(): void;
}

/** A worker whose verbs fail, rather than wait for ever, once it is gone. */
class Helper {
  readonly remote: Remote<Verbs>;
  private readonly worker = newWorker();
  private readonly gone: Promise<never>;
  private isReady = false;
  private fail: (reason: KeyringError) => void = () => {};

  constructor() {
    this.remote = wrap<Verbs>(this.worker);
    this.gone = new Promise((_, reject) => {
      this.fail = reject;
    });
    this.gone.catch(() => {}); // every verb under way tells it
    this.worker.addEventListener("error", () => this.fail(new KeyringError(this.isReady ? "failed" : "network")));
  }

  /** Resolves when the worker's script runs; KeyringError `network` when it does not load. */
  async ready(): Promise<this> {
    await Promise.race([this.gone, this.remote.ready()]);
    this.isReady = true;
    return this;
  }

  invoke(name: string, given: readonly unknown[]): Promise<unknown> {
    return Promise.race([this.gone, invoke(this.remote, name, given)]);
  }

  end(): void {
    this.worker.terminate();
    this.fail(new KeyringError("locked"));
  }
}

/**
 * Open the keyring. Proof of work runs in a second worker, so that sealing never waits for it.
 *
 * @throws KeyringError `network` when the worker's script does not load.
 */
export async function openKeyring(): Promise<KeyringHandle> {
  const keys = new Helper();
  let solver: Helper | null = null;
  const keyring = new Proxy({} as Keyring, {
    get: (_, name) => {
      // A handle is handed through promises, which ask whether it is one.
      if (typeof name !== "string" || name === "then") return undefined;
      if (name !== "solve") return (...given: unknown[]) => keys.invoke(name, given);
      return (...given: unknown[]) => {
        solver ??= new Helper();
        return solver.invoke(name, given);
      };
    },
  });
  const handle: KeyringHandle = {
    keyring,
    onLocked: (listener) => void keys.remote.watch(proxy(listener)),
    forget: () => {
      keys.end();
      solver?.end();
    },
  };
  await keys.ready();
  return handle;
}

/**
 * Call a verb. What a function of the page throws would come back as a text alone, so the error itself is kept and
 * thrown again: that a part did not arrive is no fault of the keyring.
 */
export async function invoke(remote: Remote<Verbs>, name: string, given: readonly unknown[]): Promise<unknown> {
  const verb = remote[name];
  if (!verb) throw new KeyringError("failed");
  let thrown: { error: unknown } | null = null;
  const lend = (own: (...args: unknown[]) => unknown) =>
    proxy(async (...args: unknown[]) => {
      try {
        return await own(...args);
      } catch (error) {
        thrown ??= { error };
        throw error;
      }
    });
  const handed = given.map((value) => (typeof value === "function" ? lend(value as () => unknown) : value));
  const outcome = await verb(...handed);
  if (!("trouble" in outcome)) return outcome.ok;
  const { error } = (thrown as { error: unknown } | null) ?? { error: new KeyringError(outcome.trouble) };
  throw error;
}
