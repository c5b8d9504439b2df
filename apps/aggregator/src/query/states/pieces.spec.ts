import { describe, expect, it } from '@jest/globals';
import { piecesOf } from './pieces.js';
import type { StateSegment } from './state-grid.js';

const grid = { startMs: 1_000, stepMs: 10, count: 3 };
const segment = (cuts: boolean): StateSegment => ({ level: null, fromMs: 1_000, untilMs: 1_030, cuts });
const pieces = (startMs: number, ms: number, cuts: boolean): number[][] =>
  piecesOf(grid, segment(cuts), { startMs, ms }).map(({ bucket, share }) => [bucket, share]);

describe('piecesOf', () => {
  it('cuts a state at the borders of buckets, and of the grid', () => {
    expect(pieces(1_004, 8, true)).toEqual([
      [0, 0.75],
      [1, 0.25],
    ]);
    expect(pieces(995, 10, true)).toEqual([[0, 0.5]]);
    expect(pieces(1_025, 10, true)).toEqual([[2, 0.5]]);
    expect(pieces(1_010, 10, true)).toEqual([[1, 1]]);
  });

  it('takes a state as a whole where it begins', () => {
    expect(pieces(1_009, 50, false)).toEqual([[0, 1]]);
    expect(pieces(999, 50, false)).toEqual([]);
    expect(pieces(1_030, 1, false)).toEqual([]);
  });

  it.each([true, false])('has nothing of what lies beside the grid (cut: %s)', (cuts) => {
    expect([pieces(900, 100, cuts), pieces(1_030, 10, cuts)]).toEqual([[], []]);
  });
});
