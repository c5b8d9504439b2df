import { describe, expect, it } from '@jest/globals';
import type { LateWrite } from '../../store/late-writes.js';
import { additionOf, foldedAt, renewalOf } from './renewal.js';

const START_MS = 1_000_000_000;
const grid = { startMs: START_MS, stepMs: 5_000, count: 180 };
const END_MS = START_MS + 900_000;
const moment = { nowMs: END_MS, xmin: 100n, xmax: 105n, snapshot: '100:105:100,102' };
const known = { grid, moment };
const now = { nowMs: END_MS + 5_000, xmin: 120n, xmax: 121n, snapshot: '120:121:' };
const later = { ...grid, startMs: START_MS + 5_000 };
const late = (more: Partial<LateWrite>): LateWrite => ({
  ...{ hostId: 1, firstMs: END_MS - 300_500, untilMs: END_MS - 300_000, writtenBy: 110n },
  ...more,
});

describe('foldedAt', () => {
  const notes = [
    late({ writtenBy: 99n, firstMs: END_MS - 60_000, untilMs: END_MS - 1_000 }),
    late({ writtenBy: 100n }),
    late({ writtenBy: 130n, firstMs: END_MS - 90_000, untilMs: END_MS - 80_000 }),
    late({ writtenBy: 98n, firstMs: END_MS - 70_000, untilMs: END_MS - 50_000 }),
  ];

  it('is two of any number: what is new since a moment, and what was known', () => {
    expect(foldedAt(moment, notes)).toEqual([
      late({ writtenBy: 100n, untilMs: END_MS - 80_000 }),
      late({ writtenBy: 99n, firstMs: END_MS - 70_000, untilMs: END_MS - 1_000 }),
    ]);
    expect(foldedAt(moment, [])).toEqual([]);
  });

  it('has the same read again', () => {
    expect(renewalOf(known, later, now, foldedAt(moment, notes))).toEqual(renewalOf(known, later, now, notes));
  });
});

describe('additionOf', () => {
  const read = { ...known, reachMs: END_MS };

  it('reads what was not there, from where nothing earlier can have come since', () => {
    const addition = { rowsFromMs: END_MS - 15_000, knownUntilMs: END_MS, snapshot: moment.snapshot, xmax: 121n };
    expect(additionOf(read, later, now, [])).toEqual(addition);
    expect(additionOf(read, later, now, [late({ writtenBy: 99n })])).toEqual(addition);
  });

  const useless: [string, Parameters<typeof additionOf>][] = [
    ['a grid begins before what is known', [{ ...read, grid: later }, grid, now, []]],
    ['a grid ends before what is known does', [read, { ...later, count: 178 }, now, []]],
    ['nothing of what is known is left', [read, { ...grid, startMs: END_MS }, now, []]],
    ['a sample was cut at the end', [{ ...read, reachMs: END_MS + 1 }, later, now, []]],
    ['something was written late since', [read, later, now, [late({ writtenBy: 100n })]]],
    ['what is new may be packed already', [read, later, { ...now, nowMs: END_MS + 45_000 }, []]],
    ['the database went back in time', [read, later, { ...now, nowMs: END_MS - 1 }, []]],
    ['the database is another one', [read, later, { ...now, xmin: 99n }, []]],
    ['its snapshot was taken before', [read, later, { ...now, xmin: 100n, xmax: 104n, snapshot: '100:104:100' }, []]],
    ['its snapshot lacks what is known', [read, later, { ...now, xmin: 101n, snapshot: '101:121:101' }, []]],
  ];
  it('adds where a transaction is still under way, or has begun since', () => {
    const xids = { ...now, xmin: 100n, snapshot: '100:121:100,102,110' };
    expect(additionOf(read, later, xids, [])).not.toBeNull();
  });

  it.each(useless)('adds nothing where %s', (_, asked) => {
    expect(additionOf(...asked)).toBeNull();
  });
});

describe('renewalOf', () => {
  it('renews the newest buckets, and reads a little before them', () => {
    expect(renewalOf(known, later, now, [])).toEqual({ fromMs: END_MS - 15_000, rowsFromMs: END_MS - 20_000 });
  });

  it('goes back to what was written late since, and to all that may reach into that', () => {
    expect(renewalOf(known, later, now, [late({})])).toEqual({
      fromMs: END_MS - 305_000,
      rowsFromMs: END_MS - 305_000 - 120_000,
    });
    expect(renewalOf(known, later, now, [late({ writtenBy: 100n })])?.fromMs).toBe(END_MS - 305_000);
  });

  it('knows what was written late before, but reads what of it reaches into the newest buckets', () => {
    expect(renewalOf(known, later, now, [late({ writtenBy: 99n, untilMs: END_MS - 1_000 })])).toEqual({
      fromMs: END_MS - 15_000,
      rowsFromMs: END_MS - 300_500,
    });
  });

  const useless: [string, Parameters<typeof renewalOf>][] = [
    ['a grid begins before what is known', [{ ...known, grid: later }, grid, now, []]],
    ['nothing of what is known is left', [known, { ...grid, startMs: END_MS }, now, []]],
    ['late writes may be forgotten', [known, later, { ...now, nowMs: END_MS + 300_000 }, []]],
    ['the database went back in time', [known, later, { ...now, nowMs: END_MS - 1 }, []]],
    ['the database is another one', [known, later, { ...now, xmin: 99n }, []]],
    ['the oldest of it was written late', [known, later, now, [late({ firstMs: START_MS })]]],
  ];
  it.each(useless)('reads all where %s', (_, asked) => {
    expect(renewalOf(...asked)).toBeNull();
  });
});
