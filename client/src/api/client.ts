/** The one fetch: problem details become typed errors, one retry policy, and no cookie of a reporter. */

import { ApiProblem, NetworkProblem } from "./problems";

const BASE = "/api/v1";
/** Seconds to wait before each new try. */
const BACK_OFF = [0.5, 1, 2, 4];
const PATIENCE = 60_000; // milliseconds for one try

export interface Call {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Sent as JSON; octets are sent as they are. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Staff calls carry their session cookie; what a reporter does carries none, whatever the browser holds. */
  staff?: boolean;
  /** Repeating it changes nothing, so a lost connection is tried again. GET and PUT are; a POST says so itself. */
  repeatable?: boolean;
  /** Called before each new try, from 1. */
  onRetry?: (attempt: number) => void;
}

/** Call the API and read the answer as JSON (null for none). Throws ApiProblem or NetworkProblem. */
export async function call(path: string, options: Call = {}): Promise<unknown> {
  const response = await send(path, options);
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    throw new ApiProblem("malformed-answer", response.status);
  }
}

/** Fetch octets, telling how much of them has come. */
export async function callForBytes(path: string, options: Call, progress: (part: number) => void): Promise<Blob> {
  const response = await send(path, options);
  const total = Number(response.headers.get("Content-Length") ?? 0);
  const reader = response.body?.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let read = 0;
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      parts.push(next.value);
      read += next.value.length;
      progress(total ? Math.min(1, read / total) : 0);
    }
  } catch {
    throw new NetworkProblem();
  }
  return new Blob(parts);
}

/** Try, and try again as long as there is reason to hope. */
async function send(path: string, options: Call): Promise<Response> {
  const repeatable = options.repeatable ?? (options.method === undefined || options.method !== "POST");
  return withRetries(() => once(path, options), repeatable, options.onRetry);
}

/**
 * Do something again after 0.5, 1, 2 and 4 seconds while the connection fails.
 * `attempt` is called anew each time, so that it can bring a fresh proof of work.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  repeatable = true,
  onRetry: (attempt: number) => void = () => {},
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const seconds = BACK_OFF[tries];
      if (!repeatable || seconds === undefined || !isPassing(error)) throw error;
      onRetry(tries + 1);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
}

/** A failure that may be over in a moment: no answer, or a server that is being restarted. */
function isPassing(error: unknown): boolean {
  return error instanceof NetworkProblem || (error instanceof ApiProblem && [502, 503, 504].includes(error.status));
}

async function once(path: string, options: Call): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(BASE + path, request(options));
  } catch {
    throw new NetworkProblem();
  }
  if (!response.ok) throw new ApiProblem(await codeOf(response), response.status);
  return response;
}

function request({ method = "GET", body, headers = {}, staff = false }: Call): RequestInit {
  const octets = body instanceof Uint8Array;
  const kind = octets ? "application/octet-stream" : "application/json";
  return {
    method,
    headers: body === undefined ? headers : { "Content-Type": kind, ...headers },
    ...(body === undefined ? {} : { body: octets ? new Blob([body.slice()]) : JSON.stringify(body) }),
    credentials: staff ? "same-origin" : "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE),
  };
}

async function codeOf(response: Response): Promise<string> {
  try {
    const { code } = (await response.json()) as { code?: unknown };
    return typeof code === "string" ? code : "refused";
  } catch {
    return "refused";
  }
}
