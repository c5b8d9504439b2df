import { describe, expect, it } from '@jest/globals';
import { perCounter } from '@weir/model';
import { averageOver, type Coverage, IDLE_RATES, ratesOfSample, type Sample, type Span } from './averages.js';

const END = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;
const at = (secondsBeforeEnd: number): number => END - secondsBeforeEnd * 1_000;
const sample = (startMs: number, rxBytes: number, ms = 1_000): Sample => ({
  startMs,
  ms,
  deltas: { ...IDLE_RATES, rxBytes },
});
/** One span a second, from `first` to `last` seconds before the end. */
const seconds = (first: number, last: number): Span[] =>
  Array.from({ length: first - last }, (_, index) => ({ startMs: at(first - index), ms: 1_000 }));
const covered = (presence: Span[], more: Partial<Coverage> = {}): Coverage => ({
  presence,
  unread: [],
  aliveFromMs: 0,
  aliveUntilMs: null,
  ...more,
});

describe('averageOver', () => {
  it('divides what was counted by the seconds covered, idle seconds included', () => {
    const average = averageOver(END, MINUTE, [sample(at(30), 6_000)], covered(seconds(60, 0)));
    expect(average.coveredMs).toBe(60_000);
    expect(average.perSecond?.rxBytes).toBe(100);
    expect(average.perSecond?.txBytes).toBe(0);
  });

  it('is zero, not unknown, for a series that did not move', () => {
    expect(averageOver(END, MINUTE, [], covered(seconds(60, 0))).perSecond).toEqual(IDLE_RATES);
  });

  it('leaves a gap out of the divisor: 30 of 60 seconds were seen', () => {
    const presence = [...seconds(60, 45), ...seconds(15, 0)];
    const average = averageOver(END, MINUTE, [sample(at(50), 1_500), sample(at(5), 1_500)], covered(presence));
    expect(average).toMatchObject({ coveredMs: 30_000, perSecond: { rxBytes: 100 } });
  });

  it('is unknown when nothing of the window is covered', () => {
    expect(averageOver(END, MINUTE, [], covered([]))).toEqual({ coveredMs: 0, perSecond: null });
    expect(averageOver(END, MINUTE, [], covered(seconds(200, 100))).perSecond).toBeNull();
  });

  it('leaves out seconds in which the series could not be read', () => {
    const unread = seconds(40, 20);
    const average = averageOver(END, MINUTE, [sample(at(10), 4_000)], covered(seconds(60, 0), { unread }));
    expect(average).toMatchObject({ coveredMs: 40_000, perSecond: { rxBytes: 100 } });
  });

  it('counts unread seconds again once a later sample reaches over them', () => {
    const late = sample(at(41), 2_100, 21_000);
    const average = averageOver(END, MINUTE, [late], covered(seconds(60, 0), { unread: seconds(41, 20) }));
    expect(average).toMatchObject({ coveredMs: 60_000, perSecond: { rxBytes: 35 } });
  });

  it('does not take a neighbouring sample for one that makes up', () => {
    const samples = [sample(at(31), 100), sample(at(29), 100)];
    const average = averageOver(END, MINUTE, samples, covered(seconds(60, 0), { unread: seconds(30, 29) }));
    expect(average.coveredMs).toBe(59_000);
  });

  it('counts only the time since a series was born and until it went', () => {
    const young = covered(seconds(60, 0), { aliveFromMs: at(20) });
    expect(averageOver(END, MINUTE, [sample(at(10), 2_000)], young)).toMatchObject({
      coveredMs: 20_000,
      perSecond: { rxBytes: 100 },
    });
    const gone = covered(seconds(60, 0), { aliveUntilMs: at(50) });
    expect(averageOver(END, MINUTE, [sample(at(55), 1_000)], gone)).toMatchObject({
      coveredMs: 10_000,
      perSecond: { rxBytes: 100 },
    });
  });

  it('takes a sample as proof of life where the inventory says otherwise', () => {
    const wrong = covered(seconds(60, 0), { aliveFromMs: at(10), aliveUntilMs: at(9) });
    expect(averageOver(END, MINUTE, [sample(at(20), 1_100), sample(at(10), 0)], wrong)).toMatchObject({
      coveredMs: 11_000,
      perSecond: { rxBytes: 100 },
    });
  });

  it('counts a span over the edge of the window in proportion', () => {
    const half = { startMs: at(65), ms: 10_000 };
    const average = averageOver(END, MINUTE, [sample(half.startMs, 1_000, 10_000)], covered([half]));
    expect(average).toMatchObject({ coveredMs: 5_000, perSecond: { rxBytes: 100 } });
  });

  it('ignores what lies outside of the window', () => {
    const samples = [sample(at(61), 9_999), sample(END, 9_999), sample(at(1), 60)];
    expect(averageOver(END, MINUTE, samples, covered(seconds(100, -10))).perSecond?.rxBytes).toBe(1);
  });

  it('shows no spike at a reset: the deltas around it are small, whatever the counters were', () => {
    const samples = [sample(at(31), 1_000), sample(at(30), 0), sample(at(29), 1_000)];
    expect(averageOver(END, MINUTE, samples, covered(seconds(60, 0))).perSecond?.rxBytes).toBeCloseTo(2_000 / 60, 9);
  });

  it('stays right when a restarted agent makes up for its absence in one coarse sample', () => {
    const outage = { startMs: at(50), ms: 40_000 };
    const presence = [...seconds(60, 50), outage, ...seconds(10, 0)];
    const average = averageOver(END, MINUTE, [sample(outage.startMs, 6_000, 40_000)], covered(presence));
    expect(average).toMatchObject({ coveredMs: 60_000, perSecond: { rxBytes: 100 } });
  });
});

describe('ratesOfSample', () => {
  it('divides by the sample’s own length, not by a second', () => {
    const rates = ratesOfSample({ startMs: END, ms: 500, deltas: perCounter((_, index) => index) });
    expect(rates).toEqual(perCounter((_, index) => index * 2));
  });
});
