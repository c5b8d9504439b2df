import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AgentInfo, ContainerInfo, InterfaceInfo, NetworkInfo } from '@weir/model';
import type { Change, Seen } from './changes/snapshot.js';
import { Changes } from './changes.js';

const START = 1_700_000_000_000;
const agent: AgentInfo = {
  ...{ version: '1', run: 'r', startedAt: START, intervalMs: 1_000 },
  ...{ docker: 'connected' as const, kubernetes: 'absent' as const, off: [], missing: [] },
};
const os = { hostname: 'h', platform: 'linux', kernel: '6', boot: 'b', bootedAt: START - 1e9 };

function nic(key: string, more: Partial<InterfaceInfo> = {}): InterfaceInfo {
  const name = key.slice(key.indexOf('/') + 1);
  const own = key.startsWith('host/');
  return {
    ...{ key, name, class: own ? 'uplink' : 'container', uplink: own, since: START, network: null, mac: null },
    ...{ mtu: 1_500, speedBitsPerSecond: 1e10, state: 'up', addresses: ['10.0.0.5'], master: null },
    ...more,
  } as InterfaceInfo;
}

const idOf = (letter: string): string => letter.repeat(64);
const namespace = (letter: string): string => letter.repeat(12);

function container(letter: string, name: string | null, more: Partial<ContainerInfo> = {}): ContainerInfo {
  return {
    ...{ id: idOf(letter), name, image: 'nginx:1.29', namespace: namespace(letter), hostNetwork: false, stack: null },
    ...{ service: null, pod: null, podNamespace: null, workload: null, labels: {}, startedAt: START },
    ...more,
  };
}

const network = (id: string, more: Partial<NetworkInfo> = {}): NetworkInfo => ({
  ...{ id, name: `net-${id}`, driver: 'bridge', internal: false, subnets: ['10.1.0.0/24'], bridge: null },
  ...more,
});

