import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { COUNTERS, type ContainerInfo, perProtocolCounter } from '@weir/model';
import type pg from 'pg';
import { liveHosts } from '../../apps/aggregator/src/query/now/hosts-told.js';
import { migrate } from '../../apps/aggregator/src/store/migrate.js';
import type { Content } from '../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../apps/aggregator/src/store/write/batch-writer.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { askGraphql, type GraphqlAnswer } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { netIdOf } from '../support/seed.js';
import { watchStatements, type WatchedDatabase } from '../support/statements.js';
import { arrivalOf, FakeAgent, inventoryOf, stateOf } from './store/fake-agent.js';
import { openPool } from '../support/database.js';

const HOSTS = 12;
const SECONDS = 40;
const NAMESPACE = 'aaaaaaaaaaaa';
const UPLINKS = ['host/eth0', 'host/eth1'] as const;
const WEB = `${NAMESPACE}/eth0`;

/** Bytes in each of the last five seconds; before, it was three times as much. */
const bytesOf = (host: number, key: string): number =>
  (host + 1) * 1_000 + (key === WEB ? 7 : key === UPLINKS[1] ? 30 : 0);
const containerOf = (host: number): string => host.toString(16).padStart(64, 'c');

interface NowData {
  readonly hosts: { readonly nodes: readonly HostNow[] };
}
interface HostNow {
  readonly id: string;
  readonly rates: Record<string, number> | null;
  readonly cpuPercent: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly interfaces: readonly { readonly key: string; readonly rates: Record<string, number> | null }[];
  readonly networks: readonly { readonly rates: Record<string, number> | null }[];
  readonly containers: readonly Record<'cpuPercent' | 'memoryBytes' | 'memoryLimitBytes', number | null>[];
}

const NOW = `query ($first: Int) { hosts(first: $first) { nodes {
  id rates cpuPercent memoryUsedBytes memoryTotalBytes
  interfaces { key rates } networks { rates } containers { cpuPercent memoryBytes memoryLimitBytes } } } }`;

