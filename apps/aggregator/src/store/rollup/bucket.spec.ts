import { describe, expect, it } from '@jest/globals';
import { COUNTERS } from '@weir/model';
import { encodeFrames } from '../block/codec.js';
import type { Frame } from '../block/frame.js';
import { BucketSums, MAX_RX, MAX_SUM, MAX_TX } from './bucket.js';
import { LEVELS, type Level, MINUTES } from './level.js';

const MINUTE = 60_000;
const T0 = 1_800_000_000_000;
const FIVE = LEVELS[1] as Level;

/** A sample in which the given series counted; `rxBytes` is ten times `txBytes`, all else is 1. */
function sample(second: number, deltas: Record<number, number>, more: Partial<Frame> = {}): Frame {
  const ids = Object.keys(deltas).map(Number);
  const values = ids.map((id) => deltas[id] ?? 0);
  const columns = COUNTERS.map((_, index) =>
    values.map((value) => (index === 0 ? 10 * value : index === 1 ? value : 1)),
  );
  const times = { startMs: T0 + second * 1_000, ms: 1_000, presenceMs: 1_000 };
  return { ...times, ids, columns, unreadIds: [], unreadMs: [], ...more };
}

function minutes(blocks: readonly Frame[][], wanted = [T0], coarseMs = 3_000): Frame[] {
  const sums = new BucketSums(MINUTES, new Set(wanted));
  sums.addSamples(blocks.map(encodeFrames), coarseMs);
  return sums.frames();
}

describe('the sums of a bucket', () => {
  it('are those of the samples that begin in it, from whatever block, and of no others', () => {
    const [made, ...others] = minutes([
      [sample(-1, { 7: 1_000 }), sample(0, { 7: 1, 3: 2 })],
      [sample(59, { 7: 4 }), sample(60, { 7: 1_000 })],
    ]);
    expect(others).toEqual([]);
    expect(made).toMatchObject({ startMs: T0, ms: MINUTE, presenceMs: 2_000, ids: [3, 7] });
    expect(made?.columns.slice(0, 3)).toEqual([
      [20, 50],
      [2, 5],
      [1, 2],
    ]);
  });

  it('hold the highest rate of a sample that is not coarse, one higher, so that 0 is none', () => {
    const coarse = sample(10, { 7: 9_000, 8: 1 }, { ms: 4_000 });
    const [made] = minutes([[sample(0, { 7: 3 }), sample(1, { 7: 5 }, { ms: 500 }), coarse]]);
    expect(made?.columns[MAX_RX]).toEqual([101, 0]);
    expect(made?.columns[MAX_TX]).toEqual([11, 0]);
  });

  it('tell of presence where nothing moved, and leave out a further part of the same tick', () => {
    const made = minutes([[sample(0, {}), sample(0, { 7: 1 }, { presenceMs: 0 })]]);
    expect(made).toMatchObject([{ presenceMs: 1_000, ids: [7] }]);
  });

  it('tell for how long a series could not be read, but for what a later sample made up for', () => {
    const missed = { unreadIds: [7, 8], unreadMs: [1_000, 1_000] };
    const late = sample(2, { 7: 90 }, { ms: 4_000, presenceMs: 0 });
    const made = minutes([[sample(1, {}, missed), sample(2, {}, missed), sample(5, {}, missed)], [late]]);
    expect(made).toMatchObject([{ unreadIds: [7, 8], unreadMs: [1_000, 3_000] }]);
  });

  it('are capped at what a number holds', () => {
    const most = sample(0, { 7: 1 }, { columns: COUNTERS.map(() => [MAX_SUM]) });
    const [made] = minutes([[most, { ...most, startMs: T0 + 1_000 }]]);
    expect(made?.columns[0]).toEqual([MAX_SUM]);
    expect(made?.columns[MAX_RX]).toEqual([MAX_SUM]);
  });

  it('of a coarser level are the sums, the highest rates and the times of the finer one', () => {
    const missed = { unreadIds: [9], unreadMs: [1_000] };
    const made = minutes(
      [[sample(0, { 7: 1 }), sample(61, { 7: 5 }, missed), sample(62, { 8: 2 })]],
      [T0, T0 + MINUTE],
    );
    const sums = new BucketSums(FIVE, new Set([T0]));
    sums.addBuckets([encodeFrames(made)]);
    const [five] = sums.frames();
    expect(five).toMatchObject({ startMs: T0, ms: 5 * MINUTE, presenceMs: 3_000, ids: [7, 8] });
    expect([five?.columns[0], five?.columns[MAX_RX]]).toEqual([
      [60, 20],
      [51, 21],
    ]);
    expect([five?.unreadIds, five?.unreadMs]).toEqual([[9], [1_000]]);
  });

  it('are none where nothing is known', () => {
    expect(minutes([[]])).toEqual([]);
    expect(minutes([[sample(90, { 7: 1 })]])).toEqual([]);
  });
});
