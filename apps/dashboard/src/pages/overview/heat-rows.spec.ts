import { describe, expect, it } from '@jest/globals';
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
  const at = [1, 2, 3];
  const columns = { rxBytesPerSecond: [10, null, null], txBytesPerSecond: [20, null, 5] };

  it('shares what a row carries out among its hosts, and has a gap where nothing is known', () => {
    const pair = { id: 'a', name: 'a … b (2)', hosts: named('a', 'b') };
    expect(heatRows([pair], at, new Map([['a', { columns }]]))[0]?.cells).toEqual([15, null, null]);
  });
  it('has gaps alone for a host of which nothing was stored', () => {
    expect(heatRows([{ id: 'c', name: 'c', hosts: named('c') }], at, new Map())[0]?.cells).toEqual([null, null, null]);
  });
});
