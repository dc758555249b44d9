/**
 * The light: how a reporter fares after reporting, folded from check-ins by fixed rules.
 *
 * Never green by silence, and never lowered by time or by one member alone. An answer that cannot be read, or is left
 * out, counts as "maybe": a check-in from a newer form must not make a case look better than it is.
 */

// The forms of retaliation of Directive (EU) 2019/1937, Article 19 (a) to (o).
export const HARD: ReadonlySet<string> = new Set("abcdfijlmno");
export const SOFT: ReadonlySet<string> = new Set("eghk");
export const GREENS_TO_RECOVER = 2;
export const MISSES_TO_WORRY = 2;
const SOFT_TO_ALARM = 2;

/** From unknown to worst. */
export type Light = "grey" | "green" | "orange" | "red";

/** What the events so far amount to. */
export interface LightState {
  readonly light: Light;
  /** The last check-in was missed; the light is frozen and drawn grey-edged. */
  readonly silent: boolean;
  /** Check-ins missed in a row. */
  readonly misses: number;
  /** Green answers in a row, for orange to end. */
  readonly greens: number;
  /** A member recorded a remedy since the last red. */
  readonly remedied: boolean;
  /** The reporter agreed to one since the last red. */
  readonly agreed: boolean;
}

/** Before anything was heard. */
export const START: LightState = {
  light: "grey",
  silent: false,
  misses: 0,
  greens: 0,
  remedied: false,
  agreed: false,
};

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The answers that are not "no", by letter; one that cannot be read stands for itself. */
function worrying(checkIn: Fields): [string, unknown][] {
  const raw = Object.hasOwn(checkIn, "answers") ? checkIn.answers : {};
  return isObject(raw) ? Object.entries(raw).filter(([, answer]) => answer !== "no") : [["", ""]];
}

/** The colour of one check-in: `answers` by letter, `safe`, `known`. */
export function grade(checkIn: Fields): Light {
  const answers = worrying(checkIn);
  const hard = answers.some(([form, answer]) => answer === "yes" && HARD.has(form));
  const soft = answers.filter(([form, answer]) => answer === "yes" && SOFT.has(form)).length;
  const threatened = answers.some(([, answer]) => answer === "threatened");
  const { safe, known } = checkIn;
  if (threatened || hard || soft >= SOFT_TO_ALARM || safe === "red" || known === "yes") {
    return "red";
  }
  return answers.length > 0 || safe !== "green" || known !== "no" ? "orange" : "green";
}

function afterCheckIn(state: LightState, checkIn: Fields): LightState {
  const colour = grade(checkIn);
  const answered = { ...state, silent: false, misses: 0 };
  if (colour === "red") {
    return red(answered);
  }
  if (colour === "orange") {
    return { ...answered, light: state.light === "red" ? "red" : "orange", greens: 0 };
  }
  const greens = state.greens + 1;
  const recovered = state.light === "orange" && greens >= GREENS_TO_RECOVER;
  return { ...answered, light: state.light === "grey" || recovered ? "green" : state.light, greens };
}

function red(state: LightState): LightState {
  return { ...state, light: "red", greens: 0, remedied: false, agreed: false };
}

function afterMiss(state: LightState): LightState {
  const misses = state.misses + 1;
  const worry = misses >= MISSES_TO_WORRY && (state.light === "grey" || state.light === "green");
  return { ...state, light: worry ? "orange" : state.light, silent: true, misses, greens: 0 };
}

function afterRemedy(state: LightState, by: "member" | "reporter"): LightState {
  if (state.light !== "red") {
    return state;
  }
  const remedied = state.remedied || by === "member";
  const agreed = state.agreed || by === "reporter";
  if (remedied && agreed) {
    return { ...state, light: "orange", greens: 0, remedied: false, agreed: false };
  }
  return { ...state, remedied, agreed };
}

/**
 * The state after one event: `check_in`, `missed`, `leak`, or `remedy` by `member` or `reporter`.
 *
 * @throws RangeError for another event.
 */
export function step(state: LightState, event: Fields): LightState {
  if (Object.hasOwn(event, "check_in") && isObject(event.check_in)) {
    return afterCheckIn(state, event.check_in);
  }
  if (event.missed === true) {
    return afterMiss(state);
  }
  if (event.leak === true) {
    return red(state);
  }
  if (event.remedy === "member" || event.remedy === "reporter") {
    return afterRemedy(state, event.remedy);
  }
  throw new RangeError("not an event of the light");
}

/** The light that these events give, in their order. */
export function fold(events: Iterable<Fields>): LightState {
  let state = START;
  for (const event of events) {
    state = step(state, event);
  }
  return state;
}
