import { describe, expect, it } from '@jest/globals';
import { Statement } from '../sql.js';
import { highestOf, type Ranks, ranksAmong, ranksSql } from './ranks.js';

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

describe('ranksAmong', () => {
  it('takes the figures of some, in the order of all', () => {
    const among = ranksAmong(ranks([9, 7, 5, 3]), new Set(['thing-3', 'thing-1', 'thing-8']));
    expect(among).toEqual({ of: 'things', ids: ['thing-1', 'thing-3'], values: [7, 3] });
  });
});

describe('ranksSql', () => {
  it('takes figures that no link carries as ones that the database holds', () => {
    const statement = new Statement();
    ranksSql(statement, ranks([2 * Number.MAX_SAFE_INTEGER * 1_000_000, 7]));
    expect(statement.values[1]).toEqual([2 ** 50, 7]);
  });
});
