/** What happens behind the buttons: the code is looked up, the key is made, the account is opened. */

import { sixDigits } from "../../components/device";
import { chosen } from "../../components/passphrase";
import type { Dsse, NewMember } from "../../keyring/types";
import { faults, plainCode } from "./checks";
import type { Desk } from "./desk";
import type { World } from "./ports";
import { type Event, type Problem, type State, type Step, stepAfter, stepBefore } from "./state";

const REFUSED: readonly Problem[] = ["no-invitation", "invitation-used", "name-taken", "one-time-code", "network"];

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : "";
}

function problemOf(error: unknown): Problem {
  const code = codeOf(error);
  if (code.startsWith("proof-of-work")) return "proof-of-work";
  return REFUSED.find((one) => one === code) ?? "unexpected";
}

/** The new credentials in a statement that the keyring signed. */
function credentialsOf(signed: Dsse): { password: string; wrapped: string } {
  const bytes = Uint8Array.from(atob(signed.payload), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as { password: string; wrapped: string };
}

export class Flow implements Desk {
  /** Counts up when everything is forgotten: what was under way then changes nothing. */
  private life = 0;

  constructor(private readonly world: World) {}

  send(event: Event): void {
    this.world.send(event);
  }

  private get state(): State {
    return this.world.state();
  }

  next(): void {
    const { place, busy } = this.state;
    if (busy) return;
    const errors = faults(this.state);
    if (errors.length) this.send({ type: "errors", errors });
    else if (place === "code") void this.work("looking", (send) => this.look(send));
    else if (place === "you") void this.offer();
    else if (place === "name") void this.leaveName();
    else if (place === "key") void this.work("making", (send) => this.makeKey(send), "key-failed");
    else if (place === "mail") void this.makeDevice();
    else if (place === "device") void this.work("accepting", (send) => this.accept(send));
    else this.go();
  }

  back(): void {
    if (stepBefore(this.state) && !this.state.busy) this.world.goBack();
  }

  notMe(): void {
    this.forget({ type: "not-me" });
  }

  otherWords(): void {
    void this.offerWords();
  }

  print(): void {
    this.world.print();
  }

  stay(): void {
    this.send({ type: "idle", idle: false });
  }

  forget(event: Event = { type: "forget" }): void {
    this.life += 1;
    void this.world.keys.forget();
    this.send(event);
  }

  private go(step: Step | null = stepAfter(this.state)): void {
    if (step) this.send({ type: "go", step });
  }

  /** Something that takes a while; what it sends after everything was forgotten is dropped. */
  private async work(
    what: NonNullable<State["busy"]>["what"],
    act: (send: (event: Event) => void) => Promise<void>,
    otherwise?: Problem,
  ): Promise<void> {
    const { life } = this;
    const send = (event: Event): void => {
      if (life === this.life) this.send(event);
    };
    send({ type: "busy", busy: { what, part: null } });
    try {
      await act(send);
    } catch (error) {
      const problem = problemOf(error);
      send({ type: "problem", problem: problem === "unexpected" && otherwise ? otherwise : problem });
    }
    send({ type: "busy", busy: null });
  }

  private async look(send: (event: Event) => void): Promise<void> {
    send({ type: "shown", invitation: await this.world.office.showInvitation(plainCode(this.state.code)) });
  }

  private async offer(): Promise<void> {
    if (!this.state.choice.offered) await this.offerWords();
    if (!this.state.problem) this.go();
  }

  private async offerWords(): Promise<void> {
    await this.work("testing", async (send) => {
      const offered = await this.world.keys.offerPassphrase();
      send({ type: "passphrase", change: { offered } });
    });
  }

  private async leaveName(): Promise<void> {
    const { choice, username, invitation } = this.state;
    if (!choice.isOwn) return this.afterName();
    await this.work("testing", async (send) => {
      const known = [
        username,
        ...(invitation?.name.split(/\s+/u) ?? []),
        ...Object.values(invitation?.committeeName ?? {}),
      ];
      try {
        if (await this.world.isStrong(choice.own, known)) send({ type: "errors", errors: [] });
        else send({ type: "errors", errors: [{ id: "own", code: "weak" }] });
      } catch {
        send({ type: "errors", errors: [{ id: "own", code: "estimator" }] });
      }
    });
    const { place, errors } = this.state;
    if (place === "name" && errors.length === 0) this.afterName();
  }

  /** Whoever comes back to choose another name has everything else already. */
  private afterName(): void {
    const { device, made, invitation } = this.state;
    const isReady = device !== null && (made !== null || invitation?.role === "union");
    this.go(isReady ? "device" : undefined);
  }

  private async makeKey(send: (event: Event) => void): Promise<void> {
    await this.sealedKey(send);
    send({ type: "go", step: "sheet" });
  }

  /**
   * The key, sealed with the name and passphrase that are chosen now. A key that is there already is sealed anew with
   * the words of its sheet, so that the paper stays right.
   */
  private async sealedKey(send: (event: Event) => void): Promise<NewMember> {
    const { made, username, choice } = this.state;
    const passphrase = chosen(choice);
    if (made?.username === username && made.passphrase === passphrase) return made.key;
    const progress = (part: number): void => send({ type: "busy", busy: { what: "making", part } });
    // Whether it is kept on the server is decided when it is sent: until then it can still be changed.
    const key = made
      ? { ...made.key, ...(await this.sealAnew(made.key, username, passphrase, progress)) }
      : await this.world.keys.newMember(username, passphrase, true, progress);
    send({ type: "made", made: { key, username, passphrase }, asked: this.world.drawPlaces(key.sheet.words.length) });
    return key;
  }

  private async sealAnew(
    key: NewMember,
    username: string,
    passphrase: string,
    progress: (part: number) => void,
  ): Promise<{ password: string; wrapped: string }> {
    const words = key.sheet.words.join(" ");
    // A statement that is sent nowhere: it opens nothing without a challenge of the server.
    return credentialsOf(await this.world.keys.recover(words, username, passphrase, "none", "none", progress));
  }

  private async makeDevice(): Promise<void> {
    if (!this.state.device) {
      await this.work("testing", async (send) => {
        send({ type: "device", device: await this.world.keys.newDevice() });
      });
    }
    if (this.state.device) this.go();
  }

  private async accept(send: (event: Event) => void): Promise<void> {
    const { code, invitation, username, choice, keep, mail, device, otpCode } = this.state;
    if (!invitation || !device) return;
    const isUnion = invitation.role === "union";
    const progress = (part: number): void => send({ type: "busy", busy: { what: "making", part } });
    const key = isUnion ? null : await this.sealedKey(send);
    const password = key?.password ?? (await this.world.keys.stretch(username, chosen(choice), progress));
    send({ type: "busy", busy: { what: "accepting", part: null } });
    try {
      await this.world.office.acceptInvitation(plainCode(code), {
        username,
        password,
        otp_key: device.key,
        otp_code: sixDigits(otpCode),
        recovery_hashes: device.recoveryHashes,
        wrapped: keep ? (key?.wrapped ?? null) : null,
        recipient: key?.recipient ?? "",
        signing_key: key?.signingKey ?? "",
        mail: mail.trim(),
      });
    } catch (error) {
      const problem = problemOf(error);
      if (problem === "name-taken") send({ type: "problem", problem, step: "name" });
      else send({ type: "problem", problem: problem === "network" ? "uncertain" : problem });
      return;
    }
    void this.world.keys.forget();
    send({ type: "done" });
  }
}
