/** The real stretching (scrypt, most of a second), once for each name and passphrase of a test file: people sign in often. */

import type * as staff from "../../src/protocol/staff";

export function stretchOnce(real: typeof staff): typeof staff {
  const known = new Map<string, Promise<Uint8Array>>();
  return {
    ...real,
    stretch: async (username, passphrase, progress) => {
      const name = JSON.stringify([username, passphrase]);
      const stretched = known.get(name) ?? real.stretch(username, passphrase, progress);
      known.set(name, stretched);
      return (await stretched).slice();
    },
  };
}
