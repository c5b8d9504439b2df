import { describe, expect, it } from '@jest/globals';
import type { Segment } from './extent.js';
import { FramePlaces } from './frame-places.js';

const SECOND = { startMs: 1_000_000, stepMs: 1_000, count: 4 };
const MINUTE = { startMs: 1_200_000, stepMs: 60_000, count: 3 };
const everything = (resolution: Segment['resolution']): Segment => ({ resolution, fromMs: 0, untilMs: Infinity });

function placed(places: FramePlaces, count: number, frames: readonly (readonly [number, number, number])[]): number[] {
  places.set(
    Float64Array.from(frames, ([startMs]) => startMs),
    Float64Array.from(frames, ([, ms]) => ms),
  );
  const bins = new Float64Array(count);
  const indexes = Uint32Array.from(frames.keys());
  places.addAll(
    bins,
    0,
    frames.length,
    indexes,
    Float64Array.from(frames, ([, , amount]) => amount),
  );
  return [...bins];
}

describe('FramePlaces', () => {
  it('cuts raw samples at the borders of buckets below a minute’s step, in proportion to time', () => {
    const places = new FramePlaces(SECOND, everything('raw'));
    expect(placed(places, 4, [[1_000_250, 1_000, 100]])).toEqual([75, 25, 0, 0]);
    expect(placed(places, 4, [[1_000_500, 3_000, 300]])).toEqual([50, 100, 100, 50]);
  });

  it('counts of a sample only what lies in the grid', () => {
    const places = new FramePlaces(SECOND, everything('raw'));
    expect(placed(places, 4, [[999_000, 2_000, 10]])).toEqual([5, 0, 0, 0]);
    expect(placed(places, 4, [[1_003_000, 4_000, 20]])).toEqual([0, 0, 0, 5]);
    expect(placed(places, 4, [[1_004_000, 1_000, 20]])).toEqual([0, 0, 0, 0]);
    expect(placed(places, 4, [[998_000, 2_000, 20]])).toEqual([0, 0, 0, 0]);
  });

  it('cuts a sample at the end of its segment, within a bucket too', () => {
    const places = new FramePlaces(SECOND, { resolution: 'raw', fromMs: 0, untilMs: 1_003_500 });
    expect(placed(places, 4, [[1_003_000, 1_000, 100]])).toEqual([0, 0, 0, 50]);
    expect(placed(places, 4, [[1_002_000, 4_000, 100]])).toEqual([0, 0, 25, 12.5]);
    expect(placed(places, 4, [[1_003_500, 1_000, 100]])).toEqual([0, 0, 0, 0]);
  });

  it('gives a sample to the minute it begins in, from a step of a minute on', () => {
    const places = new FramePlaces(MINUTE, everything('raw'));
    expect(placed(places, 3, [[1_259_999, 1_000, 7]])).toEqual([7, 0, 0]);
    expect(placed(places, 3, [[1_260_000, 1_000, 7]])).toEqual([0, 7, 0]);
  });

  it('adds up frames of one bucket, in whatever order, and buckets of a level', () => {
    const places = new FramePlaces(MINUTE, everything('1m'));
    const frames = [
      [1_200_000, 60_000, 1],
      [1_260_000, 60_000, 2],
      [1_200_000, 60_000, 4],
      [1_320_000, 60_000, 8],
    ] as const;
    expect(placed(places, 3, frames)).toEqual([5, 2, 8]);
  });

  it('leaves out what is not of its segment', () => {
    const places = new FramePlaces(MINUTE, { resolution: '1m', fromMs: 1_260_000, untilMs: 1_320_000 });
    const frames = [1_200_000, 1_260_000, 1_320_000].map((startMs) => [startMs, 60_000, 1] as const);
    expect(placed(places, 3, frames)).toEqual([0, 1, 0]);
  });

  it('does not divide by a sample without length', () => {
    expect(placed(new FramePlaces(SECOND, everything('raw')), 4, [[1_001_000, 0, 9]])).toEqual([0, 9, 0, 0]);
  });
});
