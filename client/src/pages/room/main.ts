/** The committee's room: wires server, keyring and page. */

import { nothing, render } from "lit-html";
import * as founding from "../../api/founding";
import * as letterbox from "../../api/letterbox";
import * as staff from "../../api/staff";
import { setUpConnection } from "../../components/connection";
import { setUpExit } from "../../components/exit";
import { watchIdle } from "../../components/idle";
import { onLeaving } from "../../components/leaving";
import { focusHeading, pageData, setTitle, today } from "../../components/page";
import { type KeyringHandle, openKeyring } from "../../keyring/open";
import { loadTexts, t } from "../../texts";
import { Flow } from "./flow";
import type { Office, RoomKeys } from "./ports";
import { firstState, type State, update } from "./state";
import { view } from "./view";

const EVERY = 4000; // milliseconds between looks
const KEY_OPEN = 600; // seconds without a sign of life

/** Proof of work in a worker of its own. */
async function solve(challenge: unknown): Promise<string> {
  const helper = await openKeyring();
  try {
    return await helper.keyring.solve(challenge);
  } finally {
    helper.forget();
  }
}

async function chainOrNone(committee: string) {
  return letterbox.chain(committee).catch((error: { code?: string }) => {
    if (error.code === "no-committee") return [];
    throw error;
  });
}

const office: Office = {
  ...founding,
  signIn: (username, password, code) => staff.signIn(username, password, code, solve),
  signOut: staff.signOut,
  wrappedKey: staff.wrappedKey,
  chain: chainOrNone,
};

/** A keyring that opens with the first verb and ends with `forget`. */
function lazyKeys(onLocked: () => void): RoomKeys {
  let handle: Promise<KeyringHandle> | null = null;
  const open = () => {
    handle ??= openKeyring().then((opened) => {
      opened.onLocked(onLocked);
      return opened;
    });
    return handle;
  };
  const forget = async () => {
    const opened = handle;
    handle = null;
    (await opened?.catch(() => null))?.forget();
  };
  return {
    stretch: async (...given) => (await open()).keyring.stretch(...given),
    openKey: async (...given) => (await open()).keyring.openKey(...given),
    openNewKey: async (...given) => (await open()).keyring.openNewKey(...given),
    follow: async (...given) => (await open()).keyring.follow(...given),
    draftRoster: async (...given) => (await open()).keyring.draftRoster(...given),
    readDraft: async (...given) => (await open()).keyring.readDraft(...given),
    hearWords: async (...given) => (await open()).keyring.hearWords(...given),
    signDraft: async (...given) => (await open()).keyring.signDraft(...given),
    forget,
  };
}

function start(root: HTMLElement): void {
  let state: State = firstState();
  const keys = lazyKeys(() => flow.locked());
  const draw = () => render(view(state, flow, today()), root);
  const flow = new Flow({
    office,
    keys,
    state: () => state,
    today,
    send: (event) => {
      const before = state;
      state = update(state, event);
      draw();
      if (before.step !== state.step) focusHeading();
      if (before.missing !== state.missing && state.missing.length) document.getElementById("error-summary")?.focus();
    },
  });
  setTitle(t("The committee’s own room"));
  root.replaceChildren();
  draw();
  setInterval(() => {
    if (!document.hidden) void flow.lookAgain();
  }, EVERY);
  // The looks wind the keyring's own clock, so the page counts the idle minutes itself.
  watchIdle(pageData().idleSeconds || KEY_OPEN, {
    isFilled: () => state.step === "room",
    asked: () => true,
    ask: () => {},
    forget: () => flow.locked(),
  });
  onLeaving(() => {
    void keys.forget();
    state = firstState();
    render(nothing, root);
  });
}

setUpExit();
setUpConnection();
await loadTexts();
const root = document.getElementById("app");
if (root) start(root);
