import { describe, expect, it } from '@jest/globals';
import { describeLoss, lossRatio } from './ratio.js';
import { lastSpell } from './spell.js';

describe('the share of packets lost', () => {
  it('is told from a thousand packets on, and never above the whole', () => {
    expect(lossRatio(3, 999)).toBe('few');
    expect(lossRatio(3, 1_000)).toBe(0.003);
    expect(lossRatio(2_000, 1_000)).toBe(1);
    expect(lossRatio(null, 1_000)).toBe('unknown');
  });

  it('is never written as 0 where something was lost', () => {
    expect(describeLoss(0)).toBe('0 %');
    expect(describeLoss(0.000_000_4)).toBe('1 of a million');
    expect(describeLoss(0.000_2)).toBe('0.020 %');
    expect(describeLoss(0.012)).toBe('1.20 %');
    expect(describeLoss(0.5)).toBe('50 %');
  });
});

describe('since when', () => {
  const at = Array.from({ length: 10 }, (_, index) => index * 1_000);
  const spell = (...faults: (number | null)[]) => lastSpell(at, 1_000, faults);

  it('is the begin of the last stretch with faults, quiet moments in between included', () => {
    expect(spell(0, 0, 2, 0, 0, 1, 0, 0, 0, 4)).toMatchObject({ from: 9_000, to: null, count: 2 });
    expect(spell(0, 0, 2, 0, 0, 1, 0, 3, 1, 4)).toMatchObject({ from: 2_000, to: null, count: 1 });
  });

  it('has an end once it has been quiet for a while', () => {
    expect(spell(0, 0, 2, 5, 0, 0, 0, 0, 0, 0)).toMatchObject({ from: 2_000, to: 4_000, isOlder: false });
    expect(spell(1, 0, 0, 0, 0, 0, 0, 0, 0, 0)).toMatchObject({ from: 0, to: 1_000, isOlder: true });
  });

  it('does not end in what is not known, and is nothing where nothing was lost', () => {
    expect(spell(0, 0, 2, null, null, null, null, 1, null, null)).toMatchObject({ from: 2_000, to: null, count: 1 });
    expect(spell(0, 0, null, 0, 0)).toBeNull();
  });
});
