import { describe, expect, it } from '@jest/globals';
import { splitRange, usableLevels } from './split-range.js';

const LEVELS = [
  { name: 'tens', bucketMs: 10 },
  { name: 'hundreds', bucketMs: 100 },
] as const;
const split = (fromMs: number, untilMs: number, dirty: Partial<Record<'tens' | 'hundreds', number>> = {}): unknown[] =>
  splitRange(
    usableLevels(LEVELS, (name) => dirty[name]),
    fromMs,
    untilMs,
  ).map(({ resolution, fromMs: from, untilMs: until }) => [resolution, from, until]);

describe('splitRange', () => {
  it('reads whole buckets of the coarsest level, and the ends from finer ones', () => {
    expect(split(87, 312)).toEqual([
      ['raw', 87, 90],
      ['tens', 90, 100],
      ['hundreds', 100, 300],
      ['tens', 300, 310],
      ['raw', 310, 312],
    ]);
  });

  it.each<[string, number, number, unknown[]]>([
    ['borders that fit', 100, 300, [['hundreds', 100, 300]]],
    ['a range within a bucket', 41, 47, [['raw', 41, 47]]],
    ['an empty range', 40, 40, []],
    ['before 1970', -110, -90, [['tens', -110, -90]]],
  ])('%s', (_, fromMs, untilMs, expected) => {
    expect(split(fromMs, untilMs)).toEqual(expected);
  });

  it('reads what is out of date from finer levels, to the end', () => {
    expect(split(0, 400, { hundreds: 200 })).toEqual([
      ['hundreds', 0, 200],
      ['tens', 200, 400],
    ]);
    // Hundreds that are made from tens which are out of date are not marked yet.
    expect(split(0, 400, { tens: 250 })).toEqual([
      ['hundreds', 0, 200],
      ['tens', 200, 250],
      ['raw', 250, 400],
    ]);
    expect(split(0, 40, { tens: 0 })).toEqual([['raw', 0, 40]]);
  });
});
