import { beforeEach, describe, expect, it } from '@jest/globals';
import { atOnce } from '../background/turns.js';
import { type HostRows, subjectsOf } from './host-rows.js';
import type { ContainerRow, InterfaceRow } from './read-subjects.js';
import { type SearchHit, SearchIndex } from './search-index.js';
import { SEARCH_KINDS, type SearchKind } from './subject.js';

const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
const DB = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const container = (name: string, more: Partial<ContainerRow> = {}): ContainerRow => ({
  ...{
    hostId: 1,
    id: Buffer.from(name).toString('hex').padEnd(64, '0'),
    name,
    image: null,
    stack: null,
    service: null,
    workload: null,
  },
  ...{ namespace: name, labels: {}, isGone: false },
  ...more,
});
const nic = (name: string, more: Partial<InterfaceRow> = {}): InterfaceRow => ({
  ...{ hostId: 1, netId: `${name}-netIdnetIdnetId`.slice(0, 16), name, mac: null, addresses: [], uplink: false },
  ...{ namespace: null, isGone: false },
  ...more,
});

describe('SearchIndex', () => {
  let index: SearchIndex;

  const host = (id: string, name: string, rows: Partial<HostRows> = {}, labels = {}): void =>
    atOnce(
      index.replace(
        subjectsOf(
          { id, name, labels: JSON.stringify(labels) },
          { containers: [], networks: [], interfaces: [], ...rows },
        ),
      ),
    );
  const find = (text: string, { first = 20, kinds = [...SEARCH_KINDS] as SearchKind[] } = {}): SearchHit[] =>
    atOnce(index.search(text, new Set(kinds), first));
  const names = (...args: Parameters<typeof find>): string[] =>
    find(...args).map(({ kind, name }) => `${kind} ${name}`);

  beforeEach(() => {
    index = new SearchIndex();
  });

  it('finds all kinds of things, each with where it is', () => {
    const shop = { image: 'registry/shop:1.2', stack: 'shop', service: 'shop/web', labels: { team: 'shop' } };
    host(WEB, 'web-3', {
      containers: [
        container('shop-web-1', shop),
        container('shop-web-2', { ...shop, workload: 'prod/Deployment/shop' }),
      ],
      networks: [{ hostId: 1, name: 'shop_default', subnets: ['172.18.0.0/16'], isGone: false }],
      interfaces: [nic('eth0', { namespace: 'shop-web-1' })],
    });
    host(DB, 'shop-db', { containers: [container('shop-db-1', { image: 'registry/shop:1.2' })] }, { site: 'shop' });
    expect(find('shop').map(({ kind, id, where }) => [kind, id, where])).toEqual([
      ['stack', 'shop', 'stack of 2 containers on web-3'],
      ['host', DB, 'host with 1 container'],
      ['service', 'shop/web', 'service of 2 containers on web-3'],
      ['workload', 'prod/Deployment/shop', 'workload of 1 container on web-3'],
      ['container', expect.any(String), 'container on shop-db'],
      ['container', expect.any(String), 'container on web-3'],
      ['container', expect.any(String), 'container on web-3'],
      ['network', 'shop_default', 'network on web-3'],
      ['image', 'registry/shop:1.2', 'image of 3 containers on 2 hosts'],
      ['label', 'site=shop', 'label of shop-db'],
      ['label', 'team=shop', 'label of 2 containers on web-3'],
    ]);
    expect(find('eth0')).toMatchObject([{ where: 'interface of shop-web-1 on web-3', field: 'name', value: 'eth0' }]);
    expect(names('shop', { kinds: ['network', 'image'] })).toEqual(['network shop_default', 'image registry/shop:1.2']);
  });

  it('puts whole names before words, words before beginnings, and these before what is nearly so', () => {
    for (const [place, name] of ['gateway-old', 'gateways', 'gateway', 'gatewey'].entries()) host(`${place}`, name);
    expect(names('gateway')).toEqual(['host gateway', 'host gateway-old', 'host gateways', 'host gatewey']);
    expect(names('gateway', { first: 2 })).toEqual(['host gateway', 'host gateway-old']);
  });

  it('finds while it is typed, by all words, in whatever order and case', () => {
    host(WEB, 'Frankfurt-Web-12');
    host(DB, 'frankfurt-db-12');
    expect(names('f')).toHaveLength(2);
    expect(names('WEB frank')).toEqual(['host Frankfurt-Web-12']);
    expect(names('frankfurt-w')).toEqual(['host Frankfurt-Web-12']);
    expect(names('frankfurt mail')).toEqual([]);
    expect(names(' … ')).toEqual([]);
  });

  it('lets one letter in five be wrong, from four letters on', () => {
    host(WEB, 'postgres');
    host(DB, 'shop');
    expect(['postgers', 'pstgres', 'shpo', 'sgop'].map((text) => names(text))).toEqual([
      ['host postgres'],
      ['host postgres'],
      ['host shop'],
      ['host shop'],
    ]);
    expect(['pxxtgrxs', 'sph', 'shxx'].map((text) => names(text))).toEqual([[], [], []]);
  });

  it('puts what is there before what is gone, and says so', () => {
    host(WEB, 'one', { containers: [container('worker', { isGone: true, id: 'a'.repeat(64) })] });
    host(DB, 'two', { containers: [container('worker', { id: 'b'.repeat(64) }), container('worker2')] });
    expect(find('worker').map(({ id, isGone, where }) => [id[0], isGone, where])).toEqual([
      ['b', false, 'container on two'],
      ['a', true, 'container on one, gone'],
      ['7', false, 'container on two'],
    ]);
  });

  it('takes a name by the best of its words', () => {
    host(WEB, 'webserver web');
    host(DB, 'webs');
    expect(names('web')).toEqual(['host webserver web', 'host webs']);
  });

  it('puts names that are there before names that are gone', () => {
    host(WEB, 'one', { containers: [container('worker-a', { isGone: true }), container('worker-bb')] });
    expect(names('worker')).toEqual(['container worker-bb', 'container worker-a']);
  });

  it('puts uplinks before the interfaces of containers', () => {
    host(WEB, 'one', {
      interfaces: [nic('eth0', { namespace: 'x' }), nic('eth0', { uplink: true, netId: 'UplinkUplinkUpli' })],
    });
    host(DB, 'another', { interfaces: [nic('eth0', { namespace: 'y', netId: 'OtherOtherOtherO' })] });
    expect(find('eth0', { first: 1 })[0]?.id).toBe('UplinkUplinkUpli');
  });

  it('finds interfaces by address, part of one, MAC and network, and networks by subnet', () => {
    host(WEB, 'one', {
      interfaces: [
        nic('eth0', { addresses: ['172.18.0.5', 'fe80::42:acff:fe12:5'], mac: '02:42:ac:12:00:05' }),
        nic('eth1', { addresses: ['10.1.2.3'] }),
        nic('eth2', { addresses: ['172.180.0.5'] }),
      ],
      networks: [{ hostId: 1, name: 'backend', subnets: ['172.18.0.0/16'], isGone: false }],
    });
    expect(find('172.18.0.5')).toMatchObject([{ name: 'eth0', field: 'address', value: '172.18.0.5' }]);
    expect(names('172.18.0')).toEqual(['network backend', 'interface eth0']);
    expect(names('02:42:AC')).toEqual(['interface eth0']);
    expect(find('02:42:ac')[0]).toMatchObject({ field: 'mac', value: '02:42:ac:12:00:05' });
    expect(names('10.0.0.0/8')).toEqual(['interface eth1']);
    expect(find('172.16.0.0/12')).toMatchObject([
      { name: 'backend', field: 'subnet', value: '172.18.0.0/16' },
      { name: 'eth0', field: 'address' },
    ]);
    expect(names('fe80::/10')).toEqual(['interface eth0']);
    expect(names('fe80::')).toEqual(['interface eth0']);
  });

  it('finds hosts, containers and interfaces by id', () => {
    const id = `4f3c${'9'.repeat(60)}`;
    host(WEB, 'one', {
      containers: [container('x', { id })],
      interfaces: [nic('eth0', { netId: 'dQw4w9WgXcQ_-abc' })],
    });
    expect(find('4f3c9')).toMatchObject([{ kind: 'container', id, field: 'id' }]);
    expect(find(WEB)).toMatchObject([{ kind: 'host', field: 'id' }]);
    expect(names('dQw4w9WgXcQ_-abc')).toEqual(['interface eth0']);
    expect(names('dqw4w9wgxcq_-abc')).toEqual([]);
  });

  it('finds nothing twice, and alike things in one order always', () => {
    const id = `4f3c${'9'.repeat(60)}`;
    host(WEB, 'one', { containers: [container('4f3c99999999', { id })] });
    expect(names('4f3c')).toEqual(['container 4f3c99999999']);
    for (const name of ['b', 'c', 'a', 'd']) host(name, 'twin', { containers: [container(`mail-${name}`)] });
    expect(names('mail', { first: 2 })).toEqual(['container mail-a', 'container mail-b']);
    expect(find('twin', { first: 3 }).map((hit) => hit.id)).toEqual(['a', 'b', 'c']);
  });

  it('forgets what a host no longer has, and a host with all that it had', () => {
    host(WEB, 'one', { containers: [container('shop-1', { image: 'shop', stack: 'shop' })] }, { site: 'shop' });
    host(WEB, 'one', { containers: [container('mail-1')] });
    expect([names('shop'), names('mail')]).toEqual([[], ['container mail-1']]);
    atOnce(index.remove(WEB));
    expect([names('mail'), names('one'), find(WEB), index.size]).toEqual([[], [], [], 0]);
  });

  it('looks at many places in many short steps, and forgets those that went', () => {
    const interfaces = Array.from({ length: 2_600 }, (_, place) =>
      nic(`c${place}`, { addresses: [`10.0.${place % 250}.${place % 240}`] }),
    );
    host(WEB, 'web-3', { interfaces });
    const steps = index.search('10.0.0.0/8', new Set(SEARCH_KINDS), 20);
    let count = 0;
    while (!steps.next().done) count += 1;
    expect(count).toBeGreaterThan(4);
    expect(find('10.0.1.')).not.toEqual([]);
    host(WEB, 'web-3');
    expect([find('10.0.1.'), find('10.0.0.0/8'), find('0.0.0.0/0')]).toEqual([[], [], []]);
  });

  it('finds on some hosts alone what is on them, and counts no other', () => {
    const image = { image: 'shop:1', stack: 'shop', labels: { team: 'shop' } };
    host(WEB, 'shop-3', {
      containers: [container('shop-1', image)],
      interfaces: [nic('eth0', { addresses: ['10.1.2.3'], mac: '02:00:00:00:00:01' })],
    });
    host(DB, 'shop-1', {
      containers: [container('shop-2', { ...image, isGone: true })],
      interfaces: [nic('eth9', { addresses: ['10.1.2.9'], mac: '02:00:00:00:00:09' })],
    });
    const on = (text: string, ...hosts: string[]): SearchHit[] =>
      atOnce(index.search(text, new Set(SEARCH_KINDS), 50, new Set(hosts)));
    for (const text of ['shop', '10.1', '02:00', DB, 'shpo', '10.0.0.0/8', 'team']) {
      expect(on(text)).toEqual([]);
      expect(JSON.stringify(on(text, WEB))).not.toMatch(/shop-2|on shop-1|2 hosts|eth9|10\.1\.2\.9|7c9e6679/);
    }
    expect(on('10.1', WEB).map(({ value }) => value)).toEqual(['10.1.2.3']);
    const whereOfImage = (...hosts: string[]): string | undefined => on('shop:1', ...hosts)[0]?.where;
    expect([whereOfImage(WEB), whereOfImage(DB)]).toEqual([
      'image of 1 container on shop-3',
      'image of 1 container on shop-1, gone',
    ]);
  });
});
