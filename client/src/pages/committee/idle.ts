/** The key stays open for ten minutes after the last sign of work; this counts them and says when they are over. */

const TICK = 5_000; // milliseconds between two looks at the clock
const TOUCH = 30_000; // milliseconds; the keyring is told of work at most so often
const MINUTE = 60_000; // milliseconds

export interface IdleOptions {
  /** How long the key stays open without work. */
  seconds: number;
  now: () => number;
  onMinutes: (minutes: number) => void;
  onTouch: () => void;
  onEnd: () => void;
}

export interface IdleClock {
  /** The member did something. */
  worked(): void;
  /** Begin anew; the clock runs only while the key is open. */
  start(): void;
  stop(): void;
  /** Look at the clock now (a device that slept calls no timer in time). */
  look(): void;
}

/** A clock that counts idle minutes down. */
export function idleClock(options: IdleOptions): IdleClock {
  let last = options.now();
  let touched = last;
  let shown = -1;
  let timer: ReturnType<typeof setInterval> | null = null;
  const stop = () => {
    if (timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
  const look = () => {
    if (timer === null) {
      return;
    }
    const left = options.seconds * 1000 - (options.now() - last);
    if (left <= 0) {
      stop();
      options.onEnd();
      return;
    }
    const minutes = Math.ceil(left / MINUTE);
    if (minutes !== shown) {
      shown = minutes;
      options.onMinutes(minutes);
    }
  };
  const worked = () => {
    look(); // work after the end of the time does not bring the key back
    if (timer === null) {
      return;
    }
    last = options.now();
    if (last - touched >= TOUCH) {
      touched = last;
      options.onTouch();
    }
    look();
  };
  const start = () => {
    stop();
    last = options.now();
    touched = last;
    shown = -1;
    timer = setInterval(look, TICK);
    look();
  };
  return { worked, start, stop, look };
}
