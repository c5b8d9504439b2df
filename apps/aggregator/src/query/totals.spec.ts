import { describe, expect, it } from '@jest/globals';
import { resolutionOf } from './extent.js';
import { endOf } from './grid.js';
import { topOf } from './top.js';
import { type GroupTotals, refusalOfTotals, resolutionOfSum, storedRange, totalsGrid, wholeGrid } from './totals.js';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const KEPT = { raw: NOON, '1m': NOON - DAY_MS, '5m': -Infinity, '1h': -Infinity, '1d': -Infinity };
const horizons = { ...KEPT, sealed: NOON, packed: NOON };

describe('storedRange', () => {
  it('is what was asked, to the ms, where samples of its ends are kept', () => {
    expect(storedRange(horizons, { fromMs: NOON + 1, untilMs: NOON + 1_234 })).toEqual({
      ...{ fromMs: NOON + 1, untilMs: NOON + 1_234, edgeResolution: 'raw' },
    });
  });

  it('is widened to whole buckets at an end of which samples are gone', () => {
    expect(storedRange(horizons, { fromMs: NOON - 1, untilMs: NOON + 7 })).toEqual({
      ...{ fromMs: NOON - MINUTE_MS, untilMs: NOON + 7, edgeResolution: '1m' },
    });
    expect(storedRange(horizons, { fromMs: NOON - DAY_MS - 1, untilMs: NOON - HOUR_MS - 1 })).toEqual({
      ...{ fromMs: NOON - DAY_MS - 5 * MINUTE_MS, untilMs: NOON - HOUR_MS, edgeResolution: '5m' },
    });
  });
});

describe('totalsGrid', () => {
  it('begins at the very begin of a short range', () => {
    const grid = totalsGrid({ fromMs: NOON + 7, untilMs: NOON + 5 * MINUTE_MS - 1, edgeResolution: 'raw' }, 1_000);
    expect(grid).toEqual({ startMs: NOON + 7, stepMs: 1_000, count: 300 });
  });

  it.each([
    [3 * HOUR_MS, 'raw', 1_000],
    [5 * MINUTE_MS + 1, 'raw', 1_000],
    [MINUTE_MS, '1m', MINUTE_MS],
    [400 * DAY_MS, '5m', 5 * MINUTE_MS],
  ] as const)('cuts %d ms from %s at whole minutes', (spanMs, edgeResolution, finestMs) => {
    const grid = totalsGrid({ fromMs: NOON + 7, untilMs: NOON + 7 + spanMs, edgeResolution }, finestMs);
    expect(grid.stepMs % MINUTE_MS).toBe(0);
    expect(grid.startMs % MINUTE_MS).toBe(0);
    expect(grid.startMs).toBeLessThanOrEqual(NOON + 7);
    expect(endOf(grid)).toBeGreaterThanOrEqual(NOON + 7 + spanMs);
    expect(grid.count).toBeLessThanOrEqual(300);
  });
});

describe('wholeGrid', () => {
  it.each([1, HOUR_MS, DAY_MS, 12 * HOUR_MS, 36 * HOUR_MS, 40 * DAY_MS])(
    'holds all of a range of %d ms in one bucket that suits hours, or days',
    (ms) => {
      const range = { fromMs: NOON, untilMs: NOON + ms };
      for (const [unitMs, resolution] of [
        [HOUR_MS, '1h'],
        [DAY_MS, '1d'],
      ] as const) {
        const whole = wholeGrid(range, unitMs);
        expect([whole.count, resolutionOf(whole)]).toEqual([1, resolution]);
        expect(whole.startMs).toBeLessThanOrEqual(range.fromMs);
        expect(endOf(whole)).toBeGreaterThanOrEqual(range.untilMs);
      }
    },
  );

  it.each([
    [1, MINUTE_MS, HOUR_MS, 'raw'],
    [0, MINUTE_MS, HOUR_MS, '1m'],
    [1, 10 * MINUTE_MS, HOUR_MS, '5m'],
    [1, HOUR_MS, HOUR_MS, '5m'],
    [1, 2 * HOUR_MS, HOUR_MS, '1h'],
    [12 * HOUR_MS, 36 * HOUR_MS, HOUR_MS, '1h'],
    [12 * HOUR_MS, 36 * HOUR_MS, DAY_MS, '1d'],
  ] as const)('tells what lies whole between noon and %d, %d ms', (fromMs, untilMs, unitMs, resolution) => {
    expect(resolutionOfSum({ fromMs: NOON + fromMs, untilMs: NOON + untilMs }, unitMs)).toBe(resolution);
  });
});