describeIf(natsServer, 'figures over GraphQL', () => {
  const agents = Array.from({ length: HOSTS }, () => new FakeAgent());
  // Ahead, so that it is still now when the machine is slow.
  // A whole minute: else a step may hold parts of two samples, by what second the test begins in.
  const end = Math.floor(Date.now() / 60_000) * 60_000 + 300_000;
  const iso = (seconds: number): string => new Date(end + seconds * 1_000).toISOString();
  const idOf = (host: number): string => agents[host]?.host ?? '';
  let aggregator: RunningAggregator;
  let watched: WatchedDatabase;
  let pool: pg.Pool;
  let writer: BatchWriter;
  const write = (contents: readonly Content[]): Promise<unknown> =>
    writer.write(contents.map((content) => arrivalOf(content)));
  const ask = <T>(query: string, input?: Record<string, unknown>): Promise<GraphqlAnswer<T>> =>
    askGraphql<T>(aggregator.url, query, input && { input });
  const now = async (first = HOSTS): Promise<Map<string, HostNow>> => {
    const { data, errors } = await askGraphql<NowData>(aggregator.url, NOW, { first });
    expect(errors).toBeUndefined();
    return new Map(data?.hosts.nodes.map((host) => [host.id, host]));
  };

  function inventory(agent: FakeAgent, host: number): Content {
    const container: ContainerInfo = {
      ...{ id: containerOf(host), name: 'web', image: 'web', namespace: NAMESPACE, hostNetwork: false, labels: {} },
      ...{ stack: null, service: null, pod: null, podNamespace: null, workload: null, startedAt: end - 86_400_000 },
    };
    const told = inventoryOf(agent.host, end - 86_400_000, [...UPLINKS, WEB, 'host/idle0'], {
      containers: [container],
    });
    const networks = [{ id: 'front', name: 'front', driver: 'bridge', internal: false, subnets: [], bridge: null }];
    const interfaces = told.interfaces.map((each) => ({
      ...each,
      ...(each.key === WEB && { network: 'front' }),
      ...(each.key === 'host/idle0' && { class: 'virtual' as const, uplink: false }),
    }));
    return { kind: 'inventory', message: { ...told, interfaces, networks } };
  }
  function ticks(agent: FakeAgent, host: number): Content[] {
    return Array.from({ length: SECONDS }, (_, second) => {
      const deltas = Object.fromEntries(
        [...UPLINKS, WEB].map((key) => [
          key,
          COUNTERS.map((__, column) => (column === 0 ? bytesOf(host, key) * (second < SECONDS - 5 ? 3 : 1) : 0)),
        ]),
      );
      return { kind: 'traffic', message: agent.tick(end - (SECONDS - 1 - second) * 1_000, deltas) };
    });
  }
  function states(agent: FakeAgent, host: number): Content[] {
    return [2, 1, 0].map((ago, index) => ({
      kind: 'state',
      message: {
        ...stateOf(agent, end - ago * 10_000),
        seq: index + 1,
        cpu: {
          ...{ cores: 2, userMs: 2_000 + host * 100, niceMs: 0, systemMs: 3_000, idleMs: 14_000 - host * 100 },
          ...{ iowaitMs: 1_000, irqMs: 0, softirqMs: 0, stealMs: 0 },
        },
        memory: { totalBytes: 8e9, availableBytes: 5e9 + ago, swapTotalBytes: 0, swapFreeBytes: 0 },
        containers: {
          ...{
            ids: [containerOf(host)],
            cpuMs: [5_000 + host * 100 + ago],
            memoryBytes: [3e8 + host + ago],
            memoryLimitBytes: [null],
          },
        },
        protocols: { keys: ['host'], unread: [], columns: perProtocolCounter(() => [10]) },
        latency: { natsMs: 0.5, peers: [{ host: idOf(0), ms: 2, outcome: 'accepted' }] },
      },
    }));
  }

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    const edition = await migrate(database.url, () => undefined);
    watched = await watchStatements(database.url);
    aggregator = await startAggregator({
      ...{ WEIR_DATABASE_URL: watched.url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' },
    });
    pool = openPool(database.url);
    pool.on('error', () => undefined);
    writer = new BatchWriter(pool, edition);
    await write(agents.map(inventory));
    await write(agents.flatMap(ticks));
    await write(agents.flatMap(states));
    // One that went silent an hour ago.
    await pool.query(`UPDATE host SET last_seen = last_seen - interval '1 hour' WHERE id = $1`, [idOf(HOSTS - 1)]);
  });
  afterAll(() => pool.end());

  it('tell what passes now: of an interface, of a host’s uplinks, of a network; nothing of who is silent', async () => {
    const hosts = await now();
    for (const host of [0, 5]) {
      const found = hosts.get(idOf(host));
      const rates = new Map(found?.interfaces.map((each) => [each.key, each.rates]));
      for (const key of [...UPLINKS, WEB]) expect(rates.get(key)?.['rxBytesPerSecond']).toBe(bytesOf(host, key));
      expect(rates.get('host/idle0')).toMatchObject({ rxBytesPerSecond: 0, txDroppedPerSecond: 0 });
      expect(found?.rates?.['rxBytesPerSecond']).toBe(bytesOf(host, UPLINKS[0]) + bytesOf(host, UPLINKS[1]));
      expect(found?.networks).toEqual([{ rates: expect.objectContaining({ rxBytesPerSecond: bytesOf(host, WEB) }) }]);
    }
    const silent = hosts.get(idOf(HOSTS - 1));
    expect([silent?.rates, silent?.interfaces[0]?.rates, silent?.networks[0]?.rates]).toEqual([null, null, null]);
  });

  it('are of the hosts that the filter takes for alive, however seldom they tell', async () => {
    await pool.query(
      `UPDATE host SET agent = jsonb_set(agent, '{intervalMs}', '60000'), last_seen = now() - interval '100 s' WHERE id = $1`,
      [idOf(HOSTS - 1)],
    );
    const { data } = await askGraphql(aggregator.url, '{ hosts(filter: { hostStates: [ALIVE] }) { totalCount } }');
    const { rows } = await pool.query<{ id: number }>('SELECT host_id AS id FROM host');
    const client = await pool.connect();
    const live = await liveHosts(
      client,
      rows.map(({ id }) => id),
    );
    client.release();
    expect([data, live.length]).toEqual([{ hosts: { totalCount: HOSTS } }, HOSTS]);
  });

  it('tell what hosts and containers use, as told last', async () => {
    const hosts = await now();
    for (const host of [0, 7]) {
      expect(hosts.get(idOf(host))).toMatchObject({
        ...{ cpuPercent: 25 + host / 2, memoryUsedBytes: 3e9, memoryTotalBytes: 8e9 },
        containers: [{ cpuPercent: 50 + host, memoryBytes: 3e8 + host, memoryLimitBytes: null }],
      });
    }
  });

  it('take no more statements for many hosts than for one', async () => {
    const statementsFor = async (first: number): Promise<number> => {
      watched.take();
      await now(first);
      return watched.take().filter((sql) => /\bSELECT\b/.test(sql)).length;
    };
    const [one, many] = [await statementsFor(1), await statementsFor(HOSTS)];
    expect(one).toBeGreaterThan(4);
    // The one that is silent has nothing to read.
    expect(many).toBeLessThanOrEqual(one + 1);
  });

  it('answer totals as digits, and a ranking with shares', async () => {
    const range = { from: iso(-20), to: iso(-10), counters: ['RX_BYTES'], groupBy: ['HOST'] };
    const hosts = agents.map((_, host) => 10 * 3 * (bytesOf(host, UPLINKS[0]) + bytesOf(host, UPLINKS[1])));
    const whole = hosts.reduce((sum, each) => sum + each, 0);
    const totals = await ask<{ totals: { groups: { group: string; counters: { total: string }[] }[] } }>(
      `query ($input: TotalsInput!) { totals(input: $input) { from to resolution edgeResolution groupCount
         groups { group others keys { name } counters { counter total averagePerSecond coveredMilliseconds } } } }`,
      { ...range, top: { count: 1 } },
    );
    const last = hosts[HOSTS - 1] ?? 0;
    expect(totals.data?.totals).toEqual({
      ...{ from: iso(-20), to: iso(-10), resolution: 'raw', edgeResolution: 'raw', groupCount: HOSTS },
      groups: [
        {
          ...{ group: idOf(HOSTS - 1), others: null, keys: [{ name: expect.any(String) as unknown }] },
          counters: [
            { counter: 'RX_BYTES', total: String(last), averagePerSecond: last / 10, coveredMilliseconds: 10_000 },
          ],
        },
        expect.objectContaining({ group: 'others', others: HOSTS - 1, keys: [] }),
      ],
    });
    expect(totals.data?.totals.groups[1]?.counters[0]?.total).toBe(String(whole - last));
    const top = await ask<{ top: Record<string, unknown> }>(
      `query ($input: TopGroupsInput!) { top(input: $input) { by othersTotal othersSharePercent
         groups { rank group value total sharePercent } } }`,
      { ...range, count: 1, by: 'P95' },
    );
    const percent = (part: number): number => Math.round((part / whole) * 100_000) / 1_000;
    expect(top.data?.top).toEqual({
      ...{ by: 'P95', othersTotal: String(whole - last), othersSharePercent: percent(whole - last) },
      groups: [{ rank: 1, group: idOf(HOSTS - 1), value: last / 10, total: String(last), sharePercent: percent(last) }],
    });
  });

  it('answer states, protocols and distances as columns, with the hosts that they are of', async () => {
    const range = { from: iso(-30), to: iso(0), points: 3 };
    const [one, two] = [idOf(1), idOf(2)];
    interface Series {
      readonly host: { readonly id: string };
      readonly peerHost?: { readonly id: string } | null;
      readonly columns: Record<string, (number | null)[]>;
    }
    const seriesOf = async (field: string, input: Record<string, unknown>, more = ''): Promise<readonly Series[]> => {
      const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
      const { data, errors } = await ask<Record<string, { series: Series[] }>>(
        `query ($input: ${type}!) { ${field}(input: $input) { resolution at series { host { id } ${more} columns } } }`,
        { ...range, ...input },
      );
      expect(errors).toBeUndefined();
      return data?.[field]?.series ?? [];
    };
    const known = (column: readonly (number | null)[] = []): (number | null)[] => [
      ...new Set(column.filter((each) => each !== null)),
    ];
    const hosts = await seriesOf('hostSeries', { hosts: [two, one], groups: ['CPU'] });
    expect(hosts.map(({ host }) => host.id)).toEqual([two, one]);
    expect(known(hosts[0]?.columns['cpuPercent'])).toEqual([26]);
    expect(hosts[0]?.columns).not.toHaveProperty('memoryUsedBytes');
    const containers = await seriesOf('containerSeries', { containers: [containerOf(1)] }, 'id name');
    expect(containers[0]).toMatchObject({ name: 'web', host: { id: one } });
    expect(containers[0]?.columns['cpuPercentOfHost']).toContain(25.5);
    const asked = { interfaces: [netIdOf(one, WEB), netIdOf(one, UPLINKS[0])], counters: ['TCP_IN_SEGMENTS'] };
    const protocols = await seriesOf('protocolSeries', asked, 'namespace');
    expect(protocols).toMatchObject([{ namespace: NAMESPACE }, { namespace: null }]);
    expect(Object.keys(protocols[1]?.columns ?? {})).toEqual(['tcpInSegmentsPerSecond', 'tcpRetransmittedPercent']);
    expect(protocols.map(({ columns }) => known(columns['tcpInSegmentsPerSecond']))).toEqual([[0], [1]]);
    const ways = await seriesOf('latencySeries', { hosts: [one] }, 'peer peerHost { id }');
    expect(ways).toMatchObject([
      { peer: 'nats', peerHost: null },
      { peer: idOf(0), peerHost: { id: idOf(0) } },
    ]);
    expect(ways.map(({ columns }) => known(columns['meanMilliseconds']))).toEqual([[0.5], [2]]);
    const names = { host: { eq: one } };
    expect(await seriesOf('latencySeries', { filter: names }, 'peer')).toHaveLength(2);
    expect(await seriesOf('hostSeries', { filter: names })).toMatchObject([{ host: { id: one } }]);
    expect(await seriesOf('hostSeries', { filter: {} })).toHaveLength(HOSTS);
    const used = await seriesOf('containerSeries', { filter: { ...names, container: { eq: 'web' } } }, 'id');
    expect(used).toMatchObject([{ id: containerOf(1), host: { id: one } }]);
    expect(await seriesOf('protocolSeries', { filter: names }, 'namespace')).toMatchObject([{ namespace: null }]);
    const within = { filter: { ...names, network: { eq: 'front' } } };
    expect(await seriesOf('protocolSeries', within, 'namespace')).toMatchObject([{ namespace: NAMESPACE }]);
  });

  it('exports states of all that passes, over any length of time', async () => {
    const from = iso(-7_200);
    const lines = async (what: string, query: string): Promise<Record<string, unknown>[]> => {
      const path = `/api/v1/export/${what}.json?from=${from}&to=${iso(0)}&${query}`;
      const response = await fetch(`${aggregator.url}${path}`);
      expect([response.status, path]).toEqual([200, path]);
      return (await response.json()) as Record<string, unknown>[];
    };
    const hosts = await lines('host-series', 'step=10s&groups=cpu');
    expect(new Set(hosts.map((row) => `${row['time'] as string} ${row['hostId'] as string}`)).size).toBe(hosts.length);
    expect(new Set(hosts.map((row) => row['hostId'])).size).toBe(HOSTS);
    expect(hosts.find((row) => row['hostId'] === idOf(2))).toMatchObject({ cpuPercent: 26 });
    expect(hosts[0]).not.toHaveProperty('memoryUsedBytes');
    const [container] = await lines('container-series', `step=10s&host=${idOf(1)}`);
    expect(container).toMatchObject({ hostId: idOf(1), container: 'web', containerId: containerOf(1) });
    const counters = 'step=10s&counters=tcpInSegments';
    const protocols = await lines('protocol-series', `${counters}&host=${idOf(1)}`);
    expect(protocols[0]).toMatchObject({ namespace: null, tcpInSegmentsPerSecond: 1 });
    const within = await lines('protocol-series', `${counters}&host=${idOf(1)}&network=front`);
    expect(within[0]).toMatchObject({ namespace: NAMESPACE, tcpInSegmentsPerSecond: 0 });
    const ways = await lines('latency-series', `step=10s&host=${idOf(1)}`);
    expect(new Set(ways.map((row) => row['peer']))).toEqual(new Set(['nats', idOf(0)]));
    expect(await lines('host-series', 'host=nobody')).toEqual([]);
    const csv = await fetch(`${aggregator.url}/api/v1/export/latency-series.csv?host=nobody`);
    expect(await csv.text()).toMatch(/^time,host,hostId,peer,meanMilliseconds,.*awayPercent\r\n$/);
    const refused = await fetch(`${aggregator.url}/api/v1/export/host-series.csv?step=1s`);
    expect(await refused.json()).toMatchObject({ field: 'step', detail: expect.stringContaining('10 s or more') });
  });

  it('sorts hosts and containers by what they use now', async () => {
    const sorted = async (list: string, by: string, figure: string): Promise<(number | null)[]> => {
      const query = `{ page: ${list}(sort: { by: ${by}, direction: DESCENDING }) { nodes { ${figure} } } }`;
      const { data, errors } = await ask<{ page: { nodes: Record<string, number | null>[] } }>(query);
      expect(errors).toBeUndefined();
      return data?.page.nodes.map((node) => node[figure] ?? null) ?? [];
    };
    for (const [list, by, figure] of [
      ['hosts', 'CPU', 'cpuPercent'],
      ['containers', 'CPU', 'cpuPercent'],
      ['containers', 'MEMORY', 'memoryBytes'],
    ] as const) {
      const figures = await sorted(list, by, figure);
      expect(figures.length).toBe(HOSTS);
      expect(figures).toEqual([...figures].sort((one, other) => (other ?? 0) - (one ?? 0)));
      expect(new Set(figures).size).toBeGreaterThan(1);
    }
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['totals', 'counters', { counters: [] }],
    ['totals', 'groupBy', { groupBy: ['HOST', 'HOST'] }],
    ['totals', 'interfaces', { interfaces: ['nobody'] }],
    ['totals', 'from', { from: iso(1) }],
    ['top', 'count', { count: 0 }],
    ['top', 'counter', { counter: 'RX_ERRORS' }],
    ['top', 'filter.text', { filter: { text: '\u0000' } }],
    ['hostSeries', 'hosts', { hosts: [] }],
    ['hostSeries', 'points', { hosts: ['x'], points: 301 }],
    ['containerSeries', 'containers', { containers: ['nobody'] }],
    ['protocolSeries', 'hosts', {}],
    ['latencySeries', 'peers', { hosts: ['x'], peers: [] }],
    ['latencySeries', 'hosts', {}],
    ['hostSeries', 'filter', { hosts: ['x'], filter: {} }],
    ['containerSeries', 'filter.text', { filter: { text: '\u0000' } }],
    ['protocolSeries', 'filter', { interfaces: ['x'], filter: {} }],
  ])('%s names the field %s of what is wrong', async (field, named, input) => {
    const type = field === 'top' ? 'TopGroups' : `${field[0]?.toUpperCase()}${field.slice(1)}`;
    const { errors } = await ask(`query ($input: ${type}Input!) { ${field}(input: $input) { from } }`, {
      ...{ from: iso(-30), to: iso(0) },
      ...input,
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: named } }]);
  });
});
