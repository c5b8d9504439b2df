import { describe, expect, it } from '@jest/globals';
import { noise } from '../../series/noise.fixture.js';
import { busyLevels, calmBusyLevels } from './busy.js';

const HOUR_MS = 3_600_000;

describe('busyLevels', () => {
  it('counts days back from the end, and leaves out those of which less than half is known', () => {
    const values = Array.from({ length: 24 * 3 + 5 }, (_, hour) => (hour < 5 ? 1e9 : Math.floor((hour - 5) / 24) + 1));
    values.fill(NaN, 5 + 24, 5 + 24 + 13);
    expect([...busyLevels(values, HOUR_MS, 0.95)]).toEqual([1, NaN, 3]);
  });

  it('is not decided by one burst', () => {
    const values = Array.from({ length: 24 }, (_, hour) => (hour === 7 ? 1e12 : 100));
    expect(busyLevels(values, HOUR_MS, 0.95)[0]).toBe(100);
  });

  it('takes days as they are', () => {
    expect([...busyLevels([3, 4, NaN], 24 * HOUR_MS, 0.95)]).toEqual([3, 4, NaN]);
  });
});

describe('calmBusyLevels', () => {
  it('is moved less by chance, and not elsewhere', () => {
    const random = noise(8);
    const values = Array.from(
      { length: 24 * 60 },
      (_, hour) => (hour % 24 < 8 ? 10 : 100) * Math.exp(0.3 * random.normal()),
    );
    const [rough, calm] = [busyLevels(values, HOUR_MS, 0.95), calmBusyLevels(values, HOUR_MS, 0.95)];
    const mean = (levels: Float64Array): number => levels.reduce((sum, level) => sum + level, 0) / levels.length;
    const spread = (levels: Float64Array): number =>
      Math.sqrt(mean(levels.map((level) => (level - mean(levels)) ** 2)));
    expect(spread(calm)).toBeLessThan(0.7 * spread(rough));
    expect(mean(calm) / mean(rough)).toBeCloseTo(1, 1);
  });

  it('follows busy hours that grow while the mean does not', () => {
    const values = Array.from({ length: 24 * 60 }, (_, hour) => (hour % 24 < 4 ? 100 + hour : 1_000 - hour / 5));
    expect([...calmBusyLevels(values, HOUR_MS, 0.95)]).toEqual([...busyLevels(values, HOUR_MS, 0.95)]);
  });

  it('stays with what it has for a link that is idle on some days', () => {
    const values = Array.from({ length: 24 * 30 }, (_, hour) => (Math.floor(hour / 24) % 3 === 0 ? 0 : 50));
    expect([...calmBusyLevels(values, HOUR_MS, 0.95)]).toEqual([...busyLevels(values, HOUR_MS, 0.95)]);
  });
});