describe('refusalOfTotals', () => {
  const request = {
    ...{ interfaces: null, filter: null, fromMs: NOON, toMs: NOON + 1, counters: ['rxBytes'] as const, top: null },
    grouping: { dimensions: ['host'] as const, labels: [] },
  };

  it.each<[string, object]>([
    ['from', { fromMs: NOON + 1 }],
    ['counters', { counters: [] }],
    ['groupBy', { grouping: { dimensions: [], labels: [] } }],
    ['top.count', { top: { count: 0, by: 'total', counter: null } }],
    ['top.counter', { top: { count: 1, by: 'total', counter: 'txBytes' } }],
    ['filter', { interfaces: ['one'], filter: {} }],
  ])('names %s', (field, change) => {
    expect(refusalOfTotals(request)).toBeNull();
    expect(refusalOfTotals({ ...request, ...change })?.field).toBe(field);
  });
});

describe('topOf', () => {
  const group = (name: string, rx: bigint, tx: bigint, others: number | null = null): GroupTotals => {
    const counters = [
      { counter: 'rxBytes', total: rx },
      { counter: 'txBytes', total: tx },
    ] as const;
    const rates = { averagePerSecond: 5, maximumPerSecond: null, p50PerSecond: 1, p95PerSecond: 2, p99PerSecond: 3 };
    return {
      ...{ group: name, keys: [], others, totals: counters },
      statistics: () => counters.map((each) => ({ ...each, ...rates, coveredMs: 1 })),
    };
  };
  const answer = (groups: readonly GroupTotals[]): Parameters<typeof topOf>[0] => ({
    ok: true,
    value: { fromMs: 0, toMs: 1, resolution: 'raw', edgeResolution: 'raw', stepMs: 1, groupCount: 3, groups },
  });
  const both = [group('a', 50n, 10n), group('b', 20n, 10n), group('others', 30n, 0n, 7)];

  it('tells the share of the whole, the rest included', () => {
    const top = topOf(answer(both), { count: 2, by: 'total', counter: null });
    expect(top.ok && top.value.groups).toMatchObject([
      { group: 'a', value: 60, total: 60n, sharePercent: 50 },
      { group: 'b', value: 30, total: 30n, sharePercent: 25 },
    ]);
    expect(top.ok && top.value.others).toEqual({ total: 30n, sharePercent: 25 });
  });

  it('counts the counter alone that ranks, and tells what it ranks by', () => {
    const top = topOf(answer(both), { count: 2, by: 'p95', counter: 'rxBytes' });
    expect(top.ok && top.value.groups[0]).toMatchObject({ value: 2, total: 50n, sharePercent: 50 });
    const maximum = topOf(answer(both), { count: 2, by: 'maximum', counter: null });
    expect(maximum.ok && maximum.value.groups[0]).toMatchObject({ value: null, total: 60n });
  });

  it('knows no share of nothing', () => {
    const top = topOf(answer([group('a', 0n, 0n)]), { count: 2, by: 'total', counter: null });
    expect(top.ok && top.value.groups[0]?.sharePercent).toBeNull();
    expect(top.ok && top.value.others).toEqual({ total: 0n, sharePercent: null });
  });
});
