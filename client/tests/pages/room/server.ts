/** The server's side of the room in memory, as integrity_committee/services/rosters.py has it; and how a test makes it lie. */

import type { Person, Room } from "../../../src/api/founding";
import { ApiProblem } from "../../../src/api/problems";
import type { Dsse } from "../../../src/keyring/types";
import type { Office } from "../../../src/pages/room/ports";
import { inspect } from "../../../src/protocol/age";
import { unb64u } from "../../../src/protocol/encoding";
import {
  addSignatures,
  type Epoch,
  memberById,
  newestOf,
  parseRoster,
  payloadHash,
  type Roster,
  verifyChain,
} from "../../../src/protocol/roster";
import { type Founder, PLANNED } from "../../keyring/founders";
import { usernameOf, wrappedKey } from "../../keyring/room";
import { TODAY } from "../../protocol/cast";

const SHARE_SIZE = 512;

type Posted = { payload: string; shares: { member: string; sealed: string }[] };

interface Kept {
  hash: string;
  payload: string;
  draftedBy: string;
  signed: Dsse | null;
  stoppedBy: string | null;
}

/** An invitation on its way or accepted; it is gone when its member has a seat. */
export interface Invited {
  founder: Founder;
  accepted: boolean;
  deputy: boolean;
  replaces: string | null;
}

function refuse(code: string, status: number): never {
  throw new ApiProblem(code, status);
}

export class Server {
  readonly committee = PLANNED.committee;
  chain: Dsse[] = [];
  draft: Kept | null = null;
  readonly invited: Invited[] = [];
  readonly devices: Room["devices"] = [];
  readonly signedOut: string[] = [];
  /** What was taken, in order: for what may never have been sent. */
  readonly taken: { what: string; by: string; value: unknown }[] = [];
  /** Lies: what is told in the place of the truth. */
  /** It takes lists with people whom nobody invited. */
  takesAnybody = false;
  tellRoom: (room: Room, asker: Founder) => Room = (room) => room;
  tellChain: (chain: Dsse[], asker: Founder) => Dsse[] = (chain) => chain;
  tellInForce: (isInForce: boolean) => boolean = (isInForce) => isInForce;
  tellCommittee: (committee: string) => string = (committee) => committee;
  /** Awaited before each answer. */
  before: (what: string) => Promise<void> = async () => {};

  invite(founder: Founder, changes: Partial<Invited> = {}): this {
    this.invited.push({ founder, accepted: true, deputy: false, replaces: null, ...changes });
    return this;
  }

  /** What this person's browser talks to. */
  officeOf(founder: Founder): Office {
    const ask = async <T>(what: string, value: unknown, answer: () => T): Promise<T> => {
      await this.before(what);
      if (this.signedOut.includes(founder.id) && what !== "signIn") refuse("signed-out", 401);
      const given = answer();
      this.taken.push({ what, by: founder.name, value });
      return structuredClone(given);
    };
    return {
      signIn: (username) =>
        ask("signIn", null, () => {
          if (username !== usernameOf(founder.index)) refuse("sign-in-refused", 403);
          return { role: "member", member: founder.id, committee: this.tellCommittee(this.committee), codesLeft: 8 };
        }),
      signOut: () => ask("signOut", null, () => undefined),
      wrappedKey: () => wrappedKey(founder.index),
      chain: () => ask("chain", null, () => this.tellChain(this.chain, founder)),
      room: () => ask("room", null, () => this.tellRoom(structuredClone(this.room()), founder)),
      postDraft: (posted) => ask("postDraft", posted, () => this.post(founder, posted)),
      signDraft: (signed) => ask("signDraft", signed, () => this.tellInForce(this.sign(founder, signed))),
      stopDraft: (hash) => ask("stopDraft", hash, () => this.stop(founder, hash)),
      discardDraft: (hash) => ask("discardDraft", hash, () => this.discard(founder, hash)),
      confirmDevice: (member, number) => ask("confirmDevice", { member, number }, () => this.confirm(member, number)),
    };
  }

  inForce(): Epoch | null {
    return this.chain.length ? newestOf(verifyChain(this.chain)) : null;
  }

  private room(): Room {
    const { name, bodies, quorum } = PLANNED;
    const plan = this.chain.length ? null : { name, bodies, quorum };
    return { plan, people: this.people(), draft: this.shownDraft(), devices: this.devices };
  }

  private people(): Person[] {
    const seated = this.inForce()?.roster.members ?? [];
    const rest = { deputy: false, replaces: null, validUntil: null, seated: true };
    return [
      ...seated.map(({ id, name, seat, recipient, signingKey }) => ({
        ...{ member: id, name, seat, recipient, signingKey },
        ...rest,
      })),
      ...this.invited.map(personOf),
    ];
  }

