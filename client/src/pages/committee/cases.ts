/** Finding cases, opening one, writing in it. */

import type { CaseView } from "../../keyring/types";
import { type Context, codeOf } from "./context";
import type { SealedCaseAnswer, SealedSummary, Thread } from "./ports";
import { type Card, draftOf, sealedFiles } from "./state";

/** Fetch the grants that are not in memory yet and try those that were not tried with this key. */
async function openNewGrants({ office, keys, memory }: Context): Promise<void> {
  const listed = await office.grantHandles();
  const unknown = listed.filter((handle) => !memory.grants.has(handle));
  if (unknown.length > 0) {
    for (const grant of await office.fetchGrants(unknown)) {
      memory.grants.set(grant.handle, grant);
    }
  }
  const untried = listed.flatMap((handle) => (memory.tried.has(handle) ? [] : (memory.grants.get(handle) ?? [])));
  const { tried } = memory;
  const opened = await keys.openGrants(untried);
  if (memory.tried !== tried) {
    return; // locked meanwhile: they are opened again with the key
  }
  memory.opened.push(...opened);
  for (const grant of untried) {
    tried.add(grant.handle);
  }
}

async function cardOf({ keys, memory }: Context, summary: SealedSummary): Promise<Card> {
  return {
    case: summary.case,
    reference: summary.reference,
    receivedOn: summary.received_on,
    stages: await keys.readStages(summary.case, summary.stages, memory.chain),
    heads: summary.heads,
  };
}

/** Find the cases that open for this member. Nothing of a case itself is fetched: that would tell the reporter. */
export async function loadBoard(context: Context): Promise<void> {
  context.send({ type: "busy", busy: { what: "finding-cases", part: null } });
  await openNewGrants(context);
  const { memory, office } = context;
  const doors = [...new Set(memory.opened.map((grant) => grant.door))];
  const summaries = doors.length > 0 ? await office.queryCases(doors) : [];
  const known = new Set(memory.opened.map((grant) => grant.case));
  const cards: Card[] = [];
  for (const summary of summaries) {
    if (known.delete(summary.case)) {
      cards.push(await cardOf(context, summary)); // a case stands on the board once
    }
  }
  context.send({ type: "cards", cards });
}

function grantsOf({ memory }: Context, caseId: string) {
  return memory.opened.filter((grant) => grant.case === caseId);
}

/** The door that served the case; with two grants only one of them may. */
async function fetchCase(context: Context, caseId: string): Promise<SealedCaseAnswer> {
  let missing: unknown = Object.assign(new Error("no case"), { code: "no-case" });
  for (const grant of grantsOf(context, caseId)) {
    try {
      const answer = await context.office.showCase(caseId, grant.door);
      if (answer.case !== caseId) {
        throw Object.assign(new Error("another case"), { code: "malformed-answer" });
      }
      return answer;
    } catch (error) {
      if (codeOf(error) !== "no-case") {
        throw error;
      }
      missing = error;
    }
  }
  throw missing;
}

function doorOf(context: Context, caseId: string): string {
  const grant = grantsOf(context, caseId)[0];
  if (!grant) {
    throw Object.assign(new Error("no case"), { code: "no-case" });
  }
  return grant.door;
}

async function show(context: Context, answer: SealedCaseAnswer): Promise<CaseView> {
  const handles = grantsOf(context, answer.case).map((grant) => grant.handle);
  const view = await context.keys.readCase(handles, answer, context.memory.chain, context.today());
  context.send({ type: "opened", view, heads: answer.heads });
  return view;
}

/** Fetch a case again and verify all of it. */
export async function readAgain(context: Context, caseId: string): Promise<CaseView> {
  const answer = await fetchCase(context, caseId);
  context.memory.answers.set(caseId, answer);
  return show(context, answer);
}

/** Read a case again after something was added to it; without a connection the page shows it as it was. */
async function readAfterwards(context: Context, caseId: string): Promise<CaseView | null> {
  try {
    return await readAgain(context, caseId);
  } catch (error) {
    if (codeOf(error) !== "network") {
      throw error;
    }
    return null;
  }
}

