/** Sealing and sending: everything or nothing, and never twice. */

import * as letterbox from "../../api/letterbox";
import { today } from "../../components/page";
import type {
  CommitteeView,
  Dsse,
  Keyring,
  MemberView,
  ReceiptView,
  ReportDraft,
  SealedFile,
} from "../../keyring/types";
import type { Files } from "./files";
import { QUESTIONNAIRE, QUESTIONS } from "./questions";
import type { Problem, State } from "./state";
import { firstFault } from "./walk";
import { codeOf, stopOf, verified, type World } from "./world";

const ASKED_BACK = 3;
const PROBLEMS: readonly Problem[] = ["network", "sealing-failed", "too-large", "proof-of-work"];
const SERVER_FAULT = 500; // HTTP status, and above
/** The keyring's worker is gone, or forgot its secrets. */
const KEYS_GONE = ["locked", "failed"];

/** Sealed, and perhaps received: only this very submission may be sent again, or there would be two. */
interface Sealed {
  submission: Dsse;
  /** Held before anything is sent: who has sent a report always gets its words. */
  receipt: ReceiptView;
}

/** Three different positions of twelve, in rising order. */
export function randomPositions(count = ASKED_BACK, of = 12): number[] {
  const left = Array.from({ length: of }, (_, position) => position);
  const [...numbers] = crypto.getRandomValues(new Uint32Array(count));
  const taken = numbers.map((number) => left.splice(number % left.length, 1)[0] as number);
  return taken.sort((a, b) => a - b);
}

/** No answer, or one that is none: nobody knows whether the report arrived. */
function isUncertain(error: unknown): boolean {
  const { status } = (error ?? {}) as { status?: unknown };
  const isServerFault = typeof status === "number" && status >= SERVER_FAULT;
  return isServerFault || ["network", "malformed-answer"].includes(codeOf(error));
}

function sealedFiles({ files }: State): SealedFile[] {
  return files.flatMap(({ ref, name, size }) => (ref ? [{ ref, name, size }] : []));
}

/** What is sealed, of what was filled in. */
export function draftOf(state: State, language: string): ReportDraft {
  const answers = QUESTIONS.flatMap((question) => {
    const text = state.answers[question].trim();
    return text ? [[question, text] as const] : [];
  });
  const name = state.name.trim();
  const reach = state.reach.trim();
  return {
    committee: state.body?.committee ?? "",
    bodyId: state.body?.id ?? "",
    language,
    questionnaire: QUESTIONNAIRE,
    answers: Object.fromEntries(answers),
    excluded: state.excluded,
    files: sealedFiles(state),
    // Follow-up begins when the reporter says so, in the mailbox.
    followUp: { wanted: false, ifSilent: "nothing" },
    name: name || reach ? { name, ...(reach ? { reach } : {}) } : null,
  };
}

/** Who was not there before, or was there under another name. */
function newIn(committee: CommitteeView, before: CommitteeView | null): MemberView[] {
  const known = new Set(before?.members.map(({ id, name }) => `${id} ${name}`));
  return committee.members.filter(({ id, name }) => !known.has(`${id} ${name}`));
}

export class Sending {
  private proof: Promise<string> | undefined;
  private sealed: Sealed | undefined;

  constructor(
    private readonly world: World,
    private readonly files: Files,
  ) {}

  /** The proof of work is solved while the person checks the answers. */
  prepare(): void {
    this.proof ??= this.world.keys().then((keys) => letterbox.proof((challenge) => keys.solve(challenge)));
    this.proof.catch(() => {
      this.proof = undefined;
    });
  }

  submit(): void {
    const state = this.world.state();
    const fault = this.sealed ? null : firstFault(state);
    if (!fault) {
      void this.sealAndSend(state);
      return;
    }
    this.world.send({ type: "go", step: fault.step, fromCheck: true });
    this.world.send({ type: "errors", errors: fault.errors });
  }

  forget(): void {
    this.proof = undefined;
    this.sealed = undefined;
  }

  private async sealAndSend(state: State): Promise<void> {
    this.world.send({ type: "sending", what: "sealing" });
    try {
      const keys = await this.world.keys();
      this.sealed ??= await this.seal(keys, state);
      await this.deliver(keys, this.sealed);
    } catch (error) {
      await this.failed(error);
    }
  }

  private async seal(keys: Keyring, state: State): Promise<Sealed> {
    const { language } = this.world;
    const submission = await keys.sealReport(draftOf(state, language), today());
    return { submission, receipt: await keys.receiptWords(language) };
  }

  private async deliver(keys: Keyring, { submission, receipt }: Sealed): Promise<void> {
    this.world.send({ type: "sending", what: "sending" });
    const ready = this.proof;
    this.proof = undefined;
    const received = await letterbox.fileReport(
      submission,
      (challenge) => keys.solve(challenge),
      (attempt) => this.world.send({ type: "sending", what: "retrying", attempt }),
      ready,
    );
    this.sealed = undefined;
    this.files.forget();
    this.world.send({ type: "received", ...received, receipt, asked: randomPositions() });
  }

  private async failed(error: unknown): Promise<void> {
    if (this.sealed && isUncertain(error)) {
      this.world.send({ type: "uncertain" });
      return;
    }
    this.sealed = undefined;
    const code = codeOf(error);
    if (code === "roster-changed") await this.showNewcomers();
    else if (code === "roster-expired") this.world.send({ type: "stop", stop: "roster-expired" });
    else if (KEYS_GONE.includes(code)) await this.renewKeys();
    else if (code === "upload-incomplete" || code === "no-upload") this.sendFilesAgain();
    else this.problem(PROBLEMS.find((problem) => problem === code) ?? "unexpected");
    if (this.world.state().place === "check") this.prepare();
  }

  private problem(problem: Problem): void {
    this.world.send({ type: "problem", problem });
  }

  /** What was sent of the files is gone, but the files themselves are still here. */
  private sendFilesAgain(): void {
    this.problem("files-gone");
    this.files.again();
  }

  /** New keys: what was sealed to the old ones is sealed anew. A new keyring has no memory, so the page compares. */
  private async renewKeys(): Promise<void> {
    const before = this.world.state().committee;
    this.world.forgetKeys();
    this.proof = undefined;
    try {
      const { committee } = await verified(this.world, before?.committee ?? "");
      if (committee.fingerprint.hex !== before?.fingerprint.hex || committee.epoch < before.epoch) {
        this.world.send({ type: "stop", stop: "roster-refused" });
        return;
      }
      this.files.again();
      if (committee.roster !== before.roster) {
        this.world.send({ type: "roster-changed", committee, newcomers: newIn(committee, before) });
        return;
      }
      this.problem("new-keys");
      this.world.send({ type: "committee", committee });
    } catch (error) {
      const stop = stopOf(error);
      if (stop === "network") this.problem("network");
      else this.world.send({ type: "stop", stop });
    }
  }

  /** The committee changed meanwhile: nothing is sent before the reporter has seen who is new. */
  private async showNewcomers(): Promise<void> {
    const before = this.world.state().committee;
    try {
      const { committee } = await verified(this.world, before?.committee ?? "");
      this.world.send({ type: "roster-changed", committee, newcomers: newIn(committee, before) });
    } catch (error) {
      const stop = stopOf(error);
      if (stop === "network") this.problem("network");
      else this.world.send({ type: "stop", stop });
    }
  }
}
