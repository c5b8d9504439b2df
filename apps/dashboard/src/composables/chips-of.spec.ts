import { describe, expect, it } from '@jest/globals';
import { parseChips } from './chips.js';
import { partsOf, scopeOf } from './chips-of.js';

describe('a filter as conditions', () => {
  it.each([
    'host:web-*',
    'host:web-1,host:web-2,!host:web-3',
    'network:shop,class:uplink,class:veth',
    'label:team=shop,!hostLabel:tier=db,label:x',
    'address:10.0.0.0%2F8,address:10.1.2.3',
    'text:eth,state:silent,state:up',
  ])('comes back as it was typed: %s', (text) => {
    const scope = scopeOf({ chips: parseChips(text), isUplink: true, rest: {} });
    const { chips, isUplink, rest } = partsOf(scope as Record<string, unknown>);
    expect(rest).toEqual({});
    expect(isUplink).toBe(true);
    expect(scopeOf({ chips, isUplink, rest })).toEqual(scope);
    expect(chips).toHaveLength(parseChips(text).length);
  });

  it('takes `eq` of a file, of labels too', () => {
    const { chips, rest } = partsOf({ stack: { eq: 'shop' }, hostLabels: [{ key: 'tier', eq: 'web' }] });
    expect(rest).toEqual({});
    expect(chips).toEqual([
      { field: 'stack', op: 'is', value: 'shop' },
      { field: 'hostLabel', op: 'is', value: 'tier=web' },
    ]);
  });

  it('leaves as it is what conditions cannot tell, and adds it again', () => {
    const filter = {
      host: { contains: 'web' },
      hosts: ['4f'],
      includeGone: true,
      uplink: false,
      labels: [{ key: 'a', in: ['x', 'y'] }],
      network: { eq: 'shop', contains: 's' },
      addresses: { inSubnet: '10.0.0.0/8', eq: 'fe80::1' },
    };
    const parts = partsOf(filter);
    expect(parts.chips).toEqual([
      { field: 'address', op: 'is', value: 'fe80::1' },
      { field: 'address', op: 'is', value: '10.0.0.0/8' },
    ]);
    expect(Object.keys(parts.rest)).toEqual(['host', 'hosts', 'includeGone', 'labels', 'network', 'uplink']);
    expect(scopeOf(parts)).toMatchObject({ host: { contains: 'web' }, hosts: ['4f'], uplink: false });
  });

  it('is empty where everything is meant', () => {
    expect(partsOf({})).toEqual({ chips: [], isUplink: false, rest: {} });
    expect(scopeOf({ chips: [], isUplink: false, rest: {} })).toEqual({});
  });
});
