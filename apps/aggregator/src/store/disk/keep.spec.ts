import { describe, expect, it } from '@jest/globals';
import { type Kept, refusalOf } from './keep.js';
import { STORED } from './stored.js';

const DAY_MS = 86_400_000;
const kept = (resolution: Kept['resolution'], keepMs: number | null): Kept => ({
  ...{ kind: 'traffic', resolution, setting: '1m', tables: [] },
  ...{ keepMs, defaultKeepMs: null, wholeSinceMs: null },
});
const FINER = kept('1m', 90 * DAY_MS);
const COARSER = kept('1h', 400 * DAY_MS);

describe('for how long something is kept', () => {
  it.each([100 * DAY_MS, 90 * DAY_MS, 400 * DAY_MS])(
    'may lie between what is finer and what is coarser: %p ms',
    (ms) => {
      expect(refusalOf(ms, FINER, COARSER)).toBeNull();
    },
  );

  it.each<[number | null, Kept | null, Kept | null, string]>([
    [
      89 * DAY_MS,
      FINER,
      COARSER,
      'is less than 1m is kept (7776000 seconds): give as much or more, or shorten 1m first',
    ],
    [
      401 * DAY_MS,
      FINER,
      COARSER,
      'is more than 1h is kept (34560000 seconds): give as much or less, or lengthen 1h first',
    ],
    [null, FINER, COARSER, 'is more than 1h is kept'],
    [500 * DAY_MS, kept('1h', null), null, 'is less than 1h is kept (for ever)'],
    [6 * 3_600_000 - 1, null, null, 'is not between 21600 (6 hours) and'],
    [NaN, null, null, 'is not between'],
    [Infinity, null, null, 'is not between'],
  ])('is refused, naming the remedy: %p', (ms, finer, coarser, reason) => {
    expect(refusalOf(ms, finer, coarser)).toEqual({ field: 'keepSeconds', reason: expect.stringContaining(reason) });
  });

  it('may be for ever where nothing coarser ends', () => {
    expect(refusalOf(null, FINER, null)).toBeNull();
    expect(refusalOf(null, FINER, kept('1d', null))).toBeNull();
  });
});

describe('what is stored', () => {
  it('has a setting and tables of its own each', () => {
    const settings = STORED.map(({ setting }) => setting);
    const tables = STORED.flatMap((each) => each.tables);
    expect(new Set(settings).size).toBe(settings.length);
    expect(new Set(tables).size).toBe(tables.length);
    expect(tables).toEqual(
      expect.arrayContaining(['traffic_recent', 'traffic_1d', 'protocol_1h', 'host_state', 'event']),
    );
  });
});
