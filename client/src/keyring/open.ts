/** The page's end of the keyring: opens the worker, and turns what crosses its wall back into values and errors. */

import { proxy, type Remote, wrap } from "comlink";
import { newWorker } from "../trusted";
import { KeyringError, type Trouble } from "./errors";
import type { Keyring } from "./types";

export { KeyringError } from "./errors";

type Outcome = { ok: unknown } | { trouble: Trouble };
type Verbs = Record<string, (...given: unknown[]) => Promise<Outcome>> & { watch(listener: () => void): Promise<void> };

export interface KeyringHandle {
  keyring: Keyring;
  /** Called when the worker locked by itself. */
  onLocked(listener: () => void): void;
  /** Forget everything at once: the worker is ended, whatever it was doing. */
  forget(): void;
}

/** Open the keyring. Proof of work runs in a second worker, so that sealing never waits for it. */
export function openKeyring(): KeyringHandle {
  const keys = newWorker();
  const remote = wrap<Verbs>(keys);
  let solver: Worker | null = null;
  const solve = (challenge: unknown): Promise<unknown> => {
    solver ??= newWorker();
    return invoke(wrap<Verbs>(solver), "solve", [challenge]);
  };
  const keyring = new Proxy({} as Keyring, {
    get: (_, name) => {
      // A handle is handed through promises, which ask whether it is one.
      if (typeof name !== "string" || name === "then") return undefined;
      return name === "solve" ? solve : (...given: unknown[]) => invoke(remote, name, given);
    },
  });
  return {
    keyring,
    onLocked: (listener) => void remote.watch(proxy(listener)),
    forget: () => {
      keys.terminate();
      solver?.terminate();
    },
  };
}

async function invoke(remote: Remote<Verbs>, name: string, given: unknown[]): Promise<unknown> {
  const verb = remote[name];
  if (!verb) throw new KeyringError("failed");
  const handed = given.map((value) => (typeof value === "function" ? proxy(value as () => void) : value));
  const outcome = await verb(...handed);
  if ("trouble" in outcome) throw new KeyringError(outcome.trouble);
  return outcome.ok;
}
