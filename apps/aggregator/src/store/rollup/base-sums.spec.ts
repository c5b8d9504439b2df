import { describe, expect, it } from '@jest/globals';
import { COUNTERS } from '@weir/model';
import { encodeFrames } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { BaseSums } from './base-sums.js';

const T0 = 1_800_000_000_000;

/** A sample in which each series counted the same in all columns. */
function sample(second: number, deltas: Record<number, number>): Frame {
  const ids = Object.keys(deltas).map(Number);
  const columns = COUNTERS.map(() => ids.map((id) => deltas[id] ?? 0));
  return { startMs: T0 + second * 1_000, ms: 1_000, presenceMs: 1_000, ids, columns, unreadIds: [], unreadMs: [] };
}

const each = (sum: bigint): bigint[] => COUNTERS.map(() => sum);

describe('what series counted since their bases', () => {
  it('is summed up over blocks, of the wanted series, from their bases on', () => {
    const sums = new BaseSums(
      new Map([
        [1, T0 + 1_000],
        [2, T0 - 1_000],
      ]),
    );
    sums.add(encodeFrames([sample(0, { 1: 1, 2: 10, 3: 100 }), sample(1, { 1: 2, 2: 20 })]));
    sums.add(encodeFrames(Array.from({ length: 9 }, (_, second) => sample(second, { 1: 1_000, 3: 7 }))));
    expect([...sums.sums]).toEqual([
      [1, each(8_002n)],
      [2, each(30n)],
    ]);
  });

  it('leaves out what begins outside of the asked stretch', () => {
    const sums = new BaseSums(new Map([[1, T0]]), { fromMs: T0 + 1_000, untilMs: T0 + 3_000 });
    sums.add(encodeFrames([0, 1, 2, 3].map((second) => sample(second, { 1: 10 ** second }))));
    expect([...sums.sums]).toEqual([[1, each(110n)]]);
    sums.add(encodeFrames([sample(3, { 1: 5 })]));
    expect(sums.sums.size).toBe(1);
  });

  it('stays exact beyond what a number holds', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const sums = new BaseSums(new Map([[1, T0]]));
    sums.add(encodeFrames([sample(0, { 1: most }), sample(1, { 1: most }), sample(2, { 1: 1 })]));
    expect(sums.sums.get(1)).toEqual(each(2n * BigInt(most) + 1n));
  });
});
