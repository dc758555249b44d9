/** How long a list of members still runs, and how loudly that is said (reminders go out at the same days). */

const DAY = 86_400_000; // milliseconds
const SOON = 90; // days
const NEAR = 30;
const URGENT = 7;

export type Urgency = "none" | "soon" | "near" | "urgent" | "over";

/** @param validUntil its last day. */
export function urgencyOf(validUntil: string, today: string): Urgency {
  const days = Math.round((Date.parse(validUntil) - Date.parse(today)) / DAY);
  if (days < 0) return "over";
  if (days <= URGENT) return "urgent";
  if (days <= NEAR) return "near";
  return days <= SOON ? "soon" : "none";
}