/** Open a case. The server writes for the reporter that this member looked. */
export async function openCase(context: Context, caseId: string): Promise<void> {
  if (grantsOf(context, caseId).length === 0) {
    await loadBoard(context); // the connection was lost between unlocking and finding the cases
  }
  context.send({ type: "opening", case: caseId });
  await readAgain(context, caseId);
}

/** After unlocking: the case that was on screen, from what is in memory still sealed, if nothing was added since. */
export async function reopenCase(context: Context, caseId: string): Promise<void> {
  const card = context.get().cards.find((one) => one.case === caseId);
  if (!card) {
    context.send({ type: "to-board" });
    return;
  }
  const kept = context.memory.answers.get(caseId);
  context.send({ type: "opening", case: caseId });
  const same = kept && kept.heads.conversation === card.heads.conversation && kept.heads.notes === card.heads.notes;
  await (same && kept.stages.length === card.stages.length ? show(context, kept) : readAgain(context, caseId));
}

/** Whether the last statement of a thread is the one that this member was about to send. */
function alreadyThere(view: CaseView, thread: Thread, text: string): boolean {
  const last = (thread === "notes" ? view.notes : view.entries).at(-1);
  return last?.mine === true && last.flag === null && last.text === text;
}

/** Whether the server shows what it said that it had taken. */
function isThere(view: CaseView, thread: Thread, text: string): boolean {
  const entries = thread === "notes" ? view.notes : view.entries;
  return entries.some((entry) => entry.mine && entry.flag === null && entry.text === text);
}

/**
 * Seal and post a statement, then read the case again. If the thread went on, the case is read, and only when our
 * statement is its end (the answer to a first attempt was lost) it counts as sent.
 */
async function say(context: Context, caseId: string, thread: Thread, text: string, withFiles: boolean): Promise<void> {
  const { keys, office } = context;
  const files = withFiles ? sealedFiles(context.get(), caseId, thread) : [];
  const kind = thread === "notes" ? "note" : "message";
  const statement = await keys.sealMemberStatement(caseId, thread, kind, text, files, context.today());
  try {
    const refs = files.map((file) => file.ref);
    await office.postCase(caseId, doorOf(context, caseId), thread, statement, refs);
  } catch (error) {
    if (codeOf(error) !== "stale-thread" || !alreadyThere(await readAgain(context, caseId), thread, text)) {
      throw error;
    }
  }
}

/** Send what stands in a thread's draft. */
export async function post(context: Context, caseId: string, thread: Thread): Promise<void> {
  const text = draftOf(context.get(), caseId)[thread].trim();
  context.send({ type: "acting", place: "composer" });
  await say(context, caseId, thread, text, true);
  const view = await readAfterwards(context, caseId);
  if (view && !isThere(view, thread, text)) {
    throw Object.assign(new Error("swallowed"), { code: "not-shown" });
  }
  context.send({ type: "draft-sent", case: caseId, thread });
  context.send({ type: "sent", done: thread === "notes" ? "note" : "message" });
}

async function sign(context: Context, caseId: string, stage: string): Promise<void> {
  const { keys, office } = context;
  const signed = await keys.signStage(caseId, stage, context.today());
  try {
    await office.setStage(caseId, doorOf(context, caseId), signed);
  } catch (error) {
    if (codeOf(error) === "stale-stage") {
      await readAgain(context, caseId);
    }
    throw error;
  }
  const view = await readAfterwards(context, caseId);
  if (view && !view.stages.some((one) => one.stage === stage && one.flag === null)) {
    throw Object.assign(new Error("swallowed"), { code: "not-shown" });
  }
}

/** Sign the next stage. */
export async function setStage(context: Context, caseId: string, stage: string): Promise<void> {
  context.send({ type: "acting", place: "stage" });
  await sign(context, caseId, stage);
  context.send({ type: "sent", done: "stage" });
}

/** Post the acknowledgement and sign its stage; after a failure in between, a retry only signs. */
export async function acknowledge(context: Context, caseId: string, text: string): Promise<void> {
  context.send({ type: "acting", place: "acknowledge" });
  if (!draftOf(context.get(), caseId).acknowledged) {
    await say(context, caseId, "conversation", text.trim(), false);
    context.send({ type: "acknowledgement-posted", case: caseId, posted: true });
    await readAfterwards(context, caseId);
  }
  await sign(context, caseId, "acknowledged");
  context.send({ type: "sent", done: "message" });
}
