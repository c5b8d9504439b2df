import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { encodeTraffic, perCounter, subjectOf, type TrafficMessage } from '@weir/model';
import { eventually } from '../../support/eventually.js';
import { askGraphql } from '../../support/graphql.js';
import { FLEET_IDS, type FleetApi, startFleetApi } from '../../support/inventory.js';
import { askPages } from '../../support/list.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { netIdOf } from '../../support/seed.js';

const HOSTS = 3;
/** What each host told last: bytes received by its uplink and by its containers; twice as much was sent. */
const RECEIVED: readonly Readonly<Record<string, number>>[] = [
  { eth0: 100, web: 7_000, db: 0.4, job: 0 },
  { eth0: 900, web: 40, db: 0, job: 0 },
  { eth0: 5, web: 300, db: 300, job: 0 },
];

interface Node {
  readonly id: string;
  readonly name: string;
  readonly rates: { readonly rxBytesPerSecond: number } | null;
  readonly host?: { readonly name: string };
}

describeIf(natsServer, 'lists by what passes now', () => {
  let fleet: FleetApi;
  let nats: NatsConnection;

  beforeAll(async () => {
    fleet = await startFleetApi(HOSTS);
    nats = await connect({ servers: fleet.natsUrl });
    await eventually('traffic of now is heard', async () => {
      RECEIVED.forEach((_, host) => tell(host));
      await nats.flush();
      const { nodes } = await hosts();
      return nodes.every(({ rates }) => rates !== null && rates.rxBytesPerSecond > 0);
    });
  });

  afterAll(async () => {
    await nats?.close();
    await fleet?.seed.end();
  });

  let seq = 0;
  /** One sample of ten seconds: a rate is a tenth of it. */
  function tell(host: number): void {
    const received = RECEIVED[host] ?? {};
    const keys = Object.keys(received).map((name) => (name === 'eth0' ? 'host/eth0' : keyOf(name, host)));
    const counts = Object.values(received).map((bytes) => bytes * 10);
    const columns = perCounter((_, place) =>
      counts.map((count) => (place === 0 ? count : place === 1 ? 2 * count : 0)),
    );
    publish(host, { at: Date.now(), ms: 10_000, keys, columns });
  }
  function publish(host: number, told: Pick<TrafficMessage, 'at' | 'ms' | 'keys' | 'columns'>): void {
    const id = FLEET_IDS[host] ?? '';
    const sample = { v: 1, host: id, boot: 'boot', run: `run-${host}`, seq: (seq += 1), part: 0 } as const;
    nats.publish(
      subjectOf('traffic', id),
      encodeTraffic({ ...sample, ...told, unread: [], base: new Map(), resets: [] }),
    );
  }
  const keyOf = (container: string, host: number): string =>
    `${`${container}${fleet.hostIds[host]}`.padEnd(12, '0')}/eth0`;
  const hosts = async (): Promise<{ nodes: readonly Node[] }> => {
    const answer = await askGraphql<{ hosts: { nodes: Node[] } }>(fleet.url, '{ hosts { nodes { id name rates } } }');
    return answer.data?.hosts ?? { nodes: [] };
  };
  /** In pages of two, since places behind a cursor are found by the same figures. */
  const sorted = async (list: string, by: string, fields: string, more = ''): Promise<Node[]> => {
    const args = `sort: { by: ${by}, direction: DESCENDING }, ${more}`;
    return (await askPages<Node>(fleet.url, { list, args, fields }, 2)).flatMap(({ nodes }) => nodes as Node[]);
  };
  const described = (nodes: readonly Node[]): string[] =>
    nodes.map(({ name, host, rates }) => `${host ? `${host.name} ` : ''}${name} ${rates?.rxBytesPerSecond}`);

  it('has the busiest interfaces first, and after them those that rest', async () => {
    const found = described(await sorted('interfaces', 'BYTES_PER_SECOND', 'name rates host { name }'));
    expect(found.slice(0, 5)).toEqual([
      ...['host-01 eth0 7000', 'host-02 eth0 900', 'host-03 eth0 300', 'host-03 eth0 300', 'host-01 eth0 100'],
    ]);
    expect(found.length).toBe(4 * HOSTS);
    expect(found.slice(8)).toEqual(Array(4).fill(expect.stringMatching(/ 0$/)));
    expect(found.indexOf('host-01 eth0 0.4')).toBe(7);
  });

  it('takes the filter into account, and goes the other way', async () => {
    const args = 'sort: { by: TX_BYTES_PER_SECOND, direction: ASCENDING }, filter: { uplink: true },';
    const pages = await askPages<Node>(fleet.url, { list: 'interfaces', args, fields: 'name rates host { name }' }, 2);
    expect(described(pages.flatMap(({ nodes }) => nodes))).toEqual([
      ...['host-03 eth0 5', 'host-01 eth0 100', 'host-02 eth0 900'],
    ]);
  });

  it('has the busiest first of those that hold a text, too', async () => {
    const found = described(
      await sorted('interfaces', 'RX_BYTES_PER_SECOND', 'name rates host { name }', 'filter: { text: "host-02" },'),
    );
    expect(found).toEqual([...['host-02 eth0 900', 'host-02 eth0 40'], ...Array(2).fill('host-02 eth0 0')]);
  });

  it('ranks interfaces by the share of their links, which is unknown without their speed', async () => {
    const found = described(
      await sorted('interfaces', 'UTILISATION', 'name rates host { name }', 'filter: { uplink: true },'),
    );
    expect(found).toEqual(['host-02 eth0 900', 'host-01 eth0 100', 'host-03 eth0 5']);
  });

  it('ranks hosts by their uplinks, and containers and networks by what is in them', async () => {
    expect(described(await sorted('hosts', 'RX_BYTES_PER_SECOND', 'name rates'))).toEqual([
      ...['host-02 900', 'host-01 100', 'host-03 5'],
    ]);
    const containers = described(await sorted('containers', 'BYTES_PER_SECOND', 'id name rates host { name }'));
    expect(containers.slice(0, 2)).toEqual(['host-01 web 7000', expect.stringMatching(/^host-03 .* 300$/)]);
    expect([...containers.slice(2, 5)].sort()).toEqual([
      'host-01 db 0.4',
      'host-02 web 40',
      expect.stringMatching(/^host-03 .* 300$/),
    ]);
    const networks = await sorted('networks', 'BYTES_PER_SECOND', 'id name host { name }');
    expect(networks.slice(0, 4).map(({ name, host }) => `${host?.name} ${name}`)).toEqual([
      ...['host-01 front', 'host-03 front', 'host-03 back', 'host-02 front'],
    ]);
  });

  it('tells how fast the links of hosts are together', async () => {
    const { data } = await askGraphql<{ hosts: { nodes: { speedBitsPerSecond: number | null }[] } }>(
      fleet.url,
      '{ hosts { nodes { speedBitsPerSecond } } }',
    );
    // The link of the second is down, and nobody knows the speed of the third's.
    expect(data?.hosts.nodes.map(({ speedBitsPerSecond }) => speedBitsPerSecond)).toEqual([1e9, null, null]);
  });

  describe('the speed of a link that is set by hand', () => {
    const SPEEDS = '{ hosts { nodes { speedBitsPerSecond } } }';
    const set = (netId: string | undefined, bitsPerSecond: number | null): ReturnType<typeof askGraphql> =>
      askGraphql(
        fleet.url,
        `mutation ($interface: ID!, $bitsPerSecond: Float) {
          setLinkSpeed(interface: $interface, bitsPerSecond: $bitsPerSecond) { speedBitsPerSecond speedSource } }`,
        { interface: netId, bitsPerSecond },
      );
    const uplink = (): string => netIdOf(FLEET_IDS[2] ?? '', 'host/eth0');
    const speedOfHost = async (): Promise<unknown> =>
      (await askGraphql<{ hosts: { nodes: { speedBitsPerSecond: number | null }[] } }>(fleet.url, SPEEDS)).data?.hosts
        .nodes[2]?.speedBitsPerSecond;
    const shares = async (): Promise<string[]> =>
      described(await sorted('interfaces', 'UTILISATION', 'name rates host { name }', 'filter: { uplink: true },'));

    it('stands before what the system tells, wherever the use of links is told, until it is taken away', async () => {
      expect(await set(uplink(), 80)).toMatchObject({
        data: { setLinkSpeed: { speedBitsPerSecond: 80, speedSource: 'HAND' } },
      });
      expect((await shares())[0]).toBe('host-03 eth0 5');
      expect(await speedOfHost()).toBe(80);
      const exported = await fetch(`${fleet.url}/api/v1/export/interfaces.json?uplink=true`);
      const rows = (await exported.json()) as { speedBitsPerSecond: number; speedSource: string }[];
      expect(rows.map(({ speedBitsPerSecond, speedSource }) => [speedBitsPerSecond, speedSource])).toEqual([
        ...[[1e9, 'system'], [1e9, 'system'], [80, 'hand']], // prettier-ignore
      ]);
      expect(await set(uplink(), null)).toMatchObject({
        data: { setLinkSpeed: { speedBitsPerSecond: null, speedSource: null } },
      });
      expect([await speedOfHost(), (await shares()).at(-1)]).toEqual([null, 'host-03 eth0 5']);
    });

    it('is that of the interface that has its name, if it is made anew, and of no container that has it too', async () => {
      await set(uplink(), 2_000);
      await fleet.seed.query('DELETE FROM series WHERE net_id = $1', [uplink()]);
      expect(await speedOfHost()).toBeNull();
      await fleet.seed.series(fleet.hostIds[2] ?? 0, FLEET_IDS[2] ?? '', 'host/eth0');
      expect(await speedOfHost()).toBe(2_000);
      const known = await fleet.seed.query(`SELECT net_id FROM series WHERE name = 'eth0' AND namespace IS NOT NULL`);
      const speeds = await askGraphql<{ interfaces: { nodes: { speedBitsPerSecond: number | null }[] } }>(
        fleet.url,
        '{ interfaces(filter: { classes: [CONTAINER] }) { nodes { speedBitsPerSecond } } }',
      );
      expect(speeds.data?.interfaces.nodes.map(({ speedBitsPerSecond }) => speedBitsPerSecond)).toEqual(
        known.map(() => null),
      );
    });

    it('is refused where it makes no sense, by the name of the field', async () => {
      const inner = keyOf('web', 0);
      const fieldOf = async (netId: string, speed: number): Promise<unknown> =>
        (await set(netId, speed)).errors?.[0]?.extensions?.['field'];
      expect([await fieldOf(uplink(), 0), await fieldOf(uplink(), 1.5), await fieldOf(uplink(), 1e17)]).toEqual(
        Array(3).fill('bitsPerSecond'),
      );
      expect([await fieldOf('nobody', 1e9), await fieldOf(netIdOf(FLEET_IDS[0] ?? '', inner), 1e9)]).toEqual(
        Array(2).fill('interface'),
      );
    });
  });

  it('sorts all lists while a host tells of more than any link carries', async () => {
    const keys = ['eth0', 'web', 'db'].map((name) => (name === 'eth0' ? 'host/eth0' : keyOf(name, 2)));
    const columns = perCounter(() => keys.map(() => Number.MAX_SAFE_INTEGER));
    for (let each = 1; each <= 50; each += 1) publish(2, { at: Date.now() + each, ms: 1, keys, columns });
    await eventually('what was told is heard', async () => {
      const [first] = await sorted('hosts', 'BYTES_PER_SECOND', 'name rates');
      expect(first?.name).toBe('host-03');
    });
    for (const list of ['interfaces', 'containers', 'networks']) {
      const [first] = await sorted(list, 'BYTES_PER_SECOND', 'id name host { name }');
      expect([list, first?.host?.name]).toEqual([list, 'host-03']);
    }
    const shares = await sorted('interfaces', 'UTILISATION', 'name host { name }', 'filter: { uplink: true },');
    expect(shares.length).toBe(HOSTS);
  });
});
