/** A person before the page of the room: the real keyring, in process, and a server in memory. */

import { render } from "lit-html";
import { MemberSide } from "../../../src/keyring/member";
import { Flow } from "../../../src/pages/room/flow";
import type { Office, RoomKeys } from "../../../src/pages/room/ports";
import { firstState, type State, update } from "../../../src/pages/room/state";
import { view } from "../../../src/pages/room/view";
import { type Founder, wordsOf } from "../../keyring/founders";
import { PASSPHRASE, usernameOf } from "../../keyring/room";
import { TODAY } from "../../protocol/cast";
import type { Server } from "./server";

const PATIENCE = 10_000; // milliseconds

/** The worker's verbs, without its wall. Like the page's own, it ends with `forget` and is another one afterwards. */
export function realKeys(asked: string[] = []): RoomKeys {
  let side = new MemberSide();
  const note = (name: string): MemberSide => {
    asked.push(name);
    return side;
  };
  return {
    stretch: async (...given) => note("stretch").stretch(...given),
    openKey: async (...given) => note("openKey").openKey(...given),
    openNewKey: async (...given) => note("openNewKey").openNewKey(...given),
    follow: async (...given) => note("follow").follow(...given),
    draftRoster: async (plan, chain, today) => {
      const { drafts, drafter } = note("draftRoster");
      return drafts.draft(plan, chain, today, drafter);
    },
    readDraft: async (payload, chain, today) => {
      const { drafts, drafter } = note("readDraft");
      return drafts.read(payload, chain, today, drafter);
    },
    hearWords: async (payload, typed) => note("hearWords").drafts.hear(payload, typed),
    signDraft: async (payload) => {
      const { drafts, drafter } = note("signDraft");
      return drafts.sign(payload, drafter);
    },
    forget: async () => {
      note("forget").forget();
      side = new MemberSide();
    },
  };
}

export class Visit {
  state: State = firstState();
  today = TODAY;
  readonly asked: string[] = [];
  readonly keys: RoomKeys;
  readonly office: Office;
  readonly flow: Flow;

  constructor(
    readonly server: Server,
    readonly founder: Founder,
  ) {
    this.keys = realKeys(this.asked);
    this.office = server.officeOf(founder);
    this.flow = new Flow({
      office: this.office,
      keys: this.keys,
      state: () => this.state,
      send: (event) => {
        this.state = update(this.state, event);
      },
      today: () => this.today,
    });
  }

  /** Press something, and wait until nothing is under way. */
  async press(button: (flow: Flow) => void): Promise<this> {
    button(this.flow);
    for (const end = Date.now() + PATIENCE; this.state.busy && Date.now() < end; ) await later();
    if (this.state.busy) throw new Error(`still ${this.state.busy}`);
    return this;
  }

  async signIn(passphrase = PASSPHRASE): Promise<this> {
    const form = { username: ` ${usernameOf(this.founder.index).toUpperCase()} `, passphrase, code: "123 456" };
    for (const field of ["username", "passphrase", "code"] as const) {
      this.flow.send({ type: "typed", field, value: form[field] });
    }
    return this.press((flow) => flow.signIn());
  }

  /** The page looks by itself every few seconds. */
  async look(): Promise<this> {
    await this.flow.lookAgain();
    return this;
  }

  /** Put a list together as it is offered, but for these changes. */
  async draft(changes: Partial<NonNullable<State["plan"]>> = {}): Promise<string> {
    this.flow.beginPlan();
    if (this.state.plan) this.flow.send({ type: "plan", plan: { ...this.state.plan, ...changes } });
    await this.press((flow) => flow.draft());
    return this.state.room?.draft?.payload ?? "";
  }

  /** Hear the words of this list by voice, and type them. */
  async hear(payload: string): Promise<this> {
    this.flow.send({ type: "word", index: 0, value: wordsOf(payload).join(" ") });
    return this.press((flow) => flow.hear());
  }

  async sign(): Promise<this> {
    return this.press((flow) => flow.sign());
  }

  /** What stands on the page. */
  get page(): HTMLElement {
    document.documentElement.lang = "en";
    const root = document.createElement("div");
    render(view(this.state, this.flow, this.today), root);
    return root;
  }

  get text(): string {
    return this.page.textContent?.replace(/\s+/gu, " ") ?? "";
  }

  has(id: string): boolean {
    return this.page.querySelector(`#${id}`) !== null;
  }

  /** What the server took from this person under this name. */
  sent(what: string): unknown[] {
    return this.server.taken.filter((one) => one.what === what && one.by === this.founder.name);
  }
}

export function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Everybody hears the words and signs, in this order. */
export async function allSign(payload: string, visits: readonly Visit[]): Promise<void> {
  for (const visit of visits) {
    await visit.look();
    await visit.hear(payload);
    await visit.sign();
  }
}

export async function visitsOf(server: Server, people: readonly Founder[]): Promise<Visit[]> {
  const visits = people.map((founder) => new Visit(server, founder));
  for (const visit of visits) await visit.signIn();
  return visits;
}
