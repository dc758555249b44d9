/** What an API call can come back with instead of an answer: always an error with a stable `code`. */

/** Codes of the keyring, of which a page believes that they come from the worker: a server that uses one is lying. */
const THE_KEYRINGS_OWN = new Set([
  "locked",
  "failed",
  "cancelled",
  "network",
  "wrong-passphrase",
  "wrong-fingerprint",
  "wrong-words",
  "not-my-entry",
  "not-heard",
  "cannot-open",
  "bad-share",
  "sealing-failed",
]);

/** The server refused (RFC 9457), or answered something that is no answer (`malformed-answer`). */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  readonly code: string;

  constructor(
    code: string,
    readonly status: number,
  ) {
    super(`${status} ${code}`);
    this.code = THE_KEYRINGS_OWN.has(code) ? "malformed-answer" : code;
  }
}

/** No answer came: offline, a connection lost, or too slow. */
export class NetworkProblem extends Error {
  override readonly name = "NetworkProblem";
  readonly code = "network";

  constructor() {
    super("no answer");
  }
}
