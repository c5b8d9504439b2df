import { describe, expect, it } from '@jest/globals';
import type { SeriesResult } from '../../api/index.js';
import { hasHoles, historyFrames, lineOf, liveFrames, mergeFrames } from './frames.js';
import { HostWindow } from './host-window.js';
import { tick } from './testing.js';

function history(start: number, stepMilliseconds: number, values: (number | null)[]): SeriesResult {
  return {
    from: '',
    to: '',
    stepMilliseconds,
    resolution: 'raw',
    at: values.map((_, index) => start + index * stepMilliseconds),
    series: [{ group: 'a', columns: { rxBytesPerSecond: values } }],
  };
}

function live(...ats: number[]): ReturnType<typeof liveFrames> {
  const window = new HostWindow('h');
  window.setInterfaces([{ id: 'a', uplink: true }]);
  ats.forEach((at) => window.take(tick(at, { a: [at, 0] })));
  return liveFrames(window);
}

const lineA = (frames: ReturnType<typeof liveFrames>): unknown => lineOf(frames, 'a', 'rxBytes');

describe('lineOf', () => {
  it('draws by the end of the interval', () => {
    expect(lineA(live(1_000, 2_000))).toEqual([
      [1_000, 1_000],
      [2_000, 2_000],
    ]);
  });

  it('puts a null point into a hole, so that no line crosses it', () => {
    expect(lineA(live(1_000, 2_000, 6_000))).toEqual([
      [1_000, 1_000],
      [2_000, 2_000],
      [3_500, null],
      [6_000, 6_000],
    ]);
  });

  it('does not take jitter for a hole', () => {
    expect(lineA(live(1_000, 2_040, 3_010))).toHaveLength(3);
  });

  it('is null where the store has a gap, and where a group is not in the answer', () => {
    const frames = historyFrames(history(0, 1_000, [5, null]));
    expect(lineA(frames)).toEqual([
      [1_000, 5],
      [2_000, null],
    ]);
    expect(lineOf(frames, 'b', 'rxBytes')[0]).toEqual([1_000, null]);
  });

  it('is null where an interface could not be read', () => {
    const window = new HostWindow('h');
    window.setInterfaces([{ id: 'a', uplink: true }]);
    window.take(tick(1_000, {}, { unread: ['a'] }));
    expect(lineA(liveFrames(window))).toEqual([[1_000, null]]);
  });
});

describe('mergeFrames', () => {
  it('puts stored data before the ticks', () => {
    const merged = mergeFrames(live(3_000, 4_000), historyFrames(history(0, 1_000, [1, 2, 99, 99])));
    expect(lineA(merged)).toEqual([
      [1_000, 1],
      [2_000, 2],
      [3_000, 3_000],
      [4_000, 4_000],
    ]);
  });

  it('fills a missed stretch between ticks', () => {
    const merged = mergeFrames(live(1_000, 4_000), historyFrames(history(0, 1_000, [9, 22, 33, 9])));
    expect(lineA(merged)).toEqual([
      [1_000, 1_000],
      [2_000, 22],
      [3_000, 33],
      [4_000, 4_000],
    ]);
  });

  it('keeps time rising where coarse stored data meets ticks', () => {
    const merged = mergeFrames(live(8_000, 9_000), historyFrames(history(0, 5_000, [1, 2])));
    expect(lineA(merged)).toEqual([
      [5_000, 1],
      [8_000, 8_000],
      [9_000, 9_000],
    ]);
  });

  it('cuts coarse stored data where the first tick begins', () => {
    const merged = mergeFrames(live(5_000), historyFrames(history(0, 5_000, [1])));
    expect(merged.map(({ start, end }) => [start, end])).toEqual([
      [0, 4_000],
      [4_000, 5_000],
    ]);
  });

  it('is the stored data where there are no ticks', () => {
    expect(mergeFrames([], historyFrames(history(0, 1_000, [1, 2])))).toHaveLength(2);
  });
});

describe('hasHoles', () => {
  it('sees missed ticks and no others', () => {
    expect(hasHoles(live(1_000, 2_000, 3_000))).toBe(false);
    expect(hasHoles(live(1_000, 3_000))).toBe(true);
    expect(hasHoles([])).toBe(false);
  });
});
