/** The one fetch: problem details become typed errors, one retry policy, and no cookie of a reporter. */

import { ApiProblem, NetworkProblem } from "./problems";

const BASE = "/api/v1";
/** Seconds to wait before each new try. */
const BACK_OFF = [0.5, 1, 2, 4];
const PATIENCE = 60_000; // milliseconds for one try; for octets, between one piece and the next
const PATIENCE_FOR_OCTETS = 300_000; // milliseconds to send a part of 4 MB: a slow telephone manages 15 KB a second
const LARGEST = 130 * 1024 * 1024; // bytes; a sealed file of 100 MB is 12 % larger at most

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
  return withRetries(() => once(path, options, jsonOf), isRepeatable(options), options.onRetry);
}

/** Fetch octets, telling how much of them has come. */
export async function callForBytes(path: string, options: Call, progress: (part: number) => void): Promise<Blob> {
  const read = (response: Response, isAlive: () => void) => octetsOf(response, isAlive, progress);
  return withRetries(() => once(path, options, read), isRepeatable(options), options.onRetry);
}

function isRepeatable({ repeatable, method }: Call): boolean {
  return repeatable ?? method !== "POST";
}

async function jsonOf(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiProblem("malformed-answer", response.status);
  }
}

async function octetsOf(response: Response, isAlive: () => void, progress: (part: number) => void): Promise<Blob> {
  const total = Number(response.headers.get("Content-Length") ?? 0);
  const reader = response.body?.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let read = 0;
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    isAlive();
    parts.push(next.value);
    read += next.value.length;
    if (read > LARGEST) throw new ApiProblem("malformed-answer", response.status);
    progress(total ? Math.min(1, read / total) : 0);
  }
  return new Blob(parts);
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

/** One try; reading the answer is part of it, for a connection can be lost halfway too. */
async function once<T>(
  path: string,
  options: Call,
  read: (response: Response, isAlive: () => void) => Promise<T>,
): Promise<T> {
  const patience = options.body instanceof Uint8Array ? PATIENCE_FOR_OCTETS : PATIENCE;
  const end = new AbortController();
  const give = () => setTimeout(() => end.abort(), patience);
  let timer = give();
  const isAlive = () => {
    clearTimeout(timer);
    timer = give();
  };
  try {
    const response = await fetch(BASE + path, { ...request(options), signal: end.signal });
    if (!response.ok) throw new ApiProblem(await codeOf(response), response.status);
    return await read(response, isAlive);
  } catch (error) {
    end.abort(); // what still comes of the answer is not wanted
    throw error instanceof ApiProblem ? error : new NetworkProblem();
  } finally {
    clearTimeout(timer);
  }
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
  };
}

/** The code of a problem (RFC 9457); a proxy before the server refuses in words of its own. */
async function codeOf(response: Response): Promise<string> {
  const fallback = response.status === 413 ? "too-large" : "refused";
  try {
    const { code } = (await response.json()) as { code?: unknown };
    return typeof code === "string" ? code : fallback;
  } catch {
    return fallback;
  }
}