  private shownDraft(): Room["draft"] {
    if (!this.draft) return null;
    const { hash, payload, draftedBy, signed, stoppedBy } = this.draft;
    const signers = signed?.signatures.map(({ keyid }) => keyid) ?? [];
    return { hash, payload, draftedBy, draftedOn: TODAY, signers, stoppedBy };
  }

  private post(by: Founder, { payload, shares }: Posted): NonNullable<Room["draft"]> {
    const roster = parseRoster(unb64u(payload));
    if (!this.takesAnybody) {
      this.checkPlace(by, roster);
      this.checkPeople(roster);
    }
    for (const { sealed } of shares) {
      const { stanzas, payloadLength } = inspect(unb64u(sealed));
      if (stanzas !== 1 || payloadLength !== SHARE_SIZE) refuse("not-sealed", 422);
    }
    const given = shares.map(({ member }) => member).sort();
    if (
      given.join() !==
      roster.members
        .map(({ id }) => id)
        .sort()
        .join()
    )
      refuse("foreign-member", 422);
    const hash = payloadHash(unb64u(payload));
    if (this.draft && this.draft.hash !== hash) refuse("draft-exists", 409);
    this.draft ??= { hash, payload, draftedBy: by.id, signed: null, stoppedBy: null };
    return this.shownDraft() as NonNullable<Room["draft"]>;
  }

  private checkPlace(by: Founder, roster: Roster): void {
    const epoch = this.inForce();
    if (roster.committee !== this.committee) refuse("roster-refused", 422);
    if (epoch) {
      if (roster.epoch !== epoch.roster.epoch + 1 || roster.previous !== epoch.hash) refuse("roster-changed", 409);
      if (!memberById(epoch.roster, by.id)) refuse("foreign-member", 422);
      return;
    }
    const { name, bodies, quorum } = roster;
    const asked = JSON.stringify([PLANNED.name, PLANNED.bodies, PLANNED.quorum]);
    if (roster.epoch !== 0 || JSON.stringify([name, bodies, quorum]) !== asked) refuse("roster-refused", 422);
  }

  /** Nobody gets in with a key that was not made on an invitation. */
  private checkPeople(roster: Roster): void {
    const known = new Set(this.people().map((one) => [one.member, one.recipient, one.signingKey].join()));
    for (const one of roster.members) {
      if (!known.has([one.id, one.recipient, one.signingKey].join())) refuse("foreign-member", 422);
    }
  }

  private openDraft(): Kept {
    return this.draft ?? refuse("no-draft", 404);
  }

  private sign(by: Founder, signed: Dsse): boolean {
    const draft = this.openDraft();
    if (payloadHash(unb64u(signed.payload)) !== draft.hash) refuse("stale-draft", 409);
    if (draft.stoppedBy) refuse("draft-stopped", 409);
    if (signed.signatures.map(({ keyid }) => keyid).join() !== by.keys.signingKey) refuse("foreign-member", 422);
    draft.signed = draft.signed ? addSignatures(draft.signed, signed) : signed;
    const chain = [...this.chain, draft.signed];
    try {
      verifyChain(chain);
    } catch {
      return false; // more signatures are needed
    }
    this.accept(chain);
    return true;
  }

  private accept(chain: Dsse[]): void {
    this.chain = chain;
    this.draft = null;
    const seated = newestOf(verifyChain(chain)).roster;
    const waiting = this.invited.filter(({ founder }) => !memberById(seated, founder.id));
    const before = chain.length > 1 ? newestOf(verifyChain(chain.slice(0, -1))).roster.members : [];
    this.invited.splice(0, this.invited.length, ...waiting);
    const gone = before.filter(({ id }) => !memberById(seated, id));
    this.signedOut.push(...gone.map(({ id }) => id));
  }

  private stop(by: Founder, hash: string): void {
    const draft = this.openDraft();
    if (draft.hash !== hash) refuse("stale-draft", 409);
    draft.stoppedBy ??= by.id;
  }

  private discard(by: Founder, hash: string): void {
    const draft = this.openDraft();
    const epoch = this.inForce();
    if (epoch && !memberById(epoch.roster, by.id)) refuse("foreign-member", 422);
    if (draft.hash !== hash) refuse("stale-draft", 409);
    this.draft = null;
  }

  private confirm(member: string, number: string): boolean {
    const at = this.devices.findIndex((one) => one.member === member);
    if (at < 0) refuse("no-request", 404);
    if (!/^\d{4}$/u.test(number)) refuse("malformed", 422);
    if (number !== "0427") {
      this.devices.splice(at, 1);
      refuse("wrong-number", 422);
    }
    return false;
  }
}

function personOf({ founder, accepted, deputy, replaces }: Invited): Person {
  return {
    member: founder.id,
    name: founder.name,
    seat: founder.index === 0 ? "chair" : "member",
    recipient: accepted ? founder.keys.recipient : "",
    signingKey: accepted ? founder.keys.signingKey : "",
    deputy,
    replaces,
    validUntil: "2026-12-22",
    seated: false,
  };
}
