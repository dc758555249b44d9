/** What happens behind the buttons: a passphrase is set anew, or colleagues are asked to confirm a telephone. */

import { isSixDigits, sixDigits } from "../../components/device";
import { chosen } from "../../components/passphrase";
import type { Desk } from "./desk";
import type { World } from "./ports";
import {
  type ErrorCode,
  type Event,
  type FormError,
  hasCode,
  type Problem,
  type State,
  stepBefore,
  wordsOf,
} from "./state";

export const SHEET_WORDS = 24;
const USERNAME = /^[a-z0-9-]{3,32}$/u;
const REFUSED: readonly Problem[] = [
  "no-account",
  "challenge-expired",
  "sign-in-refused",
  "locked-out",
  "one-time-code",
  "network",
];

interface Told {
  code?: unknown;
  kind?: unknown;
  index?: unknown;
}

function problemOf(error: unknown): Problem {
  const { code } = (error ?? {}) as Told;
  if (typeof code === "string" && code.startsWith("proof-of-work")) return "proof-of-work";
  if (code === "no-committee") return "no-account"; // it is being founded still
  return REFUSED.find((one) => one === code) ?? (code === "failed" ? "key-failed" : "unexpected");
}

/** What is wrong with the words of a sheet; null when the error is another one. */
function wordsFault(error: unknown): FormError | null {
  const { code, kind, index } = (error ?? {}) as Told;
  if (code !== "wrong-words") return null;
  if (kind === "unknown-word" && typeof index === "number") return { id: "words", code: "unknown-word", index };
  return { id: "words", code: kind === "count" ? "words-count" : "checksum" };
}

function usernameFaults({ username }: State): FormError[] {
  return USERNAME.test(username) ? [] : [{ id: "username", code: "username" }];
}

function wordsFaults(state: State): FormError[] {
  const count = wordsOf(state.words).length;
  const code: ErrorCode | null = count === 0 ? "no-words" : count === SHEET_WORDS ? null : "words-count";
  return code ? [...usernameFaults(state), { id: "words", code }] : usernameFaults(state);
}

function choiceFaults({ choice }: State): FormError[] {
  if (!choice.isOwn) return [];
  if (!choice.own) return [{ id: "own", code: "no-passphrase" }];
  return choice.own === choice.again ? [] : [{ id: "again", code: "not-the-same" }];
}

