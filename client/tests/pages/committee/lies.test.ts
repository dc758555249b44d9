/** What a dishonest server can try on the committee's page: the person is told, and nothing is lost or shown as true. */

import { expect, it } from "vitest";
import { CASE } from "./cast";
import { newRoom, refusal, signedIn, withCase } from "./room";

it("a file is not saved after a lock", async () => {
  const room = await withCase();
  let give: (v: unknown) => void = () => {};
  room.context.keys.openFile = (() =>
    new Promise((r) => {
      give = r;
    })) as never;
  room.desk.download({ upload: "u", sha256: "h", size: 1, name: "n" } as never);
  await room.settled();
  room.desk.lock();
  await room.settled();
  give({ name: "mail.pdf", type: "", content: new Blob(["mail"]) });
  await room.settled();
  expect(room.state().locked).toBe(true);
  expect(room.saved).toHaveLength(0);
});
it("lock while grants are opened: the cases are there after unlocking", async () => {
  const room = await signedIn();
  expect(room.state().cards).toHaveLength(1);
  room.desk.lock();
  await room.settled();
  const real = room.context.keys.openGrants;
  let give: () => void = () => {};
  room.context.keys.openGrants = (async (grants: never) => {
    await new Promise<void>((r) => {
      give = r;
    });
    return real(grants);
  }) as never;
  room.send({ type: "typed", field: "passphrase", value: "x y z" });
  room.desk.unlock();
  await room.settled();
  room.desk.lock(); // pressed while the inbox is being opened
  await room.settled();
  give();
  await room.settled();
  room.context.keys.openGrants = real;
  room.send({ type: "typed", field: "passphrase", value: "x y z" });
  room.desk.unlock();
  await room.settled();
  await room.settled();
  expect(room.state().cards).toHaveLength(1);
});
it("a message that the server swallowed is not said to be sent", async () => {
  const room = await withCase();
  room.swallows = true;
  room.send({ type: "wrote", case: CASE, thread: "conversation", value: "Wij onderzoeken." });
  room.desk.post("conversation");
  await room.settled();
  await room.settled();
  expect(room.view.entries.some((e) => e.text === "Wij onderzoeken.")).toBe(false);
  expect(room.state().done).not.toBe("message");
});
it("a server that says `locked`: the key is locked too", async () => {
  const room = await withCase();
  room.context.office.showCase = (async () => {
    throw refusal("locked");
  }) as never;
  room.desk.openCase(CASE);
  await room.settled();
  expect(room.state().locked).toBe(true);
  expect(room.asked).toContain("lock");
});
it("another case than the one asked for is refused", async () => {
  const room = await signedIn();
  const real = room.context.office.showCase;
  room.context.office.showCase = (async (...g: [string, string]) => ({
    ...(await real(...g)),
    case: "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7bff",
  })) as never;
  room.desk.openCase(CASE);
  await room.settled();
  expect(room.state().problem).not.toBe(null);
});
it("the same case twice is one card", async () => {
  const room = newRoom();
  const real = room.context.office.queryCases;
  room.context.office.queryCases = (async (d: string[]) => {
    const [a] = await real(d);
    return [a, { ...a, reference: "M-FALSE" }];
  }) as never;
  await signedIn(room);
  expect(room.state().cards).toHaveLength(1);
});
