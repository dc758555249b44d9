import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { call, callForBytes, withRetries } from "../../src/api/client";
import { ApiProblem, NetworkProblem } from "../../src/api/problems";
import { bodyOf, json, lost, problem, StubServer } from "./server";

const server = new StubServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
afterEach(() => void vi.useRealTimers());

const failing = (path: string, options = {}) => call(path, options).catch((error: unknown) => error);

describe("a call", () => {
  it("goes to the API, with nothing that tells who calls", async () => {
    server.answer(json({ fine: true }));
    expect(await call("/things", { method: "POST", body: { a: 1 } })).toEqual({ fine: true });
    expect(server.asked[0]).toMatchObject({ method: "POST", path: "/api/v1/things" });
    expect(bodyOf(server.asked[0])).toEqual({ a: 1 });
    expect(server.asked[0]?.headers["content-type"]).toBe("application/json");
    expect(server.options[0]).toMatchObject({
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
  });

  it("of staff carries the session's cookie, to this origin alone", async () => {
    server.answer(json({}));
    await call("/things", { staff: true });
    expect(server.options[0]?.credentials).toBe("same-origin");
  });

  it("sends octets as they are", async () => {
    server.answer((_, response) => void response.writeHead(204).end());
    expect(await call("/parts/0", { method: "PUT", body: new Uint8Array([0, 255, 7]) })).toBeNull();
    expect([...(server.asked[0]?.body ?? [])]).toEqual([0, 255, 7]);
    expect(server.asked[0]?.headers["content-type"]).toBe("application/octet-stream");
  });

  it("sends a view of larger octets without the rest", async () => {
    server.answer((_, response) => void response.writeHead(204).end());
    await call("/parts/0", { method: "PUT", body: new Uint8Array([9, 1, 2, 9]).subarray(1, 3) });
    expect([...(server.asked[0]?.body ?? [])]).toEqual([1, 2]);
  });

  it("that is refused fails with the stable code, once", async () => {
    server.answer(problem(409, "stale-thread"));
    expect(await failing("/things")).toMatchObject({ code: "stale-thread", status: 409 });
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    [413, "too-large"],
    [400, "refused"],
  ])("that a proxy refuses with %i has a code too", async (status, code) => {
    server.answer((_, response) => void response.writeHead(status).end("<html>no</html>"));
    expect(await failing("/things")).toMatchObject({ code, status });
  });

  it("answered with something else than JSON is a malformed answer", async () => {
    server.answer((_, response) => void response.writeHead(200).end("<html>hello</html>"));
    expect(await failing("/things")).toMatchObject({ code: "malformed-answer" });
    expect(await failing("/things")).toBeInstanceOf(ApiProblem);
  });

  it("is not led elsewhere", async () => {
    server.answer((_, response) => void response.writeHead(302, { Location: "/elsewhere" }).end());
    expect(await failing("/things", { method: "POST" })).toBeInstanceOf(NetworkProblem);
  });
});

describe("a lost connection", () => {
  it("is tried again, and told", async () => {
    const told: number[] = [];
    server.answer(lost, json({ fine: true }));
    expect(await call("/things", { onRetry: (attempt) => told.push(attempt) })).toEqual({ fine: true });
    expect([told, server.asked.length]).toEqual([[1], 2]);
  });

  it("is tried again when it breaks halfway through an answer", async () => {
    server.answer(
      (_, response) => {
        response.writeHead(200, { "Content-Length": "100" });
        response.write('{"half":');
        setTimeout(() => response.socket?.destroy(), 20);
      },
      json({ fine: true }),
    );
    expect(await call("/things")).toEqual({ fine: true });
  });

  it("is tried again when the server is being restarted", async () => {
    server.answer((_, response) => void response.writeHead(502).end("bad gateway"), json({ fine: true }));
    expect(await call("/things")).toEqual({ fine: true });
  });

  it("is not tried again for a POST that does not say so", async () => {
    server.answer(lost);
    expect(await failing("/things", { method: "POST", body: {} })).toMatchObject({ code: "network" });
    expect(server.asked).toHaveLength(1);
  });

  it("is given up after 0.5, 1, 2 and 4 seconds", async () => {
    vi.useFakeTimers();
    const tries: number[] = [];
    const begin = Date.now();
    const trying = withRetries(async () => {
      tries.push((Date.now() - begin) / 1000);
      throw new NetworkProblem();
    }).catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    expect(await trying).toBeInstanceOf(NetworkProblem);
    expect(tries).toEqual([0, 0.5, 1.5, 3.5, 7.5]);
  });
});

describe("octets", () => {
  it("come with their progress", async () => {
    const content = Buffer.alloc(300_000, 7);
    server.answer((_, response) => void response.writeHead(200, { "Content-Length": content.length }).end(content));
    const parts: number[] = [];
    const blob = await callForBytes("/file", {}, (part) => parts.push(part));
    expect(Buffer.from(await blob.arrayBuffer()).equals(content)).toBe(true);
    expect(parts.at(-1)).toBe(1);
    expect(parts).toEqual([...parts].sort((one, next) => one - next));
  });

  it("that break off are fetched again from the beginning", async () => {
    server.answer(
      (_, response) => {
        response.writeHead(200, { "Content-Length": "10" });
        response.write("abc");
        setTimeout(() => response.socket?.destroy(), 20);
      },
      (_, response) => void response.writeHead(200).end("0123456789"),
    );
    expect(await (await callForBytes("/file", {}, () => {})).text()).toBe("0123456789");
  });

  it("are not taken without end", async () => {
    const megabyte = Buffer.alloc(8 * 1024 * 1024);
    let sent = 0;
    server.answer((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (sent < 300 && !response.destroyed) {
          sent += 8;
          if (!response.write(megabyte)) return;
        }
      };
      response.on("drain", more);
      more();
    });
    const fetching = callForBytes("/file", {}, () => {}).catch((error: unknown) => error);
    expect(await fetching).toMatchObject({ code: "malformed-answer" });
    expect(sent).toBeLessThan(300);
  });
});
