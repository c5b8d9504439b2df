import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.js';
import { interfaceOf } from './interfaces.fixture.js';
import { Slot } from './slot.js';

interface Told {
  readonly atMs: number;
  readonly lengthMs: number;
  readonly rate: number | null;
}

/** What is gathered of an interface that counts so many bytes in each interval; null = the interval is missing. */
function gathered(
  windowMs: number,
  ms: number,
  counts: readonly (number | null)[],
  unreadMs: readonly number[] = [],
): Told[] {
  const [gathering, slot, told] = [new Gathering(windowMs), new Slot(interfaceOf('host/eth0')), [] as Told[]];
  gathering.slots.add(slot);
  counts.forEach((count, index) => {
    if (count === null) return;
    const frame = { endMs: (index + 1) * ms, ms, part: 0, presenceMs: ms };
    const whole = gathering.completedBefore(frame);
    if (whole) {
      told.push({ ...whole, rate: gathering.sampleOf(slot, whole)?.rates[0] ?? null });
      gathering.clear();
    }
    gathering.begin(frame);
    (slot.sums[0] as number) += count;
    slot.unreadMs += unreadMs[index] ?? 0;
  });
  return told;
}

describe('samples that are gathered of intervals', () => {
  it('add them up to the length that is wanted', () => {
    const counts = Array.from({ length: 21 }, (_, index) => index + 1);
    expect(gathered(10_000, 1_000, counts)).toEqual([
      { atMs: 10_000, lengthMs: 10_000, rate: 5.5 },
      { atMs: 20_000, lengthMs: 10_000, rate: 15.5 },
    ]);
  });

  it('are the intervals themselves where those are longer', () => {
    expect(gathered(1_000, 10_000, [50, 70, 0])).toEqual([
      { atMs: 10_000, lengthMs: 10_000, rate: 5 },
      { atMs: 20_000, lengthMs: 10_000, rate: 7 },
    ]);
  });

  it('have the rate of what is known where an interval is missing', () => {
    const counts = [1_000, null, ...Array.from({ length: 9 }, () => 1_000)];
    expect(gathered(10_000, 1_000, counts)).toEqual([{ atMs: 10_000, lengthMs: 10_000, rate: 1_000 }]);
  });

  it('end at a gap, and leave it out', () => {
    const counts = [...Array.from({ length: 6 }, () => 1_000), ...Array.from({ length: 30 }, () => null), 1_000];
    expect(gathered(10_000, 1_000, counts)).toEqual([{ atMs: 6_000, lengthMs: 6_000, rate: 1_000 }]);
  });

  it('are unknown where most of them could not be read', () => {
    const counts = Array.from({ length: 11 }, (_, index) => (index < 6 ? 0 : 1_000));
    const unread = counts.map((count) => (count === 0 ? 1_000 : 0));
    expect(gathered(10_000, 1_000, counts, unread)).toEqual([{ atMs: 10_000, lengthMs: 10_000, rate: null }]);
    expect(gathered(10_000, 1_000, counts, unread.slice(0, 4))[0]?.rate).toBeCloseTo(666.7, 0);
  });

  it('take in further parts of an interval, and nothing twice', () => {
    const gathering = new Gathering(10_000);
    const frame = { endMs: 1_000, ms: 1_000, part: 0, presenceMs: 1_000 };
    expect(gathering.begin(frame)).toBe(true);
    expect(gathering.begin({ ...frame, part: 1, presenceMs: 0 })).toBe(true);
    expect(gathering.begin(frame)).toBe(false);
    expect(gathering.begin({ ...frame, endMs: 500 })).toBe(false);
    expect(gathering.begin({ ...frame, endMs: 500, part: 1 })).toBe(false);
  });

  it('begin at a time of their own where that was asked for', () => {
    const gathering = new Gathering(10_000);
    gathering.delay(3_000);
    const begun = [1, 2, 3, 4, 5].map((second) =>
      gathering.begin({ endMs: second * 1_000, ms: 1_000, part: 0, presenceMs: 1_000 }),
    );
    expect(begun).toEqual([false, false, false, true, true]);
  });
});
