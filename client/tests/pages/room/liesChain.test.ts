// @vitest-environment happy-dom
/** What a lying server can try on the room with the chain: the person is told, nothing false is shown as true, and nothing is signed. */

import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Dsse } from "../../../src/keyring/types";
import { unb64u } from "../../../src/protocol/encoding";
import { parseRoster } from "../../../src/protocol/roster";
import {
  ALICE,
  BOB,
  CHARLIE,
  changedTo,
  DORA,
  drafted,
  type Founder,
  foundedBy,
  founders,
  MALLORY,
  signedBy,
  withEntry,
} from "../../keyring/founders";
import { at } from "../../protocol/cast";
import { alarmed, Liar, told } from "./liar";

vi.mock("../../../src/protocol/staff", async (original) =>
  (await import("../../keyring/stretchOnce")).stretchOnce(await original()),
);

let cast: Founder[];
let three: Founder[];
let founded: Dsse[];
let server: Liar;
const one = (index: number) => at(cast, index);
const idOf = (index: number) => one(index).id;

beforeAll(async () => {
  cast = await founders();
  three = cast.slice(0, 3);
  founded = await foundedBy(three);
});
beforeEach(() => {
  server = new Liar(cast);
});

describe("the chain", () => {
  let longer: Dsse[];
  let forked: Dsse[];
  beforeAll(async () => {
    longer = await changedTo(three, founded, [one(ALICE), one(CHARLIE)], { validUntil: "2027-12-01" });
    forked = await changedTo(three, founded, [one(BOB), one(CHARLIE)], { validUntil: "2027-12-02" });
  });
  beforeEach(() => {
    server.chain = longer;
    server.invite(one(DORA), { deputy: true }).invite(one(MALLORY));
  });

  const WHO: [string, number][] = [
    ["a member", BOB],
    ["a deputy", DORA],
    ["who joins", MALLORY],
  ];
  const CHAINS: [string, () => Dsse[]][] = [
    ["an old chain", () => founded],
    ["a fork", () => forked],
    ["none", () => []],
  ];
  const EACH = WHO.flatMap(([who, index]) => CHAINS.map(([what, chain]) => ({ who, index, what, chain })));

  it.each(EACH)("$what after a newer one was shown, to $who: also after signing in anew", async ({ index, chain }) => {
    const visit = await server.arrives(index);
    expect(visit.state.inForce?.epoch).toBe(1);
    server.chain = chain();
    alarmed(await visit.look(), "roster-refused");
    await visit.press((flow) => flow.signOut());
    alarmed(await visit.signIn(), "roster-refused");
    server.chain = longer;
    await visit.press((flow) => flow.signOut());
    await visit.signIn();
    expect([visit.state.step, visit.state.inForce?.epoch]).toEqual(["room", 1]);
  });

  it("an old one, after signing in anew with the whole one, to who has no chain in the keyring yet", async () => {
    const dora = await server.arrives(DORA);
    await dora.press((flow) => flow.signOut());
    let answers = 0;
    server.tellChain = (chain) => {
      answers += 1;
      return answers > 1 ? founded : chain;
    };
    alarmed(await dora.signIn(), "roster-refused");
  });

  it.each(WHO)("emptied founds nothing anew: %s", async (_, index) => {
    const visit = await server.arrives(index);
    server.tellChain = () => [];
    server.tellRoom = (room) => ({
      ...room,
      plan: { name: {}, bodies: [], quorum: 2 },
      people: three.map((founder) => told(founder)),
    });
    visit.flow.beginPlan();
    await visit.press((flow) => flow.draft());
    await visit.look();
    const posted = visit.sent("postDraft") as { value: { payload: string } }[];
    // A member's list goes on from what was last shown; nothing begins anew.
    expect(posted.filter(({ value }) => parseRoster(unb64u(value.payload)).epoch !== 2)).toEqual([]);
    alarmed(visit, "roster-refused");
    expect(visit.has("founding")).toBe(false);
  });

  it.each<[string, () => Promise<Dsse[]>]>([
    ["one signature of two", () => changedTo(three, longer, [one(ALICE)])],
    ["signatures of strangers", () => changedTo(three, longer, [one(ALICE), one(MALLORY), one(DORA)])],
    ["who joins did not sign", () => changedTo(cast.slice(0, 4), longer, three)],
    ["a founding that not all signed", async () => [signedBy((await drafted(three)).payload, three.slice(1))]],
    ["a signature over something else", async () => swapped(await changedTo(three, longer, three))],
    ["a list of a year ahead", () => later(longer)],
  ])("with a link that does not hold: %s", async (_, chain) => {
    const alice = await server.arrives(ALICE);
    server.chain = await chain();
    alarmed(await alice.look(), "roster-refused");
    const anew = await server.arrives(ALICE);
    alarmed(anew, "roster-refused");
  });

  function swapped(chain: Dsse[]): Dsse[] {
    const last = at(chain, -1);
    return [...chain.slice(0, -1), { ...last, payload: withEntry(last.payload, idOf(BOB), { name: "Bobby" }) }];
  }

  async function later(chain: Dsse[]): Promise<Dsse[]> {
    const { payload } = await drafted(three, chain, { validUntil: "2028-01-01" }, "2027-10-01");
    return [...chain, signedBy(payload, three)];
  }

  it("of another committee, whole and signed", async () => {
    const { payload } = await drafted(three, [], { committee: "elders" });
    const elders = [signedBy(payload, three)];
    const alice = await server.arrives(ALICE);
    server.tellChain = () => elders;
    alarmed(await alice.look(), "roster-refused");
    alarmed(await server.arrives(ALICE), "roster-refused");
    alarmed(await server.arrives(DORA), "roster-refused");
  });

  it("kept back is seen by nobody, and not said to be new", async () => {
    server.chain = founded;
    const alice = await server.arrives(ALICE);
    expect([alice.state.inForce?.epoch, alice.state.isNew]).toEqual([0, false]);
  });
});
