import { describe, expect, it } from '@jest/globals';
import { AddressGuard } from './address-guard.js';

describe('the guard of addresses', () => {
  const guard = new AddressGuard([]);

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '169.254.169.254',
    '100.100.100.200',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:169.254.169.254',
    '::127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::',
    '64:ff9b::100.100.100.200',
    '2002:6464:64c8::1',
    '64:ff9b:1::7f00:1',
    '64:ff9b:1:a9fe:a9:fe00::',
    '::ffff:0:127.0.0.1',
    '2001:0:1:2:3:4:5:6',
    '168.63.129.16',
    '64:ff9b::168.63.129.16',
    '2002:e000:1::',
    'fec0::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'fd00:ec2::254',
    'not an address',
  ])('closes %s', (address) => {
    expect(guard.refusalOf(address)).not.toBeNull();
  });

  it.each([
    '93.184.216.34',
    '10.0.0.1',
    '172.16.1.1',
    '192.168.1.1',
    '100.64.0.1',
    '2606:2800:220:1::1',
    'fd12::1',
    '2001:4860::8888',
    '64:ff9b::10.0.0.1',
    '2002:5db8:d822::1',
    '168.63.129.17',
    '::ffff:10.0.0.1',
  ])('leaves %s open', (address) => {
    expect(guard.refusalOf(address)).toBeNull();
  });

  it('opens what is allowed, and nothing beside it', () => {
    const allowing = new AddressGuard(['127.0.0.1', 'fe80::/64']);
    expect(['127.0.0.1', '::ffff:127.0.0.1', 'fe80::1'].map((address) => allowing.refusalOf(address))).toEqual([
      null,
      null,
      null,
    ]);
    expect(allowing.refusalOf('127.0.0.2')).toContain('allow the address in the configuration');
    expect(allowing.refusalOf('169.254.169.254')).not.toBeNull();
  });

  it('looks at what a name leads to, not at the name', async () => {
    await expect(guard.resolve('localhost')).rejects.toThrow('which is closed');
    await expect(guard.resolve('127.0.0.1')).rejects.toThrow('which is closed');
    expect(await new AddressGuard(['127.0.0.0/8', '::1']).resolve('localhost')).toMatch(/^(127\.0\.0\.1|::1)$/);
    expect(await guard.resolve('10.1.2.3')).toBe('10.1.2.3');
  });
});
