/** What a roster changes, compared with the one in force: for people to read before they sign. */

/** As much of a roster as people decide on. */
export interface RosterFacts {
  quorum: number;
  validUntil: string;
  name: Readonly<Record<string, string>>;
  bodies: readonly { id: string; name: Readonly<Record<string, string>> }[];
  members: readonly { id: string; name: string; seat: string }[];
}

export type RosterChange =
  | { what: "joins" | "leaves"; name: string; seat: string }
  | { what: "renamed"; from: string; to: string }
  | { what: "seat"; name: string; seat: string }
  | { what: "quorum"; from: number; to: number }
  | { what: "valid-until"; on: string }
  | { what: "committee-name" }
  | { what: "bodies" };

/** Everything that differs, the people first. A key never changes under the same id without being drafted as new. */
export function rosterChanges(before: RosterFacts, after: RosterFacts): RosterChange[] {
  const known = new Map(before.members.map((member) => [member.id, member]));
  const stays = new Set(after.members.map((member) => member.id));
  const changes: RosterChange[] = [];
  for (const { id, name, seat } of after.members) {
    const was = known.get(id);
    if (!was) changes.push({ what: "joins", name, seat });
    else {
      if (was.name !== name) changes.push({ what: "renamed", from: was.name, to: name });
      if (was.seat !== seat) changes.push({ what: "seat", name, seat });
    }
  }
  for (const { id, name, seat } of before.members) {
    if (!stays.has(id)) changes.push({ what: "leaves", name, seat });
  }
  if (before.quorum !== after.quorum) changes.push({ what: "quorum", from: before.quorum, to: after.quorum });
  if (before.validUntil !== after.validUntil) changes.push({ what: "valid-until", on: after.validUntil });
  if (JSON.stringify(sorted(before.name)) !== JSON.stringify(sorted(after.name))) {
    changes.push({ what: "committee-name" });
  }
  if (bodiesOf(before) !== bodiesOf(after)) changes.push({ what: "bodies" });
  return changes;
}

function sorted(names: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(names).sort(([one], [other]) => one.localeCompare(other));
}

function bodiesOf({ bodies }: RosterFacts): string {
  return JSON.stringify([...bodies].map(({ id, name }) => [id, sorted(name)]).sort());
}
