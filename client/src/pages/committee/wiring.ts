/** The real server and the real keyring behind what the page asks for. */

import * as letterbox from "../../api/letterbox";
import * as staff from "../../api/staff";
import { type KeyringHandle, openKeyring } from "../../keyring/open";
import type { MemberKeys, Office } from "./ports";

type Verbs = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** A keyring that starts with the first verb and ends, worker and all, with `forget`. */
export function lazyKeys(onLocked: () => void): MemberKeys {
  let handle: Promise<KeyringHandle> | null = null;
  const open = () => {
    handle ??= openKeyring().then((opened) => {
      opened.onLocked(onLocked);
      return opened;
    });
    handle.catch(() => {
      handle = null; // the worker's script did not load: the next verb tries again
    });
    return handle;
  };
  const forget = async () => {
    const opened = handle;
    handle = null;
    (await opened?.catch(() => null))?.forget();
  };
  return new Proxy({} as MemberKeys, {
    get: (_target, verb) => {
      if (typeof verb !== "string" || verb === "then") {
        return undefined;
      }
      if (verb === "forget") {
        return forget;
      }
      return async (...args: unknown[]) => ((await open()).keyring as unknown as Verbs)[verb]?.(...args);
    },
  });
}

/** Proof of work in a worker of its own, so that sealing and stretching do not wait; it ends with its work. */
async function solve(challenge: unknown): Promise<string> {
  const helper = await openKeyring();
  try {
    return await helper.keyring.solve(challenge);
  } finally {
    helper.forget();
  }
}

/** The API as a member's page uses it. */
export function realOffice(): Office {
  return {
    ...staff,
    signIn: (username, password, code) => staff.signIn(username, password, code, solve),
    chain: letterbox.chain,
    startUpload: () => letterbox.startUpload(solve),
    putPart: letterbox.putPart,
  };
}
