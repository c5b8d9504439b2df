import { describe, expect, it } from '@jest/globals';
import { gather, mergeTicks } from './merge.js';
import { type Sample, type Tick, ticksOf } from './sample.js';

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

  it('leaves a reset in an interval of its own, and goes on adding on both sides of it', () => {
    const reset = sample(2_000, {
      resets: ['a/x'],
      base: new Map([['a/x', bigEight(0n)]]),
      deltas: new Map([['a/x', eight(1)]]),
    });
    const before = sample(1_000, { deltas: new Map([['a/x', eight(70)]]) });
    const waiting = gather(gather([before], [reset]), [sample(3_000, { deltas: new Map([['a/x', eight(2)]]) })]);
    expect(waiting).toEqual([
      sample(3_000, { ms: 3_000, deltas: new Map([['a/x', eight(70)]]) }),
      sample(3_000, { ...reset, at: 3_000, ms: 2_000, primary: false, deltas: new Map([['a/x', eight(3)]]) }),
    ]);
  });

  it('takes nothing from an empty tick', () => {
    expect(gather([sample(1)], [])).toEqual([sample(1)]);
  });
});

describe('one tick for two', () => {
  const merged = (earlier: Tick, later: Tick): Tick => {
    const tick = mergeTicks(earlier, later);
    if (!tick) throw new Error('they stay two');
    return tick;
  };
  const x = (count: number): Map<string, number[]> => new Map([['a/x', eight(count)]]);
  const base = (count: bigint): Map<string, bigint[]> => new Map([['a/x', bigEight(count)]]);
  const extra = (fields: Partial<Sample>): Sample => sample(2_000, { primary: false, ...fields });

  it('does not begin before the earlier one where the two overlap', () => {
    expect(merged([sample(10_000)], [sample(10_900)])).toMatchObject([{ at: 10_900, ms: 1_900 }]);
  });

  it.each([11_201, 3_611_000])('is none where nobody counted between them (%i)', (at) => {
    expect(mergeTicks([sample(10_000)], [sample(at)])).toBeNull();
  });

  it('takes a slewed clock for what it is', () => {
    expect(merged([sample(10_000)], [sample(11_150)])).toMatchObject([{ at: 11_150, ms: 2_000 }]);
  });

  it('moves a later base back by what was counted between', () => {
    const later = sample(2_000, { deltas: x(5), base: new Map([...base(130n), ['a/y', bigEight(0n)]]) });
    const [only] = merged([sample(1_000, { deltas: x(30) })], [later]);
    expect(only.base).toEqual(new Map([...base(100n), ['a/y', bigEight(0n)]]));
    expect(only.deltas).toEqual(x(35));
  });

  it('keeps the earlier base of a key that has two', () => {
    const [only] = merged([sample(1_000, { base: base(100n), deltas: x(30) })], [sample(2_000, { base: base(130n) })]);
    expect(only.base).toEqual(base(100n));
  });

  it('keeps both of two resets apart', () => {
    const reset = (at: number): Tick => [sample(at, { resets: ['a/x'], base: base(0n), deltas: x(at / 1_000) })];
    const [whole, ...others] = merged(merged([sample(1_000, { deltas: x(50) })], reset(2_000)), reset(3_000));
    expect(whole).toEqual(sample(3_000, { ms: 3_000, deltas: x(50) }));
    expect(others).toEqual([2_000, 3_000].map((at) => ({ ...reset(at)[0], primary: false })));
  });

  it('lets a reset go on while its series is idle', () => {
    const [, since] = merged(
      merged([sample(1_000)], [sample(2_000, { resets: ['a/x'], base: base(0n), deltas: x(1) })]),
      [sample(3_000)],
    );
    expect(since).toMatchObject({ at: 3_000, ms: 2_000, resets: ['a/x'] });
  });

  it('keeps a reset at its very beginning as its own', () => {
    const first = sample(1_000, { resets: ['a/x'], base: base(0n), deltas: x(1) });
    expect(merged([first], [sample(2_000, { deltas: x(2) })])).toEqual([
      sample(2_000, { ms: 2_000, resets: ['a/x'], base: base(0n), deltas: x(3) }),
    ]);
  });

  it('takes in what was paid out within it, and leaves apart what reaches further back', () => {
    const paid = { deltas: x(50), base: base(7n) };
    expect(merged([sample(1_000)], [sample(2_000), extra({ ms: 2_000, ...paid })])).toEqual([
      sample(2_000, { ms: 2_000, ...paid }),
    ]);
    const old = extra({ ms: 5_000, ...paid });
    expect(merged([sample(1_000)], [sample(2_000), old])).toEqual([sample(2_000, { ms: 2_000 }), old]);
  });

  it('is none where a sum would be too large to be exact', () => {
    const huge: Tick = [sample(1_000, { deltas: x(Number.MAX_SAFE_INTEGER) })];
    const one = sample(2_000, { deltas: x(1) });
    expect(mergeTicks(huge, [one])).toBeNull();
    expect(gather(huge, [one])).toEqual([...huge, one]);
  });

  describe('and what could not be read', () => {
    const unread = ['a/x'];
    const blind = (at: number): Sample => sample(at, { unread });

    it('is unread in the whole where it was in both', () => {
      expect(merged([blind(1_000)], [blind(2_000)])).toEqual([sample(2_000, { ms: 2_000, unread })]);
    });

    it.each([
      ['earlier', blind(1_000), sample(2_000), 1_000],
      ['later', sample(1_000), blind(2_000), 2_000],
    ])('stays unread in just the %s half where it was so there', (_, earlier, later, at) => {
      expect(merged([earlier], [later])).toEqual([
        sample(2_000, { ms: 2_000 }),
        sample(at, { primary: false, unread }),
      ]);
    });

    it('joins with what follows', () => {
      const half = merged([sample(1_000)], [blind(2_000)]);
      expect(merged(half, [blind(3_000)])).toEqual([
        sample(3_000, { ms: 3_000 }),
        sample(3_000, { ms: 2_000, primary: false, unread }),
      ]);
    });

    it('is known once it was paid out within the merged interval, and not where that reaches further back', () => {
      const paid = (ms: number): Tick => [sample(2_000), extra({ ms, deltas: x(9) })];
      expect(merged([blind(1_000)], paid(2_000))).toEqual([sample(2_000, { ms: 2_000, deltas: x(9) })]);
      expect(merged([blind(1_000)], paid(3_000))).toMatchObject([
        { unread: [], deltas: new Map() },
        { ms: 3_000, deltas: x(9) },
        { at: 1_000, ms: 1_000, unread },
      ]);
    });
  });
});

describe('ticks', () => {
  it('begin with their own interval', () => {
    const other = sample(2_000, { primary: false });
    expect(ticksOf([other, sample(1_000), sample(2_000), other])).toEqual([[sample(1_000)], [sample(2_000), other]]);
  });
});