describe('what changed on a host', () => {
  let changes: Changes;
  let at: number;

  beforeEach(() => {
    changes = new Changes(null);
    at = START + 60_000;
  });

  /** Looks at the host, and again until nothing is open. */
  function look(host: Partial<Seen>, once = false): Change[] {
    const seen = { ...{ agent, os, interfaces: [], containers: [], networks: [] }, ...host };
    const told: Change[] = [];
    for (let wait: number | null = 1_000; wait !== null;) {
      at += wait;
      const noticed = changes.notice(seen, at);
      told.push(...noticed.changes);
      wait = once ? null : noticed.lookAgainMs;
    }
    return told;
  }
  const texts = (told: readonly Change[]): string[] => told.map(({ kind, text }) => `${kind}: ${text}`);

  it('is nothing at the first look, and nothing where nothing is different', () => {
    const host = { interfaces: [nic('host/eth0')], containers: [container('a', 'web')], networks: [network('1')] };
    expect(look(host)).toEqual([]);
    expect(look(host)).toEqual([]);
  });

  it.each<[string, Partial<InterfaceInfo>, Partial<InterfaceInfo>, string | null, string | null]>([
    ['interface.mtu: The MTU of eth0 is now 9000 (was 1500)', {}, { mtu: 9_000 }, '1500', '9000'],
    [
      'interface.speed: eth0 now runs at 1 Gbit/s (was 10 Gbit/s)',
      {},
      { speedBitsPerSecond: 1e9 },
      '10 Gbit/s',
      '1 Gbit/s',
    ],
    [
      'interface.speed: eth0 now runs at 100 Mbit/s (was 2.5 Gbit/s)',
      { speedBitsPerSecond: 2.5e9 },
      { speedBitsPerSecond: 1e8 },
      '2.5 Gbit/s',
      '100 Mbit/s',
    ],
    ['interface.state: eth0 is now down (was up)', {}, { state: 'down' }, 'up', 'down'],
    [
      'interface.addresses: eth0 now has the address 10.0.0.5, 10.0.0.6 (was 10.0.0.5)',
      {},
      { addresses: ['10.0.0.6', 'fe80::1', '10.0.0.5'] },
      '10.0.0.5',
      '10.0.0.5, 10.0.0.6',
    ],
    ['interface.addresses: eth0 no longer has the address 10.0.0.5', {}, { addresses: ['fe80::1'] }, '10.0.0.5', null],
    ['interface.addresses: eth0 now has the address ::1', { addresses: [] }, { addresses: ['::1'] }, null, '::1'],
    ['interface.mac: The MAC address of eth0 is now b (was a)', { mac: 'a' }, { mac: 'b' }, 'a', 'b'],
    ['interface.master: eth0 now belongs to bond0', {}, { master: 'bond0' }, null, 'bond0'],
    ['interface.master: eth0 left bond0', { master: 'bond0' }, {}, 'bond0', null],
    ['interface.master: eth0 now belongs to br1 (was br0)', { master: 'br0' }, { master: 'br1' }, 'br0', 'br1'],
  ])('%s', (text, was, is, before, after) => {
    look({ interfaces: [nic('host/eth0', was)] });
    const told = look({ interfaces: [nic('host/eth0', is)] });
    expect(texts(told)).toEqual([text]);
    const heldMs = text.includes('no longer') ? 5_000 : 0;
    expect(told[0]).toMatchObject({ subject: 'host/eth0', before, after, at: at - heldMs });
  });

  it('is not what is unknown for once', () => {
    const known = nic('host/eth0', { mac: 'a', master: 'bond0', network: 'n' });
    const lo = nic('host/lo', { class: 'loopback', addresses: ['127.0.0.1'] });
    look({ interfaces: [known, lo] });
    const unknown = { mac: null, mtu: null, speedBitsPerSecond: null, master: null, addresses: [] };
    const blind = [nic('host/eth0', { ...unknown, state: 'unknown' }), { ...lo, addresses: [] }];
    expect(look({ interfaces: blind })).toEqual([]);
    expect(look({ interfaces: [known, lo] })).toEqual([]);
    expect(texts(look({ interfaces: [{ ...known, mtu: 1_400 }, lo] }))).toEqual([
      'interface.mtu: The MTU of eth0 is now 1400 (was 1500)',
    ]);
  });

  it('is an interface that came, that went, or that has another name', () => {
    look({ interfaces: [nic('host/eth0', { mac: 'a' }), nic('host/eth1', { mac: 'b' })] });
    const told = look({ interfaces: [nic('host/wan0', { mac: 'a' }), nic('host/eth2', { mac: 'c' })] });
    expect(texts(told)).toEqual([
      'interface.renamed: eth0 is now called wan0',
      'interface.added: eth2 was added',
      'interface.removed: eth1 was removed',
    ]);
    expect(told[0]).toMatchObject({ subject: 'host/wan0', before: 'eth0', after: 'wan0' });
  });

  it('is no new name where it is not sure whose: VLANs share the address of what they are on', () => {
    const vlan = (key: string): InterfaceInfo => nic(key, { class: 'vlan', mac: 'a' });
    look({ interfaces: [vlan('host/eth0.1'), vlan('host/eth0.2')] });
    expect(look({ interfaces: [vlan('host/eth0.3'), vlan('host/eth0.4')] }).map(({ kind }) => kind)).toEqual([
      'interface.added',
      'interface.added',
      'interface.removed',
      'interface.removed',
    ]);
  });

  it('is no interface that was only missed by one read', () => {
    const interfaces = [nic('host/eth0'), nic('host/eth1')];
    look({ interfaces });
    expect(look({ interfaces: interfaces.slice(1) }, true)).toEqual([]);
    expect(look({ interfaces })).toEqual([]);
  });

  it('is no address that an interface loses because it goes', () => {
    const lo = nic('aaaaaaaaaaaa/lo', { class: 'loopback', addresses: ['127.0.0.1'] });
    const host = { containers: [container('a', 'web')] };
    look({ ...host, interfaces: [lo, nic('aaaaaaaaaaaa/eth1')] });
    const bare = nic('aaaaaaaaaaaa/eth1', { addresses: [] });
    const first = look({ ...host, interfaces: [lo, bare] }, true);
    expect(texts([...first, ...look({ ...host, interfaces: [lo] })])).toEqual([
      'interface.removed: eth1 of web was removed',
    ]);
  });

  it('is another name also where the interface got it in the middle of a look', () => {
    look({ interfaces: [nic('host/br0', { class: 'bridge', mac: 'a' })] });
    const unseen = nic('host/br1', { class: 'bridge', mac: null, mtu: null, addresses: [] });
    const first = look({ interfaces: [unseen] }, true);
    const told = [...first, ...look({ interfaces: [nic('host/br1', { class: 'bridge', mac: 'a' })] })];
    expect(texts(told)).toEqual(['interface.renamed: br0 is now called br1']);
  });

  it('is another name also where nothing else was known of the interface under the old one', () => {
    look({ interfaces: [nic('host/br0', { class: 'bridge', mac: 'a' })] });
    look({ interfaces: [nic('host/br0', { class: 'virtual', mac: null, mtu: null, addresses: [] })] }, true);
    const told = look({ interfaces: [nic('host/br1', { class: 'bridge', mac: 'a' })] });
    expect(texts(told)).toEqual(['interface.renamed: br0 is now called br1']);
  });

  it('is an interface of which nothing is known, after a while', () => {
    look({ interfaces: [nic('host/eth0')] });
    const blind = nic('host/tun0', { class: 'tunnel', mac: null, mtu: null });
    expect(texts(look({ interfaces: [nic('host/eth0'), blind] }))).toEqual(['interface.added: tun0 was added']);
  });

  it('is told with the time at which something was first missing', () => {
    look({ interfaces: [nic('host/eth0')], containers: [container('a', 'web')] });
    const missingAt = at + 1_000;
    const told = look({});
    expect(told.map((change) => change.at - missingAt)).toEqual([0, 0]);
    expect(at - missingAt).toBe(5_000);
  });

  it('is a container that came or went, without its interfaces and veths', () => {
    const bridge = nic('host/br-0123456789ab', { class: 'bridge' });
    const web = { containers: [container('a', 'web')], interfaces: [nic('host/eth0'), bridge] };
    look(web);
    const parts = [nic('host/veth1', { class: 'veth' }), nic(`${namespace('b')}/eth0`), nic(`${namespace('b')}/lo`)];
    const both = {
      containers: [...web.containers, container('b', 'db', { image: 'pg', startedAt: at })],
      interfaces: [...web.interfaces, ...parts],
    };
    const came = look(both);
    expect(texts(came)).toEqual(['container.started: db was started, of the image pg']);
    expect(came[0]).toMatchObject({ subject: idOf('b'), before: null, after: 'pg' });
    expect(texts(look({ ...web, interfaces: [nic('host/eth0')] }))).toEqual(['container.stopped: db stopped']);
  });

  it('is an interface that a running container got or lost', () => {
    const web = { containers: [container('a', 'web')], interfaces: [nic(`${namespace('a')}/eth0`)] };
    look(web);
    at += 10_000;
    const two = { ...web, interfaces: [...web.interfaces, nic(`${namespace('a')}/eth1`)] };
    expect(texts(look(two))).toEqual(['interface.added: eth1 of web was added']);
    expect(texts(look(web))).toEqual(['interface.removed: eth1 of web was removed']);
  });

  it('is not what a container gets while it starts', () => {
    look({});
    const young = container('a', 'web', { startedAt: at });
    look({ containers: [young] });
    expect(look({ containers: [young], interfaces: [nic(`${namespace('a')}/eth0`)] })).toEqual([]);
  });

  it('waits for the name of a container, but not for ever', () => {
    look({});
    const nameless = container('a', null, { image: null });
    expect(look({ containers: [nameless] }, true)).toEqual([]);
    expect(texts(look({ containers: [container('a', 'web')] }, true))).toEqual([
      'container.started: web was started, of the image nginx:1.29',
    ]);
    expect(texts(look({ containers: [container('a', 'web'), container('b', null, { image: null })] }))).toEqual([
      `container.started: ${namespace('b')} was started`,
    ]);
  });

  it('waits for no name where nobody gives any', () => {
    look({ agent: { ...agent, docker: 'absent' } });
    const told = look({ agent: { ...agent, docker: 'absent' }, containers: [container('a', null)] }, true);
    expect(told.map(({ kind }) => kind)).toEqual(['container.started']);
  });

  it('is a name that comes late for nothing that is new', () => {
    look({ containers: [container('a', null)], agent: { ...agent, docker: 'absent' } });
    expect(look({ containers: [container('a', 'web')] })).toEqual([]);
  });

  it.each<[string, string, Partial<ContainerInfo>, string]>([
    [
      'shop-web-1',
      'shop-web-1',
      { image: 'nginx:1.30' },
      'container.image: shop-web-1 now runs nginx:1.30 (was nginx:1.29)',
    ],
    ['web', 'web', {}, 'container.replaced: web was replaced by a new container of the same image nginx:1.29'],
    ['web', 'web', { image: null }, 'container.replaced: web was replaced by a new container'],
    [
      `web.2.${'x'.repeat(25)}`,
      `web.2.${'y'.repeat(25)}`,
      {},
      `container.replaced: web.2.${'y'.repeat(25)} was replaced by a new container of the same image nginx:1.29`,
    ],
    ['0123456789ab_web', 'web', { image: 'v2' }, 'container.image: web now runs v2 (was nginx:1.29)'],
  ])('tells at once that %s is replaced by %s', (was, is, more, text) => {
    look({ containers: [container('a', was)] });
    const told = look({ containers: [container('b', is, more)] }, true);
    expect(texts(told)).toEqual([text]);
    expect(told[0]?.subject).toBe(idOf('b'));
  });

  it('takes a container that stopped and one that took its name soon after for a replacement', () => {
    look({ containers: [container('a', 'web')] });
    expect(look({}, true)).toEqual([]);
    const told = look({ containers: [container('b', 'web', { image: 'nginx:1.30' })] }, true);
    expect(texts(told)).toEqual(['container.image: web now runs nginx:1.30 (was nginx:1.29)']);
  });

  it('knows a container of a pod by its pod', () => {
    const pod = { podNamespace: 'shop', pod: 'web-0' };
    const others = [container('c', 'nginx', { podNamespace: 'shop', pod: 'web-1' })];
    look({ containers: [container('a', 'nginx', pod), ...others] });
    const told = look({ containers: [container('b', 'nginx', { ...pod, image: 'v2' }), ...others] });
    expect(texts(told)).toEqual(['container.image: nginx of pod shop/web-0 now runs v2 (was nginx:1.29)']);
  });

  it('is a container that is called otherwise', () => {
    look({ containers: [container('a', 'web')] });
    expect(texts(look({ containers: [container('a', 'site')] }))).toEqual([
      'container.renamed: web is now called site',
    ]);
  });

  it('is a network that came, went or is set otherwise', () => {
    look({ networks: [network('1'), network('2')] });
    const told = look({ networks: [network('1', { internal: true, subnets: ['10.9.0.0/24'] }), network('3')] });
    expect(texts(told)).toEqual([
      'network.changed: The network net-1 is now net-1: bridge, internal, 10.9.0.0/24 (was bridge, 10.1.0.0/24)',
      'network.added: The network net-3 was added: bridge, 10.1.0.0/24',
      'network.removed: The network net-2 was removed',
    ]);
  });

  it('is no network that nobody could tell of before, or can now', () => {
    look({ agent: { ...agent, docker: 'absent' } });
    expect(look({ networks: [network('1')] })).toEqual([]);
    expect(look({ agent: { ...agent, docker: 'unreachable' } })).toEqual([]);
    expect(look({ networks: [network('1')] })).toEqual([]);
  });

  it('leaves to bridges what is of their ports', () => {
    const bridge = nic('host/br0', { class: 'bridge', mac: 'a' });
    look({ interfaces: [bridge] });
    expect(look({ interfaces: [{ ...bridge, mac: 'b', state: 'down', speedBitsPerSecond: 1 }] })).toEqual([]);
    expect(texts(look({ interfaces: [{ ...bridge, mtu: 9_000 }] }))).toHaveLength(1);
  });

  it('leaves to Docker’s networks what is of their bridges, and to containers what is of their veths', () => {
    const bridge = nic('host/br-0123456789ab', { class: 'bridge' });
    const veth = nic('host/veth1', { class: 'veth' });
    look({ interfaces: [bridge, veth] });
    const changed = { addresses: ['172.18.0.1'], mtu: 1_400, state: 'down' as const };
    expect(
      look({
        interfaces: [
          { ...bridge, ...changed },
          { ...veth, ...changed },
        ],
      }),
    ).toEqual([]);
  });

  it('is a reboot', () => {
    look({});
    const booted = { ...os, boot: 'c', bootedAt: os.bootedAt + 1e8 };
    expect(texts(look({ os: booted }))).toEqual([
      `host.rebooted: The host was rebooted; it is up since ${new Date(booted.bootedAt).toISOString()}`,
    ]);
    expect(look({ os: { ...booted, boot: 'd', bootedAt: booted.bootedAt + 500 } })).toEqual([]);
  });

  it('is no flood', () => {
    look({});
    const interfaces = Array.from({ length: 10_000 }, (_, index) => nic(`host/dummy${index}`, { mac: `${index}` }));
    const told = look({ interfaces, networks: [network('1')] });
    expect(told).toHaveLength(102);
    expect(told[100]).toMatchObject({
      kind: 'interface.added',
      subject: 'host',
      text: '9900 more changes of this kind at the same time',
    });
  });
});
