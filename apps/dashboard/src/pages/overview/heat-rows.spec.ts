import { describe, expect, it } from '@jest/globals';
import type { FigureLines } from '../../api/operations/figures.js';
import { groupHosts, heatRows, MAX_ROWS } from './heat-rows.js';

const named = (...names: string[]) => names.map((name) => ({ id: `id of ${name}`, name }));
const numbered = (stem: string, count: number) =>
  named(...Array.from({ length: count }, (_, index) => `${stem}-${index + 1}.example`));

describe('groupHosts', () => {
  it('has a row for each host, by name as people count, while they fit', () => {
    expect(groupHosts(named('web-10', 'web-2', 'db-1')).map(({ name }) => name)).toEqual(['db-1', 'web-2', 'web-10']);
  });

  it('keeps neighbours together beyond that, no host lost, never more rows than asked', () => {
    const hosts = [...numbered('web', 700), ...numbered('db', 280), ...numbered('edge', 20)];
    const groups = groupHosts(hosts);
    expect(groups).toHaveLength(MAX_ROWS);
    expect(groups.flatMap((group) => group.hosts)).toHaveLength(1_000);
    expect(groups.map(({ name }) => name)).toContain('web-1 … web-20 (20)');
    expect(groups.some(({ name }) => /db.*web|edge.*web/.test(name))).toBe(false);
  });

  it('cuts evenly where names tell nothing', () => {
    const hosts = named(...Array.from({ length: 120 }, (_, index) => `${(index * 7919 + 13).toString(36)}x`));
    const groups = groupHosts(hosts);
    expect(groups).toHaveLength(MAX_ROWS);
    expect(Math.max(...groups.map((group) => group.hosts.length))).toBeLessThanOrEqual(3);
  });
});

describe('heatRows', () => {
  const line = (id: string, incoming: (number | null)[], outgoing: (number | null)[]) => ({
    keys: [{ dimension: 'HOST', value: id, name: id }],
    columns: { rxBytesPerSecond: incoming, txBytesPerSecond: outgoing },
  });
  const series = {
    at: [1, 2, 3],
    series: [line('a', [10, null, null], [20, null, 5]), line('b', [30, 4, null], [40, 6, null])],
  } as unknown as FigureLines;

  it('is the mean of the hosts that are known, and a gap where none is', () => {
    const group = { id: 'a', name: 'a … b (2)', hosts: named('a', 'b').map(({ name }) => ({ id: name, name })) };
    expect(heatRows([group], series)[0]?.cells).toEqual([50, 10, null]);
  });
  it('has gaps alone for a host of which nothing was stored', () => {
    expect(heatRows([{ id: 'c', name: 'c', hosts: named('c') }], series)[0]?.cells).toEqual([null, null, null]);
  });
});
