import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readAddresses } from './addresses.js';
import { toContainer, toNetwork } from './docker-records.js';
import { readHostView } from './host-view.js';
import { buildInventory, type InventorySources } from './inventory.js';
import { noLabels } from './labels.js';

const fixtures = new URL('../../fixtures/', import.meta.url).pathname;
const proc = `${fixtures}host/proc`;
const records = (name: string): unknown[] => JSON.parse(readFileSync(`${fixtures}docker/${name}.json`, 'utf8'));
const byId = <T extends { id: string }>(list: readonly (T | null)[]): Map<string, T> =>
  new Map(list.flatMap((each) => (each ? [[each.id, each] as const] : [])));

const front = 'c3eaa27d9fbacb2cf9b339c5e4243cab19bc4ae9ac941060eac4e5984e01c655';
const back = '0615ae77d1d6f580680b4e795768a65bc805c7026e8d9814d25a8d95ca1efe99';
const web = 'd6605f3faab4267f759bfdb5a047ae48c1e0d89361f524553c5ab7cec5480e28';
const side = 'bf7f9ec3d6e3ca1ee11290f6cb0a2e109da8250f3b6024c0a335ff0a354aff20';
const series = (key: string, ifindex: number | null) => ({ key, ifindex, since: 7 });

const hostView = await readHostView(proc, `${fixtures}host/sys`, 1);

function sources(fields: Partial<InventorySources> = {}): InventorySources {
  return {
    series: [
      ...[
        series('host/lo', 1),
        series('host/eth0', 4),
        series('host/br-c3eaa27d9fba', 27),
        series('host/veth7418f99', 30),
      ],
      ...[series('d6605f3faab4/lo', 1), series('d6605f3faab4/eth0', 29), series('d6605f3faab4/eth1', 31)],
    ],
    host: hostView,
    namespaces: [
      {
        ...{ key: 'd6605f3faab4', life: 'x', inode: 5, startedAt: 1, pids: [100, 101], containers: [web, side] },
        addresses: readAddresses(proc, [100]),
      },
    ],
    found: [
      { id: web, namespace: 'd6605f3faab4', hostNetwork: false, podUid: null, startedAt: 7 },
      { id: side, namespace: 'd6605f3faab4', hostNetwork: false, podUid: null, startedAt: null },
    ],
    containers: byId(records('containers').map((each) => toContainer(each, noLabels))),
    networks: byId(records('networks').map(toNetwork)),
    pods: new Map(),
    ...fields,
  };
}

describe('the inventory', () => {
  const inventory = buildInventory(sources());
  const find = (key: string) => inventory.interfaces.find((each) => each.key === key);

  it('describes the host’s interfaces', () => {
    expect(find('host/eth0')).toEqual({
      ...{ key: 'host/eth0', name: 'eth0', class: 'uplink', uplink: true, since: 7, network: null, master: null },
      ...{ mac: '02:fc:00:00:00:01', mtu: 1_400, speedBitsPerSecond: null, state: 'up' },
      addresses: ['192.0.2.2', 'fd00::2', 'fe80::fc:ff:fe00:1'],
    });
    expect(find('host/lo')).toMatchObject({ class: 'loopback', uplink: false, addresses: ['127.0.0.1', '::1'] });
  });

  it('knows which network a bridge and its veths belong to', () => {
    expect(find('host/br-c3eaa27d9fba')).toMatchObject({ class: 'bridge', network: front });
    expect(find('host/veth7418f99')).toMatchObject({ class: 'veth', network: front, master: 'br-c3eaa27d9fba' });
  });

  it('knows which network each interface of a container belongs to', () => {
    expect(find('d6605f3faab4/eth0')).toMatchObject({ class: 'container', network: front, mac: '02:42:ac:1d:00:02' });
    expect(find('d6605f3faab4/eth1')).toMatchObject({
      network: back,
      addresses: ['172.29.1.2', 'fe80::42:acff:fe1d:102', 'fd00:29::2'],
    });
    expect(find('d6605f3faab4/lo')).toMatchObject({ class: 'loopback', network: null, mac: null });
  });

  it('takes what cannot be seen from outside a container from the host’s end of the pair', () => {
    expect(find('d6605f3faab4/eth0')).toMatchObject({ mtu: 1_500, speedBitsPerSecond: 10_000_000_000, state: 'up' });
    expect(find('d6605f3faab4/eth1')).toMatchObject({ mtu: null, state: 'unknown' });
  });

  it('does not take it from a pair that could be somebody else’s', () => {
    const twice = sources();
    const [, , , , , eth0] = twice.series;
    const claimed = buildInventory({ ...twice, series: [...twice.series, { ...eth0!, key: 'd6605f3faab4/eth7' }] });
    expect(claimed.interfaces.find((each) => each.key === 'd6605f3faab4/eth0')?.mtu).toBeNull();
  });

  it('names containers and networks', () => {
    expect(inventory.containers).toMatchObject([
      { id: web, name: 'shop-web-1', stack: 'shop', service: 'web', namespace: 'd6605f3faab4' },
      { id: side, name: 'side', stack: null, namespace: 'd6605f3faab4', startedAt: null },
    ]);
    expect(inventory.networks).toEqual([
      {
        id: front,
        name: 'shop_front',
        driver: 'bridge',
        internal: false,
        subnets: ['172.29.0.0/24'],
        bridge: 'host/br-c3eaa27d9fba',
      },
      {
        id: back,
        name: 'shop_back',
        driver: 'bridge',
        internal: true,
        subnets: ['172.29.1.0/24', 'fd00:29::/64'],
        bridge: 'host/br-0615ae77d1d6',
      },
    ]);
  });

  it('lists the same without Docker, only without names', () => {
    const nameless = buildInventory(sources({ containers: new Map(), networks: new Map() }));
    expect(nameless.containers[0]).toMatchObject({ id: web, name: null, image: null });
    expect(nameless.interfaces.map(({ key }) => key)).toEqual(inventory.interfaces.map(({ key }) => key));
    expect(nameless.interfaces.every(({ network }) => network === null)).toBe(true);
  });

  it('does not take interfaces of a container that is gone for the host’s', () => {
    const gone = buildInventory(sources({ namespaces: [], found: [] }));
    expect(gone.interfaces.map(({ key }) => key)).toEqual([
      ...['host/lo', 'host/eth0', 'host/br-c3eaa27d9fba', 'host/veth7418f99'],
    ]);
  });

  it('believes no sysfs that has the host’s names under other indexes', async () => {
    expect(hostView.interfaces.has('eth0')).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), 'weir-sys-'));
    cpSync(`${fixtures}host/sys`, folder, { recursive: true });
    writeFileSync(join(folder, 'class/net/eth0/ifindex'), '23\n');
    expect((await readHostView(proc, folder, 1)).interfaces.size).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('does with the names of interfaces where sysfs shows another host', async () => {
    const host = { ...(await readHostView(proc, `${fixtures}host/sys`, 200)), defaultRoute: null };
    const blind = buildInventory(sources({ host }));
    expect(blind.interfaces.slice(0, 4).map((each) => [each.class, each.mtu])).toEqual([
      ['loopback', null],
      ['virtual', null],
      ['bridge', null],
      ['veth', null],
    ]);
    const routed = buildInventory(sources({ host: { ...host, defaultRoute: 'eth0' } }));
    expect(routed.interfaces[1]).toMatchObject({ class: 'uplink', uplink: true });
  });
});
