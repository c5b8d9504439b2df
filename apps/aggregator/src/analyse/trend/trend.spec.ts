import { describe, expect, it } from '@jest/globals';
import { noise } from '../series/noise.fixture.js';
import { trendSentence } from './sentence.js';
import { trendOf } from './trend.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const hours = (days: number, at: (hour: number) => number): number[] =>
  Array.from({ length: days * 24 }, (_, hour) => at(hour));
const daily = (hour: number): number => Math.sin((2 * Math.PI * hour) / 24);
const weekday = (hour: number): number => (Math.floor(hour / 24) % 7 < 5 ? 1 : 0);

describe('trendOf', () => {
  it('finds the slope a day of a line', () => {
    const trend = trendOf(
      [...Array(50).keys()].map((day) => 10 + 3 * day),
      DAY_MS,
    );
    expect(trend.slopePerDay).toBeCloseTo(3, 6);
    expect(trend).toMatchObject({ direction: 'up' });
    expect(trend.startLevel).toBeCloseTo(10, 6);
    expect(trend.endLevel).toBeCloseTo(157, 6);
  });

  it('is not led astray by cycles of days and weeks, which a part of one would turn into a slope', () => {
    const trend = trendOf(
      hours(24.5, (hour) => 1_000 + 2 * (hour / 24) + 400 * daily(hour) + 300 * weekday(hour)),
      HOUR_MS,
    );
    expect(trend.slopePerDay).toBeGreaterThan(1.5);
    expect(trend.slopePerDay).toBeLessThan(2.5);
  });

  it('is not moved by a quarter of wild values', () => {
    const random = noise(3);
    const trend = trendOf(
      hours(20, (hour) => 500 + hour + random.normal() + (random.uniform() < 0.2 ? 50_000 : 0)),
      HOUR_MS,
    );
    expect(trend.slopePerDay).toBeGreaterThan(22);
    expect(trend.slopePerDay).toBeLessThan(26);
  });

  it('leaves gaps out, wherever they lie', () => {
    const trend = trendOf(
      hours(20, (hour) => (hour > 100 && hour < 220 ? NaN : 500 + hour + daily(hour) * 80)),
      HOUR_MS,
    );
    expect(trend.slopePerDay).toBeCloseTo(24, 0);
  });

  it.each([
    ['of independent values', 0, 0.1],
    ['of neighbours that are alike', 0.9, 0.2],
  ])('sees a trend where none is in about a tenth %s', (_, memory, most) => {
    const random = noise(11);
    let wrong = 0;
    for (let series = 0; series < 60; series += 1) {
      let state = 0;
      const values = hours(14, () => 1_000 + (state = memory * state + 100 * random.normal()));
      const { lowPerDay, highPerDay } = trendOf(values, HOUR_MS);
      if (lowPerDay > 0 || highPerDay < 0) wrong += 1;
    }
    expect(wrong / 60).toBeLessThanOrEqual(most + 0.07);
  });

  it.each([
    ['a constant series', hours(10, () => 7)],
    ['one wild value in a constant series', hours(10, (hour) => (hour === 77 ? 1e12 : 7))],
    ['a change that is nothing beside the level', hours(10, (hour) => 1e12 + hour)],
  ])('tells no trend of %s', (_, values) => {
    expect(trendOf(values, HOUR_MS).direction).toBe('none');
  });

  it.each([
    ['no values', []],
    ['one', [5]],
    ['gaps alone', Array<number>(500).fill(NaN)],
    ['a few among gaps', hours(10, (hour) => (hour % 60 === 0 ? hour : NaN))],
  ])('does not know it of %s', (_, values) => {
    expect(trendOf(values, HOUR_MS).direction).toBe('unknown');
  });

  it('averages what is longer than it needs: minutes of a month', () => {
    const minutes = Array.from({ length: 30 * 1_440 }, (_, minute) => 1e6 + minute + 3e5 * daily(minute / 60));
    expect(trendOf(minutes, 60_000).slopePerDay / 1_440).toBeCloseTo(1, 1);
  });
});

describe('trendSentence', () => {
  const trend = { slopePerDay: 1.23e9, lowPerDay: 0.9e9, highPerDay: 1.54e9, startLevel: 0, endLevel: 1e10 };

  it.each([
    ['bytes', 'grows by 1.2 GB a day (0.9 to 1.5)'],
    ['bytesPerSecond', 'grows by 1.2 GB/s a day (0.9 to 1.5)'],
    ['count', 'grows by 1.2 G a day (0.9 to 1.5)'],
  ] as const)('says how much %s grow, with the interval in the same unit', (unit, sentence) => {
    expect(trendSentence({ ...trend, direction: 'up' }, unit)).toBe(sentence);
  });

  it('turns the interval of what falls round, the smaller change first', () => {
    const falling = { ...trend, direction: 'down' as const, slopePerDay: -12, lowPerDay: -14.6, highPerDay: -8.04 };
    expect(trendSentence(falling, 'milliseconds')).toBe('falls by 12 ms a day (8.0 to 15)');
  });

  it.each([
    ['none', 'no clear trend'],
    ['unknown', 'too little data for a trend'],
  ] as const)('has words for %s', (direction, sentence) => {
    expect(trendSentence({ ...trend, direction }, 'bytes')).toBe(sentence);
  });
});
