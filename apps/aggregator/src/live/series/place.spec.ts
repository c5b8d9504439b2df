import { describe, expect, it } from '@jest/globals';
import { placeOf } from './place.js';

const T0 = 1_700_000_000_000;
const SLOT = T0 / 1_000;
const slotsOf = (at: number, ms: number, slotMs = 1_000): number[] => {
  const { first, last } = placeOf(T0 + at, ms, slotMs);
  const start = T0 / slotMs;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index - start);
};

describe('placeOf', () => {
  it('gives each second the sample that ended with it, a little early or late', () => {
    expect([slotsOf(1_000, 1_000), slotsOf(1_012, 1_010), slotsOf(2_000 - 3, 985)]).toEqual([[0], [0], [1]]);
    expect(placeOf(T0 + 1_012, 1_010, 1_000)).toMatchObject({ perSecond: 1_000 / 1_010, share: 1 });
  });

  it.each([0, 300, 499, 500, 501, 700, 999])(
    'leaves no second without a sample, and gives none two, whatever the clock: %i ms off',
    (offMs) => {
      const found: number[] = [];
      for (let endMs = offMs; endMs < 60_000;) {
        const ms = [947, 1_053, 1_000, 1_021, 979][found.length % 5] ?? 0;
        endMs += ms;
        found.push(...slotsOf(endMs, ms));
      }
      expect(found).toEqual(Array.from({ length: found.length }, (_, index) => (found[0] ?? 0) + index));
      expect(found.length).toBeGreaterThan(55);
    },
  );

  it('spreads a sample of several seconds over all of them', () => {
    expect(slotsOf(5_003, 5_003)).toEqual([0, 1, 2, 3, 4]);
    expect(slotsOf(1_000, 1_000, 250)).toEqual([0, 1, 2, 3]);
  });

  it('adds up quarters in their second', () => {
    const quarters = [247, 499, 747, 1_000].map((at, index) =>
      placeOf(T0 + at, [247, 252, 248, 253][index] ?? 0, 1_000),
    );
    expect(quarters.map(({ first, last }) => [first, last])).toEqual(Array.from({ length: 4 }, () => [SLOT, SLOT]));
    expect(quarters.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(quarters[0]?.perSecond).toBe(1);
  });
});
