// @vitest-environment happy-dom

import { beforeEach, describe, expect, it, vi } from "vitest";

const ADDRESS = "/assets/keyring.ABCDEFGH.js";
const started = vi.fn();

interface Rules {
  createScriptURL(url: string): string;
}

class Recorded {
  constructor(url: unknown, options: WorkerOptions) {
    started(url, options);
  }
}

/** The module as a page loads it, in a browser with or without Trusted Types. */
async function loaded(policies?: { createPolicy: (name: string, rules: Rules) => unknown }) {
  vi.resetModules();
  vi.stubGlobal("trustedTypes", policies);
  vi.stubGlobal("Worker", Recorded);
  return await import("../src/trusted");
}

beforeEach(() => {
  started.mockReset();
  document.documentElement.dataset.worker = ADDRESS;
});

describe("the keyring's worker", () => {
  it("starts as a module from the address that the page was built with", async () => {
    (await loaded()).newWorker();
    expect(started).toHaveBeenCalledExactlyOnceWith(ADDRESS, { type: "module" });
  });

  it("starts through one policy, which passes that address alone", async () => {
    const createPolicy = vi.fn((_name: string, rules: Rules) => rules);
    const { newWorker } = await loaded({ createPolicy });
    newWorker();
    expect(started).toHaveBeenCalledOnce();
    expect(createPolicy).toHaveBeenCalledExactlyOnceWith("meldpunt", { createScriptURL: expect.any(Function) });
    const rules = createPolicy.mock.lastCall?.[1];
    expect(rules?.createScriptURL(ADDRESS)).toBe(ADDRESS);
    expect(() => rules?.createScriptURL("/assets/other.ABCDEFGH.js")).toThrow(TypeError);
    expect(() => rules?.createScriptURL("https://elsewhere.example/assets/keyring.js")).toThrow(TypeError);
  });

  it.each(["", "blob:http://localhost/1", "//elsewhere.example/assets/a.js", "/nl/"])(
    "never starts from “%s”",
    async (url) => {
      const { newWorker } = await loaded();
      document.documentElement.dataset.worker = url;
      expect(newWorker).toThrow(TypeError);
      expect(started).not.toHaveBeenCalled();
    },
  );
});
