/** The real server and the real keyring behind what the page asks for. */

import * as founding from "../../api/founding";
import { type KeyringHandle, openKeyring } from "../../keyring/open";
import type { Keys, Office } from "./ports";

type Verbs = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** A keyring that starts with the first verb and ends, worker and all, with `forget`. */
export function lazyKeys(): Keys {
  let handle: Promise<KeyringHandle> | null = null;
  const open = (): Promise<KeyringHandle> => {
    if (!handle) {
      const opening = openKeyring();
      handle = opening;
      opening.catch(() => {
        if (handle === opening) handle = null; // the worker's script did not load: the next verb tries again
      });
    }
    return handle;
  };
  const forget = async (): Promise<void> => {
    const opened = handle;
    handle = null;
    (await opened?.catch(() => null))?.forget();
  };
  return new Proxy({} as Keys, {
    get: (_target, verb) => {
      if (typeof verb !== "string" || verb === "then") return undefined;
      if (verb === "forget") return forget;
      return async (...args: unknown[]) => ((await open()).keyring as unknown as Verbs)[verb]?.(...args);
    },
  });
}

/** Proof of work in a worker of its own, so that making a key does not wait; it ends with its work. */
async function solve(challenge: unknown): Promise<string> {
  const helper = await openKeyring();
  try {
    return await helper.keyring.solve(challenge);
  } finally {
    helper.forget();
  }
}

export function realOffice(): Office {
  return {
    recoveryChallenge: founding.recoveryChallenge,
    recover: (recovery) => founding.recover(recovery, solve),
    renewDevice: (given) => founding.renewDevice(given, solve),
    askForDevice: (given) => founding.askForDevice(given, solve),
  };
}
