import { describe, expect, it } from '@jest/globals';
import { compareGroups, defaultFilter, effectiveFilter, groupId, type GroupKey } from './grouping.js';

const key = (value: string | null, dimension: GroupKey['dimension'] = 'network'): GroupKey => ({
  ...{ dimension, label: null, value, name: value },
});

describe('defaultFilter', () => {
  it.each([
    [['host'], [], { uplink: true }],
    [['all'], [], { uplink: true }],
    [['network'], [], { classes: ['container'] }],
    [['host', 'service'], [], { classes: ['container'] }],
    [['class', 'stack'], [], { classes: ['container'] }],
    [['host'], ['team'], { classes: ['container'] }],
    [['interface'], [], {}],
    [['host', 'class'], [], {}],
  ] as const)('of %j and labels %j adds up one look at a packet', (dimensions, labels, expected) => {
    expect(defaultFilter({ dimensions, labels })).toEqual(expected);
  });

  it('gives way to a filter that says which interfaces count', () => {
    const grouping = { dimensions: ['host'], labels: [] } as const;
    expect(effectiveFilter({ uplink: false }, grouping)).toEqual({ uplink: false });
    expect(effectiveFilter({ classes: ['veth'] }, grouping)).toEqual({ classes: ['veth'] });
    expect(effectiveFilter({ text: 'eth' }, grouping)).toEqual({ text: 'eth', uplink: true });
  });
});

describe('groupId', () => {
  it('is the id of a host or an interface, and `all`', () => {
    expect(groupId([key('uuid', 'host')])).toBe('uuid');
    expect(groupId([key('net-id', 'interface')])).toBe('net-id');
    expect(groupId([key('all', 'all')])).toBe('all');
  });

  it('never takes one group for another, whatever agents call things', () => {
    const keys = [[key(null)], [key('null')], [key('["a","b"]')], [key('a'), key('b')], [key('a","b')], [key('all')]];
    expect(new Set([...keys.map(groupId), 'all', 'others']).size).toBe(keys.length + 2);
  });
});

describe('compareGroups', () => {
  it('goes by name, dimension by dimension, with what is not attributed last', () => {
    const groups = [
      [null, 'a'],
      ['b', null],
      ['b', 'z'],
      ['a', 'c'],
    ].map((values, index) => ({
      ...{ id: String(index), keys: values.map((value) => key(value)) },
    }));
    expect(groups.sort(compareGroups).map(({ id }) => id)).toEqual(['3', '2', '1', '0']);
  });
});
