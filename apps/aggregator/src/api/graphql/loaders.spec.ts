import { describe, expect, it, jest } from '@jest/globals';
import type { ContainerRepository, ContainerRow } from '../../query/containers.js';
import type { HostRepository, HostRow } from '../../query/hosts.js';
import type { InterfaceRepository, InterfaceRow } from '../../query/interfaces.js';
import type { NetworkRepository, NetworkRow } from '../../query/networks.js';
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
} {
  const interfaces = {
    ofHosts: jest.fn(async (_ids: readonly number[], gone: boolean) => INTERFACES.filter((row) => gone || !row.goneAt)),
    ofNamespaces: jest.fn(async () => INTERFACES),
    ofNetworks: jest.fn(async () => INTERFACES),
  } as unknown as jest.Mocked<InterfaceRepository>;
  const hosts = {
    byIds: jest.fn(async () => [{ hostId: 2 } as HostRow]),
  } as unknown as jest.Mocked<HostRepository>;
  const containers = { ofNamespaces: async () => [{ hostId: 1, namespace: 'aaa', goneAt: null } as ContainerRow] };
  const networks = { byKeys: async () => [{ hostId: 1, id: 'net' } as NetworkRow] };
  const factory = new LoadersFactory(
    hosts,
    interfaces,
    containers as unknown as ContainerRepository,
    networks as unknown as NetworkRepository,
  );
  return { loaders: factory.create(), interfaces, hosts };
}
const idsOf = (rows: readonly InterfaceRow[]): string[] => rows.map(({ netId }) => netId);

describe('loaders', () => {
  it('ask once for all parents of a level, and give each its own', async () => {
    const { loaders, interfaces } = setUp();
    const load = loaders.interfacesOfHost.present;
    const [one, two, none] = await Promise.all([load.load(1), load.load(2), load.load(3), load.load(1)]);
    expect(interfaces.ofHosts).toHaveBeenCalledTimes(1);
    expect(interfaces.ofHosts).toHaveBeenCalledWith([1, 2, 3], false);
    expect([idsOf(one), idsOf(two), idsOf(none)]).toEqual([['one'], ['two'], []]);
  });

  it('keep what is there apart from what went', async () => {
    const { loaders } = setUp();
    const [present, all] = await Promise.all([
      loaders.interfacesOfHost.present.load(1),
      loaders.interfacesOfHost.all.load(1),
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
    expect(idsOf(await loaders.interfacesOfNetwork.load({ hostId: 1, id: 'net' }))).toEqual(['one']);
    expect(await loaders.containersOfNamespace.load({ hostId: 1, namespace: 'aaa' })).toHaveLength(1);
  });
});
