import { describe, expect, it } from '@jest/globals';
import { makeColumn } from './column.js';
import { type PlannedSeries, TwinFinder } from './twins.js';

const FRAMES = Uint32Array.from({ length: 20 }, (_, index) => index);

describe('the search for twins', () => {
  it('finds the other end of each link among thousands, also where some packets were counted a second later', () => {
    const series = Array.from({ length: 1_000 }, (_, link) => {
      const rx = noise(link, 1_000 + link);
      const tx = noise(link + 0.5, 5_000_000 / (link + 1));
      return [seriesOf(rx, tx), seriesOf(late(tx), late(rx))];
    }).flat();
    const twins = new TwinFinder(series);
    const found = series.map((_, index) => twins.find(index));
    const ends = found.filter((twin, index) => index % 2 === 1 && twin?.back === 1 && twin.isMirrored);
    expect(ends.length).toBeGreaterThan(970);
  });

  it('costs the same for each series, however many there are and however alike', () => {
    expect(comparisons(1_000)).toBeLessThan(comparisons(100) * 10 * 1.1);
  });

  it('takes no series that has a twin for a twin', () => {
    const values = noise(1, 1_000);
    const series = Array.from({ length: 5 }, () => seriesOf(values, values));
    const twins = new TwinFinder(series);
    expect(series.map((_, index) => twins.find(index)?.back)).toEqual([undefined, 1, 2, 3, 4]);
  });

  it('takes nothing for the twin of what did not move, or has one column', () => {
    const none = new Float64Array(FRAMES.length);
    const one = { ...seriesOf(none, none), columns: [makeColumn(noise(1, 9))] };
    const twins = new TwinFinder([seriesOf(none, none), seriesOf(none, none), one, one]);
    expect([0, 1, 2, 3].map((index) => twins.find(index))).toEqual(Array(4).fill(undefined));
  });
});

/** How often the frames of a series are looked up while twins are sought among so many that count as much, but not together. */
function comparisons(count: number): number {
  let looks = 0;
  const series = Array.from({ length: count }, (_, index) => {
    const alone = seriesOf(shuffled(index), shuffled(index + 0.5));
    return Object.defineProperty(alone, 'frames', { get: () => (looks++, FRAMES) });
  });
  const twins = new TwinFinder(series);
  series.forEach((_, index) => expect(twins.find(index)).toBeUndefined());
  return looks;
}

function seriesOf(rx: Float64Array, tx: Float64Array): PlannedSeries {
  return { id: 0, frames: FRAMES, columns: [makeColumn(rx), makeColumn(tx)] };
}

/** Much at some times and little at others, as of nobody else. */
function noise(seed: number, level: number): Float64Array {
  return Float64Array.from(FRAMES, (frame) => Math.floor(level * share(seed * 64 + frame) ** 3));
}

/** The same values, each at another time. */
function shuffled(seed: number): Float64Array {
  const places = [...FRAMES].sort((a, b) => share(seed * 64 + a) - share(seed * 64 + b));
  return Float64Array.from(places, (place) => 2 ** place);
}

function share(at: number): number {
  const bits = Math.imul(at * 2 + 1, 0x9e3779b1) >>> 0;
  return (Math.imul(bits ^ (bits >>> 15), 0x85ebca6b) >>> 0) / 2 ** 32;
}

/** One packet in fifty is counted a second later. */
function late(values: Float64Array): Float64Array {
  return values.map((value, at) => value - Math.floor(value / 50) + Math.floor((values[at - 1] ?? 0) / 50));
}
