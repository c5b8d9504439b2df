import { describe, expect, it, jest } from '@jest/globals';
import type { ContainerRepository, ContainerRow } from '../../query/containers.js';
import type { EntityRepository } from '../../query/entities/entities.js';
import type { HostRepository, HostRow } from '../../query/hosts.js';
import type { InterfaceRepository, InterfaceRow } from '../../query/interfaces.js';
import type { NetworkRepository, NetworkRow } from '../../query/networks.js';
import type { OfEach } from '../../query/of-each.js';
import type { AlertLoadersFactory } from './loaders/alert-loaders.js';
import type { NowLoadersFactory } from './loaders/now-loaders.js';
import { type Loaders, LoadersFactory } from './loaders.js';

const GONE = new Date('2026-11-21T12:00:00Z');
const series = (netId: string, hostId: number, namespace: string | null, goneAt: Date | null = null): InterfaceRow =>
  ({ netId, hostId, namespace, networkId: 'net', goneAt }) as InterfaceRow;
const INTERFACES = [
  series('one', 1, 'aaa'),
  series('old', 1, 'aaa', GONE),
  series('two', 2, 'aaa'),
  series('past', 2, 'bbb', GONE),
];

function setUp(): {
  loaders: Loaders;
  interfaces: jest.Mocked<InterfaceRepository>;
  hosts: jest.Mocked<HostRepository>;
  entities: jest.Mocked<EntityRepository>;
} {
  const interfaces = {
    ofHosts: jest.fn(async (_ids: readonly number[], { includeGone }: OfEach) =>
      INTERFACES.filter((row) => includeGone || !row.goneAt),
    ),
    ofNamespaces: jest.fn(async () => INTERFACES),
    ofNetworks: jest.fn(async () => INTERFACES),
  } as unknown as jest.Mocked<InterfaceRepository>;
  const hosts = {
    byIds: jest.fn(async () => [{ hostId: 2 } as HostRow]),
  } as unknown as jest.Mocked<HostRepository>;
  const shared = { hostId: 1, namespace: 'aaa', goneAt: null } as ContainerRow;
  const containers = {
    ofNamespaces: async (_: unknown, first: number) => Array.from({ length: Math.min(first, 101) }, () => shared),
  };
  const entities = {
    containersOf: jest.fn(async () => [{ entityId: 'shop/web', name: 'web-1' }]),
  } as unknown as jest.Mocked<EntityRepository>;
  const networks = { byKeys: async () => [{ hostId: 1, id: 'net' } as NetworkRow] };
  const factory = new LoadersFactory(
    hosts,
    interfaces,
    containers as unknown as ContainerRepository,
    networks as unknown as NetworkRepository,
    entities,
    { create: () => ({}) } as unknown as NowLoadersFactory,
    { create: () => ({}) } as unknown as AlertLoadersFactory,
  );
  return { loaders: factory.create(), interfaces, hosts, entities };
}
const PRESENT = { includeGone: false, first: 10 };
const idsOf = (rows: readonly InterfaceRow[]): string[] => rows.map(({ netId }) => netId);

describe('loaders', () => {
  it('ask once for all parents of a level, and give each its own', async () => {
    const { loaders, interfaces } = setUp();
    const load = loaders.interfacesOfHost(PRESENT);
    const [one, two, none] = await Promise.all([load.load(1), load.load(2), load.load(3), load.load(1)]);
    expect(interfaces.ofHosts).toHaveBeenCalledTimes(1);
    expect(interfaces.ofHosts).toHaveBeenCalledWith([1, 2, 3], PRESENT);
    expect([idsOf(one), idsOf(two), idsOf(none)]).toEqual([['one'], ['two'], []]);
  });

  it('keep what is there apart from what went', async () => {
    const { loaders } = setUp();
    const [present, all] = await Promise.all([
      loaders.interfacesOfHost(PRESENT).load(1),
      loaders.interfacesOfHost({ ...PRESENT, includeGone: true }).load(1),
    ]);
    expect([idsOf(present), idsOf(all)]).toEqual([['one'], ['one', 'old']]);
  });

  it('do not mix up the namespaces of two hosts, and show what was where nothing is left', async () => {
    const { loaders, interfaces } = setUp();
    const load = loaders.interfacesOfNamespace;
    const answers = await Promise.all([
      load.load({ hostId: 1, namespace: 'aaa' }),
      load.load({ hostId: 2, namespace: 'aaa' }),
      load.load({ hostId: 2, namespace: 'bbb' }),
    ]);
    expect(interfaces.ofNamespaces).toHaveBeenCalledTimes(1);
    expect(answers.map(idsOf)).toEqual([['one'], ['two'], ['past']]);
  });

  it('answer null for what is unknown', async () => {
    const { loaders, hosts } = setUp();
    expect(await Promise.all([loaders.host.load(1), loaders.host.load(2)])).toEqual([null, { hostId: 2 }]);
    expect(hosts.byIds).toHaveBeenCalledTimes(1);
    expect(await loaders.network.load({ hostId: 1, id: 'net' })).toMatchObject({ id: 'net' });
    expect(await loaders.network.load({ hostId: 2, id: 'net' })).toBeNull();
  });

  it('find the interfaces of a network, and the containers of a namespace', async () => {
    const { loaders } = setUp();
    expect(idsOf(await loaders.interfacesOfNetwork(10).load({ hostId: 1, id: 'net' }))).toEqual(['one']);
    expect(await loaders.containersOfNamespace.load({ hostId: 1, namespace: 'aaa' })).toHaveLength(100);
  });

  it('ask apart for what is asked for otherwise, and once for what is asked for alike', async () => {
    const { loaders, entities } = setUp();
    const [one, other, service] = await Promise.all([
      loaders.containersOfEntity('service', 5).load('shop/web'),
      loaders.containersOfEntity('service', 5).load('shop/db'),
      loaders.containersOfEntity('stack', 5).load('shop/web'),
    ]);
    expect([one.length, other.length, service.length]).toEqual([1, 0, 1]);
    expect(entities.containersOf.mock.calls).toEqual([
      ['service', ['shop/web', 'shop/db'], 5],
      ['stack', ['shop/web'], 5],
    ]);
  });
});
