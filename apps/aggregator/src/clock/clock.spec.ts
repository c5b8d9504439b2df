import { describe, expect, it } from '@jest/globals';
import { type Clock, follow } from './clock.js';

const T0 = Date.parse('2026-11-21T12:00:00Z');

/** Follows one look a second: each is how far received lies behind sent, in ms. */
function through(offsets: readonly number[], first: Clock | null = null): { clock: Clock | null; offsetsMs: number[] } {
  let clock = first;
  const offsetsMs = offsets.map((offsetMs, second) => {
    const followed = follow(clock, { receivedMs: T0 + second * 1_000, offsetMs, isFirst: false });
    clock = followed.clock;
    return followed.offsetMs;
  });
  return { clock, offsetsMs };
}
const times = (count: number, offsetMs: number): number[] => Array.from({ length: count }, () => offsetMs);

describe('follow', () => {
  it('leaves a clock alone that is about right', () => {
    expect(through([15, 1_999, -1_999, 3]).offsetsMs).toEqual([0, 0, 0, 0]);
  });

  it('corrects a wrong one at first sight, by whole seconds, and by the same from then on', () => {
    expect(through([3_600_012, 3_600_480, 3_601_900, 3_598_100]).offsetsMs).toEqual(times(4, 3_600_000));
    expect(through([-3_600_012]).offsetsMs).toEqual([-3_600_000]);
  });

  it('believes at once what no delay explains: a clock that went ahead, or is right again', () => {
    expect(through([5, -9_990, 5]).offsetsMs).toEqual([0, -10_000, 0]);
    expect(through([60_005, 5]).offsetsMs).toEqual([60_000, 0]);
  });

  it('believes at once what the first message of an agent’s life says', () => {
    const { clock } = through([5]);
    const look = { receivedMs: T0 + 1_000, offsetMs: 60_005, isFirst: true };
    expect(follow(clock, look).offsetMs).toBe(60_000);
  });

  it('believes that a clock fell behind when that lasts half a minute, by the least of it', () => {
    const { offsetsMs, clock } = through([5, ...times(20, 17_300), 10_020, ...times(10, 14_000)]);
    expect(offsetsMs.slice(0, 31)).toEqual(times(31, 0));
    expect(offsetsMs[31]).toBe(10_000);
    expect(clock).toMatchObject({ offsetMs: 10_000, beforeMs: 0, suspect: null });
  });

  it('stays within 4 s of a clock that catches up slowly, and ends at right', () => {
    const catchingUp = Array.from({ length: 700 }, (_, second) => Math.min(-60_000 + second * 100, 0) + 20);
    const { offsetsMs, clock } = through(catchingUp);
    const lags = offsetsMs.map((offsetMs, second) => Math.abs((catchingUp[second] ?? 0) - offsetMs));
    expect(Math.max(...lags)).toBeLessThan(4_000);
    expect(clock?.offsetMs).toBe(0);
    expect(new Set(offsetsMs).size).toBeLessThan(60);
  });

  it('does not believe it where one message in between was quick', () => {
    const held = [5, ...times(25, 17_300), 40, ...times(25, 17_300)];
    expect(new Set(through(held).offsetsMs)).toEqual(new Set([0]));
  });

  it('gives a message from before a move, that comes after it, the offset that it had', () => {
    const { clock } = through([5, 5, -60_000]);
    const early = (offsetMs: number): number =>
      follow(clock, { receivedMs: T0 + 1_500, offsetMs, isFirst: false }).offsetMs;
    expect([early(7), early(-59_990)]).toEqual([0, -60_000]);
    expect(follow(clock, { receivedMs: T0 + 1_500, offsetMs: 7, isFirst: false }).clock).toBe(clock);
  });

  it('answers the same clock where it says nothing new', () => {
    const { clock } = through([5]);
    expect(follow(clock, { receivedMs: T0 + 1_000, offsetMs: 9, isFirst: false }).clock).toBe(clock);
  });
});
