/** The workbench at work: draws it, follows it and listens. The committee's page and the practice page start it, each on an office of its own. */

import { nothing, render, type TemplateResult } from "lit-html";
import { onLeaving } from "../../components/leaving";
import { announce, pageData, setTitle, today } from "../../components/page";
import type { OpenedFile } from "../../keyring/types";
import { t } from "../../texts";
import { nextCard } from "./board";
import { type Context, forgetAll, newMemory } from "./context";
import type { Desk } from "./desk";
import { newDesk } from "./flow";
import { type IdleClock, idleClock } from "./idle";
import { followHistory, followPlace, onPopState } from "./places";
import type { Office } from "./ports";
import { isTyping, type Shortcut, shortcutOf } from "./shortcuts";
import { type Event, firstState, type State, update } from "./state";
import { titleOf, view as workbench } from "./view";
import { lazyKeys } from "./wiring";

const KEY_OPEN = 600; // seconds without work
const FORGET = 60_000; // milliseconds after which a saved file's address is given up

/** Hand a verified file to the browser to be saved; it is never opened inside this site. */
function save(file: OpenedFile): void {
  const address = URL.createObjectURL(new Blob([file.content], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), FORGET);
}

function runShortcut(shortcut: Shortcut, state: State, desk: Desk): void {
  switch (shortcut) {
    case "help":
      desk.send({ type: "help", open: true });
      break;
    case "search":
      document.getElementById("search")?.focus();
      break;
    case "lock":
      desk.lock();
      break;
    case "board":
      desk.toBoard();
      break;
    default: {
      const next = nextCard(state, today(), shortcut === "next" ? 1 : -1);
      desk.send({ type: "choose", case: next });
      document.getElementById(`card-${next}`)?.focus();
    }
  }
}

function listenForKeys(get: () => State, desk: Desk): void {
  document.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    const busy = isTyping(event.target) || document.querySelector("dialog[open]") !== null;
    const shortcut = shortcutOf(get(), { key, altKey, ctrlKey, metaKey, busy });
    if (shortcut !== null) {
      event.preventDefault();
      runShortcut(shortcut, get(), desk);
    }
  });
}

function listenForWork(clock: IdleClock): void {
  for (const sign of ["pointerdown", "keydown", "scroll", "input"]) {
    document.addEventListener(sign, () => clock.worked(), { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", () => clock.look());
}

function isOpen(state: State): boolean {
  return (state.step === "board" || state.step === "case") && !state.locked && state.committee !== null;
}

/** What follows from a change beyond the picture: focus, history, the idle clock. */
function follow(before: State, after: State, clock: IdleClock): void {
  followHistory(before, after);
  followPlace(before, after);
  if (isOpen(before) !== isOpen(after)) {
    isOpen(after) ? clock.start() : clock.stop();
  }
  if (before.signIn.errors !== after.signIn.errors && after.signIn.errors.length > 0) {
    document.getElementById("error-summary")?.focus();
  }
  if (after.done !== before.done || after.problem !== before.problem) {
    document.getElementById("outcome")?.scrollIntoView({ block: "nearest" });
  }
  if (after.minutesLeft === 1 && before.minutesLeft > 1) {
    announce(t("This page locks in less than a minute."));
  }
}

/** What the workbench is opened with. */
export interface Bench {
  office: Office;
  /** What is drawn; the workbench itself when left out. */
  view?(state: State, desk: Desk, today: string): TemplateResult;
  /** What else follows from a change. */
  changed?(before: State, after: State): void;
}

/** Open the workbench in an element of the page. */
export function start(root: HTMLElement, { office, view = workbench, changed }: Bench): { get(): State; desk: Desk } {
  const seconds = pageData().idleSeconds || KEY_OPEN;
  let state = firstState(Math.ceil(seconds / 60));
  const get = () => state;
  const keys = lazyKeys(() => send({ type: "lock" }));
  const send = (event: Event) => {
    const before = state;
    state = update(state, event);
    if (state !== before) {
      render(view(state, desk, today()), root);
      follow(before, state, clock);
      changed?.(before, state);
    }
  };
  const context: Context = { office, keys, memory: newMemory(), get, send, today, save };
  const desk = newDesk(context);
  const clock = idleClock({
    seconds,
    now: () => Date.now(),
    onMinutes: (minutes) => send({ type: "minutes-left", minutes }),
    onTouch: () => void keys.touch(),
    onEnd: () => desk.lock(),
  });
  root.replaceChildren();
  setTitle(titleOf(state));
  render(view(state, desk, today()), root);
  listenForKeys(get, desk);
  listenForWork(clock);
  onPopState(get, desk);
  onLeaving(() => {
    void keys.forget();
    forgetAll(context.memory);
    state = firstState(Math.ceil(seconds / 60));
    render(nothing, root);
  });
  return { get, desk };
}
