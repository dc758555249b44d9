import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as letterbox from "../../src/api/letterbox";
import * as staff from "../../src/api/staff";
import type { Dsse } from "../../src/keyring/types";
import { type Answer, bodyOf, json, lost, problem, StubServer } from "./server";

const server = new StubServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const SUBMISSION: Dsse = { payloadType: "t", payload: "p", signatures: [{ keyid: "k", sig: "s" }] };
const DAY = "2026-11-22";
const MAILBOX = {
  case: "c",
  committee: "integriteit",
  reference: "M-7K3F-9Q",
  received_on: DAY,
  stages: [SUBMISSION],
  conversation: [{ id: "e", sealed: "x", posted_on: DAY }],
  looked: ["y"],
};
const SUMMARY = {
  case: "c",
  reference: "M-7K3F-9Q",
  received_on: DAY,
  stages: [],
  heads: { conversation: "h", notes: null },
};

/** Solves by naming the challenge, so that a fresh proof can be told from a used one. */
const solve = async (challenge: unknown) => `proof of ${(challenge as { number: number }).number}`;

/** Challenges are numbered; all else is answered in turn. */
function withChallenges(...answers: Answer[]): Answer {
  let number = 0;
  return (asked, response) => {
    if (asked.path.endsWith("/challenge") && asked.method === "GET") {
      number += 1;
      return json({ number })(asked, response);
    }
    const next = answers.length > 1 ? answers.shift() : answers[0];
    return next?.(asked, response);
  };
}

/** The proofs that came with the posts. */
function proofs(): unknown[] {
  return server.asked
    .filter((asked) => asked.method === "POST")
    .map((asked) => (bodyOf(asked) as { altcha: unknown }).altcha);
}

const failing = (work: Promise<unknown>) => work.catch((error: unknown) => error);

describe("filing a report", () => {
  const filing = (ready?: Promise<string>, told: number[] = []) =>
    letterbox.fileReport(SUBMISSION, solve, (attempt) => told.push(attempt), ready);
  const received = json({ reference: "M-7K3F-9Q", received_on: DAY }, 201);

  it("brings a proof that was made before", async () => {
    server.answer(withChallenges(received));
    const answer = await filing(Promise.resolve("ready"));
    expect(answer).toEqual({ reference: "M-7K3F-9Q", receivedOn: DAY });
    expect(server.asked).toHaveLength(1);
    expect(bodyOf(server.asked[0])).toEqual({ altcha: "ready", submission: SUBMISSION });
  });

  it("is tried again with the same submission and a fresh proof", async () => {
    const told: number[] = [];
    server.answer(withChallenges(lost, received));
    await filing(undefined, told);
    expect(proofs()).toEqual(["proof of 1", "proof of 2"]);
    expect(told).toEqual([1]);
  });

  it.each(["proof-of-work", "proof-of-work-used"])("makes a fresh proof when the ready one is %s", async (code) => {
    server.answer(withChallenges(problem(422, code), received));
    await filing(Promise.resolve("ready"));
    expect(proofs()).toEqual(["ready", "proof of 1"]);
  });

  it("makes a fresh proof when the ready one failed", async () => {
    server.answer(withChallenges(received));
    await filing(Promise.reject(new Error("the solver was ended")));
    expect(proofs()).toEqual(["proof of 1"]);
  });

  it("is not tried again when it is refused", async () => {
    server.answer(withChallenges(problem(409, "roster-changed")));
    expect(await failing(filing(Promise.resolve("ready")))).toMatchObject({ code: "roster-changed", status: 409 });
    expect(server.asked).toHaveLength(1);
    server.answer(withChallenges(problem(422, "proof-of-work")));
    expect(await failing(filing())).toMatchObject({ code: "proof-of-work" });
    expect(proofs()).toEqual(["proof of 1"]);
  });
});

describe("what a reporter does", () => {
  it("carries no cookie, and a token where it must", async () => {
    server.answer(json(MAILBOX));
    expect(await letterbox.mailbox("a-token")).toEqual(MAILBOX);
    expect(server.asked[0]?.headers.authorization).toBe("Bearer a-token");
    server.answer(json({ id: "e", posted_on: DAY }, 201));
    await letterbox.postStatement("a-token", { prev: "p", envelope: "e" }, []);
    expect(bodyOf(server.asked[0])).toEqual({ prev: "p", envelope: "e", attachments: [] });
    expect(server.options.every((options) => options.credentials === "omit")).toBe(true);
  });

  it("posts again when the answer was lost: the server knows the envelope", async () => {
    server.answer(lost, json({}, 201));
    await letterbox.postStatement("a-token", { prev: "p", envelope: "e" }, []);
    expect(server.asked.map((asked) => asked.body.toString())).toEqual(Array(2).fill(server.asked[0]?.body.toString()));
  });

  it("opens a mailbox once, for the challenge is used up", async () => {
    server.answer(withChallenges(problem(404, "no-mailbox")));
    expect(await failing(letterbox.mailboxSession(SUBMISSION, solve))).toMatchObject({ code: "no-mailbox" });
    expect(proofs()).toHaveLength(1);
    server.answer(withChallenges(json({ token: "t", expires_in: 1800 })));
    expect(await letterbox.mailboxSession(SUBMISSION, solve)).toBe("t");
  });

  it("uploads in parts", async () => {
    server.answer(withChallenges(json({ upload: "u/1", part_size: 4194304 }, 201)));
    expect(await letterbox.startUpload(solve)).toEqual({ upload: "u/1", partSize: 4194304 });
    server.answer((_, response) => void response.writeHead(204).end());
    await letterbox.putPart("u/1", 3, new Uint8Array([1]));
    expect(server.asked[0]).toMatchObject({ method: "PUT", path: "/api/v1/uploads/u%2F1/parts/3" });
  });
});

