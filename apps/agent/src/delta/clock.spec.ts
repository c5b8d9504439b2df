import { describe, expect, it } from '@jest/globals';
import { msToNextTick, SteadyClock, turnOffsetMs } from './clock.js';
import { lengthMs } from './tick-time.js';

describe('the steady clock', () => {
  const source = { wall: 1_000_000, monotonic: 500, wallMs: () => source.wall, monotonicMs: () => source.monotonic };
  const pass = (ms: number): void => {
    source.wall += ms;
    source.monotonic += ms;
  };

  it('follows the wall clock, forward steps too, and never goes back', () => {
    const clock = new SteadyClock(source, { at: source.wall, monotonicMs: source.monotonic });
    pass(1_000);
    expect(clock.tick()).toEqual({ at: 1_001_000, monotonicMs: 1_500 });
    source.wall += 3_600_000;
    pass(1_000);
    expect(clock.tick().at).toBe(4_602_000);
    source.wall -= 2_000;
    const times = Array.from({ length: 40 }, () => {
      pass(1_000);
      return { at: clock.tick().at, wall: source.wall, now: clock.nowMs() };
    });
    expect(times[0]).toEqual({ at: 4_602_900, wall: 4_601_000, now: 4_602_900 });
    for (const [index, { at }] of times.entries()) {
      if (index > 0) expect(at - times[index - 1]!.at).toBeGreaterThanOrEqual(900);
    }
    // Caught up: by the wall clock again.
    expect(times.at(-1)!.at).toBe(times.at(-1)!.wall);
  });

  it.each(Array.from({ length: 50 }, (_, seed) => seed + 1))(
    'gives intervals whose beginnings rise, whatever clock and timer do (seed %i)',
    (seed) => {
      let state = seed;
      const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
      const start = { at: source.wall, monotonicMs: source.monotonic };
      const clock = new SteadyClock(source, start);
      let last = start;
      let begun = -Infinity;
      for (let tick = 0; tick < 300; tick += 1) {
        pass(random() < 0.1 ? random() * 60_000 : random() * 1_000);
        if (random() < 0.1) source.wall += (random() - 0.6) * 20_000;
        source.wall = Math.round(source.wall);
        const now = clock.tick();
        const begins = now.at - lengthMs(last, now);
        expect(begins).toBeGreaterThan(begun);
        expect(now.at).toBeGreaterThan(last.at);
        [last, begun] = [now, begins];
      }
    },
  );

  it('is not slowed at its first tick, whose interval may reach back to an earlier life', () => {
    const clock = new SteadyClock(source, { at: source.wall, monotonicMs: source.monotonic });
    pass(30_000);
    source.wall -= 60_000;
    const before = source.wall + 60_000 - 30_000;
    expect(clock.tick().at - 30_000).toBe(before);
  });

  it('rises even where no time passes', () => {
    const clock = new SteadyClock(source, { at: source.wall, monotonicMs: source.monotonic });
    const first = clock.tick().at;
    expect(clock.tick().at).toBeGreaterThan(first);
  });
});

describe('the next tick', () => {
  it.each([
    [10_000, 1_000, 1_000],
    [10_001, 1_000, 999],
    [10_890, 1_000, 110],
    // The timer fired a touch early.
    [10_999, 1_000, 1_001],
    [12_000, 5_000, 3_000],
  ])('at %i, every %i ms, is in %i ms', (wallMs, intervalMs, waitMs) => {
    expect(msToNextTick(wallMs, intervalMs)).toBe(waitMs);
  });

  it.each([
    [10_000, 10_000, 3_000, 3_000],
    [13_000, 10_000, 3_000, 10_000],
    [12_990, 10_000, 3_000, 10_010],
    [10_000, 250, 3_000, 250],
  ])('at %i, every %i ms after an offset of %i, is in %i ms', (wallMs, intervalMs, offsetMs, waitMs) => {
    expect(msToNextTick(wallMs, intervalMs, offsetMs)).toBe(waitMs);
  });

  it('has an offset of whole seconds within the interval, none within a second', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => (0x6a1c3a4e + index * 7_919).toString(16));
    const offsets = (intervalMs: number): number[] => ids.map((id) => turnOffsetMs(`${id}-2b4e`, intervalMs));
    expect([new Set(offsets(1_000)), new Set(offsets(1_999))]).toEqual([new Set([0]), new Set([0])]);
    const often = offsets(10_000).filter((offset) => offset === 7_000).length;
    expect([new Set(offsets(10_000)).size, often > 50 && often < 150]).toEqual([10, true]);
  });
});
