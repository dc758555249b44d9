/** The printed matter as a value, and how it changes. */

import type { CommitteeOnShow } from "../../api/letterbox";
import type { CommitteeView } from "../../keyring/types";
import type { Catalogue } from "../../texts";

/** The languages of paper. */
export const TONGUES = ["nl", "en", "ar"] as const;
export type Tongue = (typeof TONGUES)[number];
/** What can be printed. */
export type Sheet = "poster" | "cards";
/** What can be copied. */
export type Piece = "snippet" | "article" | "mail";
export type Stop = "roster-refused" | "wrong-fingerprint" | "no-committees" | "unknown-committee" | "network";

/** What paper needs to know; there is none before the chain verified. */
export interface Verified {
  committee: CommitteeView;
  words: string[];
}

export interface State {
  place: "loading" | "choose" | "shown" | "stopped";
  stop: Stop | null;
  committees: CommitteeOnShow[];
  verified: Verified | null;
  tongue: Tongue;
  /** Of this language; null speaks as the page does. */
  texts: Catalogue | null;
  /** The texts of another language did not come. */
  tongueFailed: boolean;
  copied: { piece: Piece; done: boolean } | null;
}

export type Event =
  | { type: "loading" }
  | { type: "committees"; committees: CommitteeOnShow[] }
  | { type: "verified"; verified: Verified }
  | { type: "stop"; stop: Stop }
  | { type: "tongue"; tongue: Tongue; texts: Catalogue }
  | { type: "tongue-failed" }
  | { type: "copied"; piece: Piece; done: boolean };

export function firstState(tongue: Tongue): State {
  return {
    place: "loading",
    stop: null,
    committees: [],
    verified: null,
    tongue,
    texts: null,
    tongueFailed: false,
    copied: null,
  };
}

export function update(state: State, event: Event): State {
  switch (event.type) {
    case "loading":
      return { ...state, place: "loading", stop: null, verified: null, copied: null };
    case "committees":
      return event.committees.length
        ? { ...state, place: "choose", committees: event.committees }
        : { ...state, place: "stopped", stop: "no-committees" };
    case "verified":
      return { ...state, place: "shown", verified: event.verified };
    case "stop":
      return { ...state, place: "stopped", stop: event.stop, verified: null };
    case "tongue":
      return { ...state, tongue: event.tongue, texts: event.texts, tongueFailed: false, copied: null };
    case "tongue-failed":
      return { ...state, tongueFailed: true };
    case "copied":
      return { ...state, copied: { piece: event.piece, done: event.done } };
  }
}
