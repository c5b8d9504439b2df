import { describe, expect, it } from '@jest/globals';
import { noise } from '../series/noise.fixture.js';
import { withoutWild } from './wild.js';

const random = noise(12);
const hours = (count: number, at: (hour: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, hour) => at(hour));
const calm = hours(480, (hour) => 1_000 + 300 * Math.sin((2 * Math.PI * hour) / 24) + 20 * random.normal());
const tamed = (values: Float64Array): Float64Array => withoutWild(values, [24], 300);

describe('withoutWild', () => {
  it('leaves what is usual as it is', () => {
    expect(tamed(calm)).toEqual(calm);
  });

  it.each([
    ['a burst', 30_000],
    ['an outage', -5_000],
  ])('puts what was to be expected in the place of %s, the last hour included', (_, height) => {
    const result = tamed(calm.map((value, hour) => (hour === 400 || hour === 479 ? value + height : value)));
    for (const hour of [400, 479]) expect(Math.abs(result[hour]! - calm[hour]!)).toBeLessThan(150);
  });

  it('believes what lasts', () => {
    const shifted = calm.map((value, hour) => (hour >= 450 ? value + 9_000 : value));
    const result = tamed(shifted);
    expect([...result.subarray(453)]).toEqual([...shifted.subarray(453)]);
  });

  it('leaves bursts where they are usual', () => {
    const bursts = hours(480, () => (random.uniform() < 0.1 ? 1e6 : 10 + random.uniform()));
    expect(tamed(bursts)).toEqual(bursts);
  });

  it('judges by nothing that comes after', () => {
    const later = calm.map((value, hour) => (hour >= 440 ? value * 50 : value));
    expect(tamed(later).subarray(0, 440)).toEqual(tamed(calm).subarray(0, 440));
  });

  it('calls nothing wild in what is usually one value', () => {
    const idle = hours(480, (hour) => (hour % 97 === 0 ? 1e9 : 0));
    expect(tamed(idle)).toEqual(idle);
  });
});
