/** An invitation page between a server and a keyring that do as they are told; what was asked is written down. */

import type { Acceptance, Invitation } from "../../../src/api/founding";
import type { Dsse, NewDevice, NewMember } from "../../../src/keyring/types";
import { Flow } from "../../../src/pages/invitation/flow";
import { firstState, type State, update } from "../../../src/pages/invitation/state";

export const CODE = "ABCDEFGHIJKLMNOPQRSTUVWX23";
export const ALICE: Invitation = {
  committee: "proef",
  committeeName: { nl: "Proef", en: "Trial" },
  role: "member",
  name: "Alíce de Wit",
  seat: "chair",
  deputy: false,
  validUntil: "2026-12-23",
};
export const UMA: Invitation = { ...ALICE, role: "union", name: "Uma", seat: "" };
export const WORDS = Array.from({ length: 24 }, (_, index) => `word${index}`);
export const KEY: NewMember = {
  password: "pw alice-de-wit",
  wrapped: "sealed alice-de-wit",
  recipient: "age1pq1",
  signingKey: "sk",
  sheet: { words: WORDS, numbers: WORDS.map((_, index) => String(index + 1).padStart(4, "0")) },
};
export const DEVICE: NewDevice = {
  key: "key",
  base32: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  recoveryCodes: ["AAAA-BBBB"],
  recoveryHashes: ["hash"],
};

/** An error with a stable code, as keyring and server throw it. */
export class Coded extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

function signed(fields: unknown): Dsse {
  return { payloadType: "", payload: btoa(JSON.stringify(fields)), signatures: [] };
}

export class Room {
  state: State = firstState();
  invitation = ALICE;
  readonly calls: string[] = [];
  readonly accepted: Acceptance[] = [];
  /** Thrown by the verb of this name, once each. */
  readonly failures: Record<string, unknown[]> = {};
  strong: boolean | Error = true;

  readonly flow = new Flow({
    state: () => this.state,
    send: (event) => {
      this.state = update(this.state, event);
    },
    office: {
      showInvitation: async (code) => this.did(`show ${code}`, this.invitation),
      acceptInvitation: async (_code, given) => {
        this.accepted.push(given);
        this.did("accept", undefined);
      },
    },
    keys: {
      offerPassphrase: async () => this.did("offer", `six words ${this.calls.length}`),
      newDevice: async () => this.did("device", DEVICE),
      newMember: async (_username, _passphrase, _keep, progress) => {
        progress(0.5);
        return this.did("newMember", KEY);
      },
      recover: async (words, username) => {
        if (words !== WORDS.join(" ")) throw new Coded("wrong-words");
        return this.did("recover", signed({ password: `pw ${username}`, wrapped: `sealed ${username}` }));
      },
      stretch: async (username) => this.did("stretch", `pw ${username}`),
      forget: async () => this.did("forget", undefined),
    },
    isStrong: async () => {
      if (this.strong instanceof Error) throw this.strong;
      return this.strong;
    },
    drawPlaces: () => [0, 7, 23],
    print: () => this.calls.push("print"),
    goBack: () => this.calls.push("back"),
  });

  /** Press the button and wait until nothing is under way. */
  async next(): Promise<void> {
    this.flow.next();
    await this.rest();
  }

  async rest(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }

  type(field: "code" | "username" | "mail" | "otpCode", text: string): void {
    this.flow.send({ type: "type", field, text });
  }

  /** As far as this step, as a person walks. */
  async walk(to: State["place"]): Promise<this> {
    this.type("code", CODE);
    const fill: Partial<Record<State["place"], () => void>> = {
      key: () => this.flow.send({ type: "keep", keep: true }),
      back: () => this.typeBack(),
      device: () => this.type("otpCode", "123 456"),
    };
    for (let steps = 0; steps < 12 && this.state.place !== to; steps += 1) {
      fill[this.state.place]?.();
      await this.next();
    }
    if (this.state.place !== to) throw new Error(`stuck at ${this.state.place}: ${JSON.stringify(this.state.errors)}`);
    return this;
  }

  typeBack(): void {
    for (const [index, position] of this.state.asked.entries()) {
      this.flow.send({ type: "type-back", index, text: ` ${WORDS[position]?.toUpperCase()} ` });
    }
  }

  private did<T>(name: string, answer: T): T {
    this.calls.push(name);
    const failure = this.failures[name.split(" ")[0] ?? ""]?.shift();
    if (failure !== undefined) throw failure;
    return answer;
  }
}
