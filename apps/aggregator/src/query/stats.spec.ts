import { describe, expect, it } from '@jest/globals';
import { perCounter } from '@weir/model';
import { IDLE_RATES, type Sample } from './averages.js';
import { statsOf, unknownSince } from './stats.js';

const END = Date.parse('2026-11-21T12:00:00Z');
const TOTALS = perCounter(() => '18446744073709551615');
const presence = Array.from({ length: 960 }, (_, index) => ({ startMs: END - (960 - index) * 1_000, ms: 1_000 }));
const coverage = { presence, unread: [], aliveFromMs: 0, aliveUntilMs: null };
const newest = { startMs: END - 1_000, ms: 1_000 };
const sample = (secondsBeforeEnd: number, rxBytes: number): Sample => ({
  startMs: END - secondsBeforeEnd * 1_000,
  ms: 1_000,
  deltas: { ...IDLE_RATES, rxBytes },
});

describe('statsOf', () => {
  it('averages over windows that end with the newest sample', () => {
    const samples = [sample(900, 9_000), sample(300, 6_000), sample(60, 600), sample(1, 60)];
    const { averages } = statsOf(newest, TOTALS, samples, coverage);
    expect(averages.oneMinute.perSecond?.rxBytes).toBe(11);
    expect(averages.fiveMinutes.perSecond?.rxBytes).toBe(6_660 / 300);
    expect(averages.fifteenMinutes.perSecond?.rxBytes).toBe(15_660 / 900);
  });

  it('gives the rates of the newest sample, and passes totals on as text', () => {
    const stats = statsOf(newest, TOTALS, [sample(2, 999), sample(1, 60)], coverage);
    expect(stats).toMatchObject({ rates: { rxBytes: 60 }, totals: TOTALS, lastUpdateMs: END });
  });

  it('has rates of zero when the interface did not move in the newest interval', () => {
    expect(statsOf(newest, null, [sample(2, 999)], coverage).rates).toEqual(IDLE_RATES);
  });

  it('knows no rates, averages and moment before the first sample', () => {
    const stats = unknownSince(null, null);
    expect(stats).toMatchObject({ totals: null, rates: null, lastUpdateMs: null });
    expect(stats.averages.fifteenMinutes).toEqual({ coveredMs: 0, perSecond: null });
  });
});
