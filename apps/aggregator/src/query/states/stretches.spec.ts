import { describe, expect, it } from '@jest/globals';
import { stretchesOf } from './stretches.js';

describe('stretchesOf', () => {
  it('makes whole steps that follow each other, half an hour of states as told at a time', () => {
    const stretches = [...stretchesOf(3_600_005, 3_600_000 + 4_000_000, 10_000)];
    expect(stretches).toEqual([
      { fromMs: 3_600_000, toMs: 5_400_000, points: 180 },
      { fromMs: 5_400_000, toMs: 7_200_000, points: 180 },
      { fromMs: 7_200_000, toMs: 7_600_000, points: 40 },
    ]);
  });

  it('takes 300 steps at a time where there are sums', () => {
    const [first, second] = [...stretchesOf(0, 301 * 300_000, 300_000)];
    expect([first?.points, second?.points, second?.fromMs]).toEqual([300, 1, 90_000_000]);
  });

  it('takes steps that are longer than half an hour of states one by one at least', () => {
    expect([...stretchesOf(0, 1, 60_000)]).toEqual([{ fromMs: 0, toMs: 60_000, points: 1 }]);
    expect([...stretchesOf(0, 5_400_000, 120_000)].map(({ points }) => points)).toEqual([15, 15, 15]);
  });
});
