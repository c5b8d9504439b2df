import { describe, expect, it } from '@jest/globals';
import { SilenceClock } from './silence-clock.js';

const HOUR_MS = 3_600_000;

describe('the clock of silence', () => {
  it('counts from the last sample of a host while others are heard', () => {
    const clock = new SilenceClock(0);
    clock.tick(HOUR_MS, HOUR_MS, 3);
    expect(clock.secondsOf(HOUR_MS - 12_000, HOUR_MS)).toBe(12);
    expect(clock.fleetSeconds(HOUR_MS)).toBe(0);
  });

  it('stops for hosts when nobody is heard, while that of the fleet goes on', () => {
    const clock = new SilenceClock(0);
    clock.tick(HOUR_MS, HOUR_MS, 3);
    clock.tick(HOUR_MS + 20_000, HOUR_MS, 3);
    expect(clock.pausedSince).toBe(HOUR_MS);
    expect(clock.secondsOf(HOUR_MS, HOUR_MS + 20_000)).toBeNaN();
    expect(clock.fleetSeconds(HOUR_MS + 20_000)).toBe(20);
  });

  it('gives everybody time again when data comes back', () => {
    const clock = new SilenceClock(0);
    clock.tick(HOUR_MS, HOUR_MS, 3);
    clock.tick(HOUR_MS + 60_000, HOUR_MS, 3);
    clock.tick(HOUR_MS + 61_000, HOUR_MS + 61_000, 3);
    expect(clock.pausedSince).toBeNull();
    expect(clock.secondsOf(HOUR_MS, HOUR_MS + 61_000)).toBe(0);
    clock.tick(HOUR_MS + 71_000, HOUR_MS + 71_000, 3);
    expect(clock.secondsOf(HOUR_MS, HOUR_MS + 71_000)).toBe(10);
  });

  it('does not count the time in which weir itself was away', () => {
    const clock = new SilenceClock(HOUR_MS);
    clock.tick(HOUR_MS + 2_000, HOUR_MS + 2_000, 2);
    expect(clock.secondsOf(0, HOUR_MS + 2_000)).toBe(2);
  });

  it('takes a single host for a host, not for everybody', () => {
    const clock = new SilenceClock(0);
    clock.tick(HOUR_MS, HOUR_MS - 30_000, 1);
    expect(clock.secondsOf(HOUR_MS - 30_000, HOUR_MS)).toBe(30);
  });
});
