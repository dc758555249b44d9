/** What a dishonest server can try on the intake: the person is told, and nothing is sealed to strangers. */

import { afterEach, expect, it, vi } from "vitest";
import { json } from "../../api/server";
import { hurry, RECEIVED, Room } from "./room";
import { COMMITTEE } from "./sample";

let room: Room;

afterEach(async () => {
  await room.server.stop?.();
  vi.unstubAllGlobals();
});

async function later(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

it("a server that says `locked` cannot put another committee in place unseen", async () => {
  hurry();
  room = await new Room().open();
  await room.flow.begin();
  await room.at("body");
  room.flow.chooseBody({ committee: COMMITTEE.committee, id: COMMITTEE.bodies[0]?.id ?? "" });
  room.flow.next();
  await room.at("facts");
  room.flow.answer("what", "Iets.");
  room.flow.edit("check");
  await later(20);
  const evil = {
    ...COMMITTEE,
    roster: "evil",
    fingerprint: { hex: "ff".repeat(16), words: [] },
    members: COMMITTEE.members.map((m, i) => ({ ...m, id: `evil-${i}`, name: `Evil ${i}` })),
  };
  room.committees = [evil];
  room.reports = [json({ code: "locked" }, 409), json(RECEIVED, 201)];
  room.flow.submit();
  await room.until(() => room.state.sending.what === "uncertain");
  expect(room.state.committee?.members).toEqual(COMMITTEE.members);
});

it("another name under the same id is shown as new", async () => {
  hurry();
  room = await new Room().open();
  await room.flow.begin();
  await room.at("body");
  room.flow.chooseBody({ committee: COMMITTEE.committee, id: COMMITTEE.bodies[0]?.id ?? "" });
  room.flow.next();
  await room.at("facts");
  room.flow.answer("what", "Iets.");
  room.flow.edit("check");
  await later(20);
  room.committees = [
    {
      ...COMMITTEE,
      roster: "next",
      epoch: 1,
      members: COMMITTEE.members.map((m, i) => (i === 0 ? { ...m, name: "Iemand Anders" } : m)),
    },
  ];
  room.reports = [json({ code: "roster-changed" }, 409)];
  room.flow.submit();
  await room.until(() => room.state.newcomers !== null);
  expect(room.state.newcomers).toHaveLength(1);
});
it("another committee than was asked for is refused at once", async () => {
  hurry();
  room = await new Room().open();
  await room.flow.begin();
  await room.at("body");
  room.committees = [{ ...COMMITTEE, committee: "anders" }];
  // the keyring reads whatever the server gave for `integriteit`
  (room as unknown as { view: unknown }).view = () => ({ ...COMMITTEE, committee: "anders" });
  room.flow.chooseBody({ committee: COMMITTEE.committee, id: COMMITTEE.bodies[0]?.id ?? "" });
  room.flow.next();
  await room.until(() => room.state.place === "facts" || room.state.place === "stopped");
  expect(room.state.place).toBe("stopped");
});
