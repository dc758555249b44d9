/** A real HTTP server that answers what a test tells it, and remembers what it was asked. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export type Answer = (asked: Asked, response: ServerResponse) => void;

/** `{"code"}` as the server refuses (RFC 9457). */
export function problem(status: number, code: string): Answer {
  const body = JSON.stringify({ type: "about:blank", title: "", status, code });
  return (_, response) => response.writeHead(status, { "Content-Type": "application/problem+json" }).end(body);
}

export function json(value: unknown, status = 200): Answer {
  return (_, response) => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}

/** The connection breaks before anything is answered. */
export const lost: Answer = (_, response) => void response.socket?.destroy();

export class StubServer {
  readonly asked: Asked[] = [];
  /** What `fetch` was called with. */
  readonly options: RequestInit[] = [];
  private answers: Answer[] = [];
  private server: Server | null = null;

  async start(): Promise<void> {
    this.server = createServer((request, response) => void this.serve(request, response));
    await new Promise<void>((resolve) => this.server?.listen(0, "127.0.0.1", resolve));
    const { port } = this.server.address() as AddressInfo;
    const real = globalThis.fetch;
    vi.stubGlobal("fetch", (path: string, options: RequestInit) => {
      this.options.push(options);
      return real(`http://127.0.0.1:${port}${path}`, options);
    });
  }

  /** Forget what was asked; give these answers, one after the other, the last for ever. */
  answer(...answers: Answer[]): void {
    this.asked.length = 0;
    this.options.length = 0;
    this.answers = answers;
  }

  stop(): void {
    vi.unstubAllGlobals();
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { method = "", url: path = "", headers } = request;
    const asked = { method, path, headers, body: Buffer.concat(pieces) };
    this.asked.push(asked);
    const next = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    next?.(asked, response);
  }
}

/** The same as JSON. */
export function bodyOf(asked: Asked | undefined): unknown {
  return JSON.parse(asked?.body.toString() ?? "null");
}
