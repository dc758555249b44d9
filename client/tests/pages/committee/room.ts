/** A server and a keyring in memory, for the order of things: what is asked when, and what a failure leaves behind. */

import type { CaseView, OpenedFile } from "../../../src/keyring/types";
import { type Context, newMemory } from "../../../src/pages/committee/context";
import { newDesk } from "../../../src/pages/committee/flow";
import type { MemberKeys, Office, SealedCaseAnswer } from "../../../src/pages/committee/ports";
import { type Event, firstState, type State, update } from "../../../src/pages/committee/state";
import { CASE, COMMITTEE, caseView, entry, stage, TODAY } from "./cast";

const PARTS = 3;

/** A refusal with a stable code, as the API and the keyring throw it. */
export function refusal(code: string): Error {
  return Object.assign(new Error(code), { code });
}

export interface Room {
  context: Context;
  desk: ReturnType<typeof newDesk>;
  state(): State;
  send(event: Event): void;
  /** What was asked of server and keyring, in order. */
  asked: string[];
  /** Make the next call of this name fail with this code. */
  failNext(name: string, code: string): void;
  /** What the keyring reads from the case now. */
  view: CaseView;
  role: "member" | "union";
  /** What the server took; unless it swallows what it takes. */
  posted: { thread: string; text: string }[];
  staged: string[];
  swallows: boolean;
  saved: OpenedFile[];
  settled(): Promise<void>;
}

function answer(view: CaseView): SealedCaseAnswer {
  return {
    case: CASE,
    reference: view.reference,
    received_on: view.receivedOn,
    stages: [],
    conversation: [],
    outside: {
      mailbox: { signing_key: "", recipient: "" },
      case_recipient: "",
      vault: { sha256: "", threshold: 2 },
    },
    notes: [],
    looked: [],
    heads: { conversation: view.head, notes: view.notesHead },
  };
}

/** What the server took stands in the case from then on. */
function withWhatWasPosted({ view, posted, staged }: Room): CaseView {
  const said = (thread: string) =>
    posted.flatMap((one, at) =>
      one.thread === thread ? [entry({ id: `own-${at}`, mine: true, text: one.text })] : [],
    );
  return {
    ...view,
    entries: [...view.entries, ...said("conversation")],
    notes: [...view.notes, ...said("notes")],
    stages: [...view.stages, ...staged.map((name) => stage(name, "2026-11-22"))],
  };
}

type Ask = <T>(name: string, result: () => T) => Promise<T>;

function office(ask: Ask, room: Room): Office {
  return {
    signIn: () => ask("signIn", () => ({ role: room.role, member: "alice", committee: "verblijf" })),
    signOut: () => ask("signOut", () => undefined),
    chain: () => ask("chain", () => []),
    wrappedKey: () => ask("wrappedKey", () => "wrapped"),
    grantHandles: () => ask("grantHandles", () => ["real", "chaff"]),
    fetchGrants: (handles) =>
      ask(`fetchGrants ${handles.join(" ")}`, () => handles.map((handle) => ({ handle, sealed: "sealed" }))),
    queryCases: () => ask("queryCases", () => [answer(room.view)]),
    showCase: () => ask("showCase", () => answer(room.view)),
    postCase: (_case, _door, thread, statement, files) =>
      ask(["post", thread, ...files.map((file) => Object.values(file).join(":"))].join(" "), () => {
        if (!room.swallows) {
          room.posted.push({ thread, text: statement.envelope });
        }
      }),
    setStage: (_case, _door, stage) =>
      ask("setStage", () => {
        room.staged.push(stage.payload);
      }),
    startUpload: () => ask("startUpload", () => ({ upload: "upload-1", partSize: 1024 })),
    putPart: (_upload, number) => ask(`putPart ${number}`, () => undefined),
    fetchFile: () => ask("fetchFile", () => new Blob(["sealed"])),
  };
}

function keys(ask: Ask, room: Room): MemberKeys {
  return {
    stretch: () => ask("stretch", () => "password"),
    openKey: () => ask("openKey", () => COMMITTEE),
    lock: () => ask("lock", () => undefined),
    unlock: () => ask("unlock", () => undefined),
    openGrants: (grants) =>
      ask("openGrants", () =>
        grants.filter((grant) => grant.handle === "real").map(({ handle }) => ({ handle, case: CASE, door: "door" })),
      ),
    readStages: () => ask("readStages", () => room.view.stages),
    touch: () => ask("touch", () => undefined),
    readCase: () => ask("readCase", () => withWhatWasPosted(room)),
    sealMemberStatement: (_case, _thread, kind, text) =>
      ask(`seal ${kind}: ${text}`, () => ({ prev: room.view.head ?? "", envelope: text })),
    aimFile: (_case, thread) => ask(`aim ${thread}`, () => undefined),
    signStage: (_case, stage) => ask(`sign ${stage}`, () => ({ payloadType: "", payload: stage, signatures: [] })),
    sealFile: async (job, _file, _name, _size, sendPart, progress) => {
      for (let number = 0; number < PARTS; number += 1) {
        await sendPart(new Uint8Array(1), number);
        await progress((number + 1) / PARTS);
      }
      return ask(`sealFile ${job.replace(/\d+/u, "n")}`, () => ({ sha256: "hash", size: 16_384 }));
    },
    cancelFile: () => ask("cancelFile", () => undefined),
    openFile: () => ask("openFile", () => ({ name: "mail.pdf", type: "", content: new Blob(["mail"]) })),
    forget: () => ask("forget", () => undefined),
  };
}

/** A page with nobody signed in. */
export function newRoom(): Room {
  let state = firstState(10);
  const failing = new Map<string, string>();
  const send = (event: Event) => {
    state = update(state, event);
  };
  const ask: Ask = async (name, result) => {
    room.asked.push(name);
    const code = failing.get(name);
    failing.delete(name);
    if (code !== undefined) {
      throw refusal(code);
    }
    return result();
  };
  const room = {
    asked: [] as string[],
    view: caseView(),
    role: "member",
    posted: [] as Room["posted"],
    staged: [] as string[],
    swallows: false,
    saved: [] as OpenedFile[],
    send,
    state: () => state,
    failNext: (name: string, code: string) => void failing.set(name, code),
    settled: async () => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  } as Room;
  room.context = {
    office: office(ask, room),
    keys: keys(ask, room),
    memory: newMemory(),
    get: () => state,
    send,
    today: () => TODAY,
    save: (file) => void room.saved.push(file),
  };
  room.desk = newDesk(room.context);
  return room;
}

/** Type a complete sign-in and press the button. */
export async function signedIn(room: Room = newRoom()): Promise<Room> {
  for (const [field, value] of [
    ["username", " NL-Lid "],
    ["passphrase", "sleutel akker duin"],
    ["code", "123 456"],
  ] as const) {
    room.send({ type: "typed", field, value });
  }
  room.desk.signIn();
  await room.settled();
  return room;
}

/** Signed in, with the case open. */
export async function withCase(): Promise<Room> {
  const room = await signedIn();
  room.desk.openCase(CASE);
  await room.settled();
  room.asked.length = 0;
  return room;
}
