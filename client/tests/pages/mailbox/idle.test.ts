import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { idleClock, idleTimes } from "../../../src/pages/mailbox/idle";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched(seconds: number | null) {
  const actions = { ask: vi.fn(), forget: vi.fn(), tell: vi.fn() };
  const target = new EventTarget();
  return { actions, target, clock: idleClock(target, seconds, actions) };
}

describe("idle minutes", () => {
  it("are ten at most, with the question two minutes before", () => {
    expect(idleTimes(null)).toEqual({ ask: 480, forget: 600 });
    expect(idleTimes(1800)).toEqual({ ask: 480, forget: 600 });
    expect(idleTimes(20)).toEqual({ ask: 10, forget: 20 });
  });

  it("begin anew with every sign of life, until the question stands", () => {
    const { actions, target, clock } = watched(null);
    clock.awake();
    vi.advanceTimersByTime(470_000);
    target.dispatchEvent(new Event("keydown"));
    vi.advanceTimersByTime(470_000);
    expect(actions.ask).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(actions.ask).toHaveBeenCalledOnce();
    target.dispatchEvent(new Event("scroll"));
    vi.advanceTimersByTime(120_000);
    expect(actions.forget).toHaveBeenCalledOnce();
  });

  it("go on for who answers the question, and end when they are stopped", () => {
    const { actions, clock } = watched(null);
    clock.awake();
    vi.advanceTimersByTime(500_000);
    clock.awake();
    vi.advanceTimersByTime(500_000);
    expect(actions.forget).not.toHaveBeenCalled();
    clock.stop();
    vi.advanceTimersByTime(1_000_000);
    expect(actions.forget).not.toHaveBeenCalled();
  });

  it("tell the keyring, but not with every key", () => {
    const { actions, target, clock } = watched(null);
    clock.awake();
    target.dispatchEvent(new Event("keydown"));
    expect(actions.tell).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(31_000);
    target.dispatchEvent(new Event("keydown"));
    expect(actions.tell).toHaveBeenCalledTimes(2);
  });
});
