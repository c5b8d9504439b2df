import { describe, expect, it } from '@jest/globals';
import type { LiveSeriesFrame } from '../../api/index.js';
import type { FigureLines } from '../../api/operations/figures.js';
import { entityColour } from '../use-entity-colour.js';
import { LiveBook } from './live-book.js';
import { groupName, seriesLines } from './lines.js';

const key = (value: string) => ({ dimension: 'NETWORK', label: null, value, name: value });
const frame = (at: number, more: object, groups: object[] | null = null) =>
  ({
    ...{ at, milliseconds: 1_000, revision: 0, hostsExpected: 1, hostsHeard: 1, groups },
    columns: { groups: [], incomplete: [], rxBytesPerSecond: [], ...more },
  }) as unknown as LiveSeriesFrame;
const GROUPS = [
  { index: 0, group: 'shop', keys: [] },
  { index: 1, group: 'blog', keys: [] },
];

describe('LiveBook', () => {
  const book = new LiveBook(60_000);
  book.take(frame(1_000, { groups: [0, -1], rxBytesPerSecond: [5, 7] }, GROUPS));
  book.take(frame(2_000, { incomplete: [1] }));

  it('knows what moved, what stood still, and what is a gap', () => {
    expect(book.read(1_000, 'shop', 'rxBytesPerSecond')).toBe(5);
    expect(book.read(2_000, 'shop', 'rxBytesPerSecond')).toBe(0);
    expect(book.read(2_000, 'blog', 'rxBytesPerSecond')).toBeNull();
  });
  it('says nothing of what it was not told', () => {
    expect(book.read(9_000, 'shop', 'rxBytesPerSecond')).toBeUndefined();
    expect(book.read(1_000, 'new', 'rxBytesPerSecond')).toBeUndefined();
  });
  it('adds up what is not drawn apart', () => {
    expect(book.readRest(1_000, new Set(['blog']), 'rxBytesPerSecond')).toBe(12);
  });
  it('keeps the meaning of indexes that were told anew', () => {
    book.take(frame(3_000, { groups: [0], rxBytesPerSecond: [9] }, [{ index: 0, group: 'blog', keys: [] }]));
    expect(book.read(3_000, 'blog', 'rxBytesPerSecond')).toBe(9);
    expect(book.read(1_000, 'shop', 'rxBytesPerSecond')).toBe(5);
  });
  it('takes a corrected second, and forgets old ones', () => {
    book.take(frame(3_000, { groups: [0], rxBytesPerSecond: [10] }));
    book.take(frame(62_500, {}));
    expect(book.times).toEqual([3_000, 62_500]);
    expect(book.read(3_000, 'blog', 'rxBytesPerSecond')).toBe(10);
  });
});

describe('seriesLines', () => {
  const statistics = [{ counter: 'RX_BYTES', averagePerSecond: 3, maximumPerSecond: 8 }];
  const series = (group: string, values: (number | null)[], others: number | null = null) => ({
    ...{ group, others, keys: others === null ? [key(group)] : [], statistics, earlier: null },
    columns: { rxBytesPerSecond: values },
  });
  const answer = {
    at: [0, 1_000],
    series: [series('shop', [1, 2]), series('others', [4, null], 6)],
  } as unknown as FigureLines;

  it('has a line for each group and counter, the rest in grey', () => {
    const [shop, rest] = seriesLines(answer, ['RX_BYTES'], null, entityColour);
    expect(shop).toMatchObject({ name: 'shop', side: 'in', figures: { average: 3, maximum: 8 } });
    expect(rest).toMatchObject({
      name: '6 others',
      colour: '--entity-rest',
      points: [
        [0, 4],
        [1_000, null],
      ],
    });
  });

  it('is continued by what is told live, which is right where both know', () => {
    const book = new LiveBook(60_000);
    book.take(frame(1_000, { groups: [0, 1], rxBytesPerSecond: [20, 30] }, GROUPS));
    book.take(frame(2_000, { groups: [0, -1], rxBytesPerSecond: [3, 1] }));
    const [shop, rest] = seriesLines(answer, ['RX_BYTES'], book, entityColour);
    expect(shop?.points).toEqual([
      [0, 1],
      [1_000, 20],
      [2_000, 3],
    ]);
    expect(rest?.points).toEqual([
      [0, 4],
      [1_000, 30],
      [2_000, 1],
    ]);
  });

  it('names what belongs to nobody', () => {
    expect(groupName({ group: 'x', others: null, keys: [{ dimension: 'NETWORK', value: null, name: null }] })).toBe(
      'host / unattributed',
    );
  });
});
