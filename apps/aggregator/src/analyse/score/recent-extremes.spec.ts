import { describe, expect, it } from '@jest/globals';
import { RecentExtremes } from './recent-extremes.js';
import { StateMemory } from './state-memory.js';

const SPAN_MS = 1_000;
const BLOCKS = 10;
function told(...rows: readonly (readonly [atMs: number, value: number])[]): RecentExtremes {
  const extremes = new RecentExtremes(new StateMemory(1_024), SPAN_MS, BLOCKS);
  for (const [atMs, value] of rows) extremes.excess(atMs, value);
  return extremes;
}

describe('RecentExtremes', () => {
  it('has nothing that the first could exceed', () => {
    expect(told().excess(50, 7)).toBe(0);
    expect(told().excessAbove(50, 7)).toBe(0);
  });

  it('says how far a value is above and below', () => {
    expect(told([0, 5], [300, 9]).excess(500, 11)).toBe(2);
    expect(told([0, 5], [300, 9]).excess(500, 4)).toBe(1);
    expect(told([0, 5], [300, 9]).excess(500, 8)).toBe(0);
    expect(told([0, 5], [300, 9]).excessAbove(500, 4)).toBe(0);
  });

  it('counts a value as seen', () => {
    expect(told([0, 5], [300, 9], [500, 11]).excess(510, 11)).toBe(0);
  });

  it('forgets what lies further back than the span', () => {
    expect(told([0, 9], [600, 5]).excess(1_150, 7)).toBe(2);
  });

  it('forgets all in a gap, and then finds nothing exceeded', () => {
    expect(told([0, 9], [600, 5]).excess(90_000, 100)).toBe(0);
  });

  it('bears a clock that runs backwards', () => {
    expect(told([5_000, 9]).excess(4_500, 10)).toBe(1);
    expect(told([5_000, 9], [4_500, 10]).excess(5_010, 12)).toBe(2);
  });
});
