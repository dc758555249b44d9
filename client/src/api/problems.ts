/** What an API call can come back with instead of an answer: always an error with a stable `code`. */

/** The server refused (RFC 9457), or answered something that is no answer (`malformed-answer`). */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly code: string,
    readonly status: number,
  ) {
    super(`${status} ${code}`);
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
