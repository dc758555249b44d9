// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { IdleClock, idleTimes } from "../../../src/pages/report/idle";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched(seconds = 0, isFilled = true) {
  const listener = { isFilled: vi.fn(() => isFilled), ask: vi.fn(), forget: vi.fn(), tell: vi.fn() };
  return { listener, clock: new IdleClock(seconds, listener) };
}

const minutes = (count: number) => vi.advanceTimersByTime(count * 60_000);
const live = (sign: string) => document.dispatchEvent(new Event(sign));

describe("an idle form", () => {
  it("is asked about at 28 minutes and forgotten at 30; a test may be quicker, nobody slower", () => {
    expect(idleTimes(0)).toEqual({ ask: 1680, forget: 1800 });
    expect(idleTimes(9999)).toEqual({ ask: 1680, forget: 1800 });
    expect(idleTimes(10)).toEqual({ ask: 5, forget: 10 });
  });

  it("begins anew with every sign of life, until the question stands", () => {
    const { listener } = watched();
    minutes(27);
    live("keydown");
    minutes(27);
    expect(listener.ask).not.toHaveBeenCalled();
    minutes(1.1);
    expect(listener.ask).toHaveBeenCalledOnce();
    live("scroll");
    minutes(2);
    expect(listener.forget).toHaveBeenCalledOnce();
  });

  it("goes on for who answers", () => {
    const { listener, clock } = watched();
    minutes(29);
    clock.answered();
    minutes(27);
    expect([listener.ask.mock.calls.length, listener.forget.mock.calls.length]).toEqual([1, 0]);
  });

  it("is left alone when there is nothing in it", () => {
    const { listener } = watched(0, false);
    minutes(90);
    expect([listener.ask, listener.forget].map((spy) => spy.mock.calls.length)).toEqual([0, 0]);
  });

  it("is forgotten at the first key after a device slept", () => {
    const { listener } = watched();
    vi.setSystemTime(Date.now() + 3_600_000);
    live("keydown");
    expect(listener.forget).toHaveBeenCalledOnce();
  });

  it("tells the keyring once a minute that this clock rules", () => {
    const { listener } = watched();
    minutes(5.05);
    expect(listener.tell).toHaveBeenCalledTimes(5);
  });
});
