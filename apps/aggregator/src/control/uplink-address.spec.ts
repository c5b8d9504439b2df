import { describe, expect, it } from '@jest/globals';
import { uplinkAddress } from './uplink-address.js';

describe('the address by which other hosts find a host', () => {
  it.each([
    ['the first', ['192.0.2.7', '192.0.2.8'], '192.0.2.7'],
    ['IPv4 before IPv6', ['2001:db8::7', '10.1.2.3'], '10.1.2.3'],
    ['IPv6 where there is no other', ['fe80::1', '2001:db8::7'], '2001:db8::7'],
    ['a private one', ['fd00::7'], 'fd00::7'],
    ['none where there is none', [], null],
  ])('is %s', (_, addresses, expected) => {
    expect(uplinkAddress(addresses)).toBe(expected);
  });

  it.each([
    '127.0.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.251',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::42:acff:fe11:2',
    'ff02::1',
    '::ffff:127.0.0.1',
    '2001:db8::7%eth0',
    '10.0.0.1/24',
    '999.0.0.1',
    'metadata.internal',
    '',
  ])('is never %j', (address) => {
    expect(uplinkAddress([address])).toBeNull();
  });
});
