/** Which stage may follow, and whether this page can sign it: those with two signatures come with a second member. */

const NEXT: Readonly<Record<string, string>> = {
  received: "acknowledged",
  acknowledged: "assessing",
  assessing: "investigating",
  investigating: "concluded",
  concluded: "closed",
  rerouted: "closed",
};
const BY_TWO: readonly string[] = ["concluded", "rerouted", "closed", "erased"];

/** The way that a case usually goes, for the picture of its stages. */
export const USUAL = ["received", "acknowledged", "assessing", "investigating", "concluded", "closed"] as const;

/** The stage that follows, or null at the end. */
export function nextStage(now: string): string | null {
  return NEXT[now] ?? null;
}

/** Whether two members must sign it. */
export function needsTwo(stage: string): boolean {
  return BY_TWO.includes(stage);
}
