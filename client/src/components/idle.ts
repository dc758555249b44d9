/** A page's own clock: two minutes before it forgets what nobody looks at any more, it asks. */

const FORGET = 30 * 60; // seconds without a sign of life
const NOTICE = 120; // seconds before
const LOOK = 1000; // milliseconds
const SIGNS = ["pointerdown", "keydown", "input", "scroll"] as const;

/**
 * Watch signs of life. The time is compared, because timers stop while a device sleeps.
 *
 * @param seconds until it forgets, at most half an hour; 0 stands for half an hour.
 */
export function watchIdle(
  seconds: number,
  page: { isFilled(): boolean; asked(): boolean; ask(): void; forget(): void },
): void {
  const forget = seconds > 0 ? Math.min(seconds, FORGET) : FORGET;
  const ask = Math.max(forget - NOTICE, forget / 2);
  let last = Date.now();
  const look = (): void => {
    const idle = (Date.now() - last) / 1000;
    if (!page.isFilled()) return;
    if (idle >= forget) page.forget();
    else if (idle >= ask && !page.asked()) page.ask();
  };
  const alive = (): void => {
    look();
    last = Date.now();
  };
  for (const sign of SIGNS) document.addEventListener(sign, alive, { passive: true, capture: true });
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK);
}
