/** The form's own clock: two minutes before an idle form is forgotten it asks. */

const LAST_MINUTES = 120; // seconds
const LOOK = 1000; // milliseconds

export interface IdleListener {
  ask(): void;
  forget(): void;
}

/** Watches signs of life. The time is compared, because timers stop while a device sleeps. */
export class IdleClock {
  private last = Date.now();
  private asked = false;

  constructor(
    private readonly seconds: number,
    private readonly isFilled: () => boolean,
    private readonly listener: IdleListener,
  ) {
    for (const sign of ["pointerdown", "keydown", "input", "scroll"]) {
      document.addEventListener(sign, () => this.alive(), { passive: true, capture: true });
    }
    document.addEventListener("visibilitychange", () => this.look());
    setInterval(() => this.look(), LOOK);
  }

  /** Somebody is there. Once it has asked, only an answer counts. */
  alive(): void {
    if (!this.asked) this.last = Date.now();
  }

  answered(): void {
    this.asked = false;
    this.last = Date.now();
  }

  private look(): void {
    if (!this.isFilled()) return;
    const idle = (Date.now() - this.last) / 1000;
    if (idle >= this.seconds) {
      this.answered();
      this.listener.forget();
    } else if (idle >= this.seconds - LAST_MINUTES && !this.asked) {
      this.asked = true;
      this.listener.ask();
    }
  }
}
