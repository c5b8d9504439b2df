import { describe, expect, it } from '@jest/globals';
import { noise } from '../series/noise.fixture.js';
import { companionsOf, correlationOf } from './correlation.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MINUTES = { stepMs: MINUTE_MS, mostLagMs: 10 * MINUTE_MS };
const HOURS = { stepMs: HOUR_MS, mostLagMs: 6 * HOUR_MS };
const random = noise(5);
const walk = (length: number): number[] => {
  let state = 0;
  return Array.from({ length }, () => (state = 0.6 * state + random.normal()));
};
const shifted = (values: number[], steps: number): number[] => values.map((_, index) => values[index - steps] ?? 0);
const plus = (values: number[], more: (index: number) => number): number[] =>
  values.map((value, index) => value + more(index));
const day = (hour: number): number => 50 * Math.sin((2 * Math.PI * hour) / 24);

describe('correlationOf', () => {
  it('finds by how much one follows the other', () => {
    const cause = walk(360);
    const effect = plus(shifted(cause, 4), () => 0.3 * random.normal());
    const correlation = correlationOf(cause, effect, MINUTES);
    expect(correlation).toMatchObject({ lagMs: 4 * MINUTE_MS });
    expect(correlation?.strength).toBeGreaterThan(0.9);
    expect(correlation?.chance).toBeLessThan(1e-6);
    expect(correlationOf(effect, cause, MINUTES)?.lagMs).toBe(-4 * MINUTE_MS);
  });

  it('finds what falls as the other rises', () => {
    const one = walk(200);
    expect(
      correlationOf(
        one,
        one.map((value) => 7 - value),
        MINUTES,
      ),
    ).toMatchObject({ lagMs: 0 });
    expect(
      correlationOf(
        one,
        one.map((value) => 7 - value),
        MINUTES,
      )?.strength,
    ).toBeCloseTo(-1, 6);
  });

  it.each([
    ['a daily cycle', HOURS, day],
    ['growth', HOURS, (hour: number) => 3 * hour],
    ['the rise of one morning', MINUTES, (minute: number) => day(minute / 60)],
  ])('takes nothing for a likeness that %s makes', (_, grid, shape) => {
    const correlation = correlationOf(plus(walk(336), shape), plus(walk(336), shape), grid);
    expect(Math.abs(correlation?.strength ?? 0)).toBeLessThan(0.35);
    expect(correlation?.chance).toBeGreaterThan(0.001);
  });

  it('sees through a shared daily cycle to what else is shared, with its lag', () => {
    const cause = walk(336);
    const effect = plus(plus(shifted(cause, 2), day), () => 0.3 * random.normal());
    expect(correlationOf(plus(cause, day), effect, HOURS)).toMatchObject({ lagMs: 2 * HOUR_MS });
  });

  it('leaves gaps of either out', () => {
    const cause = walk(360);
    const holed = cause.map((value, index) => (index % 7 === 0 || (index > 90 && index < 150) ? NaN : value));
    const effect = shifted(cause, 3).map((value, index) => (index % 11 === 0 ? NaN : value));
    const correlation = correlationOf(holed, effect, MINUTES);
    expect(correlation?.lagMs).toBe(3 * MINUTE_MS);
    expect(correlation?.strength).toBeGreaterThan(0.95);
  });

  it('is not decided by one wild value', () => {
    const one = walk(360);
    const wild = plus(one, (index) => (index === 200 ? 1e12 : 0.2 * random.normal()));
    expect(correlationOf(one, wild, MINUTES)?.strength).toBeGreaterThan(0.5);
  });

  it('finds a burst that both have, in series that are idle else', () => {
    const burst = (from: number): number[] =>
      Array.from({ length: 120 }, (_, index) => (index >= from && index < from + 4 ? 1e6 : 0));
    expect(correlationOf(burst(60), burst(61), MINUTES)).toMatchObject({ lagMs: MINUTE_MS });
  });

  it.each([
    ['one that does not move', Array<number>(200).fill(1e12)],
    ['a line', Array.from({ length: 200 }, (_, index) => 1e12 + index / 3)],
    ['gaps alone', Array<number>(200).fill(NaN)],
    ['one point', [3]],
    ['nothing', []],
  ])('knows no likeness to %s', (_, other) => {
    expect(correlationOf(walk(200), other, MINUTES)).toBeNull();
  });
});

describe('companionsOf', () => {
  const cause = walk(360);
  const strangers = Array.from({ length: 200 }, (_, index) => ({ id: `stranger ${index}`, values: walk(360) }));
  const follower = (id: string, noiseScale: number): { id: string; values: number[] } => ({
    id,
    values: plus(shifted(cause, 1), () => noiseScale * random.normal()),
  });

  it('finds those that moved with it among many, the strongest first', () => {
    const candidates = [...strangers, follower('weak', 1.5), ...strangers, follower('strong', 0.2)];
    expect(companionsOf(cause, candidates, MINUTES, 5).map(({ id }) => id)).toEqual(['strong', 'weak']);
  });

  it('tells no more than it was asked for', () => {
    const candidates = [0.9, 0.1, 0.5, 0.3].map((scale) => follower(`noise ${scale}`, scale));
    expect(companionsOf(cause, candidates, MINUTES, 2).map(({ id }) => id)).toEqual(['noise 0.1', 'noise 0.3']);
  });

  it('tells of nobody where none but chance is at work', () => {
    expect(companionsOf(cause, strangers, MINUTES, 5)).toEqual([]);
  });
});
