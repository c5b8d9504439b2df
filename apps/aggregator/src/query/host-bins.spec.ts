import { describe, expect, it } from '@jest/globals';
import { encodeFrames } from '../store/block/codec.js';
import type { Frame } from '../store/block/frame.js';
import { fillHost } from './fill-host.js';
import type { HostUnits } from './members.js';
import { Scratch } from './scratch.js';

const grid = { startMs: 1_000_000, stepMs: 1_000, count: 4 };
const shape = { grid, counters: ['rxBytes'], maxima: [], sums: false } as const;
const raw = { resolution: 'raw', fromMs: 990_000, untilMs: 1_004_000 } as const;
const FOREVER = { fromMs: -Infinity, untilMs: Infinity };

const frame = (second: number, moved: Record<number, number>, more: Partial<Frame> = {}): Frame => ({
  ...{ startMs: grid.startMs + second * 1_000, ms: 1_000, presenceMs: 1_000 },
  ids: Object.keys(moved).map(Number),
  columns: Array.from({ length: 8 }, (_, column) => Object.values(moved).map((value) => (column === 0 ? value : 0))),
  ...{ unreadIds: [], unreadMs: [] },
  ...more,
});
const hostOf = (units: readonly number[][], alive = FOREVER): HostUnits => ({
  ...{ hostId: 1, coarseMs: 3_000 },
  units: units.map((seriesIds, group) => ({ group, seriesIds, alive })),
});

function filled(host: HostUnits, frames: readonly Frame[], clip = false): { sums: number[]; covered: number[] }[] {
  const segments = [{ segment: raw, blocks: frames.map((each) => encodeFrames([each])) }];
  const { bins, units } = fillHost({ host, segments }, shape, clip, new Scratch());
  return units.map(({ coverage }, unit) => ({ sums: [...bins.sums(unit, 0)], covered: [...coverage.ms] }));
}

describe('fillHost', () => {
  it('adds series up by unit, and leaves out what nobody asked for', () => {
    const frames = [frame(0, { 1: 10, 2: 20, 3: 40 }), frame(1, { 2: 5, 9: 99 })];
    const all = [1_000, 1_000, 0, 0];
    expect(filled(hostOf([[1, 2], [3]]), frames)).toEqual([
      { sums: [30, 5, 0, 0], covered: all },
      { sums: [40, 0, 0, 0], covered: all },
    ]);
  });

  it('sets a series apart that could not be read, and nothing else', () => {
    const frames = [frame(0, { 1: 10, 2: 20 }), frame(1, { 1: 10 }, { unreadIds: [2], unreadMs: [1_000] })];
    expect(filled(hostOf([[1, 2]]), frames)).toEqual([
      { sums: [10, 10, 0, 0], covered: [1_000, 1_000, 0, 0] },
      { sums: [20, 0, 0, 0], covered: [1_000, 0, 0, 0] },
    ]);
  });

  it('takes an unread stretch back where a later sample reaches over it', () => {
    const frames = [
      frame(0, { 1: 10 }, { unreadIds: [2], unreadMs: [1_000] }),
      frame(0, { 2: 30 }, { ms: 3_000, presenceMs: 0 }),
    ];
    expect(filled(hostOf([[1, 2]]), frames)).toEqual([{ sums: [20, 10, 10, 0], covered: [1_000, 1_000, 1_000, 0] }]);
  });

  it('takes a sample as proof of life and of presence', () => {
    const late = { fromMs: grid.startMs + 2_000, untilMs: Infinity };
    const frames = [frame(0, { 1: 7 }), frame(1, {}), frame(3, { 1: 9 }, { presenceMs: 0 })];
    expect(filled(hostOf([[1]], late), frames)).toEqual([{ sums: [7, 0, 0, 9], covered: [1_000, 0, 0, 1_000] }]);
  });

  it('never divides what was counted by nothing, where all of a bucket is told as unread', () => {
    const minutes = { startMs: 1_200_000, stepMs: 60_000, count: 2 };
    const segment = { resolution: '1m', fromMs: 1_200_000, untilMs: 1_320_000 } as const;
    const bucket = { startMs: 1_200_000, ms: 60_000, presenceMs: 60_000, unreadIds: [1], unreadMs: [60_000] };
    const segments = [{ segment, blocks: [encodeFrames([frame(0, { 1: 7, 2: 5 }, bucket)])] }];
    const levelShape = { ...shape, grid: minutes };
    const { bins, units } = fillHost({ host: hostOf([[1], [2]]), segments }, levelShape, false, new Scratch());
    expect(units.map(({ coverage }, unit) => [bins.sums(unit, 0)[0], coverage.ms[0]])).toEqual([
      [7, 60_000],
      [5, 60_000],
    ]);
  });

  it('does not let one host’s memory reach the next', () => {
    const scratch = new Scratch();
    const blocks = [{ segment: raw, blocks: [encodeFrames([frame(0, { 1: 10 })])] }];
    fillHost({ host: hostOf([[1]]), segments: blocks }, shape, false, scratch);
    const { bins } = fillHost({ host: hostOf([[2]]), segments: [] }, shape, false, scratch);
    expect([...bins.sums(0, 0)]).toEqual([0, 0, 0, 0]);
  });
});
