import { describe, expect, it } from '@jest/globals';
import { gather, mergeNeighbours, type Sample } from './sample.js';

const eight = (first: number): number[] => [first, 0, 0, 0, 0, 0, 0, 0];
const bigEight = (first: bigint): bigint[] => [first, 0n, 0n, 0n, 0n, 0n, 0n, 0n];

function sample(at: number, fields: Partial<Sample> = {}): Sample {
  return { at, ms: 1_000, primary: true, deltas: new Map(), base: new Map(), resets: [], unread: [], ...fields };
}

describe('gathering samples that cannot be written yet', () => {
  it('passes a tick on as it is while nothing waits', () => {
    const fresh = [sample(1_000), sample(1_000, { primary: false, ms: 5_000 })];
    expect(gather([], fresh)).toEqual(fresh);
  });

  it('adds neighbours up: one sample, however long the disk is full', () => {
    let waiting: Sample[] = [];
    for (let tick = 1; tick <= 100; tick += 1) {
      waiting = gather(waiting, [sample(tick * 1_000, { deltas: new Map([['host/eth0', eight(tick)]]) })]);
    }
    expect(waiting).toEqual([sample(100_000, { ms: 100_000, deltas: new Map([['host/eth0', eight(5_050)]]) })]);
  });

  it('does not begin before the earlier one where the two overlap', () => {
    expect(mergeNeighbours(sample(10_000), sample(10_900))).toMatchObject({ at: 10_900, ms: 1_900 });
    expect(mergeNeighbours(sample(10_000), sample(20_000))).toMatchObject({ at: 20_000, ms: 2_000 });
  });

  it('moves a later base back by what was counted between', () => {
    const earlier = sample(1_000, { deltas: new Map([['a/x', eight(30)]]) });
    const later = sample(2_000, {
      deltas: new Map([['a/x', eight(5)]]),
      base: new Map([
        ['a/x', bigEight(130n)],
        ['a/y', bigEight(0n)],
      ]),
    });
    expect(mergeNeighbours(earlier, later)?.base).toEqual(
      new Map([
        ['a/x', bigEight(100n)],
        ['a/y', bigEight(0n)],
      ]),
    );
  });

  it('keeps the earlier base of a key that has two', () => {
    const earlier = sample(1_000, { base: new Map([['a/x', bigEight(100n)]]), deltas: new Map([['a/x', eight(30)]]) });
    const later = sample(2_000, { base: new Map([['a/x', bigEight(130n)]]) });
    expect(mergeNeighbours(earlier, later)?.base).toEqual(new Map([['a/x', bigEight(100n)]]));
  });

  it('keeps a reset apart, and goes on adding behind it', () => {
    const reset = sample(2_000, {
      resets: ['a/x'],
      base: new Map([['a/x', bigEight(0n)]]),
      deltas: new Map([['a/x', eight(1)]]),
    });
    const waiting = gather(gather([sample(1_000)], [reset]), [sample(3_000, { deltas: new Map([['a/x', eight(2)]]) })]);
    expect(waiting.map(({ at, ms, resets }) => ({ at, ms, resets }))).toEqual([
      { at: 1_000, ms: 1_000, resets: [] },
      { at: 3_000, ms: 2_000, resets: ['a/x'] },
    ]);
    expect(waiting[1]?.deltas.get('a/x')?.[0]).toBe(3);
  });

  it('folds what has an interval of its own into its tick', () => {
    const extra = sample(2_000, {
      primary: false,
      ms: 5_000,
      deltas: new Map([['a/x', eight(50)]]),
      base: new Map([['a/x', bigEight(7n)]]),
    });
    const [only, ...others] = gather([sample(1_000)], [sample(2_000), extra]);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      ms: 2_000,
      deltas: new Map([['a/x', eight(50)]]),
      base: new Map([['a/x', bigEight(7n)]]),
    });
  });

  it('leaves a reset with an interval of its own as it is, and begins another sample behind it', () => {
    const extra = sample(2_000, { primary: false, ms: 5_000, resets: ['a/x'] });
    const waiting = gather(gather([sample(1_000)], [sample(2_000), extra]), [sample(3_000)]);
    expect(waiting.map(({ at, ms }) => [at, ms])).toEqual([
      [2_000, 2_000],
      [2_000, 5_000],
      [3_000, 1_000],
    ]);
  });

  it('does not add beyond the safe integers', () => {
    const huge = sample(1_000, { deltas: new Map([['a/x', eight(Number.MAX_SAFE_INTEGER)]]) });
    const one = sample(2_000, { deltas: new Map([['a/x', eight(1)]]) });
    expect(mergeNeighbours(huge, one)).toBeNull();
    expect(gather([huge], [one])).toEqual([huge, one]);
  });

  it('takes what is unread from the later one, and nothing from an empty tick', () => {
    expect(mergeNeighbours(sample(1, { unread: ['a/x'] }), sample(2, { unread: ['a/y'] }))?.unread).toEqual(['a/y']);
    expect(gather([sample(1)], [])).toEqual([sample(1)]);
  });
});
