import { describe, expect, it } from '@jest/globals';
import type { HostInventory, WatchedContainer, WatchedInterface } from './inventory.js';
import { WATCHED_LEVELS } from './scope-keys.js';
import { thingsOf } from './watched-things.js';

const told = (key: string, more: Partial<WatchedInterface> = {}): WatchedInterface => ({
  ...{ hostId: 1, seriesId: 1, netId: key, key, name: key.split('/')[1] ?? '', speedBitsPerSecond: null, goneMs: null },
  ...{ class: key.startsWith('host/') ? 'uplink' : 'container', isUplink: key === 'host/eth0' },
  ...{ networkId: key.startsWith('host/') ? null : 'n1', namespace: key.split('/')[0] ?? null },
  ...more,
});
const container = (id: string, namespace: string | null, more: Partial<WatchedContainer> = {}): WatchedContainer => ({
  ...{ hostId: 1, id, name: id, namespace, stack: 'shop', service: 'shop/web', workload: null, goneMs: null },
  ...more,
});
const host = (id: string, more: Partial<HostInventory> = {}): HostInventory => ({
  ...{ hostId: 1, id, name: id, intervalMs: 1_000, storedMs: 0, revision: '' },
  ...{ interfaces: [told('host/eth0'), told('host/br0', { class: 'bridge' }), told('n/eth0'), told('n/eth1')] },
  ...{ containers: [container('web', 'n')], networks: [{ hostId: 1, id: 'n1', name: 'app', goneMs: null }] },
  ...more,
});
const membersOf = (level: (typeof WATCHED_LEVELS)[number], hosts: readonly HostInventory[]): Record<string, string[]> =>
  Object.fromEntries(
    [...thingsOf(level, hosts)].map(([key, { members }]) => [key, members.map((each) => each.told.netId)]),
  );

describe('things that are watched', () => {
  it('are the sums of the interfaces that count for them', () => {
    const [own, all] = [
      ['n/eth0', 'n/eth1'],
      ['host/eth0', 'host/eth0'],
    ];
    expect(membersOf('container', [host('a')])).toEqual({ web: own });
    expect(membersOf('network', [host('a')])).toEqual({ 'a/n1': own });
    expect(membersOf('service', [host('a')])).toEqual({ 'shop/web': own });
    expect(membersOf('stack', [host('a')])).toEqual({ shop: own });
    expect(membersOf('workload', [host('a')])).toEqual({});
    expect(membersOf('host', [host('a')])).toEqual({ a: ['host/eth0'] });
    expect(membersOf('fleet', [host('a'), host('b')])).toEqual({ fleet: all });
  });

  it('count the interfaces of a pod once, whatever containers share them', () => {
    const pod = host('a', { containers: [container('web', 'n'), container('proxy', 'n')] });
    expect(membersOf('service', [pod])).toEqual({ 'shop/web': ['n/eth0', 'n/eth1'] });
    expect(thingsOf('interface', [pod]).get('n/eth0')?.container?.id).toBe('web');
  });

  it('are named by what is there, not by what went', () => {
    const replaced = host('a', {
      containers: [container('old', 'n', { goneMs: 5 }), container('new', 'n')],
      interfaces: [told('n/eth0'), told('n/eth1', { goneMs: 5 })],
    });
    expect(thingsOf('interface', [replaced]).get('n/eth0')?.container?.id).toBe('new');
    expect(membersOf('container', [replaced])).toEqual({ old: ['n/eth0'], new: ['n/eth0'] });
    expect(thingsOf('container', [replaced]).get('old')?.goneMs).toBe(5);
  });

  it('have nothing of their own where they share the network of their host', () => {
    const shared = host('a', { containers: [container('web', null)] });
    expect(membersOf('container', [shared])).toEqual({ web: [] });
    expect(membersOf('service', [shared])).toEqual({ 'shop/web': [] });
  });
});
