import { describe, expect, it } from '@jest/globals';
import { fleetLine } from './fleet.js';
import type { Frame } from './frames.js';

function frames(interval: number, ends: number[], rate: number | null): Frame[] {
  return ends.map((end) => ({ start: end - interval, end, read: () => rate }));
}

const seconds = (from: number, to: number, offset = 0): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => (from + index) * 1_000 + offset);

describe('fleetLine', () => {
  it('adds hosts up though they tick at their own instants', () => {
    const hosts = [
      { hostId: 'a', frames: frames(1_000, seconds(1, 10, 15), 100) },
      { hostId: 'b', frames: frames(1_000, seconds(1, 10, -30), 10) },
    ];
    expect(fleetLine(hosts, 'rxBytes', 1_000, 10_100).slice(1)).toEqual(seconds(2, 10).map((at) => [at, 110]));
  });

  it('adds hosts up though their intervals differ', () => {
    const hosts = [
      { hostId: 'a', frames: frames(1_000, seconds(1, 10), 100) },
      { hostId: 'slow', frames: frames(5_000, [5_000, 10_000], 10) },
    ];
    expect(fleetLine(hosts, 'rxBytes', 1_000, 10_000)).toEqual(seconds(1, 10).map((at) => [at, 110]));
  });

  it('does not dip at its end while a host is only late', () => {
    const hosts = [
      { hostId: 'a', frames: frames(1_000, seconds(1, 10), 100) },
      { hostId: 'late', frames: frames(1_000, seconds(1, 9), 10) },
    ];
    expect(fleetLine(hosts, 'rxBytes', 8_000, 10_100)).toEqual([
      [8_000, 110],
      [9_000, 110],
    ]);
  });

  it('goes on without a host that is silent', () => {
    const hosts = [
      { hostId: 'a', frames: frames(1_000, seconds(1, 10), 100) },
      { hostId: 'silent', frames: frames(1_000, seconds(1, 5), 10) },
    ];
    expect(fleetLine(hosts, 'rxBytes', 5_000, 10_100).map(([, rate]) => rate)).toEqual([110, 100, 100, 100, 100, 100]);
  });

  it('is a gap where no host told anything', () => {
    const holed = frames(1_000, [1_000, 2_000, 6_000], 5);
    expect(fleetLine([{ hostId: 'a', frames: holed }], 'rxBytes', 1_000, 6_000).map(([, rate]) => rate)).toEqual([
      5,
      5,
      null,
      null,
      null,
      5,
    ]);
  });

  it('is a gap where nothing could be read', () => {
    expect(fleetLine([{ hostId: 'a', frames: frames(1_000, [1_000], null) }], 'rxBytes', 1_000, 1_000)).toEqual([
      [1_000, null],
    ]);
  });
});
