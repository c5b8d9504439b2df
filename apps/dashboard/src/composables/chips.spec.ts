import { describe, expect, it } from '@jest/globals';
import { type Chip, filterOf, parseChip, parseChips, serialiseChips, withChip } from './chips.js';

const is = (field: Chip['field'], value: string): Chip => ({ field, op: 'is', value });
const matches = (field: Chip['field'], value: string): Chip => ({ field, op: 'matches', value });
const isNot = (field: Chip['field'], value: string): Chip => ({ field, op: 'isNot', value });

describe('conditions in the address', () => {
  it('read as people write them', () => {
    expect(parseChips('network:shop,host:web-*,!stack:blog,text:foo')).toEqual([
      is('network', 'shop'),
      matches('host', 'web-*'),
      isNot('stack', 'blog'),
      is('text', 'foo'),
    ]);
  });

  it.each([
    is('container', 'a,b%2C*?'),
    is('image', 'registry:5000/web:1.2'),
    is('text', '50 % * ?'),
    matches('image', 'registry:*/w?b,x%'),
    isNot('label', 'role=<img onerror=alert(1)>'),
  ])('survive whatever the value holds: %j', (chip) => {
    expect(parseChips(serialiseChips([chip, is('host', 'x')]))).toEqual([chip, is('host', 'x')]);
  });

  it.each(['', 'foo', 'colour:red', 'host:', 'constructor:x'])('are none where they make no sense: %p', (text) => {
    expect(parseChip(text)).toBeNull();
  });
});

describe('withChip', () => {
  it('adds a condition once, and has one text and one pattern of a field', () => {
    const chips = [is('host', 'a'), matches('host', 'b*'), is('text', 'x')];
    expect(withChip(chips, is('host', 'a'))).toHaveLength(3);
    expect(withChip(chips, is('host', 'c'))).toHaveLength(4);
    expect(withChip(chips, matches('host', 'd*'))).toEqual([is('host', 'a'), is('text', 'x'), matches('host', 'd*')]);
    expect(withChip(chips, is('text', 'y'))).toEqual([is('host', 'a'), matches('host', 'b*'), is('text', 'y')]);
  });
});

describe('filterOf', () => {
  it('is nothing where nothing is asked', () => {
    expect(filterOf([])).toBeNull();
    expect(filterOf([is('text', '  ')])).toBeNull();
  });

  it('lets values of one field be alternatives, and fields hold together', () => {
    const chips = [
      is('host', 'a'),
      is('host', 'b'),
      isNot('network', 'x'),
      matches('image', 'web*'),
      is('text', 'foo'),
    ];
    expect(filterOf(chips)).toEqual({
      host: { in: ['a', 'b'] },
      network: { notIn: ['x'] },
      image: { glob: 'web*' },
      text: 'foo',
    });
  });

  it('knows labels, classes, states and addresses', () => {
    const chips = [
      is('label', 'role=front=end'),
      is('hostLabel', 'rack'),
      isNot('class', 'loopback'),
      is('state', 'silent'),
      isNot('state', 'down'),
      is('address', '10.0.0.0/8'),
    ];
    expect(filterOf(chips)).toEqual({
      labels: [{ key: 'role', eq: 'front=end' }],
      hostLabels: [{ key: 'rack' }],
      classes: ['UPLINK', 'BOND_MEMBER', 'VLAN', 'BRIDGE', 'VETH', 'TUNNEL', 'CONTAINER', 'VIRTUAL'],
      hostStates: ['SILENT'],
      linkStates: ['UP', 'UNKNOWN'],
      addresses: { inSubnet: '10.0.0.0/8' },
    });
  });
});
