import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { addDays } from "../../src/protocol/dates";
import * as dsse from "../../src/protocol/dsse";
import type { Json } from "../../src/protocol/encoding";
import { type Epoch, verifyChain } from "../../src/protocol/roster";
import * as stage from "../../src/protocol/stage";
import { at, CASE, type Committee, codeOf, follow, found, json, STRANGER } from "./cast";

const ON = "2026-11-23";
const WHOLE: stage.Stage[] = ["acknowledged", "assessing", "investigating", "concluded", "closed", "erased"];
let committee: Committee;

beforeAll(async () => {
  committee = await found();
});

function secrets(count: number): Uint8Array[] {
  return committee.keys.slice(0, count).map((key) => key.signingSecret);
}

/** A history of these stages, one a day unless told, each signed by as many as it needs. */
function walk(names: readonly stage.Stage[], options: { days?: number[]; alone?: boolean } = {}): dsse.Envelope[] {
  const history: dsse.Envelope[] = [];
  let previous: string | null = null;
  for (const [index, name] of names.entries()) {
    const needed = options.alone ? 1 : stage.signaturesNeeded(name);
    const on = addDays(ON, options.days?.[index] ?? index);
    const envelope = stage.buildStage(CASE, name, on, previous, secrets(needed));
    history.push(envelope);
    previous = stage.parseStage(envelope).hash;
  }
  return history;
}

function flags(history: readonly unknown[], caseId = CASE, epochs: readonly Epoch[] = committee.epochs): unknown[] {
  return stage.verifyStageHistory(history, caseId, epochs).map((entry) => entry.flag);
}

test("the whole way", () => {
  const entries = stage.verifyStageHistory(walk(WHOLE), CASE, committee.epochs);
  expect(entries.map((entry) => entry.flag)).toEqual(WHOLE.map(() => null));
  expect(entries.map((entry) => entry.signers.length)).toEqual([1, 1, 1, 2, 2, 2]);
  expect(committee.ids).toEqual(expect.arrayContaining([...at(entries, 0).signers]));
  expect(flags(walk(["acknowledged", "assessing", "rerouted", "closed"]))).toEqual([null, null, null, null]);
});

test("every stage has its followers", () => {
  expect(Object.keys(stage.ALLOWED).sort()).toEqual([...stage.STAGES].sort());
  const byTwo = stage.STAGES.filter((name) => stage.signaturesNeeded(name) === 2);
  expect(byTwo).toEqual(["concluded", "rerouted", "closed", "erased"]);
});

const shortCuts: stage.Stage[][] = [
  ["assessing"],
  ["closed"],
  ["acknowledged", "investigating"],
  ["acknowledged", "acknowledged"],
  ["acknowledged", "rerouted"],
  [...WHOLE, "acknowledged"],
];
test.each(shortCuts.map((names) => [names]))("no short cut: %j", (names) => {
  expect(flags(walk(names))).toEqual([...names.slice(1).map(() => null), "wrong-transition"]);
});

describe("signatures", () => {
  test("two to conclude", () => {
    expect(flags(walk(WHOLE.slice(0, 4), { alone: true }))).toEqual([null, null, null, "too-few-signatures"]);
  });

  test("one member is not two", () => {
    const history = walk(WHOLE.slice(0, 3));
    const { hash } = stage.parseStage(at(history, -1));
    const [alice] = secrets(1);
    const twice = alice === undefined ? [] : [alice, alice];
    history.push(stage.buildStage(CASE, "concluded", addDays(ON, 9), hash, twice));
    expect(flags(history).at(-1)).toBe("too-few-signatures");
  });

  test("strangers do not count", () => {
    expect(flags([stage.buildStage(CASE, "acknowledged", ON, null, [STRANGER])])).toEqual(["too-few-signatures"]);
  });

  test("before the committee was", () => {
    expect(flags(walk(["acknowledged"], { days: [-2] }))).toEqual(["too-few-signatures"]);
  });

  test.each([
    ["2026-11-30", null],
    ["2026-12-01", null],
    ["2026-12-02", "too-few-signatures"],
  ])("who left on 1 December signs on %s: %s", (day, flag) => {
    const kept = committee.epoch.roster.members.slice(1);
    const changes = {
      issued_on: "2026-12-01",
      members: kept.map(({ signingKey, ...rest }) => ({ ...rest, signing_key: signingKey })),
      release: {
        recipient: committee.epoch.roster.release.recipient,
        shares: Object.fromEntries(kept.map(({ id }) => [id, committee.epoch.roster.release.shares[id]])),
      },
    };
    const epochs = verifyChain([...committee.chain, follow(committee, changes, [1, 2])]);
    const signed = stage.buildStage(CASE, "acknowledged", day, null, secrets(1));
    expect(flags([signed], CASE, epochs)).toEqual([flag]);
  });
});

test("dates do not fall", () => {
  expect(flags(walk(WHOLE.slice(0, 2), { days: [3, 2] }))).toEqual([null, "wrong-date"]);
  expect(flags(walk(WHOLE.slice(0, 2), { days: [3, 3] }))).toEqual([null, null]);
});

test("another case, and a dropped stage", () => {
  const history = walk(WHOLE.slice(0, 3));
  expect(flags(history, CASE.replace("6f", "7f"))).toEqual(["wrong-case", "wrong-case", "wrong-case"]);
  expect(flags([at(history, 0), at(history, 2)])).toEqual([null, "broken-chain"]);
});

test.each<Json>([
  { stage: "received" },
  { stage: "done" },
  { on: "x" },
  { previous: "x" },
  { case: "x" },
  { v: 2 },
  { extra: 1 },
])("shape: %j", async (changes) => {
  const payload = json({ v: 1, case: CASE, stage: "acknowledged", on: ON, previous: null, ...changes });
  const envelope = dsse.sign("stage", payload, secrets(1));
  expect(await codeOf(() => stage.parseStage(envelope))).toBe("malformed");
  expect(flags([envelope, null, "x"])).toEqual(["malformed", "malformed", "malformed"]);
});

test("however stages come, those that count are a way through the table", () => {
  const names = fc.array(fc.constantFrom(...stage.STAGES.filter((name) => name !== "received")), { maxLength: 6 });
  fc.assert(
    fc.property(names, fc.boolean(), (wanted, alone) => {
      let now: stage.Stage = "received";
      for (const { change, signers, flag } of stage.verifyStageHistory(
        walk(wanted, { alone }),
        CASE,
        committee.epochs,
      )) {
        if (flag === null && change !== null) {
          expect(stage.ALLOWED[now]).toContain(change.stage);
          expect(signers.length).toBeGreaterThanOrEqual(stage.signaturesNeeded(change.stage));
          now = change.stage;
        }
      }
    }),
    { numRuns: 25 },
  );
});
