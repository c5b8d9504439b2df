import { describe, expect, it } from '@jest/globals';
import { encodeFrames } from '../store/block/codec.js';
import { type Coverage, coverageOf } from './fill.js';
import { GroupBins, roundedRate } from './group-bins.js';
import { HostBins, type Shape } from './host-bins.js';
import { Scratch } from './scratch.js';
import { rankOf, statisticsOf } from './statistics.js';

const grid = { startMs: 1_000_000, stepMs: 1_000, count: 4 };
const shape: Shape = { grid, counters: ['rxBytes', 'txErrors'], maxima: ['rxBytes'], sums: true };
const FOREVER = { fromMs: -Infinity, untilMs: Infinity };
const raw = { resolution: 'raw', fromMs: 0, untilMs: Infinity } as const;

/** A host with one series that counted these bytes, one value a second. */
function host(...bytes: number[]): HostBins {
  const frames = bytes.map((rxBytes, second) => ({
    ...{ startMs: grid.startMs + second * 1_000, ms: 1_000, presenceMs: 1_000 },
    ...{ ids: [1], columns: [[rxBytes], [0], [0], [0], [0], [2], [0], [0]], unreadIds: [], unreadMs: [] },
  }));
  const bins = new HostBins(shape, [{ seriesIds: [1], alive: FOREVER }], 3_000, new Scratch());
  bins.add(raw, [encodeFrames(frames)]);
  return bins;
}

const covered = (...ms: number[]): Coverage => coverageOf(Float64Array.from(ms));

describe('GroupBins', () => {
  it('tells a gap from an idle second, and divides by what is covered', () => {
    const group = new GroupBins(shape);
    group.addUnit(host(500, 0, 100), 0, covered(1_000, 1_000, 250, 0));
    expect([...group.ratesOf(0)]).toEqual([500, 0, 400, null]);
    expect([...group.sumsOf(0)]).toEqual([500, 0, 100, null]);
    expect([...group.ratesOf(1)]).toEqual([2, 2, 8, null]);
  });

  it('sums its parts where they are covered, and is a gap only where none is', () => {
    const group = new GroupBins(shape);
    group.addUnit(host(100, 0, 0, 0), 0, covered(1_000, 0, 1_000, 0));
    group.addUnit(host(30, 30, 30, 0), 0, covered(500, 1_000, 1_000, 0));
    expect([...group.ratesOf(0)]).toEqual([160, 30, 30, null]);
    expect([...group.maximaOf(0)]).toEqual([100, 30, 30, null]);
    expect([...group.totals]).toEqual([190, 16]);
    expect([...group.covered]).toEqual([1_000, 1_000, 1_000, 0]);
  });

  it('adds another group as if its parts had been added', () => {
    const one = new GroupBins(shape);
    one.addUnit(host(100, 5), 0, covered(1_000, 1_000, 0, 0));
    const other = new GroupBins(shape);
    other.addUnit(host(30, 30, 30), 0, covered(500, 1_000, 1_000, 0));
    one.addGroup(other);
    expect([...one.ratesOf(0)]).toEqual([160, 35, 30, null]);
    expect([...one.sumsOf(0)]).toEqual([130, 35, 30, null]);
    expect([...one.maximaOf(0)]).toEqual([100, 30, 30, null]);
    expect([...one.totals]).toEqual([195, 10]);
  });
});

describe('statisticsOf', () => {
  it('weighs a bucket by how much of it is known', () => {
    const group = new GroupBins(shape);
    group.addUnit(host(1_000, 1_000, 250), 0, covered(1_000, 1_000, 250, 0));
    expect(statisticsOf(group)[0]).toEqual({
      ...{ counter: 'rxBytes', total: 2_250, averagePerSecond: 1_000, maximumPerSecond: 1_000, coveredMs: 2_250 },
      ...{ p50PerSecond: 1_000, p95PerSecond: 1_000, p99PerSecond: 1_000 },
    });
  });

  it('leaves gaps out of percentiles, and knows nothing of nothing', () => {
    const group = new GroupBins(shape);
    expect(statisticsOf(group)[0]).toMatchObject({
      total: 0,
      averagePerSecond: null,
      p50PerSecond: null,
      coveredMs: 0,
    });
    group.addUnit(host(0, 0, 0, 70), 0, covered(0, 0, 1_000, 1_000));
    expect(statisticsOf(group)[0]).toMatchObject({ p50PerSecond: 0, p95PerSecond: 70, averagePerSecond: 35 });
  });

  it('ranks by the sum of the counters named', () => {
    const group = new GroupBins(shape);
    group.addUnit(host(10, 20), 0, covered(1_000, 1_000, 0, 0));
    expect(rankOf(group, 'total', ['rxBytes', 'txErrors'])).toBe(34);
    expect(rankOf(group, 'p99', ['rxBytes'])).toBe(20);
    expect(rankOf(group, 'maximum', ['txErrors'])).toBe(0);
  });
});

describe('roundedRate', () => {
  it.each([
    [1 / 3, 0.333],
    [9_999.12345, 9_999.123],
    [12_345.678, 12_345.68],
    [123_456.789, 123_456.8],
    [1_234_567.89, 1_234_568],
  ])('keeps seven digits of %d', (rate, rounded) => {
    expect(roundedRate(rate)).toBe(rounded);
  });
});
