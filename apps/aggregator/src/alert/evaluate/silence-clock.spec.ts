import { describe, expect, it } from '@jest/globals';
import { SilenceClock } from './silence-clock.js';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

describe('the clock of silence', () => {
  it('counts from the last sample of a host while others are heard', () => {
    const clock = new SilenceClock(0);
    clock.tick(HOUR_MS, HOUR_MS, 3, SECOND_MS);
    expect(clock.secondsOf(HOUR_MS - 12_000, HOUR_MS)).toBe(12);
    expect(clock.fleetSeconds(HOUR_MS)).toBe(0);
  });

  it('knows nothing of hosts when nobody is heard: the fleet is silent', () => {
    const clock = new SilenceClock(0);
    clock.tick(HOUR_MS, HOUR_MS, 3, SECOND_MS);
    clock.tick(HOUR_MS + 20_000, HOUR_MS, 3, SECOND_MS);
    expect(clock.pausedSince).toBe(HOUR_MS);
    expect(clock.secondsOf(HOUR_MS, HOUR_MS + 20_000)).toBeNaN();
    expect(clock.fleetSeconds(HOUR_MS + 20_000)).toBe(20);
  });

  it('gives every host time to be heard when data comes again, and then tells of those that are not', () => {
    const clock = new SilenceClock(0);
    clock.tick(HOUR_MS, HOUR_MS, 3, SECOND_MS);
    clock.tick(HOUR_MS + 60_000, HOUR_MS, 3, SECOND_MS);
    const backMs = HOUR_MS + 61_000;
    clock.tick(backMs, backMs, 3, SECOND_MS);
    expect(clock.pausedSince).toBeNull();
    expect(clock.fleetSeconds(backMs)).toBe(0);
    expect(clock.secondsOf(backMs, backMs + 1_000)).toBe(1);
    expect(clock.secondsOf(HOUR_MS, backMs + 29_000)).toBeNaN();
    expect(clock.secondsOf(HOUR_MS, backMs + 31_000)).toBe(92);
  });

  it('takes nothing for over after a restart, before it has listened for a while', () => {
    const clock = new SilenceClock(HOUR_MS);
    clock.tick(HOUR_MS + 1_000, HOUR_MS + 1_000, 2, SECOND_MS);
    expect(clock.secondsOf(HOUR_MS - 100_000, HOUR_MS + 1_000)).toBeNaN();
    expect(clock.secondsOf(HOUR_MS - 100_000, HOUR_MS + 31_000)).toBe(131);
    const alone = new SilenceClock(HOUR_MS);
    alone.tick(HOUR_MS + 10_000, -Infinity, 2, SECOND_MS);
    expect(alone.fleetSeconds(HOUR_MS + 10_000)).toBeNaN();
    expect(Math.floor(alone.fleetSeconds(HOUR_MS + 40_000))).toBe(40);
  });

  it('takes a single host for a host, not for everybody', () => {
    const clock = new SilenceClock(0);
    clock.tick(HOUR_MS, HOUR_MS - 30_000, 1, SECOND_MS);
    expect(clock.secondsOf(HOUR_MS - 30_000, HOUR_MS)).toBe(30);
    expect(clock.fleetSeconds(HOUR_MS)).toBeNaN();
  });

  it('waits for hosts that tell every ten seconds: one that falls silent is told, and all that do are not', () => {
    const clock = new SilenceClock(0);
    const intervalMs = 10 * SECOND_MS;
    const silentAt = (second: number, newestMs: number, ofMs: number): number => {
      clock.tick(second * SECOND_MS, newestMs, 3, intervalMs);
      return clock.secondsOf(ofMs, second * SECOND_MS);
    };
    for (let second = 0; second <= 100; second++) {
      const newestMs = Math.floor(second / 10) * intervalMs;
      const silent = silentAt(second, newestMs, Math.min(newestMs, 6 * intervalMs));
      expect(silent).toBe(second < 60 ? second % 10 : second - 60);
    }
    for (let second = 101; second < 200; second++) {
      const silent = silentAt(second, 10 * intervalMs, 10 * intervalMs - 9 * SECOND_MS);
      expect(silent > 30).toBe(false);
    }
    expect(clock.pausedSince).toBe(10 * intervalMs);
  });
});
