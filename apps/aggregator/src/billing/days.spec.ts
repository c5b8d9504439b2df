import { describe, expect, it } from '@jest/globals';
import type { Cycle } from '../calendar/cycle.js';
import { asFar, countedSince, type CountedDay, type Counting, daysDue } from './days.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.parse('2026-11-22T16:00:30Z');
const TODAY_MS = Date.parse('2026-11-22T00:00Z');
const CYCLE: Cycle = { kind: 'monthly', resetDay: 1, resetMinute: 0, timeZone: 'UTC' };

const counting = (more: Partial<Counting> = {}): Counting => ({
  ...{ cycle: CYCLE, known: new Map(), oldestMs: TODAY_MS - 2 * DAY_MS, nowMs: NOW_MS, isTellable: () => true },
  ...more,
});
/** Days before today, each counted so long ago. */
const known = (agoMs: readonly number[]): ReadonlyMap<number, CountedDay> =>
  new Map(
    agoMs.map((ms, days) => {
      const fromMs = TODAY_MS - days * DAY_MS;
      return [fromMs, { fromMs, countedUntilMs: Math.min(fromMs + DAY_MS, NOW_MS), countedMs: NOW_MS - ms }];
    }),
  );
const due = (more: Partial<Counting>): number[] =>
  daysDue(counting(more)).map(({ fromMs }) => (TODAY_MS - fromMs) / DAY_MS);

describe('days that are due', () => {
  it('are all that never were, the newest first, since somebody counted', () => {
    expect(due({})).toEqual([0, 1, 2]);
    expect(due({ oldestMs: 0 })).toHaveLength((TODAY_MS - Date.parse('2025-12-01Z')) / DAY_MS + 1);
  });

  it('are today each minute, and others when they are a tenth older', () => {
    expect(due({ known: known([59_000, 0, 0]) })).toEqual([]);
    expect(due({ known: known([60_000, 0, 0]) })).toEqual([0]);
    // Yesterday has been over for 16 hours, and the day before for 40.
    expect(due({ known: known([0, 1.5 * HOUR_MS, 3.9 * HOUR_MS]) })).toEqual([]);
    expect(due({ known: known([0, 1.7 * HOUR_MS, 4.1 * HOUR_MS]) })).toEqual([1, 2]);
  });

  it('are yesterday, once more, when it is over', () => {
    const days = new Map([
      [TODAY_MS - DAY_MS, { fromMs: 0, countedUntilMs: TODAY_MS - 1, countedMs: NOW_MS - 60_000 }],
    ]);
    expect(due({ known: days, oldestMs: TODAY_MS - DAY_MS })).toEqual([0, 1]);
  });

  it('are none that can no longer be told', () => {
    expect(due({ isTellable: ({ fromMs }) => fromMs >= TODAY_MS - DAY_MS })).toEqual([0, 1]);
  });
});

it('goes back for twelve cycles, and for a forecast', () => {
  expect(countedSince(CYCLE, NOW_MS)).toBe(Date.parse('2025-12-01Z'));
  expect(countedSince({ ...CYCLE, kind: 'daily' }, NOW_MS)).toBe(NOW_MS - 56 * DAY_MS);
});

it('counts whole minutes of today', () => {
  const day = { fromMs: TODAY_MS, toMs: TODAY_MS + DAY_MS };
  expect(asFar(day, NOW_MS).toMs).toBe(Date.parse('2026-11-22T16:00Z'));
  expect(asFar(day, TODAY_MS + 2 * DAY_MS)).toEqual(day);
});
