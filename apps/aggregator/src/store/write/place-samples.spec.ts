import { describe, expect, it } from '@jest/globals';
import type { Frame } from '../block/frame.js';
import type { HorizonsNow } from '../rollup/horizon.js';
import { placeSamples } from './place-samples.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WINDOW = 10 * MINUTE;
const NOW = 1_000 * HOUR;
const HORIZONS: HorizonsNow = {
  ...{ packed: NOW - 2 * WINDOW, sealed: NOW - WINDOW, nowMs: NOW },
  ...{ raw: NOW - 6 * HOUR, '1m': NOW - 24 * HOUR, '5m': -Infinity, '1h': -Infinity, '1d': -Infinity },
};
const frame = (startMs: number): Frame => ({
  ...{ startMs, ms: 1_000, presenceMs: 1_000, ids: [1], columns: [[1]], unreadIds: [], unreadMs: [] },
});
const place = (...starts: number[]) =>
  placeSamples({ frames: new Map([[7, starts.map(frame)]]), rows: starts.length }, HORIZONS);
const startsOf = (blocks: readonly { readonly frames: readonly Frame[] }[] = []): number[][] =>
  blocks.map(({ frames }) => frames.map(({ startMs }) => startMs));

describe('samples', () => {
  it('stay where they arrive, a row a minute, until their window is sealed', () => {
    const placed = place(NOW, NOW + 1_000, NOW - WINDOW, NOW + MINUTE);
    expect(startsOf(placed.recent)).toEqual([[NOW, NOW + 1_000], [NOW + MINUTE], [NOW - WINDOW]]);
    expect([placed.packed, placed.late.size]).toEqual([[], 0]);
  });

  it('go to the packed ones afterwards, a row a window', () => {
    const placed = place(NOW - WINDOW - 1, NOW - 2 * WINDOW, NOW - HOUR);
    expect(startsOf(placed.packed)).toEqual([[NOW - WINDOW - 1, NOW - 2 * WINDOW], [NOW - HOUR]]);
    expect(placed.recent).toEqual([]);
  });

  it('go to the finest level left when their raw ones were dropped, and mark no minute', () => {
    const placed = place(NOW - 6 * HOUR - 1, NOW - 24 * HOUR - 1);
    expect([...placed.late].map(([level, blocks]) => [level.name, startsOf(blocks)])).toEqual([
      ['1m', [[NOW - 6 * HOUR - 1]]],
      ['5m', [[NOW - 24 * HOUR - 1]]],
    ]);
    expect(placed.dirty.size).toBe(0);
  });

  it('mark the minutes in which they begin', () => {
    const placed = place(NOW, NOW + 59_999, NOW - HOUR + 61_000);
    expect(placed.dirty).toEqual(new Map([[7, new Set([NOW, NOW - HOUR + MINUTE])]]));
  });
});
