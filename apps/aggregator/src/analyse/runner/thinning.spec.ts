import { describe, expect, it } from '@jest/globals';
import { PACES, Thinning } from './thinning.js';

/** Observes a share of a core each second; answers the pace after each. */
function paces(thinning: Thinning, share: number, seconds: number, fromMs = 0): number[] {
  return Array.from({ length: seconds }, (_, second) => {
    thinning.observe(share, fromMs + second * 1_000);
    return PACES.indexOf(thinning.pace);
  });
}

describe('the pace of the analysis', () => {
  it('is the usual one while half a core is enough', () => {
    const thinning = new Thinning();
    expect(new Set(paces(thinning, 0.5, 100))).toEqual(new Set([0]));
    expect([thinning.sinceMs, thinning.thinnedOf(2, 50)]).toEqual([null, 0]);
  });

  it('slows down step by step while more is taken, other interfaces before uplinks', () => {
    const thinning = new Thinning();
    expect(paces(thinning, 0.9, 11).slice(-2)).toEqual([0, 1]);
    expect([thinning.sinceMs, thinning.thinnedOf(2, 50)]).toEqual([10_000, 50]);
    paces(thinning, 0.9, 100, 11_000);
    expect([thinning.pace, thinning.sinceMs, thinning.thinnedOf(2, 50)]).toEqual([PACES.at(-1), 10_000, 52]);
  });

  it('does not for a moment’s sake', () => {
    const thinning = new Thinning();
    for (let time = 0; time < 20; time++) {
      expect(paces(thinning, 0.9, 9, time * 10_000).at(-1)).toBe(0);
      thinning.observe(0.3, time * 10_000 + 9_000);
    }
  });

  it('comes back when there has been room for a while', () => {
    const thinning = new Thinning();
    paces(thinning, 0.9, 11);
    expect(paces(thinning, 0.1, 301, 11_000).slice(-2)).toEqual([1, 0]);
    expect(thinning.sinceMs).toBeNull();
  });

  it('stays slow where the usual one would be too much', () => {
    const thinning = new Thinning();
    paces(thinning, 0.9, 11);
    expect(paces(thinning, 0.3, 1_000, 11_000).at(-1)).toBe(1);
  });
});
