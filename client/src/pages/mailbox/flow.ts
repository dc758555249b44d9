/** The actions of the mailbox page, wired to server and keyring. */

import type { AttachmentRef } from "../../keyring/types";
import { codeDesk, type FocusWord } from "./code";
import type { Desk } from "./desk";
import { type Errand, Session } from "./errand";
import { codeOfError } from "./problems";
import { sendingDesk } from "./sending";
import type { Download } from "./state";

const FETCHED = 0.7; // of a download's progress; the rest is opening and checking

export interface Flow extends Desk {
  /** Ten idle minutes are over, here or in the keyring. */
  locked(): void;
}

/** Fetch a sealed file, open and check it, and only then save it. */
async function download(errand: Errand, session: Session, ref: AttachmentRef): Promise<void> {
  const send = session.sender();
  let isOver = false;
  const show = (change: Partial<Download>) => {
    const next: Download = { state: "fetching", part: 0, name: null, failure: null, ...change };
    send({ type: "download", upload: ref.upload, download: next });
  };
  // Word of progress comes by another way than the answer, and may come after it.
  const progress = (part: number) => {
    if (!isOver) {
      show({ part });
    }
  };
  show({});
  try {
    const keys = await errand.keys();
    const sealed = await session.with((token) =>
      errand.post.fetchFile(token, ref.upload, (part) => progress(part * FETCHED)),
    );
    const opened = await keys.openFile(null, ref, sealed, (part) => progress(FETCHED + part * (1 - FETCHED)));
    isOver = true;
    if (errand.state().step !== "open") {
      return; // closed meanwhile: nothing that was opened leaves the page any more
    }
    show({ state: "done", part: 1, name: opened.name });
    errand.room.save(opened.name, opened.content);
  } catch (error) {
    isOver = true;
    const broken = ["cannot-open", "malformed", "not-sealed"].includes(codeOfError(error));
    show({ state: "failed", failure: broken ? "broken" : "network" });
  }
}

/** Everything that the page can do. */
export function mailboxFlow(errand: Errand, focus: FocusWord, awake: () => void): Flow {
  const session = new Session(errand);
  const sending = sendingDesk(errand, session);
  const end = (why: "closed" | "idle") => {
    session.end();
    sending.forgetFiles();
    errand.send({ type: "closed", why });
  };
  return {
    ...codeDesk(errand, session, focus),
    ...sending,
    send: errand.send,
    download: (ref) => void download(errand, session, ref),
    close: () => {
      end("closed");
      errand.forget();
    },
    locked: () => {
      const { step, code } = errand.state();
      if (step === "open" || step === "opening" || code.fields.some((field) => field !== "")) {
        end("idle");
        errand.forget();
      }
    },
    stay: () => {
      errand.send({ type: "idle", idle: false });
      awake();
    },
    beginAgain: () => errand.send({ type: "begin-again" }),
  };
}
