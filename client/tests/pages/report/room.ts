/** A page between a server and a keyring that do as they are told; what was asked is written down. */

import { vi } from "vitest";
import type { CommitteeView, Dsse, Keyring, ReportDraft } from "../../../src/keyring/types";
import { Flow } from "../../../src/pages/report/flow";
import { firstState, type State, update } from "../../../src/pages/report/state";
import { type Answer, json, StubServer } from "../../api/server";
import { COMMITTEE, LISTED, OTHER, RECEIPT, WORDS } from "./sample";

export const RECEIVED = { reference: "M-7K3F-9Q", received_on: "2026-11-22" };
const PART = 64 * 1024;

/** An error with a stable code, as the keyring throws it. */
export class Coded extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** A chain that says whose it is and how often it changed. */
export const chainOf = (committee: string): Dsse[] => [{ payloadType: "", payload: committee, signatures: [] }];

/** The waits between retries pass a hundred times as fast, until the server stops. */
export function hurry(): void {
  const real = globalThis.setTimeout;
  const backOff = [500, 1000, 2000, 4000];
  vi.stubGlobal("setTimeout", (then: () => void, wait = 0, ...given: []) =>
    real(then, backOff.includes(wait) ? wait / 100 : wait, ...given),
  );
}

export class Room {
  readonly server = new StubServer();
  readonly calls: string[] = [];
  readonly drafts: ReportDraft[] = [];
  readonly focused: string[] = [];
  /** Thrown by the verb of this name, once each. */
  readonly failures: Record<string, unknown[]> = {};
  /** Answered in turn by `POST /reports`; the last for ever. */
  reports: Answer[] = [json(RECEIVED, 201)];
  uploads: Answer[] = [json({ upload: "u1", part_size: PART }, 201)];
  committees: CommitteeView[] = [COMMITTEE, OTHER];
  state: State = firstState();
  forgotten = 0;
  flow: Flow;

  constructor(readonly fingerprint: string | null = null) {
    this.flow = new Flow({
      state: () => this.state,
      send: (event) => {
        this.state = update(this.state, event);
      },
      keys: async () => this.keys,
      forgetKeys: () => {
        this.forgotten += 1;
      },
      fingerprint,
      language: "en",
      print: () => this.calls.push("print"),
      goBack: () => this.calls.push("back"),
      reload: () => this.calls.push("reload"),
      focus: (id) => this.focused.push(id),
    });
  }

  async open(): Promise<this> {
    await this.server.start();
    this.server.answer((asked, response) => this.answerTo(asked.path, asked.method)(asked, response));
    return this;
  }

  /** What was asked of the server, without the challenges. */
  get asked(): string[] {
    const asked = this.server.asked.filter(({ path }) => !path.endsWith("/challenge"));
    return asked.map(({ method, path }) => `${method} ${path.replace("/api/v1", "")}`);
  }

  /** Until this holds. */
  async until(holds: () => boolean): Promise<void> {
    for (let tries = 0; tries < 1000 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    if (!holds()) throw new Error(`it never came: ${JSON.stringify({ ...this.state, committees: [] })}`);
  }

  at(place: State["place"]): Promise<void> {
    return this.until(() => this.state.place === place);
  }

  private answerTo(path: string, method: string): Answer {
    const next = (answers: Answer[]) => (answers.length > 1 ? answers.shift() : answers[0]) as Answer;
    if (path.endsWith("/challenge")) return json({ number: 1 });
    if (path.endsWith("/committees")) return json(LISTED);
    if (path.endsWith("/roster")) return json({ chain: chainOf(path.split("/").at(-2) ?? "") });
    if (path.endsWith("/reports")) return next(this.reports);
    if (method === "PUT") return (_, response) => response.writeHead(204).end();
    return next(this.uploads);
  }

  private did<T>(name: string, answer: T): T {
    this.calls.push(name);
    const failure = this.failures[name.split(" ")[0] ?? ""]?.shift();
    if (failure !== undefined) throw failure;
    return answer;
  }

  private view(chain: Dsse[]): CommitteeView {
    const found = this.committees.find(({ committee }) => committee === chain[0]?.payload);
    if (!found) throw new Coded("roster-refused");
    return found;
  }

  private readonly keys = {
    verifyCommittee: async (chain, fingerprint) => {
      const view = this.did(`verify ${chain[0]?.payload}`, this.view(chain));
      if (fingerprint !== null && fingerprint !== `of ${view.committee}`) throw new Coded("wrong-fingerprint");
      return view;
    },
    fingerprintWords: async (chain) => this.did(`fingerprint ${chain[0]?.payload}`, WORDS),
    beginReport: async (chain) => this.did(`begin ${chain[0]?.payload}`, this.view(chain)),
    sealFile: async (_job, file, _name, size, sendPart, progress) => {
      await sendPart(new Uint8Array(Math.min(size, 8)), 0);
      progress(0.5);
      return this.did("sealFile", { sha256: "h", size: file.size });
    },
    cancelFile: async (job) => this.did(`cancel ${job}`, undefined),
    sealReport: async (draft) => {
      this.drafts.push(draft);
      const payload = JSON.stringify([draft, this.drafts.length]);
      return this.did("seal", { payloadType: "t", payload, signatures: [{ keyid: "k", sig: "s" }] });
    },
    receiptWords: async (language) => this.did(`words ${language}`, RECEIPT),
    checkReceiptWords: async (typed) =>
      this.did(
        "check",
        typed.map(({ position, text }) => WORDS[position] === text.toLowerCase()),
      ),
    solve: async () => this.did("solve", "proof"),
    touch: async () => {},
    forget: async () => {},
  } as Partial<Keyring> as Keyring;
}
