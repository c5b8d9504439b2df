import { describe, expect, it } from '@jest/globals';
import { encodeFrames } from '../../store/block/codec.js';
import type { Frame } from '../../store/block/frame.js';
import { generator } from '../../store/block/random.fixture.js';
import type { HostBins, Shape } from '../host-bins.js';
import type { HostUnits } from '../members.js';
import { Scratch } from '../scratch.js';
import { bytesOf, filledWindow, nameOf, renewedWindow } from './window.js';

const START_MS = 1_000_000_000;
const FOREVER = { fromMs: -Infinity, untilMs: Infinity };
const host: HostUnits = {
  ...{ hostId: 1, coarseMs: 3_000 },
  units: [
    { group: 0, seriesIds: [1, 2], alive: FOREVER },
    { group: 1, seriesIds: [3], alive: FOREVER },
  ],
};
const shapeAt = (seconds: number, count = 12): Shape => ({
  grid: { startMs: START_MS + seconds * 1_000, stepMs: 5_000, count },
  ...{ counters: ['rxBytes', 'txBytes'], maxima: ['rxBytes'], sums: false },
});

/** Samples of about a second, never just from second to second; now and then one is long, or misses. */
function framesUntil(seconds: number): Frame[] {
  const random = generator(7);
  const frames: Frame[] = [];
  for (let startMs = START_MS - 20_000; startMs < START_MS + seconds * 1_000;) {
    const ms = random() < 0.1 ? 7_000 : 1_000 + Math.floor(random() * 9) - 4;
    const ids = [1, 2, 3].filter(() => random() < 0.7);
    const columns = Array.from({ length: 8 }, () => ids.map(() => Math.floor(random() * 100_000)));
    frames.push({ startMs, ms, presenceMs: ms, ids, columns, unreadIds: [], unreadMs: [] });
    startMs += ms;
    if (random() < 0.1) startMs += 6_000;
  }
  return frames;
}
const blocksOf = (frames: readonly Frame[]): Uint8Array[] => frames.map((frame) => encodeFrames([frame]));
const valuesOf = (bins: HostBins | null): unknown =>
  bins && {
    presence: [...bins.presence],
    units: bins.units.map((_, unit) => [
      [...bins.sampled(unit)],
      [...bins.sums(unit, 0)],
      [...bins.sums(unit, 1)],
      [...bins.maxima(unit, 0)],
    ]),
  };

describe('renewedWindow', () => {
  it.each([0, 5, 25])('is what a reading of all is, %s s later', (laterSeconds) => {
    const known = filledWindow(host, shapeAt(0), blocksOf(framesUntil(50)));
    const fromMs = START_MS + 40_000;
    const frames = framesUntil(60 + laterSeconds);
    const news = frames.filter(({ startMs, ms }) => startMs + ms > fromMs);
    const shape = shapeAt(laterSeconds);
    const renewal = { fromMs, rowsFromMs: fromMs - 7_000 };
    if (!known) throw new Error('all can be read');
    const renewed = renewedWindow({ host, known, renewal }, shape, blocksOf(news), new Scratch());
    expect(valuesOf(renewed)).toEqual(valuesOf(filledWindow(host, shape, blocksOf(frames))));
  });

  it('is none where a series could not be read', () => {
    const known = filledWindow(host, shapeAt(0), []);
    const [frame] = framesUntil(1).slice(-1);
    if (!known || !frame) throw new Error('all can be read');
    const renewal = { fromMs: START_MS, rowsFromMs: START_MS };
    const unread = { ...frame, unreadIds: [3], unreadMs: [1_000] };
    expect(renewedWindow({ host, known, renewal }, shapeAt(0), blocksOf([unread]), new Scratch())).toBeNull();
  });
});

describe('bytesOf', () => {
  it('counts every series, of which one unit may have thousands', () => {
    const [unit] = host.units;
    if (!unit) throw new Error('there is a unit');
    const many = [{ ...unit, seriesIds: Array.from({ length: 5_000 }, (_, id) => id) }];
    expect(bytesOf(shapeAt(0), many) - bytesOf(shapeAt(0), [unit])).toBeGreaterThan(4_000 * 64);
  });
});

describe('nameOf', () => {
  it('is the same for charts that slide, and for other groups of the same series', () => {
    const others = { ...host, units: host.units.map((unit) => ({ ...unit, group: 9 })) };
    expect(nameOf(others, shapeAt(25, 13))).toBe(nameOf(host, shapeAt(0)));
  });

  const units = host.units.map(({ seriesIds, ...unit }) => ({ ...unit, seriesIds: [...seriesIds, 4] }));
  const different: [string, HostUnits, Shape][] = [
    ['another host', { ...host, hostId: 2 }, shapeAt(0)],
    ['other series', { ...host, units }, shapeAt(0)],
    ['other borders of its buckets', host, shapeAt(1)],
    ['other counters', host, { ...shapeAt(0), counters: ['rxBytes'] }],
    ['other maxima', host, { ...shapeAt(0), maxima: [] }],
    ['a much longer range', host, shapeAt(0, 60)],
  ];
  it.each(different)('is another one for %s', (_, other, shape) => {
    expect(nameOf(other, shape)).not.toBe(nameOf(host, shapeAt(0)));
  });
});
