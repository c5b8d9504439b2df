import { describe, expect, it } from '@jest/globals';
import type { FigureLines } from '../api/operations/figures.js';
import { nameIn, rankedGroups } from './ranked-groups.js';

const line = (group: string, incoming: (number | null)[], total: number, others: number | null = null) => ({
  group,
  others,
  keys: others === null ? [{ dimension: 'NETWORK', value: group, name: group }] : [],
  columns: { rxBytesPerSecond: incoming, txBytesPerSecond: incoming },
  statistics: [
    { counter: 'RX_BYTES', total },
    { counter: 'TX_BYTES', total },
  ],
});
const answer = (...series: object[]) => ({ at: [1, 2, 3], series }) as unknown as FigureLines;

describe('rankedGroups', () => {
  const rows = rankedGroups(answer(line('shop', [1, 5, null], 75), line('others', [1, null, null], 25, 7)));

  it('have their newest rate, and none where nothing came lately', () => {
    expect(rows.map(({ incoming }) => incoming)).toEqual([5, null]);
  });
  it('have shares of all groups, the rest included', () => {
    expect(rows.map(({ share }) => share)).toEqual([0.75, 0.25]);
    expect(rows[1]?.others).toBe(7);
  });
  it('have gaps where nothing is known', () =>
    expect(rows[0]?.incomingLine).toEqual([
      [1, 1],
      [2, 5],
      [3, null],
    ]));
  it('have no share of nothing', () => expect(rankedGroups(answer(line('a', [], 0)))[0]?.share).toBeNull());
  it('have a name in each dimension, or none', () => {
    expect(nameIn(rows[0]!.keys, 'NETWORK')).toBe('shop');
    expect(nameIn(rows[0]!.keys, 'HOST')).toBeNull();
  });
});
