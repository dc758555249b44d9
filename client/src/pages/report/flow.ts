/** What happens behind the buttons: the committee is verified, questions are walked, the words are checked. */

import * as letterbox from "../../api/letterbox";
import { today } from "../../components/page";
import type { Dsse } from "../../keyring/types";
import type { Desk } from "./desk";
import { Files } from "./files";
import type { Question } from "./questions";
import { Sending } from "./sending";
import type { Body, Event, FormError, State, Step } from "./state";
import { faults, isQuestion, nextStep, stepBefore, traceAt } from "./walk";
import { codeOf, stopOf, verified, type World } from "./world";

const PAUSE = 1000; // milliseconds without a key: then something may be said about a text

export class Flow implements Desk {
  private readonly files: Files;
  private readonly sending: Sending;
  /** Of the committee that was verified last. */
  private chain: Dsse[] = [];
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly world: World) {
    this.files = new Files(
      () => world.keys(),
      (event) => world.send(event),
    );
    this.sending = new Sending(world, this.files);
  }

  send(event: Event): void {
    this.world.send(event);
  }

  async begin(): Promise<void> {
    try {
      const committees = await letterbox.committees();
      if (this.world.fingerprint === null) this.send({ type: "committees", committees });
      else await this.beginFromPoster(committees, this.world.fingerprint);
    } catch {
      this.send({ type: "stop", stop: "network" });
    }
  }

  /** Only the committee of the poster is offered; when there is none, another may have been put in its place. */
  private async beginFromPoster(committees: State["committees"], fingerprint: string): Promise<void> {
    const keys = await this.world.keys();
    const mine: State["committees"] = [];
    for (const listed of committees) {
      const chain = await letterbox.chain(listed.committee);
      const isMine = await keys.verifyCommittee(chain, fingerprint, today()).catch((error) => {
        if (codeOf(error) === "network") throw error;
        return null;
      });
      if (isMine) mine.push(listed);
    }
    if (mine.length) this.send({ type: "committees", committees: mine, fromPoster: true });
    else this.send({ type: "stop", stop: "wrong-fingerprint" });
  }

  chooseBody(body: Body): void {
    this.send({ type: "choose-body", body });
  }

  answer(question: Question, text: string): void {
    this.send({ type: "answer", question, text });
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.send({ type: "settled" }), PAUSE);
  }

  compareCommittee(): void {
    const { words } = this.world.state();
    if (words === null || words === "failed") void this.fetchWords();
  }

  private async fetchWords(): Promise<void> {
    const { chain } = this;
    const tell = (words: State["words"]): void => {
      if (this.chain === chain) this.send({ type: "words", words });
    };
    tell("waiting");
    try {
      tell(await (await this.world.keys()).fingerprintWords(chain));
    } catch {
      tell("failed");
    }
  }

  next(): void {
    const state = this.world.state();
    const errors = faults(state);
    if (errors.length) this.fail(errors);
    else if (state.place === "body") void this.openCommittee();
    else if (!this.isTraceNews()) this.go(nextStep(state));
  }

  /** Whoever goes on while still typing sees the question about the text once, before it is too late. */
  private isTraceNews(): boolean {
    const { place, settled } = this.world.state();
    if (!isQuestion(place) || settled) return false;
    this.send({ type: "settled" });
    if (!traceAt(this.world.state(), place)) return false;
    this.world.focus("remove-trace");
    return true;
  }

  private go(step: Step): void {
    this.send({ type: "go", step, fromCheck: this.world.state().fromCheck && step !== "check" });
    if (step === "check") this.sending.prepare();
  }

  private fail(errors: FormError[]): void {
    this.send({ type: "errors", errors });
  }

  back(): void {
    if (stepBefore(this.world.state())) this.world.goBack();
  }

  edit(step: Step): void {
    this.send({ type: "go", step, fromCheck: true });
  }

  keepTrace(...[question, finding]: Parameters<Desk["keepTrace"]>): void {
    this.send({ type: "keep-trace", finding });
    this.world.focus(question);
  }

  removeTrace(...[question, finding]: Parameters<Desk["removeTrace"]>): void {
    this.send({ type: "remove-trace", question, finding });
    this.world.focus(question);
  }

  addFiles(files: File[]): void {
    this.files.add(files, this.world.state().files.length);
  }

  removeFile(id: string): void {
    void this.files.remove(id);
    this.world.focus("files");
  }

  retryFile(id: string): void {
    this.files.retry(id);
  }

  /** Verify the committee of the chosen body before anything is asked. */
  private async openCommittee(): Promise<void> {
    const { body, busy, fromCheck, committee } = this.world.state();
    if (!body || busy) return;
    this.send({ type: "busy", busy: true });
    try {
      const found = await verified(this.world, body.committee);
      this.chain = found.chain;
      this.send({ type: "committee", committee: found.committee });
      // Another body of the same committee: what was chosen about its members stands.
      if (fromCheck && committee) this.go("check");
      else this.go("facts");
    } catch (error) {
      this.send({ type: "stop", stop: stopOf(error) });
    }
  }

  submit(): void {
    this.sending.submit();
  }

  print(): void {
    this.world.print();
  }

  checkWords(): void {
    void this.compareWords();
  }

  private async compareWords(): Promise<void> {
    const { asked, typed } = this.world.state();
    const given = asked.map((position, index) => ({ position, text: (typed[index] ?? "").trim() }));
    try {
      const right = await (await this.world.keys()).checkReceiptWords(given.filter(({ text }) => text !== ""));
      const rightly = right[Symbol.iterator]();
      const errors = given.flatMap(({ position, text }): FormError[] => {
        const id = `back-${position}`;
        if (text === "") return [{ id, code: "no-word" }];
        return rightly.next().value ? [] : [{ id, code: "wrong-word" }];
      });
      if (errors.length) this.fail(errors);
      else this.finish();
    } catch {
      this.finish(); // nothing to compare with any more: the report is there all the same
    }
  }

  finish(): void {
    this.send({ type: "done" });
    this.world.forgetKeys();
  }

  stay(): void {
    this.send({ type: "idle", idle: false });
  }

  again(): void {
    this.world.reload();
  }

  /** Forget everything that was typed and every key. */
  forget(): void {
    clearTimeout(this.pause);
    this.files.forget();
    this.sending.forget();
    this.chain = [];
    this.world.forgetKeys();
    this.send({ type: "forget" });
  }
}