export function faults(state: State): FormError[] {
  switch (state.place) {
    case "words":
      return wordsFaults(state);
    case "new":
      return choiceFaults(state);
    case "ask":
      return [
        ...usernameFaults(state),
        ...(state.passphrase ? [] : [{ id: "passphrase", code: "passphrase" } as const]),
      ];
    case "code":
      return [
        ...usernameFaults(state),
        ...(state.passphrase ? [] : [{ id: "passphrase", code: "passphrase" } as const]),
        ...(hasCode(state) ? [] : [{ id: "code", code: "no-code" } as const]),
      ];
    case "link":
      return isSixDigits(state.otpCode) ? [] : [{ id: "otp-code", code: "six-digits" }];
    default:
      return [];
  }
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
    else if (place === "words") void this.work("testing", (send) => this.lookAtWords(send));
    else if (place === "new") void this.work("testing", (send) => this.setPassphrase(send));
    else if (place === "ask") void this.work("testing", (send) => this.makeDevice(send, "link"));
    else if (place === "code") void this.work("testing", (send) => this.makeDevice(send, "codes"));
    else if (place === "codes") this.send({ type: "go", step: "link" });
    else if (place === "link")
      void this.work("making", (send) => (hasCode(this.state) ? this.renew(send) : this.ask(send)));
  }

  back(): void {
    if (stepBefore(this.state) && !this.state.busy) this.world.goBack();
  }

  otherWords(): void {
    void this.work("testing", async (send) => this.offer(send));
  }

  print(): void {
    this.world.print();
  }

  stay(): void {
    this.send({ type: "idle", idle: false });
  }

  forget(): void {
    this.life += 1;
    void this.world.keys.forget();
    this.send({ type: "forget" });
  }

  /** Something that takes a while; what it sends after everything was forgotten is dropped. */
  private async work(
    what: NonNullable<State["busy"]>["what"],
    act: (send: (event: Event) => void) => Promise<void>,
  ): Promise<void> {
    const { life } = this;
    const send = (event: Event): void => {
      if (life === this.life) this.send(event);
    };
    send({ type: "busy", busy: { what, part: null } });
    try {
      await act(send);
    } catch (error) {
      const fault = wordsFault(error);
      if (fault) send({ type: "errors", errors: [fault], step: "words" });
      else send({ type: "problem", problem: problemOf(error) });
    }
    send({ type: "busy", busy: null });
  }

  private async offer(send: (event: Event) => void): Promise<void> {
    send({ type: "passphrase", change: { offered: await this.world.keys.offerPassphrase() } });
  }

  /** A word that is in no list is told at once; whether they belong together shows when the key is made. */
  private async lookAtWords(send: (event: Event) => void): Promise<void> {
    const words = wordsOf(this.state.words);
    for (const [index, word] of words.entries()) {
      const isKnown = /^\d+$/u.test(word) || (await this.world.keys.completeWord(word)).length > 0;
      if (!isKnown) return send({ type: "errors", errors: [{ id: "words", code: "unknown-word", index }] });
    }
    if (!this.state.choice.offered) await this.offer(send);
    send({ type: "go", step: "new" });
  }

  private async setPassphrase(send: (event: Event) => void): Promise<void> {
    const { choice, username, words } = this.state;
    const fault = choice.isOwn ? await this.ownFault(choice.own, username) : null;
    if (fault) return send({ type: "errors", errors: [{ id: "own", code: fault }] });
    const progress = (part: number): void => send({ type: "busy", busy: { what: "making", part } });
    const { office, keys, origin } = this.world;
    const challenge = await office.recoveryChallenge();
    const sheet = wordsOf(words).join(" ");
    const signed = await keys.recover(sheet, username, chosen(choice), challenge, origin, progress);
    send({ type: "busy", busy: { what: "sending", part: null } });
    await office.recover(signed);
    void keys.forget();
    send({ type: "set" });
  }

  private async ownFault(own: string, username: string): Promise<ErrorCode | null> {
    try {
      return (await this.world.isStrong(own, [username])) ? null : "weak";
    } catch {
      return "estimator";
    }
  }

  private async makeDevice(send: (event: Event) => void, then: "link" | "codes"): Promise<void> {
    if (!this.state.device) send({ type: "device", device: await this.world.keys.newDevice() });
    send({ type: "go", step: then });
  }

  private async renew(send: (event: Event) => void): Promise<void> {
    const { device, username, passphrase, code, otpCode } = this.state;
    if (!device) return;
    const { office, keys } = this.world;
    const progress = (part: number): void => send({ type: "busy", busy: { what: "making", part } });
    const password = await keys.stretch(username, passphrase, progress);
    send({ type: "busy", busy: { what: "sending", part: null } });
    const fresh = { otp_key: device.key, otp_code: sixDigits(otpCode), recovery_hashes: device.recoveryHashes };
    try {
      await office.renewDevice({ username, password, code: code.trim(), ...fresh });
      void keys.forget();
      send({ type: "linked" });
    } catch (error) {
      const problem = problemOf(error);
      if (problem === "sign-in-refused") send({ type: "problem", problem: "code-refused", step: "code" });
      else send({ type: "problem", problem });
    }
  }

  private async ask(send: (event: Event) => void): Promise<void> {
    const { device, username, passphrase, otpCode } = this.state;
    if (!device) return;
    const { office, keys } = this.world;
    const progress = (part: number): void => send({ type: "busy", busy: { what: "making", part } });
    const password = await keys.stretch(username, passphrase, progress);
    send({ type: "busy", busy: { what: "sending", part: null } });
    const given = { username, password, otp_key: device.key, otp_code: sixDigits(otpCode) };
    try {
      const number = await office.askForDevice(given);
      void keys.forget();
      send({ type: "number", number });
    } catch (error) {
      const problem = problemOf(error);
      send(problem === "sign-in-refused" ? { type: "problem", problem, step: "ask" } : { type: "problem", problem });
    }
  }
}
