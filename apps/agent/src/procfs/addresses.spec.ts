import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { canonicalIpv6, hexToIpv4Number, hexToIpv6, inSubnet, ipv4ToNumber } from './address.js';
import { parseLocalAddresses } from './fib-trie.js';
import { parseIfInet6 } from './if-inet6.js';
import { parseIfindexes } from './igmp.js';
import { connectedInterface, defaultIpv6RouteInterface, defaultRouteInterface, parseRoutes } from './route.js';
import { parseBootedAt, parseStartedAfterBootMs } from './stat.js';

const recorded = (path: string): string =>
  readFileSync(new URL(`../../fixtures/host/proc/${path}`, import.meta.url), 'utf8');

describe('addresses', () => {
  it('reads IPv4', () => {
    expect(ipv4ToNumber('172.29.0.2')).toBe(0xac1d0002);
    expect(ipv4ToNumber('255.255.255.255')).toBe(0xffffffff);
    for (const text of ['', '1.2.3', '1.2.3.256', 'a.b.c.d', '1.2.3.4.5']) expect(ipv4ToNumber(text)).toBeNull();
    expect(hexToIpv4Number('00001DAC')).toBe(0xac1d0000);
    expect(hexToIpv4Number('xyz')).toBeNull();
  });

  it.each([
    ['fd000029000000000000000000000002', 'fd00:29::2'],
    ['00000000000000000000000000000001', '::1'],
    ['00000000000000000000000000000000', '::'],
    ['20010db8000100020003000400050006', '2001:db8:1:2:3:4:5:6'],
    ['20010db8000000010000000000000001', '2001:db8:0:1::1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
  ])('writes %s as %s', (hex, text) => {
    expect(hexToIpv6(hex)).toBe(text);
    expect(canonicalIpv6(text)).toBe(text);
  });

  it('knows an address in any notation, and what is none', () => {
    expect(canonicalIpv6('FD00:0029:0:0::0002')).toBe('fd00:29::2');
    for (const text of ['', '1::2::3', '1:2:3', '12345::', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7::8', 'g::1']) {
      expect(canonicalIpv6(text)).toBeNull();
    }
    expect(hexToIpv6('fd00')).toBeNull();
  });

  it.each([
    ['172.29.0.2', '172.29.0.0/24', true],
    ['172.29.0.2', '172.29.1.0/24', false],
    ['172.29.0.2', '172.29.0.2/32', true],
    ['172.29.0.2', '10.0.0.0/0', true],
    ['172.29.0.2', 'fd00:29::/64', false],
    ['172.29.0.2', '172.29.0.0', false],
    ['172.29.0.2', '172.29.0.0/33', false],
    ['172.29.0.2', '', false],
    ['fd00:29::2', 'fd00:29::/64', true],
    ['fd00:29::2', 'FD00:29:0::/64', true],
    ['fd00:29::2', 'fd00:29::2/128', true],
    ['fd00:29::2', 'fd00:29::3/128', false],
    ['fd00:29:0:0:8000::2', 'fd00:29::/65', false],
    ['fd00:29::2', '::/0', true],
    ['fd00:29::2', 'fd00:29::/129', false],
    ['fd00:29::2', 'fd00:29::', false],
    ['fd00:29::2', '172.29.0.0/24', false],
    ['rubbish', 'fd00:29::/64', false],
  ])('knows whether %s lies in %s', (address, subnet, expected) => {
    expect(inSubnet(address, subnet)).toBe(expected);
  });
});

describe('if_inet6', () => {
  it('reads what a kernel printed', () => {
    expect(parseIfInet6(recorded('100/net/if_inet6'))).toContainEqual({
      name: 'eth1',
      ifindex: 31,
      address: 'fd00:29::2',
    });
  });

  it('leaves out what does not fit', () => {
    expect(parseIfInet6('fd00 1f 40 00 82 eth1\nfd000029000000000000000000000002 zz 40 00 82 eth1\n\nx')).toEqual([]);
    expect(parseIfInet6('fd000029000000000000000000000002 1f 40')).toEqual([]);
  });
});

describe('route', () => {
  const routes = parseRoutes(recorded('100/net/route'));

  it('finds the connected networks and the default', () => {
    expect(connectedInterface(routes, ipv4ToNumber('172.29.0.77')!)).toBe('eth0');
    expect(connectedInterface(routes, ipv4ToNumber('172.29.1.77')!)).toBe('eth1');
    expect(connectedInterface(routes, ipv4ToNumber('8.8.8.8')!)).toBeNull();
    expect(defaultRouteInterface(routes)).toBe('eth0');
    expect(defaultRouteInterface([])).toBeNull();
  });

  it('prefers the lowest metric and the longest prefix', () => {
    const route = (name: string, mask: number, metric: number) => ({ name, destination: 0, gateway: 0, mask, metric });
    expect(defaultRouteInterface([route('wlan0', 0, 600), route('eth0', 0, 100)])).toBe('eth0');
    expect(connectedInterface([route('a', 0xff000000, 0), route('b', 0xffff0000, 0)], 1)).toBe('b');
  });

  it('leaves out routes that are down, and rubbish', () => {
    expect(
      parseRoutes('Iface\neth0 00000000 00000000 0000 0 0 0 00000000 0 0 0\nrubbish\neth0 0 0 1 0 0 0 0\n'),
    ).toEqual([]);
  });

  it('finds the IPv6 default, not the one that refuses', () => {
    expect(defaultIpv6RouteInterface(recorded('1/net/ipv6_route'))).toBe('eth0');
    const refusing = recorded('1/net/ipv6_route')
      .split('\n')
      .filter((line) => line.endsWith(' lo'))
      .join('\n');
    expect(defaultIpv6RouteInterface(refusing)).toBeNull();
    expect(defaultIpv6RouteInterface('')).toBeNull();
    const route = (metric: string, name: string) =>
      `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} ${metric} 00000001 00000000 00000001 ${name}`;
    expect(defaultIpv6RouteInterface(`${route('00000400', 'eth1')}\n${route('00000100', 'eth2')}`)).toBe('eth2');
  });
});

describe('the small files', () => {
  it('fib_trie lists the local addresses', () => {
    expect(parseLocalAddresses(recorded('100/net/fib_trie'))).toEqual(['127.0.0.1', '172.29.0.2', '172.29.1.2']);
    expect(parseLocalAddresses('/32 host LOCAL\n')).toEqual([]);
  });

  it('igmp lists the indexes', () => {
    expect(parseIfindexes(recorded('100/net/igmp'))).toEqual(
      new Map([
        ['lo', 1],
        ['eth0', 29],
        ['eth1', 31],
      ]),
    );
    expect(parseIfindexes('4\tbr-c3eaa27d9fba:     1      V3\n')).toEqual(new Map([['br-c3eaa27d9fba', 4]]));
    expect(parseIfindexes('')).toEqual(new Map());
  });

  it('stat tells when kernel and process began', () => {
    expect(parseBootedAt('cpu 1\nbtime 1700000000\nprocesses 1\n')).toBe(1_700_000_000_000);
    expect(parseBootedAt('cpu 1\n')).toBeNull();
    expect(parseStartedAfterBootMs(recorded('100/stat'))).toBe(3_748_360);
    expect(parseStartedAfterBootMs('7 (evil) name) S 1 2 3')).toBeNull();
    expect(parseStartedAfterBootMs('')).toBeNull();
  });
});
