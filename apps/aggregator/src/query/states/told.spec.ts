import { describe, expect, it } from '@jest/globals';
import { encodeFrames } from '../../store/block/codec.js';
import type { Frame } from '../../store/block/frame.js';
import { CONTAINERS } from '../../store/states/kind.js';
import { packOptional } from '../../store/states/optional.js';
import { readStates } from './told.js';

const frame = (startMs: number, told: Record<number, (number | null)[]>, more: Partial<Frame> = {}): Frame => ({
  ...{ startMs, ms: 10_000, presenceMs: 10_000, unreadIds: [], unreadMs: [] },
  ids: Object.keys(told).map(Number),
  columns: [0, 1, 2].map((column) => Object.values(told).map((values) => packOptional(values[column] ?? null))),
  ...more,
});
const row = (...frames: Frame[]): { hostId: number; frames: Buffer } => ({ hostId: 1, frames: encodeFrames(frames) });

describe('readStates', () => {
  it('answers what was told of those wanted, in the order of time, and tells zero from what was not told', () => {
    const rows = [row(frame(20_000, { 7: [0, 5, null], 8: [1, 1, 1] })), row(frame(10_000, { 7: [null, 4, 9] }))];
    const host = readStates(CONTAINERS, false, rows, new Set([7])).get(1);
    expect(host?.told).toEqual([
      { id: 7, startMs: 10_000, ms: 10_000, values: [null, 4, 9] },
      { id: 7, startMs: 20_000, ms: 10_000, values: [0, 5, null] },
    ]);
    expect(host?.presence).toHaveLength(2);
  });

  it('takes back as unread what a later state made up for', () => {
    const missed = frame(10_000, {}, { unreadIds: [7], unreadMs: [10_000] });
    const madeUp = { ...frame(5_000, { 7: [1, 1, 1] }), ms: 30_000, presenceMs: 0 };
    const unreadOf = (...frames: Frame[]): number | undefined =>
      readStates(
        CONTAINERS,
        false,
        frames.map((each) => row(each)),
        new Set([7]),
      ).get(1)?.unread.length;
    expect([unreadOf(missed), unreadOf(missed, madeUp)]).toEqual([1, 0]);
  });
});
