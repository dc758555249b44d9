/** The desk: what each button does. Actions change the state through events and never twice at once. */

import { acknowledge, loadBoard, openCase, post, setStage } from "./cases";
import { attempt, type Context } from "./context";
import type { Desk } from "./desk";
import { addFiles, cancelFile, download, retryFile } from "./files";
import { lock, signIn, signOut, unlock } from "./session";
import { hasUnsent } from "./state";

function onCase(context: Context, action: (caseId: string) => void): void {
  const { openCase: caseId } = context.get();
  if (caseId !== null) {
    action(caseId);
  }
}

/** Run an action on the open case, unless another is under way. */
function working(context: Context, action: (caseId: string) => Promise<void>): void {
  onCase(context, (caseId) => {
    if (context.get().busy === null) {
      void attempt(context, () => action(caseId));
    }
  });
}

function leave(context: Context): void {
  const state = context.get();
  if (hasUnsent(state) && !state.leaving) {
    context.send({ type: "leaving", open: true });
  } else {
    void signOut(context);
  }
}

/** The actions of the page. */
export function newDesk(context: Context): Desk {
  return {
    send: context.send,
    signIn: () => void signIn(context),
    unlock: () => void unlock(context),
    lock: () => void attempt(context, () => lock(context)),
    signOut: () => leave(context),
    refresh: () => void attempt(context, () => loadBoard(context)),
    openCase: (caseId) => void attempt(context, () => openCase(context, caseId)),
    toBoard: () => context.send({ type: "to-board" }),
    post: (thread) => working(context, (caseId) => post(context, caseId, thread)),
    acknowledge: (text) => working(context, (caseId) => acknowledge(context, caseId, text)),
    setStage: (stage) => working(context, (caseId) => setStage(context, caseId, stage)),
    addFiles: (thread, files) => onCase(context, (caseId) => addFiles(context, caseId, thread, files)),
    cancelFile: (id) => cancelFile(context, id),
    retryFile: (id) => retryFile(context, id),
    download: (ref) => onCase(context, (caseId) => void download(context, caseId, ref)),
  };
}
