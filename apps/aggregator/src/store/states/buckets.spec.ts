import { describe, expect, it } from '@jest/globals';
import type { Frame } from '../block/frame.js';
import { Buckets, withoutMadeUp } from './buckets.js';
import { mergeValues, PACKED_KINDS, type PackedKind } from './kind.js';
import { packOptional, unpackOptional } from './optional.js';

const [CONTAINERS, , LATENCIES] = PACKED_KINDS as [PackedKind, PackedKind, PackedKind];
const MINUTES_MS = 300_000;

const sample = (startMs: number, values: readonly (number | null)[], more: Partial<Frame> = {}): Frame => ({
  ...{ startMs, ms: 10_000, presenceMs: 10_000, ids: [7], unreadIds: [], unreadMs: [] },
  columns: values.map((value) => [packOptional(value)]),
  ...more,
});
const unread = (startMs: number): Frame => sample(startMs, [], { ids: [], unreadIds: [7], unreadMs: [10_000] });

function sumsOf(samples: readonly Frame[], kind = CONTAINERS): (number | null)[][] {
  const buckets = new Buckets(kind, MINUTES_MS);
  buckets.addSamples(samples);
  return buckets.frames().map(({ columns }) => columns.map((column) => unpackOptional(column[0] ?? 0)));
}

describe('a number that may be untold', () => {
  it.each([null, 0, 1, 2, 2 ** 40])('is packed and read back: %p', (value) => {
    expect(unpackOptional(packOptional(value))).toBe(value);
  });

  it('is no wider than a column holds', () => {
    expect(packOptional(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('a bucket of states', () => {
  it('averages over the time that was told, and never takes untold for 0', () => {
    expect(
      sumsOf([sample(0, [5, 100, null]), sample(10_000, [null, null, 50]), sample(20_000, [7, 200, null])]),
    ).toEqual([[12, 20_000, 150, 20_000, 200, 50]]);
  });

  it('weighs a sample by its length', () => {
    expect(sumsOf([sample(0, [0, 100, null]), sample(10_000, [0, 400, null], { ms: 20_000 })])[0]?.[2]).toBe(300);
  });

  it('counts how distances were answered', () => {
    const outcomes = [sample(0, [420, 0]), sample(10_000, [null, 2]), sample(20_000, [380, 1])];
    expect(sumsOf(outcomes, LATENCIES)).toEqual([[400, 20_000, 380, 420, 1, 1, 1, 0]]);
  });

  it('holds what begins in it, before 1970 too', () => {
    const buckets = new Buckets(CONTAINERS, MINUTES_MS);
    buckets.addSamples([sample(-1, [1, 1, null]), sample(0, [1, 1, null]), sample(299_999, [1, 1, null])]);
    expect(buckets.frames().map(({ startMs, presenceMs }) => [startMs, presenceMs])).toEqual([
      [-MINUTES_MS, 10_000],
      [0, 20_000],
    ]);
  });

  it('does not overflow by what a hostile agent tells', () => {
    const huge = [Number.MAX_SAFE_INTEGER - 1, null, null];
    expect(sumsOf([sample(0, huge), sample(10_000, huge)])[0]?.[0]).toBe(Number.MAX_SAFE_INTEGER - 1);
  });

  it('keeps the mean of petabytes over months whole', () => {
    const month = 30 * 86_400_000;
    const one = [0, month, 2 ** 50, month, 2 ** 50, null];
    expect(mergeValues(CONTAINERS, one, one)[2]).toBe(2 ** 50);
  });
});

describe('what could not be read', () => {
  it('is no gap where a later sample reaches over its middle', () => {
    const late = sample(0, [9, null, null], { ms: 30_000 });
    expect(withoutMadeUp([unread(0), unread(10_000), late]).flatMap(({ unreadIds }) => unreadIds)).toEqual([]);
  });

  it('stays a gap where another thing was read, or too little', () => {
    const other = sample(0, [9, null, null], { ms: 30_000, ids: [8] });
    const short = sample(0, [9, null, null], { ms: 5_000 });
    expect(withoutMadeUp([unread(0), other, short]).flatMap(({ unreadIds }) => unreadIds)).toEqual([7]);
  });
});
