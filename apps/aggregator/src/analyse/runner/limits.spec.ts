import { describe, expect, it } from '@jest/globals';
import type { Feedback } from '../../store/patterns/feedback.js';
import { Limits } from './limits.js';

const SHOP = { kind: 'container', key: 'shop-id', name: 'shop' } as const;
const OTHER = { ...SHOP, key: 'other-id' };

function limits(more: Partial<Feedback>): Limits {
  const said = { hostId: 1, entityKind: 'container', entityKey: 'shop-id', class: 'burst' };
  return new Limits([{ ...said, notUseful: 0, expectedUntilMs: null, ...more }]);
}

describe('what people say of patterns', () => {
  it('raises the limit: what is twice as large is then as strong as what was at the limit', () => {
    expect(limits({ notUseful: 1 }).strength(1, SHOP, 'burst', 0.65)).toBeCloseTo(0.3);
    expect(limits({ notUseful: 1 }).strength(1, SHOP, 'burst', 0.64)).toBe(0);
    expect(limits({ notUseful: 2 }).strength(1, SHOP, 'burst', 0.65)).toBe(0);
  });

  it('leaves other classes, things and hosts as they are', () => {
    const said = limits({ notUseful: 5 });
    expect(said.strength(1, SHOP, 'drop', 0.4)).toBe(0.4);
    expect(said.strength(1, OTHER, 'burst', 0.4)).toBe(0.4);
    expect(said.strength(2, SHOP, 'burst', 0.4)).toBe(0.4);
  });

  it('makes some expected, until a time', () => {
    const said = limits({ expectedUntilMs: 1_000 });
    expect([999, 1_000].map((startMs) => said.isExpected(1, SHOP, 'burst', startMs))).toEqual([true, false]);
    expect(limits({ expectedUntilMs: Infinity }).isExpected(1, SHOP, 'burst', 1e15)).toBe(true);
    expect(limits({}).isExpected(1, SHOP, 'burst', 0)).toBe(false);
  });
});
