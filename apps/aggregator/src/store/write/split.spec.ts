import { describe, expect, it } from '@jest/globals';
import { LONGEST_SAMPLE_MS } from '../block/window.js';
import { isCoarse, pieces, shares } from './split.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const RUNS = 1_000;

/** The same numbers at each run, so that a failure can be looked at again (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

describe('pieces', () => {
  it('cover the interval without gap or overlap, each within one minute', () => {
    const random = randomNumbers(1);
    for (let run = 0; run < RUNS; run++) {
      const startMs = random(2 ** 31) * 1_000 - 2 ** 30 + random(1_000);
      const ms = 1 + random(run % 2 ? 6 * HOUR_MS : 5 * MINUTE_MS);
      const cut = pieces(startMs, ms);
      expect(cut[0]?.startMs).toBe(startMs);
      expect(cut.reduce((sum, piece) => sum + piece.ms, 0)).toBe(ms);
      const minute = (at: number): number => Math.floor(at / MINUTE_MS);
      const crossing = cut.filter((piece) => minute(piece.startMs) !== minute(piece.startMs + piece.ms - 1));
      const apart = cut.filter(({ startMs: at }, index) => {
        const before = cut[index - 1];
        return before && at !== before.startMs + before.ms;
      });
      expect({ crossing, apart }).toEqual({ crossing: [], apart: [] });
    }
  });

  it.each([
    ['6 hours', 6 * HOUR_MS, MINUTE_MS],
    ['a day', DAY_MS, HOUR_MS],
    ['a year', 366 * DAY_MS, DAY_MS],
  ])('of %s are few', (_name, ms, stepMs) => {
    const cut = pieces(1_234_567, ms);
    expect(cut.length).toBeLessThanOrEqual(430);
    expect(Math.max(...cut.map((piece) => piece.ms))).toBe(stepMs);
  });

  it.each([7 * HOUR_MS + 1, DAY_MS + 61_001, 16 * DAY_MS, 366 * DAY_MS + 59_999])(
    'of %d ms follow each other without a gap, the last hour in minutes as readers of the last quarter expect it',
    (ms) => {
      const random = randomNumbers(ms);
      for (let run = 0; run < 20; run++) {
        const startMs = random(DAY_MS);
        const endMs = startMs + ms;
        const cut = pieces(startMs, ms);
        expect(cut.map((piece) => piece.startMs)).toEqual([
          startMs,
          ...cut.slice(0, -1).map((piece) => piece.startMs + piece.ms),
        ]);
        expect(cut.reduce((sum, piece) => sum + piece.ms, 0)).toBe(ms);
        const late = cut.filter((piece) => piece.startMs + piece.ms > endMs - HOUR_MS);
        expect(Math.max(...late.map((piece) => piece.ms))).toBeLessThanOrEqual(LONGEST_SAMPLE_MS);
      }
    },
  );

  it('leave an interval within one minute whole', () => {
    expect(pieces(MINUTE_MS, MINUTE_MS)).toEqual([{ startMs: MINUTE_MS, ms: MINUTE_MS }]);
    expect(pieces(-1, 2)).toEqual([
      { startMs: -1, ms: 1 },
      { startMs: 0, ms: 1 },
    ]);
  });
});

describe('shares', () => {
  it('add up exactly, are whole, never negative, and within one of their exact value', () => {
    const random = randomNumbers(2);
    for (let run = 0; run < RUNS; run++) {
      const ms = 1 + random(run % 2 ? 6 * HOUR_MS : 5 * MINUTE_MS);
      const delta = run % 3 === 0 ? Number.MAX_SAFE_INTEGER - random(1_000) : random(2 ** 31);
      const cut = pieces(random(HOUR_MS), ms);
      const parts = shares(delta, cut);
      expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(delta));
      const wrong = parts.filter((part, index) => {
        const error = BigInt(part) * BigInt(ms) - BigInt(delta) * BigInt(cut[index]?.ms ?? 0);
        return part < 0 || !Number.isSafeInteger(part) || error <= -BigInt(ms) || error >= BigInt(ms);
      });
      expect(wrong).toEqual([]);
    }
  });

  it('give the last piece the remainder', () => {
    const cut = [1, 1, 1].map((ms, index) => ({ startMs: index, ms }));
    expect(shares(10, cut)).toEqual([3, 3, 4]);
    expect(shares(0, cut)).toEqual([0, 0, 0]);
  });
});

describe('isCoarse', () => {
  it('begins after three intervals', () => {
    expect(isCoarse(3_000, 1_000)).toBe(false);
    expect(isCoarse(3_001, 1_000)).toBe(true);
    expect(isCoarse(30_000, 10_000)).toBe(false);
  });
});
