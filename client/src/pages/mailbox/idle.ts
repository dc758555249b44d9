/** Ten idle minutes: asked about two minutes before, then everything is forgotten. */

const IDLE = 600; // seconds
const NOTICE = 120; // seconds before
const TOLD_TIMES = 20; // how often the keyring may hear, in that time, that somebody is there
const SIGNS = ["pointerdown", "keydown", "input", "scroll"] as const;

export interface IdleActions {
  /** Ask whether somebody is there. */
  ask(): void;
  forget(): void;
  /** Somebody is there. */
  tell(): void;
}

export interface IdleClock {
  /** Begin anew; also answers the question. */
  awake(): void;
  stop(): void;
}

/** Seconds until the page asks and until it forgets. */
export function idleTimes(seconds: number | null): { ask: number; forget: number } {
  const forget = seconds !== null && seconds > 0 ? Math.min(seconds, IDLE) : IDLE;
  return { ask: Math.max(forget - NOTICE, forget / 2), forget };
}

/** Watch the page. While the question stands only its own answer counts as a sign of life. */
export function idleClock(target: EventTarget, seconds: number | null, actions: IdleActions): IdleClock {
  const times = idleTimes(seconds);
  let asked = false;
  let told = 0;
  let timers: ReturnType<typeof setTimeout>[] = [];
  const clear = () => {
    timers.forEach(clearTimeout);
    timers = [];
  };
  const begin = () => {
    clear();
    asked = false;
    const ask = () => {
      asked = true;
      actions.ask();
    };
    timers = [setTimeout(ask, times.ask * 1000), setTimeout(actions.forget, times.forget * 1000)];
    if (Date.now() - told >= (times.forget * 1000) / TOLD_TIMES) {
      told = Date.now();
      actions.tell();
    }
  };
  const sign = () => {
    if (!asked && timers.length > 0) {
      begin();
    }
  };
  for (const name of SIGNS) {
    target.addEventListener(name, sign, { passive: true, capture: true });
  }
  return { awake: begin, stop: clear };
}
