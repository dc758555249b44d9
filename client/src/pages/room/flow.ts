/** What happens behind the buttons of the room. */

import type { Draft, Person, Room } from "../../api/founding";
import type { Candidate, CommitteeView, Dsse, RosterDraftView } from "../../keyring/types";
import type { Desk } from "./desk";
import type { Office, RoomKeys } from "./ports";
import { type Alarm, type Event, type Form, planFor, type State } from "./state";

export interface World {
  office: Office;
  keys: RoomKeys;
  state(): State;
  send(event: Event): void;
  today(): string;
}

const ALARMS: Readonly<Record<string, Alarm>> = {
  "not-my-entry": "not-my-entry",
  // The server says that this member has a seat, and the signed list says otherwise.
  "no-seat": "not-my-entry",
  "cannot-open": "key-does-not-open",
  malformed: "key-does-not-open",
  "not-sealed": "key-does-not-open",
};

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "unexpected";
}

function missingIn(form: Form): (keyof Form)[] {
  return (["username", "passphrase", "code"] as const).filter((field) => form[field].trim() === "");
}

export class Flow implements Desk {
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
    void Promise.allSettled([this.world.keys.forget(), this.world.office.signOut()]);
    this.send({ type: "signed-out", problem: null });
  }

  /** The keyring locked by itself. */
  locked(): void {
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
      const { room } = this.world.state();
      const signed = await this.world.keys.signDraft(room?.draft?.payload ?? "");
      const isInForce = await this.world.office.signDraft(signed);
      if (isInForce) this.send({ type: "in-force" });
      await this.look();
    });
  }

  stop(): void {
    void this.act("looking", async () => {
      await this.world.office.stopDraft(this.world.state().draft?.hash ?? this.draftOf()?.hash ?? "");
      await this.look();
    });
  }

  discard(): void {
    void this.act("looking", async () => {
      await this.world.office.discardDraft(this.draftOf()?.hash ?? "");
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
      else this.alarmed(error);
    });
  }

  private draftOf(): Draft | null {
    return this.world.state().room?.draft ?? null;
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
    if (wrapped === null) {
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
    this.send({ type: "signed-in", me: session.member, committee: session.committee });
    await this.look();
  }

  /** Who is there, what is in force, and the draft as this browser reads it itself. */
  private async look(): Promise<void> {
    const { office } = this.world;
    const { committee } = this.world.state();
    const [room, chain] = await Promise.all([office.room(), office.chain(committee)]);
    const inForce = await this.followed(room, chain);
    const draft = room.draft ? await this.readDraft(room.draft, chain) : null;
    this.send({ type: "looked", room, chain, inForce, draft });
  }

  /** A member follows the chain with their own key; who only stands by sees what is there, verified at the next draft. */
  private async followed(room: Room, chain: Dsse[]): Promise<CommitteeView | null> {
    const { me } = this.world.state();
    if (chain.length === 0) return null;
    const isSeated = room.people.some((person) => person.member === me && person.seated);
    return this.world.keys.follow(chain, this.world.today(), isSeated);
  }

  private readDraft(draft: Draft, chain: Dsse[]): Promise<RosterDraftView> {
    return this.world.keys.readDraft(draft.payload, chain, this.world.today());
  }

  private rosterPlan() {
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
      await this.failed(error);
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

  private alarmed(error: unknown): boolean {
    const code = codeOf(error);
    const alarm = code === "roster-refused" && !(error as { status?: number }).status ? "roster-refused" : ALARMS[code];
    if (!alarm) return false;
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
