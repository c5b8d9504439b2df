import { describe, expect, it } from '@jest/globals';
import { curveOf, type MissingSamples, percentile95, rank, type Ranked } from './percentile.js';

const NONE = (): boolean => false;

function ranked(
  received: readonly number[],
  transmitted: readonly number[] = received,
  missing: MissingSamples = 'skip',
  isExcluded: (sample: number) => boolean = NONE,
): Ranked {
  const samples = { received: Float64Array.from(received), transmitted: Float64Array.from(transmitted) };
  return rank(samples, isExcluded, missing);
}

/** What is billed of samples of one way. */
const billed = (rates: readonly number[], missing?: MissingSamples): number | null =>
  percentile95(ranked(rates, rates, missing).sorted.in);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('the 95th percentile', () => {
  // 20 samples: ⌊0.05 × 20⌋ = 1 is dropped, which is 20; 19 is next.
  it('of 20 samples is the second highest', () => {
    expect(billed(upTo(20))).toBe(19);
  });

  // ⌊0.05 × 19⌋ = ⌊0.95⌋ = 0: nothing is dropped.
  it('of fewer than 20 samples is the highest', () => {
    expect([1, 2, 19].map((count) => billed(upTo(count)))).toEqual([1, 2, 19]);
  });

  // ⌊0.05 × 39⌋ = ⌊1.95⌋ = 1: of 39, 38 is next. ⌊0.05 × 40⌋ = 2: 40 and 39 are dropped.
  it('drops no part of a sample', () => {
    expect([39, 40].map((count) => billed(upTo(count)))).toEqual([38, 38]);
  });

  // A month of 30 days has 30 × 288 = 8,640 samples; ⌊0.05 × 8,640⌋ = 432 are free: 36 hours. 8,640 − 432 = 8,208.
  it('of a month leaves 36 hours free', () => {
    expect(billed(upTo(8_640))).toBe(8_208);
    const burst = (hours: number): number[] => upTo(8_640).map((each) => (each <= hours * 12 ? 900 : 10));
    expect([billed(burst(36)), billed([...burst(36).slice(0, -1), 900])]).toEqual([10, 900]);
  });

  // In floating point 0.05 × 8,928 is 446.40000000000003, and 0.05 × 140 is 7.000000000000001.
  it('counts in whole numbers: of 31 days 446 are dropped, of 140 samples 7', () => {
    expect([ranked(upTo(8_928)).droppedCount, ranked(upTo(140)).droppedCount]).toEqual([446, 7]);
  });

  // The usual example of textbooks, in Mbit/s: sorted, 9.50 is dropped and 9.10 is billed.
  it('is that of a worked example, in whatever order samples come', () => {
    const mbps = [0.139, 0.653, 0.201, 0.116, 0.084, 0.032, 0.047, 0.185, 0.198, 0.203];
    const more = [0.276, 0.37, 0.971, 0.233, 0.218, 0.182, 0.169, 0.126, 0.131, 0.157];
    // Highest first: 0.971, 0.653, 0.370 …: of 20, 0.971 is dropped.
    expect(billed([...mbps, ...more])).toBe(0.653);
    expect(billed([...more, ...mbps].reverse())).toBe(0.653);
  });

  it('sorts by value and not by text', () => {
    expect(billed([9, 10, 100, 1_000])).toBe(1_000);
    expect([...ranked([100, 9, 1_000, 10]).sorted.in]).toEqual([9, 10, 100, 1_000]);
  });

  it('of nothing is unknown, and of silence zero', () => {
    expect([billed([]), billed([NaN, NaN]), billed([0, 0])]).toEqual([null, null, 0]);
  });
});

describe('the ways', () => {
  it('are billed each by its own samples, and the busier of the two sample by sample', () => {
    const received = [...Array<number>(19).fill(1), 50];
    const transmitted = [60, ...Array<number>(19).fill(2)];
    const { sorted } = ranked(received, transmitted);
    expect([sorted.in, sorted.out, sorted.max].map(percentile95)).toEqual([1, 2, 50]);
    // Of each way alone one peak is free; together they are two, and one is billed.
    expect([...sorted.max].slice(-3)).toEqual([2, 50, 60]);
  });
});

describe('samples of which nothing is known', () => {
  // 40 samples, 20 of them missing. Skipped: of 20, 1 is dropped, 19 is left. As zero: of 40, 2 are dropped, 18 is left.
  const rates = [...upTo(20), ...Array<number>(20).fill(NaN)];

  it('are skipped, or count as zero', () => {
    expect([billed(rates, 'skip'), billed(rates, 'zero')]).toEqual([19, 18]);
    const counts = (missing: MissingSamples): number[] => {
      const { sampleCount, droppedCount, missingCount } = ranked(rates, rates, missing);
      return [sampleCount, droppedCount, missingCount];
    };
    expect([counts('skip'), counts('zero')]).toEqual([[20, 1, 20], [40, 2, 20]]); // prettier-ignore
  });

  it('are not missing where they are left out', () => {
    const { sampleCount, missingCount, excludedCount } = ranked(rates, rates, 'zero', (sample) => sample >= 10);
    expect([sampleCount, missingCount, excludedCount]).toEqual([10, 0, 30]);
  });

  it('do not make a sample of their place that is left out', () => {
    expect(percentile95(ranked(rates, rates, 'skip', (sample) => sample === 18).sorted.in)).toBe(20);
  });
});

describe('the curve', () => {
  it('has the lowest, the highest and the billed sample, and no more points than asked', () => {
    const { ranks, ways } = curveOf(ranked(upTo(8_640)), 300);
    expect([ranks[0], ranks.at(-1), ranks.includes(8_208), ranks.length <= 300]).toEqual([1, 8_640, true, true]);
    expect(ways.in).toEqual(ranks);
    expect([...ranks].sort((one, other) => one - other)).toEqual(ranks);
  });

  it('is all samples where these are few, and nothing of nothing', () => {
    expect(curveOf(ranked([3, 1, 2]), 300)).toEqual({
      ranks: [1, 2, 3],
      ways: { in: [1, 2, 3], out: [1, 2, 3], max: [1, 2, 3] },
    });
    expect(curveOf(ranked([]), 300).ranks).toEqual([]);
  });
});
