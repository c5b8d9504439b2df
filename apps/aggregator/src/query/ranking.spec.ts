import { describe, expect, it } from '@jest/globals';
import { GroupBins } from './group-bins.js';
import { Ranking } from './ranking.js';

const shape = {
  grid: { startMs: 0, stepMs: 1_000, count: 1 },
  counters: ['rxBytes'],
  maxima: [],
  sums: false,
} as const;
const bins = (total: number): GroupBins => {
  const group = new GroupBins(shape);
  group.totals[0] = total;
  return group;
};

describe('Ranking', () => {
  it('keeps the best, whatever order they come in, and sums up the rest', () => {
    for (const order of [
      [1, 5, 3, 4, 2],
      [5, 4, 3, 2, 1],
      [1, 2, 3, 4, 5],
    ]) {
      const ranking = new Ranking(2);
      for (const rank of order) ranking.offer(rank, bins(rank), rank);
      expect(ranking.best.map(({ rank }) => rank)).toEqual([5, 4]);
      expect([ranking.restCount, ranking.rest?.totals[0]]).toEqual([3, 6]);
    }
  });

  it('goes by the order of groups where ranks are equal', () => {
    const ranking = new Ranking(3);
    for (const group of [2, 0, 3, 1]) ranking.offer(group, bins(1), 1);
    expect(ranking.best.map(({ group }) => group)).toEqual([0, 1, 2]);
  });

  it('has no rest where all have a place', () => {
    const ranking = new Ranking(1);
    ranking.offer(0, bins(1), 1);
    expect([ranking.rest, ranking.restCount]).toEqual([null, 0]);
  });
});
