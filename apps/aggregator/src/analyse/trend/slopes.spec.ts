import { describe, expect, it } from '@jest/globals';
import { noise } from '../series/noise.fixture.js';
import { pairsOf, slopeOfRank } from './slopes.js';

describe('slopeOfRank', () => {
  it('finds what listing all pairs would find', () => {
    const random = noise(6);
    const places = Float64Array.from({ length: 40 }, (_, index) => index * 3 + Math.floor(3 * random.uniform()));
    const values = places.map((place) => 5 * place + 200 * random.normal());
    const slopes: number[] = [];
    for (let one = 0; one < 40; one += 1) {
      for (let other = one + 1; other < 40; other += 1) {
        slopes.push((values[other]! - values[one]!) / (places[other]! - places[one]!));
      }
    }
    slopes.sort((one, other) => one - other);
    expect(pairsOf({ places, values })).toBe(slopes.length);
    for (const rank of [1, 100, 390, 780]) {
      expect(slopeOfRank({ places, values }, rank)).toBeCloseTo(slopes[rank - 1]!, 9);
    }
  });

  it('is 0 for what does not move, and for one point', () => {
    expect(slopeOfRank({ places: Float64Array.of(0, 1, 2), values: Float64Array.of(7, 7, 7) }, 1.5)).toBe(0);
    expect(slopeOfRank({ places: Float64Array.of(0), values: Float64Array.of(7) }, 0)).toBe(0);
  });
});