describe("what staff do", () => {
  const signedIn = json({ role: "member", member: "m", committee: "integriteit", codes_left: 8, csrf: "a-token" });

  it("carries the cookie, and the token against forged requests once it is known", async () => {
    server.answer(withChallenges(signedIn));
    const session = await staff.signIn("alice", "secret", "123456", solve);
    expect(session).toEqual({ role: "member", member: "m", committee: "integriteit", codesLeft: 8 });
    server.answer(json([]));
    await staff.fetchGrants(["h"]);
    expect(server.asked[0]?.headers["x-csrftoken"]).toBe("a-token");
    expect(server.options[0]?.credentials).toBe("same-origin");
    server.answer((_, response) => void response.writeHead(204).end());
    await staff.signOut();
    server.answer(json([]));
    await staff.fetchGrants(["h"]);
    expect(server.asked[0]?.headers["x-csrftoken"]).toBe("");
  });

  it("is asked for once when it is refused", async () => {
    server.answer(withChallenges(problem(403, "sign-in-refused")));
    expect(await failing(staff.signIn("alice", "x", "0", solve))).toMatchObject({ code: "sign-in-refused" });
    expect(proofs()).toHaveLength(1);
  });

  it("fetches many grants and cases in batches, and none when there are none", async () => {
    server.answer((asked, response) => {
      const { handles } = bodyOf(asked) as { handles: string[] };
      json(handles.map((handle) => ({ handle, sealed: "s" })))(asked, response);
    });
    const handles = Array.from({ length: 450 }, (_, index) => `h${index}`);
    expect((await staff.fetchGrants(handles)).map((grant) => grant.handle)).toEqual(handles);
    expect(server.asked).toHaveLength(3);
    server.answer(json([SUMMARY]));
    expect(await staff.queryCases([])).toEqual([]);
    expect(server.asked).toHaveLength(0);
    expect(await staff.queryCases(["d"])).toEqual([SUMMARY]);
    expect(bodyOf(server.asked[0])).toEqual({ doors: ["d"] });
  });

  it("shows the door in a header and never in an address", async () => {
    const { committee: _, ...conversation } = MAILBOX;
    const outside = {
      mailbox: { signing_key: "k", recipient: "r" },
      case_recipient: "c",
      vault: { sha256: "h", threshold: 2 },
    };
    server.answer(json({ ...SUMMARY, ...conversation, outside, notes: [] }));
    const shown = await staff.showCase("c", "a-door");
    expect(shown).toMatchObject({ case: "c", outside, notes: [], heads: SUMMARY.heads });
    await staff.postCase("c", "a-door", "notes", { prev: "p", envelope: "e" }, []);
    await staff.setStage("c", "a-door", SUBMISSION);
    await staff.fetchFile("c", "a-door", "u", () => {});
    expect(server.asked.map(({ path }) => path)).toEqual([
      "/api/v1/committee/cases/c",
      "/api/v1/committee/cases/c/envelopes",
      "/api/v1/committee/cases/c/stages",
      "/api/v1/committee/cases/c/attachments/u",
    ]);
    expect(server.asked.every(({ headers }) => headers["case-door"] === "a-door")).toBe(true);
    expect(bodyOf(server.asked[2])).toEqual(SUBMISSION);
  });

  it("keeps its own key off the server, or on it", async () => {
    server.answer(json({ wrapped: null }));
    expect(await staff.wrappedKey()).toBeNull();
    server.answer(json({ wrapped: "w" }));
    expect(await staff.wrappedKey()).toBe("w");
  });
});

describe("a server that answers in another shape", () => {
  const wrong: [string, unknown, () => Promise<unknown>][] = [
    ["committees that are no list", {}, () => letterbox.committees()],
    ["a committee without bodies", [{ committee: "x", name: {} }], () => letterbox.committees()],
    ["a name that is no text", [{ committee: "x", name: { nl: 7 }, bodies: [] }], () => letterbox.committees()],
    ["a chain of texts", { chain: ["x"] }, () => letterbox.chain("x")],
    ["no chain", null, () => letterbox.chain("x")],
    ["a mailbox of nothing", {}, () => letterbox.mailbox("t")],
    ["a date with a time", { ...MAILBOX, received_on: `${DAY}T10:00` }, () => letterbox.mailbox("t")],
    ["an envelope without bytes", { ...MAILBOX, conversation: [{ id: "e" }] }, () => letterbox.mailbox("t")],
    ["a look that is no text", { ...MAILBOX, looked: [1] }, () => letterbox.mailbox("t")],
    ["a token that is none", { token: null }, () => letterbox.mailboxSession(SUBMISSION, async () => "p")],
    ["parts of one byte", { upload: "u", part_size: 1 }, () => letterbox.startUpload(async () => "p")],
    ["parts without end", { upload: "u", part_size: 2 ** 40 }, () => letterbox.startUpload(async () => "p")],
    ["a summary without heads", [{ ...SUMMARY, heads: null }], () => staff.queryCases(["d"])],
    ["a grant without bytes", [{ handle: "h" }], () => staff.fetchGrants(["h"])],
    ["no reference", {}, () => letterbox.fileReport(SUBMISSION, solve, () => {}, Promise.resolve("p"))],
  ];
  it.each(wrong)("is not believed: %s", async (_, answer, ask) => {
    server.answer(json(answer));
    expect(await failing(ask())).toMatchObject({ name: "ApiProblem", code: "malformed-answer" });
  });

  it("gives nothing more to the page than was asked for", async () => {
    server.answer(json({ ...MAILBOX, extra: "<script>", stages: [{ ...SUBMISSION, extra: 1 }] }));
    expect(await letterbox.mailbox("t")).toEqual(MAILBOX);
  });
});
