import { describe, expect, it } from '@jest/globals';
import { type Cycle, cycleAt, cyclesIn } from '../calendar/cycle.js';
import { daysOf } from './days.js';
import { type OutlookDay, outlookOf } from './outlook.js';
import type { Measure } from './quota.js';

const DAY_MS = 86_400_000;
const CYCLE: Cycle = { kind: 'monthly', resetDay: 1, resetMinute: 0, timeZone: 'Europe/Berlin' };
const NOW_MS = Date.parse('2026-11-22T11:00Z');
const GB = 1e9;

/** Days until now, each with what it would have received in 24 hours. */
function days(count: number, received: (day: number) => number, more: Partial<OutlookDay> = {}): OutlookDay[] {
  const spans = cyclesIn(daysOf(CYCLE), { fromMs: NOW_MS - (count - 0.5) * DAY_MS, toMs: NOW_MS });
  return spans.map(({ fromMs, toMs }, day) => {
    const countedUntilMs = Math.min(toMs, NOW_MS);
    const aliveMs = countedUntilMs - fromMs;
    const receivedBytes = BigInt(Math.round((received(day) * aliveMs) / DAY_MS));
    const counted = { receivedBytes, transmittedBytes: 0n, coveredMs: aliveMs, aliveMs };
    return { fromMs, toMs, countedUntilMs, ...counted, ...more };
  });
}
const outlook = (all: readonly OutlookDay[], limitGb: number | null = null, measure: Measure = 'sum') => {
  const limitBytes = limitGb === null ? null : BigInt(limitGb * GB);
  return outlookOf({ cycle: CYCLE, measure, limitBytes }, all, cycleAt(CYCLE, NOW_MS));
};

describe('what a cycle comes to', () => {
  it('is not guessed before two weeks are known', () => {
    expect(outlook(days(14, () => GB))).toBeNull();
    expect(outlook([])).toBeNull();
    expect(outlook(days(40, () => GB, { coveredMs: 0 }))).toBeNull();
  });

  it('of what is the same each day is known, within its interval', () => {
    const found = outlook(days(40, () => 10 * GB));
    expect(found?.usedBytes).toBeGreaterThan(299 * GB);
    expect(found?.usedBytes).toBeLessThan(301 * GB);
    expect(found!.lowBytes).toBeLessThanOrEqual(found!.usedBytes);
    expect(found!.highBytes).toBeGreaterThanOrEqual(found!.usedBytes);
  });

  it('knows quiet weekends', () => {
    const first = days(57, () => 0)[0]!.fromMs;
    const isWeekend = (day: number): boolean => [0, 6].includes(new Date(first + (day + 0.5) * DAY_MS).getUTCDay());
    const worked = (day: number): number => (isWeekend(day) ? GB : 10 * GB);
    // November of 2026 has 21 days of work, and 9 of weekends.
    const truth = (21 * 10 + 9) * GB;
    const found = outlook(days(57, worked));
    expect(Math.abs(found!.usedBytes - truth)).toBeLessThan(0.02 * truth);
  });

  it('says when the limit is reached, if it is', () => {
    const all = days(40, () => 10 * GB);
    expect(outlook(all, 1_000)?.reachesLimitAtMs).toBeNull();
    expect(outlook(all, 100)?.reachesLimitAtMs).toBeNull();
    const atMs = outlook(all, 250)!.reachesLimitAtMs!;
    expect(Math.abs(atMs - Date.parse('2026-11-25T23:00Z'))).toBeLessThan(DAY_MS / 4);
  });

  it('takes half a day for a whole one where half of it was known', () => {
    const all = days(40, () => 5 * GB).map((day) => ({ ...day, coveredMs: day.aliveMs / 2 }));
    // What was counted stays; what comes is expected to be known.
    expect(outlook(all)!.usedBytes / GB).toBeCloseTo(21.5 * 5 + 8.5 * 10, 0);
  });

  it('is that of the larger way, where that counts', () => {
    const all = days(40, () => 10 * GB).map((day) => ({ ...day, transmittedBytes: day.receivedBytes * 2n }));
    expect(outlook(all, null, 'max')!.usedBytes / GB).toBeCloseTo(600, -1);
    expect(outlook(all, null, 'in')!.usedBytes / GB).toBeCloseTo(300, -1);
  });

  it('does not begin before something passed, and follows no gap', () => {
    // The first two days of November among them.
    const all = days(40, (day) => (day < 20 ? 0 : 10 * GB));
    expect(outlook(all)!.usedBytes / GB).toBeCloseTo(280, -1);
    expect(outlook(all.filter((_, day) => day !== 30))).toBeNull();
  });
});
