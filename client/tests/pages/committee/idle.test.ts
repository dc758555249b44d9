import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { idleClock } from "../../../src/pages/committee/idle";
import { shortcutOf } from "../../../src/pages/committee/shortcuts";
import { update } from "../../../src/pages/committee/state";
import { atWork, inCase } from "./cast";

const MINUTE = 60_000; // milliseconds

describe("the idle clock", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function made() {
    const heard = { minutes: [] as number[], touches: 0, ends: 0 };
    const clock = idleClock({
      seconds: 600,
      now: () => Date.now(),
      onMinutes: (minutes) => heard.minutes.push(minutes),
      onTouch: () => {
        heard.touches += 1;
      },
      onEnd: () => {
        heard.ends += 1;
      },
    });
    return { clock, heard };
  }

  test("counts down and ends once after ten minutes", () => {
    const { clock, heard } = made();
    clock.start();
    vi.advanceTimersByTime(11 * MINUTE);
    expect(heard.minutes).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(heard.ends).toBe(1);
  });

  test("work begins the count anew and is told to the keyring now and then", () => {
    const { clock, heard } = made();
    clock.start();
    for (let minute = 0; minute < 30; minute += 1) {
      vi.advanceTimersByTime(MINUTE);
      clock.worked();
      clock.worked();
    }
    expect(heard.ends).toBe(0);
    expect(heard.touches).toBe(30);
  });

  test("work after a device slept too long does not bring the key back", () => {
    const { clock, heard } = made();
    clock.start();
    vi.setSystemTime(Date.now() + 60 * MINUTE);
    clock.worked();
    expect(heard.ends).toBe(1);
  });

  test("stands still while the page is locked", () => {
    const { clock, heard } = made();
    clock.start();
    clock.stop();
    vi.advanceTimersByTime(20 * MINUTE);
    expect(heard.ends).toBe(0);
  });
});

describe("shortcuts", () => {
  const press = (key: string, change = {}) => ({
    key,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    busy: false,
    ...change,
  });

  test("work on the board", () => {
    expect(["?", "/", "j", "k", "l"].map((key) => shortcutOf(atWork(), press(key)))).toEqual([
      "help",
      "search",
      "next",
      "previous",
      "lock",
    ]);
  });

  test("a case knows the way back, and the board does not need it", () => {
    expect(shortcutOf(inCase(), press("b"))).toBe("board");
    expect(shortcutOf(inCase(), press("j"))).toBeNull();
    expect(shortcutOf(atWork(), press("b"))).toBeNull();
  });

  test("are quiet while one types, with other keys held, when locked, and when switched off", () => {
    expect(shortcutOf(atWork(), press("l", { busy: true }))).toBeNull();
    expect(shortcutOf(atWork(), press("l", { ctrlKey: true }))).toBeNull();
    expect(shortcutOf(update(atWork(), { type: "lock" }), press("l"))).toBeNull();
    expect(shortcutOf(update(atWork(), { type: "shortcuts", on: false }), press("l"))).toBeNull();
    expect(shortcutOf(atWork(), press("toString"))).toBeNull();
  });
});
