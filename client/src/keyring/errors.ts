/** How the keyring says that something went wrong: a stable code, the same on both sides of the worker's wall. */

import { ProtocolError, SharesError, WordsError } from "../protocol/errors";

/** What crosses the wall. */
export interface Trouble {
  code: string;
  kind?: string;
  index?: number | null;
}

/** See `types.ts` for the codes; `kind` and `index` belong to `wrong-words`. */
export class KeyringError extends Error {
  override readonly name = "KeyringError";
  readonly code: string;
  readonly kind: string | undefined;
  readonly index: number | null;

  constructor(trouble: Trouble | string) {
    const { code, kind, index } =
      typeof trouble === "string" ? { code: trouble, kind: undefined, index: null } : trouble;
    super(code);
    this.code = code;
    this.kind = kind;
    this.index = index ?? null;
  }
}

/** What is told of an error. Its text stays inside: it could quote what was typed. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof KeyringError) {
    return error.kind === undefined ? { code: error.code } : { code: error.code, kind: error.kind, index: error.index };
  }
  if (error instanceof WordsError) return { code: error.code, kind: error.kind, index: error.index };
  if (error instanceof SharesError || error instanceof ProtocolError) return { code: error.code };
  const code = (error as { code?: unknown } | null)?.code;
  return { code: typeof code === "string" ? code : "failed" };
}
