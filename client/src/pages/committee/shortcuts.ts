/** Single keys for quick work on the board; none while something is typed, and all can be switched off. */

import type { State } from "./state";

export type Shortcut = "help" | "search" | "next" | "previous" | "lock" | "board";

const KEYS: Readonly<Record<string, Shortcut>> = {
  "?": "help",
  "/": "search",
  j: "next",
  k: "previous",
  l: "lock",
  b: "board",
};

/** What a key press needs to tell. */
export interface Press {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  /** Something is being typed, or a dialog is open. */
  busy: boolean;
}

/** What a key means now, or null. Enter needs no shortcut: a card is a button. */
export function shortcutOf(state: State, press: Press): Shortcut | null {
  const working = (state.step === "board" || state.step === "case") && !state.locked;
  if (!working || !state.shortcuts || press.busy || press.altKey || press.ctrlKey || press.metaKey) {
    return null;
  }
  const shortcut = Object.hasOwn(KEYS, press.key) ? (KEYS[press.key] ?? null) : null;
  const onBoard = shortcut === "search" || shortcut === "next" || shortcut === "previous";
  if (onBoard && state.step !== "board") {
    return null;
  }
  return shortcut === "board" && state.step !== "case" ? null : shortcut;
}

const TYPING = "input, textarea, select, [contenteditable], dialog";

/** Whether a key press lands in something that is being typed in, or in a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null;
}
