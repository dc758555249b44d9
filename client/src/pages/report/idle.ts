/** The form's own clock: two minutes before an idle form is forgotten it asks. */

const HALF_AN_HOUR = 30 * 60; // seconds
const NOTICE = 120; // seconds before
const LOOK = 1000; // milliseconds
const TELL = 60_000; // milliseconds
const SIGNS = ["pointerdown", "keydown", "input", "scroll"] as const;

export interface IdleListener {
  /** Whether there is anything to forget. */
  isFilled(): boolean;
  ask(): void;
  forget(): void;
  /** Once a minute, while this page's clock rules: the keyring may keep what it made for it. */
  tell(): void;
}

/** Seconds until the page asks, and until it forgets; 0 stands for half an hour. */
export function idleTimes(seconds: number): { ask: number; forget: number } {
  const forget = seconds > 0 ? Math.min(seconds, HALF_AN_HOUR) : HALF_AN_HOUR;
  return { ask: Math.max(forget - NOTICE, forget / 2), forget };
}

/** Watches signs of life. The time is compared, because timers stop while a device sleeps. */
export class IdleClock {
  private last = Date.now();
  private told = Date.now();
  private asked = false;
  private readonly times: { ask: number; forget: number };

  constructor(
    seconds: number,
    private readonly listener: IdleListener,
  ) {
    this.times = idleTimes(seconds);
    for (const sign of SIGNS) {
      document.addEventListener(sign, () => this.alive(), { passive: true, capture: true });
    }
    document.addEventListener("visibilitychange", () => this.look());
    setInterval(() => this.look(), LOOK);
  }

  /** Begin anew: the question was answered, or there is another form. */
  answered(): void {
    this.asked = false;
    this.last = Date.now();
  }

  /** Somebody is there. Once it has asked, only an answer counts; a device that slept too long is looked at first. */
  private alive(): void {
    this.look();
    if (!this.asked) this.last = Date.now();
  }

  private look(): void {
    const now = Date.now();
    const idle = (now - this.last) / 1000;
    if (this.listener.isFilled()) {
      if (idle >= this.times.forget) {
        this.answered();
        this.listener.forget();
        return;
      }
      if (idle >= this.times.ask && !this.asked) {
        this.asked = true;
        this.listener.ask();
      }
    }
    if (now - this.told < TELL) return;
    this.told = now;
    this.listener.tell();
  }
}
