import { describe, expect, it } from '@jest/globals';
import { asCidr, isPartOfAddress, liesIn } from './address.js';

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', '10.255.1.2', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.1.2.3/32', '10.1.2.3', true],
    ['10.1.2.3/32', '10.1.2.2', false],
    ['0.0.0.0/0', '255.1.2.3', true],
    ['172.16.0.0/12', '172.31.255.255', true],
    ['172.16.0.0/12', '172.32.0.0', false],
    ['10.0.0.0/8', '10.4.0.0/16', true],
    ['10.4.0.0/16', '10.0.0.0/8', false],
    ['fd00::/8', 'fdab::1', true],
    ['fd00::/8', 'fe80::1', false],
    ['2001:db8::/32', '2001:db8:1:2:3:4:5:6', true],
    ['::ffff:0:0/96', '::ffff:10.0.0.1', true],
    ['::/0', '10.0.0.1', false],
    ['0.0.0.0/0', '::1', false],
    ['fe80::/10', 'fe80::1%eth0', false],
    ['10.0.0.0/8', 'dhcp', false],
  ])('%s holds %s: %s', (network, address, holds) => {
    const cidr = asCidr(network);
    expect(cidr && liesIn(address, cidr)).toBe(holds);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0/8', 'fd00::/129', 'web/8', '10.0.0.0/8/8', '10.0.0.0/', '10.0.0.0/-1'])(
    'is not %j',
    (text) => expect(asCidr(text)).toBeNull(),
  );
});

describe('part of an address', () => {
  it.each(['172.18.0', '10.', 'fe80::', '02:42:ac', '::1', '.5'])('is %j', (text) =>
    expect(isPartOfAddress(text)).toBe(true),
  );
  it.each(['172', 'web.example', 'fe80', '::', '.', 'a.b-c'])('is not %j', (text) =>
    expect(isPartOfAddress(text)).toBe(false),
  );
});
