/** The way through the intake: what comes next, and what keeps the reporter from going on. Pure. */

import type { CommitteeView } from "../../keyring/types";
import { type Finding, findTrace } from "./identify";
import { ANSWER_LIMIT, NAME_LIMIT, QUESTIONS, type Question, REACH_LIMIT } from "./questions";
import { type FormError, type Place, STEPS, type State, type Step } from "./state";

/** At most members minus quorum may be left out: who needs more is shown the doors outside. */
export function mostExcluded(committee: CommitteeView): number {
  return committee.members.length - committee.quorum;
}

export function isQuestion(place: Place): place is Question {
  return (QUESTIONS as readonly string[]).includes(place);
}

export function isStep(place: unknown): place is Step {
  return (STEPS as readonly unknown[]).includes(place);
}

/** The finding that the page asks about at this question, once the typing has paused. */
export function traceAt(state: State, question: Question): Finding | null {
  return state.settled ? findTrace(state.answers[question], state.kept) : null;
}

/** What is wrong at one step. */
export function faults(state: State, step: Place = state.place): FormError[] {
  if (isQuestion(step)) return faultsOfAnswer(step, state.answers[step]);
  switch (step) {
    case "body":
      return state.body ? [] : [{ id: "body", code: "choose-body" }];
    case "exclude":
      return state.committee && state.excluded.length > mostExcluded(state.committee)
        ? [{ id: "exclude", code: "too-many-excluded" }]
        : [];
    case "name":
      return faultsOfName(state);
    case "files":
      return faultsOfFiles(state);
    default:
      return [];
  }
}

function faultsOfAnswer(question: Question, text: string): FormError[] {
  if (text.length > ANSWER_LIMIT) return [{ id: question, code: "too-long" }];
  return question === "what" && !text.trim() ? [{ id: question, code: "empty" }] : [];
}

function faultsOfName({ name, reach }: State): FormError[] {
  const tooLong = (id: string, text: string, limit: number): FormError[] =>
    text.length > limit ? [{ id, code: "too-long" }] : [];
  return [...tooLong("name", name, NAME_LIMIT), ...tooLong("reach", reach, REACH_LIMIT)];
}

function faultsOfFiles({ files }: State): FormError[] {
  if (files.some((file) => file.state === "failed")) return [{ id: "files", code: "files-failed" }];
  return files.some((file) => file.state !== "done") ? [{ id: "files", code: "files-busy" }] : [];
}

/** The first step at which something is wrong; steps can be jumped over with the browser's own buttons. */
export function firstFault(state: State): { step: Step; errors: FormError[] } | null {
  for (const step of STEPS) {
    const errors = faults(state, step);
    if (errors.length) return { step, errors };
  }
  return null;
}

/** The step after this one. An edit from the check goes back to it; after another committee was chosen, by way of its members. */
export function nextStep(state: State): Step {
  if (state.fromCheck) return state.place === "facts" ? "exclude" : "check";
  const at = STEPS.indexOf(state.place as Step);
  return STEPS[Math.min(at + 1, STEPS.length - 1)] ?? "check";
}

export function stepBefore(state: State): Step | null {
  return STEPS[STEPS.indexOf(state.place as Step) - 1] ?? null;
}

/** Whether something would be lost by leaving now. */
export function hasUnsent(state: State): boolean {
  if (state.place === "done" || state.place === "stopped" || state.place === "forgotten") return false;
  if (state.place === "receipt" || state.place === "sending") return true;
  const texts = [...Object.values(state.answers), state.name, state.reach];
  return texts.some((text) => text.trim() !== "") || state.files.length > 0;
}
