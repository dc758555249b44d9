/** What happens behind the buttons of the room. */

import type { Person } from "../../api/founding";
import type { Candidate, Dsse, RosterPlan } from "../../keyring/types";
import type { Desk } from "./desk";
import type { Office, RoomKeys } from "./ports";
import { type Alarm, type Event, type Form, haveSigned, planFor, type State, stoppedBy } from "./state";

export interface World {
  office: Office;
  keys: RoomKeys;
  state(): State;
  send(event: Event): void;
  today(): string;
}

/** What the keyring refuses, and nobody is to go on after. */
const ALARMS: Readonly<Record<string, Alarm>> = {
  "not-my-entry": "not-my-entry",
  // The server says that this member has a seat, and the signed list says otherwise.
  "no-seat": "not-my-entry",
  "roster-refused": "roster-refused",
  "draft-refused": "draft-refused",
  "cannot-open": "key-does-not-open",
  malformed: "key-does-not-open",
  "not-sealed": "key-does-not-open",
};

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "unexpected";
}

/** The same words as the keyring's, for what the page sees itself. */
function refusal(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function missingIn(form: Form): (keyof Form)[] {
  return (["username", "passphrase", "code"] as const).filter((field) => form[field].trim() === "");
}

export class Flow implements Desk {
  /** Rises with every look and every sign-out: what comes back of an older one is passed over. */
  private turn = 0;
  /** By committee, the chain that was shown last. Public, so it outlives a sign-out, after which the keyring knows nothing. */
  private readonly shown = new Map<string, readonly Dsse[]>();

  constructor(private readonly world: World) {}

  send(event: Event): void {
    this.world.send(event);
  }

  signIn(): void {
    const { form, busy } = this.world.state();
    const fields = missingIn(form);
    this.send({ type: "missing", fields });
    if (fields.length === 0 && !busy) void this.act("signing-in", () => this.enter(form));
  }

  signOut(): void {
    this.turn += 1;
    void Promise.allSettled([this.world.keys.forget(), this.world.office.signOut()]);
    this.send({ type: "signed-out", problem: null });
  }

  /** The keyring locked by itself, or the session has ended. */
  locked(): void {
    this.turn += 1;
    void this.world.keys.forget();
    this.send({ type: "signed-out", problem: "locked" });
  }

  beginPlan(): void {
    this.send({ type: "plan", plan: planFor(this.world.state(), this.world.today()) });
  }

  draft(): void {
    void this.act("drafting", async () => {
      const { chain } = this.world.state();
      const drafted = await this.world.keys.draftRoster(this.rosterPlan(), chain, this.world.today());
      await this.world.office.postDraft(drafted);
      await this.look();
      const shown = this.world.state().room?.draft?.payload;
      if (shown !== drafted.payload) throw refusal(shown === undefined ? "no-draft" : "stale-draft");
    });
  }

  hear(): void {
    void this.act("looking", async () => {
      const { room, typed } = this.world.state();
      const heard = await this.world.keys.hearWords(room?.draft?.payload ?? "", typed.join(" "));
      this.send({ type: "heard", heard });
      await this.look();
    });
  }

  sign(): void {
    void this.act("signing", async () => {
      const { room, draft } = this.world.state();
      if (!room?.draft || !draft) throw refusal("no-draft");
      if (stoppedBy(this.world.state())) throw refusal("draft-stopped");
      const signed = await this.world.keys.signDraft(room.draft.payload);
      const isInForce = await this.world.office.signDraft(signed);
      this.send({ type: "signed", hash: draft.hash });
      await this.look();
      this.mustBeTaken(draft.hash, isInForce);
    });
  }

  /** The list is in force when the chain says so, and signed when the signature stands under it. */
  private mustBeTaken(hash: string, isSaidInForce: boolean): void {
    const state = this.world.state();
    if (state.step !== "room" || state.inForce?.roster === hash) return;
    if (isSaidInForce) throw refusal("not-in-force");
    if (!state.draft) throw refusal("no-draft");
    if (state.draft.hash === hash && !haveSigned(state)) throw refusal("not-taken");
  }

  stop(): void {
    void this.act("looking", async () => {
      const { draft, me } = this.world.state();
      await this.world.office.stopDraft(draft?.hash ?? "");
      this.send({ type: "stopped", hash: draft?.hash ?? "", by: me });
      await this.look();
    });
  }

  discard(): void {
    void this.act("looking", async () => {
      await this.world.office.discardDraft(this.world.state().draft?.hash ?? "");
      await this.look();
    });
  }

  confirmDevice(member: string): void {
    void this.act("looking", async () => {
      const number = (this.world.state().numbers[member] ?? "").trim();
      await this.world.office.confirmDevice(member, number);
      await this.look();
    });
  }

  /** Look again, without a word when it does not work: the next look may. */
  async lookAgain(): Promise<void> {
    const { step, busy } = this.world.state();
    if (step !== "room" || busy) return;
    await this.look().catch((error: unknown) => {
      if (codeOf(error) === "signed-out") this.locked();
      else if (!this.alarmed(error) && codeOf(error) === "wrong-date")
        this.send({ type: "problem", problem: "wrong-date" });
    });
  }

  private async enter({ username, passphrase, code }: Form): Promise<void> {
    const { office, keys } = this.world;
    const name = username.trim().toLowerCase();
    const password = await keys.stretch(name, passphrase, () => {});
    const session = await office.signIn(name, password, code.replace(/\s/gu, ""));
    if (session.role !== "member" || !session.member)
      throw Object.assign(new Error("union"), { code: "not-for-union" });
    const [wrapped, room, chain] = await Promise.all([
      office.wrappedKey(),
      office.room(),
      office.chain(session.committee),
    ]);
    this.mustGoOn(session.committee, chain);
    if (wrapped === null) {
      void keys.forget();
      this.send({ type: "alarm", alarm: "no-key" });
      return;
    }
    const me = room.people.find((person) => person.member === session.member);
    if (me?.seated) await keys.openKey(wrapped, chain, session.member, this.world.today());
    else
      await keys.openNewKey(wrapped, session.member, {
        recipient: me?.recipient ?? "",
        signingKey: me?.signingKey ?? "",
      });
    this.send({ type: "signed-in", me: session.member, committee: session.committee, codesLeft: session.codesLeft });
    await this.look();
  }

  /** What an overtaken look finds, or fails with, is passed over. */
  private async look(): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    try {
      const seen = await this.see(turn);
      if (seen && turn === this.turn) this.send(seen);
    } catch (error) {
      if (turn === this.turn) throw error;
    }
  }

  /**
   * Who is there, what is in force, and the draft as this browser reads it itself. The chain is asked for last: a list
   * that came in force between both answers is then in it, and is no draft any more.
   */
  private async see(turn: number): Promise<Event | null> {
    const { office, keys, today } = this.world;
    const { committee } = this.world.state();
    const room = await office.room();
    const chain = await office.chain(committee);
    if (turn !== this.turn) return null;
    this.mustGoOn(committee, chain);
    const inForce = await keys.follow(chain, today());
    if (inForce && inForce.committee !== committee) throw refusal("roster-refused");
    this.shown.set(committee, chain);
    const waits = chain.some(({ payload }) => payload === room.draft?.payload) ? null : room.draft;
    const draft = waits ? await keys.readDraft(waits.payload, chain, today()) : null;
    if (draft && draft.committee !== committee) throw refusal("draft-refused");
    return { type: "looked", room: { ...room, draft: waits }, chain, inForce, draft };
  }

  /** A committee that was shown on this page does not lose or change a list, also not after signing in anew. */
  private mustGoOn(committee: string, chain: readonly Dsse[]): void {
    const before = this.shown.get(committee) ?? [];
    if (before.some(({ payload }, index) => chain[index]?.payload !== payload)) throw refusal("roster-refused");
  }

  private rosterPlan(): RosterPlan {
    const { room, inForce, plan, committee } = this.world.state();
    const of = inForce ?? room?.plan;
    const chosen = (room?.people ?? []).filter((person) => plan?.members.includes(person.member));
    return {
      committee,
      name: of?.name ?? {},
      bodies: of?.bodies ?? [],
      quorum: plan?.quorum ?? 0,
      validUntil: plan?.validUntil ?? "",
      members: chosen.map(candidateOf),
    };
  }

  private async act(busy: NonNullable<State["busy"]>, action: () => Promise<void>): Promise<void> {
    if (this.world.state().busy) return;
    this.send({ type: "busy", busy });
    try {
      await action();
      this.send({ type: "busy", busy: null });
    } catch (error) {
      // Who signed out meanwhile is told nothing of it.
      if (busy === "signing-in" || this.world.state().step === "room") await this.failed(error);
    }
  }

  private async failed(error: unknown): Promise<void> {
    const code = codeOf(error);
    if (this.alarmed(error)) return;
    if (code === "locked" || code === "signed-out") {
      this.locked();
      return;
    }
    this.send({ type: "problem", problem: code });
    // What others did meanwhile is shown beside the reason.
    if (["draft-exists", "stale-draft", "no-draft", "draft-stopped", "roster-changed"].includes(code)) {
      await this.lookAgain();
      this.send({ type: "problem", problem: code });
    }
  }

  /** An error with a status came from the server, which may say what it likes. */
  private alarmed(error: unknown): boolean {
    const alarm = (error as { status?: unknown }).status === undefined ? ALARMS[codeOf(error)] : undefined;
    if (!alarm) return false;
    this.turn += 1;
    void this.world.keys.forget();
    this.send({ type: "alarm", alarm });
    return true;
  }
}

function candidateOf(person: Person): Candidate {
  return {
    id: person.member,
    name: person.name,
    seat: person.seat as Candidate["seat"],
    recipient: person.recipient,
    signingKey: person.signingKey,
  };
}
