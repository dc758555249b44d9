/** The letterbox as this page uses it; the keyring solves the proof of work. */

import * as letterbox from "../../api/letterbox";
import type { Keyring } from "../../keyring/types";
import type { Post } from "./ports";

/** The real letterbox. */
export function realPost(keys: () => Promise<Pick<Keyring, "solve">>): Post {
  const solve = async (challenge: unknown) => (await keys()).solve(challenge);
  return {
    mailboxChallenge: letterbox.mailboxChallenge,
    mailboxSession: (session) => letterbox.mailboxSession(session, solve),
    mailbox: letterbox.mailbox,
    roster: letterbox.roster,
    postStatement: letterbox.postStatement,
    fetchFile: letterbox.fetchFile,
    startUpload: () => letterbox.startUpload(solve),
    putPart: letterbox.putPart,
  };
}
