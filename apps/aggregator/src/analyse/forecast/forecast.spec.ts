import { describe, expect, it } from '@jest/globals';
import { noise } from '../series/noise.fixture.js';
import { forecast } from './forecast.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const daily = (hour: number): number => Math.sin((2 * Math.PI * hour) / 24);
const weekday = (hour: number): number => (Math.floor(hour / 24) % 7 < 5 ? 1 : 0);
const hours = (days: number, at: (hour: number) => number): number[] =>
  Array.from({ length: days * 24 }, (_, hour) => at(hour));
const ahead = (values: number[], steps: number, stepMs = HOUR_MS): NonNullable<ReturnType<typeof forecast>> => {
  const result = forecast({ values, stepMs }, steps);
  if (!result) throw new Error('no forecast was given');
  return result;
};

describe('forecast', () => {
  it('goes on with days and weeks', () => {
    const random = noise(1);
    const truth = (hour: number): number => 1_000 + 300 * daily(hour) + 400 * weekday(hour);
    const { expected, low, high } = ahead(
      hours(33, (hour) => truth(hour) + 20 * random.normal()),
      96,
    );
    expected.forEach((value, step) => {
      expect(Math.abs(value - truth(33 * 24 + step))).toBeLessThan(60);
      expect(low[step]!).toBeLessThanOrEqual(value);
      expect(high[step]!).toBeGreaterThanOrEqual(value);
    });
  });

  it('finds a cycle that no calendar has', () => {
    const truth = (hour: number): number => 1_000 + (hour % 37 < 9 ? 800 : 0);
    const { expected } = ahead(hours(20, truth), 74);
    const wrong = expected.filter((value, step) => Math.abs(value - truth(480 + step)) > 100);
    expect(wrong.length).toBeLessThan(4);
  });

  it('takes the cycles it is given', () => {
    const values = Array.from({ length: 400 }, (_, index) => 100 + 50 * Math.sin((2 * Math.PI * index) / 10));
    const { expected } = forecast({ values, stepMs: 1, cycles: [10] }, 20)!;
    expected.forEach((value, step) =>
      expect(value).toBeCloseTo(100 + 50 * Math.sin((2 * Math.PI * (400 + step)) / 10), 0),
    );
  });

  it('sees growth go on over weeks', () => {
    const truth = (day: number): number => 500 + 10 * day + 60 * weekday(day * 24);
    const { expected } = ahead(
      Array.from({ length: 120 }, (_, day) => truth(day)),
      28,
      DAY_MS,
    );
    expected.forEach((value, step) => expect(Math.abs(value / truth(120 + step) - 1)).toBeLessThan(0.05));
  });

  it('follows a step of the level within days', () => {
    const { expected } = ahead(
      hours(30, (hour) => (hour < 26 * 24 ? 1_000 : 3_000) + 100 * daily(hour)),
      24,
    );
    expected.forEach((value) => expect(Math.abs(value - 3_000)).toBeLessThan(700));
  });

  it('does not take a burst of the last hour for what is to come', () => {
    const random = noise(5);
    const truth = (hour: number): number => 1_000 + 300 * daily(hour);
    const values = hours(30, (hour) => (hour === 719 ? 20_000 : truth(hour) + 20 * random.normal()));
    ahead(values, 24).expected.forEach((value, step) => expect(Math.abs(value - truth(720 + step))).toBeLessThan(60));
  });

  it('leaves gaps out, and is none the worse for them', () => {
    const truth = (hour: number): number => 1_000 + 300 * daily(hour);
    const holed = hours(30, (hour) => (hour % 50 < 6 || (hour > 300 && hour < 390) ? NaN : truth(hour)));
    const { expected } = ahead(holed, 48);
    expected.forEach((value, step) => expect(Math.abs(value - truth(720 + step))).toBeLessThan(60));
  });

  it('holds about nine tenths of what comes in its interval', () => {
    let held = 0;
    let all = 0;
    for (let seed = 1; seed <= 12; seed += 1) {
      const random = noise(seed);
      let state = 0;
      const values = hours(32, (hour) => {
        state = 0.8 * state + 30 * random.normal();
        return 1_000 + 300 * daily(hour) + state;
      });
      const { low, high } = ahead(values.slice(0, -48), 48);
      for (const [step, value] of values.slice(-48).entries()) {
        all += 1;
        if (value >= low[step]! && value <= high[step]!) held += 1;
      }
    }
    expect(held / all).toBeGreaterThan(0.85);
    expect(held / all).toBeLessThan(0.96);
  });

  it.each([
    ['a constant', hours(20, () => 7), 7],
    ['zero', hours(20, () => 0), 0],
    ['huge values', hours(20, () => 1e12), 1e12],
  ])('knows %s to stay', (_, values, constant) => {
    const { expected, low, high } = ahead(values, 48);
    for (const ends of [expected, low, high]) {
      ends.forEach((value) => expect(Math.abs(value - constant)).toBeLessThanOrEqual(1e-6 * constant));
    }
  });

  it.each([
    ['bursts on an idle link', (random: number): number => (random < 0.05 ? 1e9 : 0)],
    ['values of all sizes', (random: number): number => 10 ** (12 * random)],
    ['noise about nothing', (random: number): number => Math.max(0, random - 0.5)],
  ])('stays finite, ordered and not negative for %s', (_, valueOf) => {
    const random = noise(9);
    for (const days of [1, 3, 10, 40]) {
      const { expected, low, high } = ahead(
        hours(days, () => valueOf(random.uniform())),
        60,
      );
      expected.forEach((value, step) => {
        expect(Number.isFinite(high[step]!)).toBe(true);
        expect(low[step]!).toBeGreaterThanOrEqual(0);
        expect(value).toBeGreaterThanOrEqual(low[step]!);
        expect(value).toBeLessThanOrEqual(high[step]!);
      });
    }
  });

  it.each([
    ['nothing', []],
    ['one point', [5]],
    ['gaps alone', Array<number>(500).fill(NaN)],
    ['seven points among gaps', hours(10, (hour) => (hour % 35 === 0 ? 1 : NaN))],
  ])('is not given for %s', (_, values) => {
    expect(forecast({ values, stepMs: HOUR_MS }, 24)).toBeNull();
  });

  it('looks ahead further than it could try, ever less surely', () => {
    const random = noise(2);
    const { low, high } = ahead(
      Array.from({ length: 20 }, () => 100 + random.normal()),
      40,
      DAY_MS,
    );
    expect(high[39]! - low[39]!).toBeGreaterThan(high[3]! - low[3]!);
  });
});
