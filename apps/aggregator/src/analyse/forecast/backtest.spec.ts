import { describe, expect, it } from '@jest/globals';
import { trialsOf, tryOut } from './backtest.js';
import type { Method } from './methods/method.js';
import { methodsFor } from './methods/methods.js';
import { noise } from '../series/noise.fixture.js';

describe('trialsOf', () => {
  it('tries on the last cycles, leaving enough to learn from', () => {
    const trials = trialsOf(700, 48, 24);
    expect(trials?.steps).toBe(48);
    expect(trials?.origins.at(-1)).toBe(652);
    expect(trials!.origins[0]!).toBeGreaterThanOrEqual(652 - 9 * 24);
    expect(trials!.origins.length).toBeLessThanOrEqual(37);
  });

  it('tries a part of a horizon that is longer than the history', () => {
    expect(trialsOf(30, 1_000, 1)?.steps).toBe(10);
    expect(trialsOf(2, 5, 1)).toBeNull();
  });
});

describe('tryOut', () => {
  const random = noise(3);
  const values = Float64Array.from(
    { length: 500 },
    (_, hour) => 50 + 20 * Math.sin((2 * Math.PI * hour) / 24) + random.normal(),
  );
  const trials = trialsOf(values.length, 48, 24)!;

  it.each(methodsFor([24]).map((method): [string, Method] => [method.name, method]))(
    '%s sees nothing that comes after',
    (_, method) => {
      const said = tryOut(method, values, values, trials)!.said[0];
      const changed = values.map((value, index) => (index < trials.origins[0]! ? value : 1e6));
      expect(tryOut(method, changed, changed, trials)!.said[0]).toEqual(said);
    },
  );

  it('measures nothing where nothing is known', () => {
    const known = values.map((value, index) => (index % 2 === 0 ? NaN : value));
    const alwaysRight: Method = {
      name: 'right',
      fit: () => (whole, origin, steps) => whole.slice(origin, origin + steps),
    };
    expect(tryOut(alwaysRight, values, known, trials)?.error).toBe(0);
    expect(tryOut(alwaysRight, values, known.fill(NaN), trials)).toBeNull();
  });
});
