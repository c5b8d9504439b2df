import { describe, expect, it } from '@jest/globals';
import { highestOf, type Ranks } from './ranks.js';

function ranks(values: readonly number[]): Ranks {
  return { of: 'things', ids: values.map((_, index) => `thing-${index}`), values };
}

describe('highestOf', () => {
  it('takes none of few', () => {
    expect(highestOf(ranks(Array.from({ length: 2_000 }, () => 1)))).toBeNull();
  });

  it('takes the highest, and all that are like the last of them', () => {
    const falling = Array.from({ length: 1_999 }, (_, index) => 5_000 - index);
    const highest = highestOf(ranks([...falling, 7, 7, 7, 6, 1]));
    expect(highest?.values.slice(-4)).toEqual([3_002, 7, 7, 7]);
    expect(highest?.ids.length).toBe(2_002);
  });

  it('takes none where that would be all', () => {
    expect(highestOf(ranks(Array.from({ length: 9_000 }, () => 3)))).toBeNull();
  });
});
