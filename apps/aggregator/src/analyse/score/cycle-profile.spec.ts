import { describe, expect, it } from '@jest/globals';
import { CycleProfile } from './cycle-profile.js';
import { StateMemory } from './state-memory.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONDAY_MS = Date.UTC(2026, 0, 5);
const MINUTES_10_MS = 600_000;

const ofDay = (): CycleProfile =>
  new CycleProfile(new StateMemory(4_096), { periodMs: DAY_MS, bins: 24, leastWeight: 0.15 });
function learn(profile: CycleProfile, days: number, valueAt: (hour: number, day: number) => number): CycleProfile {
  for (let atMs = 0; atMs < days * DAY_MS; atMs += MINUTES_10_MS) {
    profile.learn(MONDAY_MS + atMs, valueAt(Math.floor((atMs % DAY_MS) / HOUR_MS), Math.floor(atMs / DAY_MS)));
  }
  return profile;
}

describe('CycleProfile', () => {
  it('knows nothing of a cycle that has not come round', () => {
    const profile = learn(ofDay(), 0.9, () => 5);
    expect(profile.expected(MONDAY_MS + 0.9 * DAY_MS)).toBeNaN();
  });

  it('expects in the middle of an hour what other days had then', () => {
    const profile = learn(ofDay(), 3, (hour) => hour * 10);
    expect(profile.expected(MONDAY_MS + 3 * DAY_MS + 8.5 * HOUR_MS)).toBeCloseTo(80, 5);
  });

  it('goes straight from one hour to the next', () => {
    const profile = learn(ofDay(), 3, (hour) => hour * 10);
    expect(profile.expected(MONDAY_MS + 3 * DAY_MS + 9 * HOUR_MS)).toBeCloseTo(85, 5);
  });

  it('follows what stays, but not at once', () => {
    const at = MONDAY_MS + 20 * DAY_MS + 8.5 * HOUR_MS;
    const once = learn(ofDay(), 20, (_, day) => (day === 19 ? 1_000 : 0)).expected(at);
    const lasting = learn(ofDay(), 20, (_, day) => (day > 3 ? 1_000 : 0)).expected(at);
    expect(once).toBeCloseTo(150, 3);
    expect(lasting).toBeGreaterThan(900);
  });

  it('takes hours without rows from their neighbours', () => {
    const profile = ofDay();
    for (let day = 0; day < 3; day++) profile.learn(MONDAY_MS + day * DAY_MS + 8 * HOUR_MS, 40);
    expect(profile.expected(MONDAY_MS + 2 * DAY_MS + 7.7 * HOUR_MS)).toBe(40);
  });
});
