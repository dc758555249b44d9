/** What a roster changes, compared with the one in force: for people to read before they sign. */

/** As much of a roster as people decide on. */
export interface RosterFacts {
  quorum: number;
  validUntil: string;
  name: Readonly<Record<string, string>>;
  bodies: readonly { id: string; name: Readonly<Record<string, string>>; country: string }[];
  members: readonly { id: string; name: string; seat: string; recipient: string; signingKey: string }[];
}

export type RosterChange =
  | { what: "joins" | "leaves"; name: string; seat: string }
  | { what: "renamed"; from: string; to: string }
  | { what: "seat"; name: string; seat: string }
  | { what: "key"; name: string }
  | { what: "quorum"; from: number; to: number }
  | { what: "valid-until"; on: string }
  | { what: "committee-name" }
  | { what: "bodies" };

/**
 * Everything that differs, the people first. `key`: somebody keeps the seat and is given another key, which nobody
 * who drafts honestly does: who has a new key comes in as a new member (protocol section 10).
 */
export function rosterChanges(before: RosterFacts, after: RosterFacts): RosterChange[] {
  const known = new Map(before.members.map((member) => [member.id, member]));
  const stays = new Set(after.members.map((member) => member.id));
  const changes: RosterChange[] = [];
  for (const member of after.members) {
    const was = known.get(member.id);
    changes.push(...(was ? memberChanges(was, member) : [{ what: "joins" as const, ...whoOf(member) }]));
  }
  for (const member of before.members) {
    if (!stays.has(member.id)) changes.push({ what: "leaves", ...whoOf(member) });
  }
  if (before.quorum !== after.quorum) changes.push({ what: "quorum", from: before.quorum, to: after.quorum });
  if (before.validUntil !== after.validUntil) changes.push({ what: "valid-until", on: after.validUntil });
  if (JSON.stringify(sorted(before.name)) !== JSON.stringify(sorted(after.name))) {
    changes.push({ what: "committee-name" });
  }
  if (bodiesOf(before) !== bodiesOf(after)) changes.push({ what: "bodies" });
  return changes;
}

type MemberFacts = RosterFacts["members"][number];

function whoOf({ name, seat }: MemberFacts): { name: string; seat: string } {
  return { name, seat };
}

function memberChanges(was: MemberFacts, is: MemberFacts): RosterChange[] {
  const changes: RosterChange[] = [];
  if (was.signingKey !== is.signingKey || was.recipient !== is.recipient) changes.push({ what: "key", name: is.name });
  if (was.name !== is.name) changes.push({ what: "renamed", from: was.name, to: is.name });
  if (was.seat !== is.seat) changes.push({ what: "seat", ...whoOf(is) });
  return changes;
}

function sorted(names: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(names).sort(([one], [other]) => one.localeCompare(other));
}

function bodiesOf({ bodies }: RosterFacts): string {
  return JSON.stringify([...bodies].map(({ id, name, country }) => [id, sorted(name), country]).sort());
}
