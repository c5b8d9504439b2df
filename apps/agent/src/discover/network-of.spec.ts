import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseRoutes } from '../procfs/route.js';
import { readAddresses } from './addresses.js';
import {
  type DockerContainer,
  type DockerEndpoint,
  type DockerNetwork,
  toContainer,
  toNetwork,
} from './docker-records.js';
import type { HostView } from './host-view.js';
import { noLabels } from './labels.js';
import { bridgesOf, endpointOf, type NamespaceAddresses, networkOf } from './network-of.js';

const proc = new URL('../../fixtures/host/proc', import.meta.url).pathname;
/** Of Podman 4.3. */
const recorded = (name: string): unknown[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/podman/${name}.json`, import.meta.url), 'utf8'));

describe('the network of an interface', () => {
  const addresses = readAddresses(proc, [100]);
  const endpoint = { networkId: 'n', ifname: null, ipv4: null, ipv6: null, mac: null };

  it.each([
    ['the name it was given', { ifname: 'eth0' }, 'eth0'],
    ['its IPv6 address', { ipv6: 'FD00:29:0::2' }, 'eth1'],
    ['its IPv4 network', { ipv4: '172.29.1.200' }, 'eth1'],
    ['nothing that fits', { ipv4: '10.0.0.1', ipv6: 'fd00::1' }, null],
    ['nothing at all', {}, null],
    ['rubbish', { ipv4: 'x', ipv6: 'y' }, null],
  ])('is known by %s', (_, fields, expected) => {
    const known = ['eth0', 'eth1'].filter((name) => endpointOf(name, [{ ...endpoint, ...fields }], addresses));
    expect(known).toEqual(expected === null ? [] : [expected]);
  });

  it('is read through the next process where the first has ended', () => {
    expect(readAddresses(proc, [99_999, 100])).toEqual(addresses);
  });

  it('trusts the given name more than addresses', () => {
    const named = { ...endpoint, networkId: 'named', ifname: 'eth0' };
    const addressed = { ...endpoint, networkId: 'addressed', ipv4: '172.29.0.2' };
    expect(endpointOf('eth0', [addressed, named], addresses)?.networkId).toBe('named');
  });

  const network = (id: string, driver: string, ...subnets: string[]): DockerNetwork => ({
    ...{ id, name: `the ${id} network`, driver, internal: false, subnets },
    bridge: driver === 'bridge' ? `br-${id}` : null,
  });
  const container = (...endpoints: Partial<DockerEndpoint>[]): DockerContainer => ({
    ...{ id: 'c', name: null, image: null, stack: null, service: null, pod: null, podNamespace: null, labels: {} },
    ...{ endpoints: endpoints.map((each) => ({ ...endpoint, ...each })), networkMode: null },
  });
  /** A namespace whose interfaces have these addresses, IPv4 ones in a network of 24 bits that its routes tell. */
  const namespace = (interfaces: Record<string, readonly string[]>): NamespaceAddresses => {
    const lines = Object.entries(interfaces).flatMap(([name, own]) =>
      own.filter((address) => address.includes('.')).map((address) => routeLine(name, address)),
    );
    return { routes: parseRoutes(`Iface\n${lines.join('\n')}`), addresses: new Map(Object.entries(interfaces)) };
  };
  const routeLine = (name: string, address: string): string => {
    const hex = address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
    return `${name} 00${hex.slice(0, 3).reverse().join('')} 00000000 0001 0 0 0 00FFFFFF 0 0 0`;
  };
  const networks = new Map(
    [
      network('overlay', 'overlay', '10.0.1.0/24'),
      network('gateway', 'bridge', '172.18.0.0/16', 'fd00:18::/64'),
      network('six', 'bridge', 'fd00:6::/64'),
      network('lan', 'macvlan', '192.0.2.0/24'),
      network('l3', 'ipvlan', '198.51.100.0/24'),
    ].map((each) => [each.id, each]),
  );
  const networkIds = (shown: NamespaceAddresses, ...containers: DockerContainer[]): (string | null)[] =>
    [...shown.addresses.keys()].map((name) => networkOf(name, containers, shown, networks).network?.id ?? null);

  it('is the overlay it is a task’s in, and the gateway bridge, which no endpoint mentions', () => {
    const shown = namespace({ eth0: ['10.0.1.7', 'fe80::7'], eth1: ['172.18.0.3'] });
    expect(networkIds(shown, container({ networkId: 'overlay', ipv4: '10.0.1.7' }))).toEqual(['overlay', 'gateway']);
  });

  it('is the gateway bridge by its IPv6 subnet too', () => {
    const shown = namespace({ eth0: ['fe80::1'], eth1: ['fd00:18::3'], eth2: ['fd00:19::3'] });
    expect(networkIds(shown, container())).toEqual([null, 'gateway', null]);
  });

  it('is known where there is no IPv4', () => {
    const shown = namespace({ eth0: ['fe80::42', 'fd00:6::2'] });
    const endpoints = container({ networkId: 'six', ipv6: 'fd00:6:0:0::2', mac: '02:42:00:00:00:02' });
    expect(networkIds(shown, endpoints)).toEqual(['six']);
    expect(networkOf('eth0', [endpoints], shown, networks).mac).toBe('02:42:00:00:00:02');
  });

  it('is known for interfaces that have no end on the host', () => {
    const shown = namespace({ eth0: ['192.0.2.9'], eth1: ['198.51.100.9'] });
    const endpoints = container({ networkId: 'lan', ipv4: '192.0.2.9' }, { networkId: 'l3', ipv4: '198.51.100.9' });
    expect(networkIds(shown, endpoints)).toEqual(['lan', 'l3']);
  });

  it('is that of whichever of the sharers has the endpoint', () => {
    const shown = namespace({ eth0: ['192.0.2.9'] });
    expect(networkIds(shown, container(), container({ networkId: 'lan', ipv4: '192.0.2.9' }))).toEqual(['lan']);
  });

  it('is unknown where two networks have the same subnet', () => {
    const twice = new Map([...networks, ['other', network('other', 'macvlan', '192.0.2.0/24')]]);
    const shown = namespace({ eth0: ['192.0.2.9'] });
    expect(networkOf('eth0', [container()], shown, twice).network).toBeNull();
  });

  it('is unknown in a container that Docker does not know, such as one in a container: subnets repeat there', () => {
    expect(networkIds(namespace({ eth0: ['172.18.0.3'] }))).toEqual([null]);
  });

  it('is known by its name, as Podman tells it, and its default one, which goes by two, by its subnet', () => {
    const podman = new Map(
      recorded('networks')
        .flatMap((each) => toNetwork(each) ?? [])
        .map((each) => [each.id, each]),
    );
    const [plain, , , web] = recorded('containers').flatMap((each) => toContainer(each, noLabels) ?? []);
    const named = (address: string, one: DockerContainer | undefined) =>
      networkOf('eth0', one ? [one] : [], namespace({ eth0: [address] }), podman);
    expect(named('10.89.0.5', web)).toMatchObject({ network: { name: 'shop' }, mac: 'a2:c4:49:9d:21:cb' });
    expect(named('10.88.0.8', plain)).toMatchObject({ network: { name: 'bridge' }, mac: '76:3d:77:29:30:be' });
  });
});

describe('the host’s bridge of a network', () => {
  const host = (addresses: Record<string, string[]>): HostView => ({
    ...{ interfaces: new Map(), classes: new Map([['podman1', 'bridge' as const]]), defaultRoute: null },
    addresses: { routes: [], addresses: new Map(Object.entries(addresses)) },
  });
  const net: DockerNetwork = {
    ...{ id: 'n', name: 'n', driver: 'bridge', internal: false, subnets: ['10.89.0.0/24'] },
    bridge: 'br-abcdef012345',
  };

  it.each([
    ['the one that Docker names', ['host/br-abcdef012345'], { podman1: ['10.89.0.1'] }, 'br-abcdef012345'],
    ['the one with an address in its subnet', ['host/podman1'], { podman1: ['10.89.0.1'] }, 'podman1'],
    ['none that is no bridge', ['host/eth0'], { eth0: ['10.89.0.1'] }, 'br-abcdef012345'],
  ])('is %s', (_, keys, addresses, expected) => {
    expect(bridgesOf([net], host(addresses), new Set(keys)).get('n')).toBe(expected);
  });

  it('is none where the driver has none', () => {
    expect(bridgesOf([{ ...net, driver: 'overlay', bridge: null }], host({}), new Set()).size).toBe(0);
  });
});
