import { describe, expect, it } from '@jest/globals';
import { type Filter, refusalOfFilter } from './filter.js';
import { containerSql, eventSql, filterSql, hostFieldsSql, hostSql, networkSql } from './filter.sql.js';
import { Statement } from './sql.js';

const HOSTILE = `'; DROP TABLE series; --`;
const MATCH = { eq: HOSTILE, in: [HOSTILE], contains: HOSTILE, glob: HOSTILE, ne: HOSTILE, notIn: [HOSTILE] };
const LABEL = { ...MATCH, key: HOSTILE };
const EVERYTHING: Filter = {
  ...{
    hosts: [HOSTILE],
    classes: [HOSTILE],
    linkStates: [HOSTILE],
    uplink: true,
    text: HOSTILE,
    hostStates: ['alive'],
  },
  ...{ host: MATCH, interface: MATCH, network: MATCH, container: MATCH, image: MATCH, stack: MATCH },
  ...{ service: MATCH, workload: MATCH, labels: [LABEL], hostLabels: [LABEL] },
  addresses: { eq: '10.0.0.1', in: ['10.0.0.1'], inSubnet: '10.0.0.0/8' },
};
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `x${index}`);
const labelled = (count: number): { key: string }[] => many(count).map((key) => ({ key }));
const LEVELS = { filterSql, containerSql, networkSql, hostSql, eventSql, hostFieldsSql };

describe.each(Object.entries(LEVELS))('%s', (_, levelSql) => {
  it('puts nothing that came from outside into the text of a statement, and uses every parameter', () => {
    const statement = new Statement();
    const sql = levelSql(statement, EVERYTHING);
    expect(sql).not.toContain('DROP');
    const used = new Set([...sql.matchAll(/\$(\d+)::/g)].map(([, place]) => Number(place)));
    expect([...used].sort((one, other) => one - other)).toEqual(statement.values.map((_value, index) => index + 1));
  });

  it('asks for nothing where nothing is given', () => {
    expect(levelSql(new Statement(), { text: '', host: null, labels: [], hostLabels: [] })).toBe('true');
  });

  it('takes a list of nothing to leave out for no condition', () => {
    expect(levelSql(new Statement(), { host: { notIn: [] } })).not.toContain('host.name = $');
  });
});

describe('filterSql', () => {
  it('escapes what means something to LIKE alone', () => {
    const statement = new Statement();
    filterSql(statement, { host: { glob: '50%_\\*?' } });
    expect(statement.values).toEqual(['50\\%\\_\\\\%_']);
  });
});

describe('refusalOfFilter', () => {
  it.each([
    ['filter.addresses.inSubnet', { addresses: { inSubnet: '10.0.0.0' } }],
    ['filter.addresses.inSubnet', { addresses: { inSubnet: '10.0.0.0/33' } }],
    ['filter.addresses.inSubnet', { addresses: { inSubnet: '10.0.0/8' } }],
    ['filter.addresses.inSubnet', { addresses: { inSubnet: 'fd00::/129' } }],
    ['filter.addresses.inSubnet', { addresses: { inSubnet: '10.0.0.0/8/8' } }],
    ['filter.addresses.inSubnet', { addresses: { inSubnet: '10.0.0.0/-1' } }],
    ['filter.addresses.inSubnet', { addresses: { inSubnet: `${HOSTILE}/8` } }],
    ['filter.addresses.eq', { addresses: { eq: 'fe80::1%eth0' } }],
    ['filter.addresses.eq', { addresses: { eq: '10.0.0.256' } }],
    ['filter.addresses.in', { addresses: { in: ['10.0.0.1', 'x'] } }],
    ['filter.stack', { stack: { ne: 'a\u0000' } }],
    ['filter.stack', { stack: { notIn: ['a\u0000'] } }],
    ['filter.labels', { labels: [{ key: 'a\u0000' }] }],
    ['filter.hostLabels', { hostLabels: [{ key: 'a', eq: 'b\u0000' }] }],
  ])('names %s of %j', (field, filter) => {
    expect(refusalOfFilter(filter)).toMatchObject({ field });
  });

  it.each<[string, Filter]>([
    ['filter.labels', { labels: labelled(21) }],
    ['filter.hostLabels', { labels: labelled(20), hostLabels: labelled(21) }],
    ['filter.hosts', { hosts: many(5_001) }],
    ['filter.image', { hosts: many(1_000), image: { in: many(2_001), notIn: many(2_000) } }],
    ['filter.labels', { labels: labelled(20).map((label) => ({ ...label, notIn: many(300) })) }],
    ['filter.hostLabels', { hostLabels: [{ key: 'a', in: many(3_000) }], classes: many(2_001) }],
    ['filter.addresses', { addresses: { in: many(5_001).map(() => '10.0.0.1') } }],
  ])('names %s of a filter that is too large', (field, filter) => {
    expect(refusalOfFilter(filter)).toMatchObject({ field, reason: expect.stringContaining('name fewer') });
  });

  it('lets a filter be as large as it may', () => {
    const addresses = { in: many(1_000).map(() => '10.0.0.1') };
    const large = { hosts: many(3_000), host: { in: many(1_000) }, addresses, labels: labelled(20) };
    expect(refusalOfFilter({ ...large, hostLabels: labelled(20) })).toBeNull();
  });

  it('lets pass what can be looked up', () => {
    const addresses = { eq: '::1', in: ['10.0.0.1', 'FD00::ABCD'], inSubnet: 'fd00::/8' };
    expect(refusalOfFilter({ addresses })).toBeNull();
    expect(refusalOfFilter({ addresses: { inSubnet: '10.0.0.7/24' } })).toBeNull();
    expect(refusalOfFilter({ addresses: {}, stack: {} })).toBeNull();
  });
});
