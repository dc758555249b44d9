/** What happens behind the buttons: the committee is verified, the report is sealed and sent, the words are checked. */

import * as letterbox from "../../api/letterbox";
import { today } from "../../components/page";
import type { CommitteeView, Dsse, Keyring } from "../../keyring/types";
import type { Desk } from "./desk";
import { Files } from "./files";
import { QUESTIONNAIRE, QUESTIONS } from "./questions";
import { type Event, faults, nextStep, type Problem, type State, type Stop, stepBefore } from "./state";

const ASKED_BACK = 3;
const STOPS: readonly Stop[] = ["roster-refused", "wrong-fingerprint", "roster-expired", "network"];
const PROBLEMS: readonly Problem[] = ["network", "sealing-failed", "too-large", "proof-of-work"];

export interface World {
  state(): State;
  send(event: Event): void;
  keys(): Promise<Keyring>;
  forgetKeys(): void;
  /** Of the poster's QR code, from the address; null when there is none. */
  fingerprint: string | null;
  language: string;
  print(): void;
  goBack(): void;
  reload(): void;
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : "";
}

/** Three different positions of twelve, in rising order. */
export function randomPositions(count = ASKED_BACK, of = 12): number[] {
  const left = Array.from({ length: of }, (_, position) => position);
  const [...numbers] = crypto.getRandomValues(new Uint32Array(count));
  const taken = numbers.map((number) => left.splice(number % left.length, 1)[0] as number);
  return taken.sort((a, b) => a - b);
}

export class Flow implements Desk {
  private proof: Promise<string> | undefined;
  /** Sealed and perhaps received: only this very submission may be sent again, or there would be two. */
  private sealed: Dsse | undefined;
  private readonly files: Files;

  constructor(private readonly world: World) {
    this.files = new Files(
      () => world.keys(),
      (event) => world.send(event),
    );
  }

  send(event: Event): void {
    this.world.send(event);
  }

  async begin(): Promise<void> {
    try {
      this.send({ type: "committees", committees: await letterbox.committees() });
    } catch {
      this.send({ type: "stop", stop: "network" });
    }
  }

  chooseBody(body: State["body"] & object): void {
    this.send({ type: "choose-body", body });
  }

  next(): void {
    const state = this.world.state();
    const errors = faults(state);
    if (errors.length) this.send({ type: "errors", errors });
    else if (state.place === "body") void this.openCommittee();
    else this.send({ type: "go", step: nextStep(state) });
    if (this.world.state().place === "check") this.beginProof();
  }

  back(): void {
    if (this.world.state().fromCheck) this.send({ type: "go", step: "check" });
    else if (stepBefore(this.world.state())) this.world.goBack();
  }

  edit(step: Parameters<Desk["edit"]>[0]): void {
    this.send({ type: "go", step, fromCheck: true });
  }

  keepTrace(finding: Parameters<Desk["keepTrace"]>[0]): void {
    this.send({ type: "keep-trace", finding });
  }

  removeTrace(...[question, finding]: Parameters<Desk["removeTrace"]>): void {
    this.send({ type: "remove-trace", question, finding });
  }

  addFiles(files: File[]): void {
    this.files.add(files, this.world.state().files.length);
  }

  cancelFile(id: string): void {
    void this.files.remove(id);
  }

  removeFile(id: string): void {
    void this.files.remove(id);
  }

  retryFile(id: string): void {
    this.files.retry(id);
  }

  /** Verify the committee of the chosen body before anything is asked. */
  private async openCommittee(): Promise<void> {
    const { body } = this.world.state();
    if (!body) return;
    this.send({ type: "busy", busy: true });
    try {
      this.send({ type: "committee", committee: await this.verified(body.committee) });
      this.send({ type: "go", step: "facts" });
    } catch (error) {
      this.send({ type: "stop", stop: STOPS.find((stop) => stop === codeOf(error)) ?? "roster-refused" });
    }
  }

  private async verified(committee: string): Promise<CommitteeView> {
    const keys = await this.world.keys();
    const chain = await letterbox.chain(committee);
    const { fingerprint } = this.world;
    if (fingerprint !== null) await keys.verifyCommittee(chain, fingerprint, today());
    return keys.beginReport(chain, today());
  }

