/** The one Trusted Types policy: it allows the worker's own address and no other string. */

import { pageData } from "./components/page";

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

function allowed(url: string): string {
  const { worker } = pageData();
  if (url !== worker || !worker.startsWith("/assets/")) throw new TypeError("not the keyring's address");
  return worker;
}

const { trustedTypes } = globalThis as { trustedTypes?: Policies };
const policy = trustedTypes?.createPolicy("meldpunt", { createScriptURL: allowed });

/** Start the keyring's worker. */
export function newWorker(): Worker {
  const { worker } = pageData();
  const url = policy ? policy.createScriptURL(worker) : allowed(worker);
  return new Worker(url, { type: "module" });
}
