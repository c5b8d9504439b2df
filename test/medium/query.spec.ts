import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { LevelName } from '../../apps/aggregator/src/store/rollup/level.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { askGraphql, type GraphqlAnswer } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { openSeed, type Seed, type SeededId } from '../support/seed.js';

const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
const DB = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const NOON = Date.parse('2026-11-20T12:00:00Z');
const at = (seconds: number): number => NOON + seconds * 1_000;
const iso = (seconds: number): string => new Date(at(seconds)).toISOString();

const SERIES = `query ($input: SeriesInput!) {
  series(input: $input) { from to stepMilliseconds resolution at series { group columns } }
}`;

interface Nodes<T> {
  readonly nodes: readonly T[];
}

interface SeriesData {
  readonly series: {
    readonly from: string;
    readonly to: string;
    readonly stepMilliseconds: number;
    readonly resolution: string;
    readonly at: readonly number[];
    readonly series: readonly { group: string; columns: Record<string, (number | null)[]> }[];
  };
}

describeIf(natsServer, 'series', () => {
  let aggregator: RunningAggregator;
  let seed: Seed;
  let eth0: SeededId;
  let eth1: SeededId;
  let db0: SeededId;
  let hostId: number;

  const ask = (input: Record<string, unknown>): Promise<GraphqlAnswer<SeriesData>> =>
    askGraphql<SeriesData>(aggregator.url, SERIES, { input });
  const columnsOf = async (input: Record<string, unknown>): Promise<Map<string, Record<string, (number | null)[]>>> => {
    const { data, errors } = await ask(input);
    expect(errors).toBeUndefined();
    return new Map(data?.series.series.map(({ group, columns }) => [group, columns]));
  };

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({
      WEIR_DATABASE_URL: database.url,
      WEIR_NATS_URL: nats.url,
      WEIR_ROLES: 'api',
      // Whatever the time zones of the server and of the process, a bucket is a bucket.
      PGOPTIONS: '-c timezone=Asia/Kathmandu',
      TZ: 'America/St_Johns',
    });
    seed = await openSeed(database.url);
    hostId = await seed.host(WEB, 'web');
    const otherId = await seed.host(DB, 'db');
    eth0 = await seed.series(hostId, WEB, 'host/eth0');
    eth1 = await seed.series(hostId, WEB, 'host/eth1', { firstMs: at(30) });
    db0 = await seed.series(otherId, DB, 'host/eth0');
    // web: present for 20 s, away for 10 s, present for 30 s. db: present throughout.
    await seed.presence(hostId, at(0), at(20));
    await seed.presence(hostId, at(30), at(60));
    await seed.presence(otherId, at(0), at(60));
    await seed.traffic(eth0.seriesId, at(5), { rxBytes: 500, txErrors: 1 });
    await seed.traffic(eth0.seriesId, at(40), { rxBytes: 3_000 });
    await seed.traffic(eth1.seriesId, at(40), { rxBytes: 1_000 });
    await seed.traffic(db0.seriesId, at(25), { rxBytes: 600 });
  });

  afterAll(() => seed.end());

  it('tells a gap (null) from an idle second (0), second by second', async () => {
    const input = { interfaces: [eth0.netId], from: iso(0), to: iso(60), counters: ['RX_BYTES', 'TX_ERRORS'] };
    const { data } = await ask(input);
    expect(data?.series).toMatchObject({ stepMilliseconds: 1_000, resolution: 'raw', from: iso(0), to: iso(60) });
    const { rxBytesPerSecond: rx = [], txErrorsPerSecond: errors = [] } = data?.series.series[0]?.columns ?? {};
    expect(rx).toHaveLength(60);
    expect([rx[4], rx[5], rx[6], errors[5]]).toEqual([0, 500, 0, 1]);
    expect(rx.slice(20, 30)).toEqual(Array(10).fill(null));
    expect([rx[19], rx[30], rx[40]]).toEqual([0, 0, 3_000]);
  });

  it('averages over what is covered of a bucket, not over its width', async () => {
    const columns = await columnsOf({ interfaces: [eth0.netId], from: iso(0), to: iso(60), points: 4 });
    expect(columns.get(eth0.netId)?.['rxBytesPerSecond']).toEqual([33.333, 0, 200, 0]);
  });

  it('begins with the birth of an interface', async () => {
    const columns = await columnsOf({ interfaces: [eth1.netId], from: iso(0), to: iso(60), points: 2 });
    expect(columns.get(eth1.netId)?.['rxBytesPerSecond']).toEqual([null, 33.333]);
  });

  it('leaves out what could not be read, and takes it back when a later sample covers it', async () => {
    const unread = await seed.series(hostId, WEB, 'host/unread0');
    await seed.unread(unread.seriesId, at(40), at(50));
    const input = { interfaces: [unread.netId], from: iso(30), to: iso(60), points: 3 };
    expect((await columnsOf(input)).get(unread.netId)?.['rxBytesPerSecond']).toEqual([0, null, 0]);
    await seed.traffic(unread.seriesId, at(40), { rxBytes: 22_000 }, 11_000);
    expect((await columnsOf(input)).get(unread.netId)?.['rxBytesPerSecond']).toEqual([0, 2_000, 200]);
  });

  it('draws a host that ticks every 10 s without holes', async () => {
    const slowId = await seed.host('6ba7b810-9dad-41d1-80b4-00c04fd430c8', 'slow', { intervalMs: 10_000 });
    const slow = await seed.series(slowId, '6ba7b810-9dad-41d1-80b4-00c04fd430c8', 'host/eth0');
    await seed.presence(slowId, at(0) + 4, at(60), 10_000);
    await seed.traffic(slow.seriesId, at(20) + 4, { rxBytes: 5_000 }, 10_000);
    const columns = await columnsOf({ interfaces: [slow.netId], from: iso(15), to: iso(35) });
    expect(columns.get(slow.netId)?.['rxBytesPerSecond']).toEqual([
      ...Array<number>(5).fill(0),
      ...[498, ...Array<number>(9).fill(500), 2],
      ...Array<number>(4).fill(0),
    ]);
  });

  it.each([1_000, 2_000, 10_000])('draws jittered ticks of %d ms without holes, losing nothing', async (intervalMs) => {
    const uuid = `${String(intervalMs).padStart(8, '0')}-aaaa-4aaa-8aaa-aaaaaaaaaaaa`;
    const jitteryId = await seed.host(uuid, `jittery-${intervalMs}`, { intervalMs });
    const { seriesId, netId } = await seed.series(jitteryId, uuid, 'host/eth0');
    // Late by up to nearly a second, as on a busy machine: most starts share a second with another now and then.
    const starts = Array.from({ length: 90_000 / intervalMs }, (_, tick) => tick * intervalMs + ((tick * 617) % 998));
    for (const [tick, start] of starts.slice(0, -1).entries()) {
      const ms = (starts[tick + 1] ?? 0) - start;
      await seed.presence(jitteryId, NOON + start, NOON + start + ms, ms);
      await seed.traffic(seriesId, NOON + start, { rxBytes: 1_000 + tick }, ms);
    }
    const total = starts.slice(0, -1).reduce((sum, _, tick) => sum + 1_000 + tick, 0);
    const lastMs = starts.at(-1) ?? 0;
    for (const points of [90, 45, 18, 9]) {
      const range = { from: iso(0), to: iso(Math.ceil(lastMs / 1_000)), points };
      const { data } = await ask({ ...range, interfaces: [netId] });
      const { stepMilliseconds = 0, at: moments = [], series = [] } = data?.series ?? {};
      const rates = series[0]?.columns['rxBytesPerSecond'] ?? [];
      expect(rates).not.toContain(null);
      const bytes = rates.map((rate, bucket) => {
        const startMs = (moments[bucket] ?? 0) - NOON;
        return ((rate ?? 0) * (Math.min(startMs + stepMilliseconds, lastMs) - startMs)) / 1_000;
      });
      expect(Math.abs(bytes.reduce((sum, each) => sum + each, 0) - total)).toBeLessThan(0.1);
    }
  });

  it('keeps a gap a gap to the millisecond, and what could not be read out of it', async () => {
    const uuid = '5b1f0c7e-3d0e-4c0e-9f5e-1c2d3e4f5a6b';
    const brokenId = await seed.host(uuid, 'broken');
    const { seriesId, netId } = await seed.series(brokenId, uuid, 'host/eth0');
    await seed.presence(brokenId, at(0) + 400, at(9) + 400);
    await seed.traffic(seriesId, at(2) + 400, { rxBytes: 1_000 });
    await seed.unread(seriesId, at(4) + 400, at(7) + 400);
    const columns = await columnsOf({ interfaces: [netId], from: iso(0), to: iso(12) });
    const expected = [0, 0, 600, 400, 0, null, null, 0, 0, 0, null, null];
    expect(columns.get(netId)?.['rxBytesPerSecond']).toEqual(expected);
  });

  it('sums groups where they are covered', async () => {
    const range = { from: iso(0), to: iso(60), points: 6, filter: { text: 'eth', hosts: [WEB, DB] } };
    const byHost = await columnsOf({ ...range, grouping: 'HOST' });
    expect(byHost.get(WEB)?.['rxBytesPerSecond']).toEqual([50, 0, null, 0, 400, 0]);
    expect(byHost.get(DB)?.['rxBytesPerSecond']).toEqual([0, 0, 60, 0, 0, 0]);
    const all = await columnsOf({ ...range, grouping: 'ALL' });
    expect([...all.keys()]).toEqual(['all']);
    expect(all.get('all')?.['rxBytesPerSecond']).toEqual([50, 0, 60, 0, 400, 0]);
  });

  it('joins the roll-up with raw samples that are not rolled up yet, counting nothing twice', async () => {
    const rolled = await seed.series(hostId, WEB, 'host/rolled0');
    const minute = (index: number): string => iso(3_600 + index * 60);
    for (const index of [0, 1, 2, 3]) {
      await seed.presence(hostId, at(3_600 + index * 60), at(3_660 + index * 60), 10_000);
      await seed.traffic(rolled.seriesId, at(3_600 + index * 60), { rxBytes: 6_000 * (index + 1) }, 10_000);
    }
    // Minutes 0–2 are rolled up; 2 has late data since (marked dirty), 3 was never rolled up.
    const rolledUp = [6_000, 12_000, 1].map((rxBytes, index) => ({
      startMs: at(3_600 + index * 60),
      series: [{ seriesId: rolled.seriesId, deltas: { rxBytes } }],
    }));
    await seed.buckets('1m', hostId, rolledUp);
    for (const index of [2, 3]) await seed.query('INSERT INTO dirty_1m VALUES ($1, $2)', [minute(index), hostId]);
    const input = { interfaces: [rolled.netId], from: minute(0), to: minute(4), points: 4 };
    const { data } = await ask(input);
    expect(data?.series).toMatchObject({ resolution: '1m', stepMilliseconds: 60_000 });
    expect(data?.series.series[0]?.columns['rxBytesPerSecond']).toEqual([100, 200, 300, 400]);
    const half = await columnsOf({ ...input, points: 2 });
    expect(half.get(rolled.netId)?.['rxBytesPerSecond']).toEqual([150, 350]);
    await seed.query('DELETE FROM dirty_1m WHERE bucket = $1', [minute(2)]);
    expect((await columnsOf(input)).get(rolled.netId)?.['rxBytesPerSecond']?.[2]).toBe(0.017);
  });

  it('reads each stretch from the coarsest level that is up to date, counting nothing twice', async () => {
    const uuid = 'c0a80101-0000-4000-8000-00000000000a';
    const longId = await seed.host(uuid, 'long');
    const { seriesId, netId } = await seed.series(longId, uuid, 'host/eth0');
    const DAY = 86_400;
    const day0 = -12 * 3_600 - 2 * DAY;
    // One level a stretch: two days, 5 hours, 25 minutes, 4 minutes; a wrong read would find another sum.
    const stretches: [LevelName, number, number, number][] = [
      ['1d', day0, 2, DAY],
      ['1h', day0 + 2 * DAY, 5, 3_600],
      ['5m', day0 + 2 * DAY + 5 * 3_600, 5, 300],
      ['1m', day0 + 2 * DAY + 5 * 3_600 + 1_500, 4, 60],
    ];
    for (const [level, from, count, seconds] of stretches) {
      const buckets = Array.from({ length: count }, (_, index) => ({
        startMs: at(from + index * seconds),
        series: [{ seriesId, deltas: { rxBytes: seconds * 10 } }],
      }));
      await seed.buckets(level, longId, buckets);
    }
    const dirty = { '1d': 2 * DAY, '1h': 2 * DAY + 5 * 3_600, '5m': 2 * DAY + 5 * 3_600 + 1_500 };
    for (const [level, from] of Object.entries(dirty)) {
      await seed.query(`INSERT INTO dirty_${level} VALUES ($1, $2)`, [iso(day0 + from), longId]);
    }
    const end = day0 + 2 * DAY + 5 * 3_600 + 1_740;
    const whole = { interfaces: [netId], from: iso(day0), to: iso(end) };
    for (const [points, resolution] of [
      [3, '1d'],
      [60, '1h'],
    ] as const) {
      const { data } = await ask({ ...whole, points });
      expect(data?.series.resolution).toBe(resolution);
      const rates = data?.series.series[0]?.columns['rxBytesPerSecond'] ?? [];
      // Above the day there is no finer level for the first two days, so that a finer step sees nothing there.
      expect(rates.filter((rate) => rate !== null)).toEqual(rates.filter((rate) => rate !== null).map(() => 10));
      expect(rates.at(-1)).toBe(10);
    }
    const { data } = await ask({ ...whole, from: iso(day0 + 2 * DAY + 5 * 3_600), points: 6 });
    expect(data?.series).toMatchObject({ resolution: '5m', stepMilliseconds: 300_000 });
    expect(data?.series.series[0]?.columns['rxBytesPerSecond']).toEqual(Array(6).fill(10));
  });

  it('asks of a time that was dropped no finer than what is left of it', async () => {
    await seed.query(`INSERT INTO horizon VALUES ('raw', $1), ('1m', $2)`, [iso(-86_400), iso(-4 * 86_400)]);
    const stepOf = async (from: number): Promise<[number?, string?]> => {
      const { data } = await ask({ filter: {}, from: iso(from), to: iso(from + 60), grouping: 'ALL' });
      return [data?.series.stepMilliseconds, data?.series.resolution];
    };
    expect(await stepOf(-86_400)).toEqual([1_000, 'raw']);
    expect(await stepOf(-86_460)).toEqual([60_000, '1m']);
    expect(await stepOf(-5 * 86_400)).toEqual([300_000, '5m']);
    expect(await stepOf(-5 * 86_400 + 61)).toEqual([300_000, '5m']);
    await seed.query('DELETE FROM horizon');
  });

  it.each([60, 3_600, 86_400, 30 * 86_400, 3_650 * 86_400])('answers %d s in at most 300 points', async (seconds) => {
    const { data, errors } = await ask({ filter: {}, from: iso(-seconds + 0.5), to: iso(0.5), grouping: 'ALL' });
    expect(errors).toBeUndefined();
    expect(data?.series.at.length).toBeLessThanOrEqual(300);
    expect(data?.series.series[0]?.columns['rxBytesPerSecond']).toHaveLength(data?.series.at.length ?? -1);
  });

  it('answers steps of more ms than an Int holds', async () => {
    const { data, errors } = await ask({
      filter: {},
      from: iso(-51 * 86_400),
      to: iso(60),
      points: 1,
      grouping: 'ALL',
    });
    expect(errors).toBeUndefined();
    expect(data?.series.stepMilliseconds).toBeGreaterThanOrEqual(51 * 86_400_000);
    expect(data?.series.at).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>]>([
    ['from', { from: iso(60), to: iso(60) }],
    ['points', { points: 0 }],
    ['points', { points: 301 }],
    ['interfaces', { interfaces: ['unknown'] }],
    ['counters', { counters: [] }],
    ['filter', { interfaces: ['unknown'], filter: {} }],
    ['interfaces', { interfaces: ['\u0000'] }],
    ['filter.text', { filter: { text: '\u0000' } }],
  ])('refuses bad input by the name of its field: %s', async (field, fault) => {
    const { errors } = await ask({ from: iso(0), to: iso(60), ...fault });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(field),
      extensions: { code: 'BAD_USER_INPUT', field },
    });
  });

  it('refuses a moment without a time zone', async () => {
    const { errors } = await ask({ from: '2026-11-20T12:00:00', to: iso(60) });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('time zone'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('answers what is around an interface', async () => {
    await seed.query(`INSERT INTO network VALUES ($1, 'net1', 'shop_backend', 'bridge', false, '{10.0.0.0/24}')`, [
      hostId,
    ]);
    for (let index = 0; index < 20; index += 1) {
      const namespace = String(index).padStart(12, 'a');
      await seed.query(
        `INSERT INTO container (host_id, id, name, namespace, host_network) VALUES ($1, $2, $3, $4, false)`,
        [hostId, namespace.padEnd(64, '0'), `shop-${index}`, namespace],
      );
      await seed.series(hostId, WEB, `${namespace}/eth0`, {
        class: 'container',
        uplink: false,
        namespace,
        networkId: 'net1',
      });
    }
    const query = `{ interfaces(filter: { text: "SHOP-1", classes: [CONTAINER] }) { nodes {
      key network { name interfaces { id } } host { name state } containers { name interfaces { key } } } } }`;
    const { data, errors } = await askGraphql<{ interfaces: Nodes<object> }>(aggregator.url, query);
    expect(errors).toBeUndefined();
    expect(data?.interfaces.nodes).toHaveLength(11);
    expect(data?.interfaces.nodes[0]).toMatchObject({
      network: { name: 'shop_backend' },
      host: { name: 'web', state: 'SILENT' },
      containers: [{ name: 'shop-10', interfaces: [{ key: 'aaaaaaaaaa10/eth0' }] }],
    });
  });

  it('answers the members of a pod as one group, found by pod and workload', async () => {
    for (const name of ['app', 'pod sandbox']) {
      await seed.query(
        `INSERT INTO container (host_id, id, name, namespace, host_network, pod, pod_namespace, workload)
         VALUES ($1, $2, $3, 'podpodpodpod', false, 'cart-7d9f', 'prod', 'Deployment/cart')`,
        [hostId, name.padEnd(64, '0'), name],
      );
    }
    const { netId } = await seed.series(hostId, WEB, 'podpodpodpod/eth0', {
      ...{ class: 'container', uplink: false, namespace: 'podpodpodpod' },
    });
    for (const text of ['CART-7D9F', 'deployment/cart']) {
      const query = `query ($text: String!) { interfaces(filter: { text: $text }) { nodes {
        id containers { name pod podNamespace workload interfaces { id } } } } }`;
      const { data } = await askGraphql<{ interfaces: Nodes<unknown> }>(aggregator.url, query, { text });
      const pod = { pod: 'cart-7d9f', podNamespace: 'prod', workload: 'Deployment/cart', interfaces: [{ id: netId }] };
      const containers = ['app', 'pod sandbox'].map((name) => ({ name, ...pod }));
      expect(data?.interfaces.nodes).toEqual([{ id: netId, containers }]);
    }
    const list = await fetch(`${aggregator.url}/api/v1/interface`);
    const listed = ((await list.json()) as { net_id: string; container: string }[]).find(
      (each) => each.net_id === netId,
    );
    expect(listed?.container).toBe('cart-7d9f/app, cart-7d9f/pod sandbox');
  });

  it('does not treat a search text as a pattern, nor ids as SQL', async () => {
    for (const text of ['%', "'; DROP TABLE host; --", '\\']) {
      const { data, errors } = await askGraphql<{ interfaces: Nodes<unknown> }>(
        aggregator.url,
        'query ($text: String!) { interfaces(filter: { text: $text }) { nodes { id } } host(id: $text2) { id } }'.replace(
          '$text: String!',
          '$text: String!, $text2: ID!',
        ),
        { text, text2: text },
      );
      expect(errors).toBeUndefined();
      expect(data?.interfaces.nodes).toEqual([]);
    }
  });

  it('refuses a NUL character by the name of its field', async () => {
    const questions = [
      ['filter.text', 'query ($nul: String!) { interfaces(filter: { text: $nul }) { totalCount } }'],
      ['filter.hosts', 'query ($nul: ID!) { interfaces(filter: { hosts: [$nul] }) { totalCount } }'],
      ['id', 'query ($nul: ID!) { host(id: $nul) { id } }'],
      ['id', 'query ($nul: ID!) { interface(id: $nul) { id } }'],
    ] as const;
    for (const [field, query] of questions) {
      const { errors } = await askGraphql(aggregator.url, query, { nul: 'a\u0000b' });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
    }
    const response = await fetch(`${aggregator.url}/api/v1/interface/%00/stats`);
    expect(response.status).toBe(404);
  });

  it('refuses a subscription by HTTP', async () => {
    const { errors } = await askGraphql(aggregator.url, 'subscription { traffic { hostId } }');
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('WebSocket'),
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  it('refuses operations that ask for too much at once', async () => {
    const many = (count: number): string =>
      `{ ${Array.from({ length: count }, (_, index) => `a${index}: __typename`).join(' ')} }`;
    expect((await askGraphql(aggregator.url, many(20))).errors).toBeUndefined();
    expect((await askGraphql(aggregator.url, many(51))).errors?.[0]?.message).toContain('more than 50 fields');
    expect((await askGraphql(aggregator.url, many(5_000))).errors?.[0]?.message).toContain('2000 tokens');
  });

  it('refuses operations that nest without end', async () => {
    const query = `{ host(id: "") ${'{ interfaces { host '.repeat(6)}{ id }${' } }'.repeat(6)} }`;
    const { errors } = await askGraphql(aggregator.url, query);
    expect(errors?.[0]?.message).toContain('deeper than 10');
  });
});
