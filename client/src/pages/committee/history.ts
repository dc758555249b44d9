/** A case's two threads and its stages as one history, in the order of their days. */

import type { CaseView, EntryView, StageView } from "../../keyring/types";

export type Happening = { on: string; entry: EntryView; stage: null } | { on: string; entry: null; stage: StageView };

/** Put two lists together by day; each keeps its own order, and on the same day the first goes first. */
function merged(first: readonly Happening[], second: readonly Happening[]): Happening[] {
  const result: Happening[] = [];
  let at = 0;
  for (const happening of first) {
    while (at < second.length && (second[at]?.on ?? "") < happening.on) {
      result.push(...second.slice(at, at + 1));
      at += 1;
    }
    result.push(happening);
  }
  return [...result, ...second.slice(at)];
}

const ofEntries = (entries: readonly EntryView[]): Happening[] =>
  entries.map((entry) => ({ on: entry.postedOn, entry, stage: null }));

/** Everything that happened in a case, oldest first. */
export function historyOf(view: Pick<CaseView, "entries" | "notes" | "stages">): Happening[] {
  const stages: Happening[] = view.stages.map((stage) => ({ on: stage.on, entry: null, stage }));
  return merged(merged(ofEntries(view.entries), ofEntries(view.notes)), stages);
}

/** Whether every message, note and stage holds. */
export function allHold(view: Pick<CaseView, "entries" | "notes" | "stages" | "alarms">): boolean {
  return [...view.entries, ...view.notes, ...view.stages].every((one) => one.flag === null) && view.alarms.length === 0;
}