  /** The proof of work is solved while the person checks the answers. */
  private beginProof(): void {
    this.proof ??= this.world.keys().then((keys) => letterbox.proof((challenge) => keys.solve(challenge)));
    this.proof.catch(() => {
      this.proof = undefined;
    });
  }

  submit(): void {
    const errors = faults(this.world.state());
    if (errors.length) this.send({ type: "errors", errors });
    else void this.sealAndSend();
  }

  private async sealAndSend(): Promise<void> {
    const state = this.world.state();
    this.send({ type: "sending", what: "sealing" });
    try {
      const keys = await this.world.keys();
      this.sealed ??= await keys.sealReport(this.draftOf(state), today());
      await this.deliver(keys, this.sealed);
    } catch (error) {
      await this.failed(error);
    }
  }

  private async deliver(keys: Keyring, submission: Dsse): Promise<void> {
    this.send({ type: "sending", what: "sending" });
    const ready = this.proof;
    this.proof = undefined;
    const received = await letterbox.fileReport(
      submission,
      (challenge) => keys.solve(challenge),
      (attempt) => this.send({ type: "sending", what: "retrying", attempt }),
      ready,
    );
    const receipt = await keys.receiptWords(this.world.language);
    this.files.forget();
    this.send({ type: "received", ...received, receipt, asked: randomPositions() });
  }

  private draftOf(state: State): Parameters<Keyring["sealReport"]>[0] {
    const answers = QUESTIONS.flatMap((question) => {
      const text = state.answers[question].trim();
      return text ? [[question, text] as const] : [];
    });
    const name = state.name.trim();
    const reach = state.reach.trim();
    return {
      committee: state.body?.committee ?? "",
      bodyId: state.body?.id ?? "",
      language: this.world.language,
      questionnaire: QUESTIONNAIRE,
      answers: Object.fromEntries(answers),
      excluded: state.excluded,
      attachments: state.files.flatMap((file) => file.ref ?? []),
      // Follow-up begins when the reporter says so, in the mailbox.
      followUp: { wanted: false, ifSilent: "nothing" },
      name: name ? { name, ...(reach ? { reach } : {}) } : null,
    };
  }

  private async failed(error: unknown): Promise<void> {
    const code = codeOf(error);
    const isUncertain = code === "network" || code === "server-error" || code === "malformed-answer";
    if (this.sealed && isUncertain) {
      this.send({ type: "uncertain" });
      return;
    }
    this.sealed = undefined;
    if (code === "roster-changed") await this.showNewcomers();
    else if (code === "roster-expired") this.send({ type: "stop", stop: "roster-expired" });
    else if (code === "upload-incomplete" || code === "no-upload")
      this.send({ type: "problem", problem: "files-gone" });
    else this.send({ type: "problem", problem: PROBLEMS.find((problem) => problem === code) ?? "unexpected" });
    this.beginProof();
  }

  /** The committee changed meanwhile: nothing is sent before the reporter has seen who is new. */
  private async showNewcomers(): Promise<void> {
    const before = this.world.state().committee;
    try {
      const committee = await this.verified(before?.committee ?? "");
      const known = new Set(before?.members.map((member) => member.id));
      const newcomers = committee.members.filter((member) => !known.has(member.id));
      this.send({ type: "roster-changed", committee, newcomers });
    } catch (error) {
      this.send({ type: "stop", stop: STOPS.find((stop) => stop === codeOf(error)) ?? "roster-refused" });
    }
  }

  print(): void {
    this.world.print();
  }

  checkWords(): void {
    void this.compareWords();
  }

  private async compareWords(): Promise<void> {
    const { asked, typed } = this.world.state();
    const keys = await this.world.keys();
    const right = await keys.checkReceiptWords(
      asked.map((position, index) => ({ position, text: typed[index] ?? "" })),
    );
    const errors = asked.flatMap((position, index) =>
      right[index] ? [] : [{ id: `back-${position}`, code: "wrong-word" as const }],
    );
    if (errors.length) this.send({ type: "errors", errors });
    else this.finish();
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
    this.files.forget();
    this.proof = undefined;
    this.sealed = undefined;
    this.world.forgetKeys();
    this.send({ type: "forget" });
  }
}
