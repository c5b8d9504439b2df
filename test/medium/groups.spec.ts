import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { askGraphql, type GraphqlAnswer } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { openSeed, type Seed } from '../support/seed.js';

const ALPHA = '0f8fad5b-d9cb-469f-a165-70867728950e';
const BETA = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const NOON = Date.parse('2026-11-20T12:00:00Z');
const DAY = 86_400;
const at = (seconds: number): number => NOON + seconds * 1_000;
const iso = (seconds: number): string => new Date(at(seconds)).toISOString();

/** Agents may send any name: it is a value like any other. */
const HOSTILE = `a"b','c\\d$1%_<img src=x>`;

const SERIES = `query ($input: SeriesInput!) { series(input: $input) {
  resolution stepMilliseconds groupCount compareMilliseconds
  series { group others columns keys { dimension label value name }
    statistics { counter total averagePerSecond maximumPerSecond p50PerSecond p95PerSecond p99PerSecond coveredMilliseconds }
    earlier { columns statistics { total } } } } }`;

type Columns = Record<string, (number | null)[]>;
type Statistics = Record<string, number | string | null>;

interface Group {
  readonly group: string;
  readonly others: number | null;
  readonly columns: Columns;
  readonly keys: readonly { dimension: string; label: string | null; value: string | null; name: string | null }[];
  readonly statistics: readonly Statistics[];
  readonly earlier: { readonly columns: Columns; readonly statistics: readonly Statistics[] } | null;
}

interface SeriesData {
  readonly series: {
    readonly resolution: string;
    readonly groupCount: number;
    readonly compareMilliseconds: number | null;
    readonly series: readonly Group[];
  };
}

describeIf(natsServer, 'groups', () => {
  let aggregator: RunningAggregator;
  let seed: Seed;
  let alpha: number;
  let beta: number;

  const ask = (input: Record<string, unknown>): Promise<GraphqlAnswer<SeriesData>> =>
    askGraphql<SeriesData>(aggregator.url, SERIES, {
      input: { from: iso(0), to: iso(10), points: 1, counters: ['RX_BYTES'], measures: ['SUM'], ...input },
    });
  const answer = async (input: Record<string, unknown>): Promise<SeriesData['series']> => {
    const { data, errors } = await ask(input);
    expect(errors).toBeUndefined();
    return data!.series;
  };
  /** The sum of each group by the names of its keys; what is not attributed is called so. */
  const sums = async (input: Record<string, unknown>): Promise<Record<string, number | null | undefined>> => {
    const { series } = await answer(input);
    const names = series.map(({ keys }) => keys.map(({ name }) => name ?? 'unattributed').join(' | '));
    expect(new Set(series.map(({ group }) => group)).size).toBe(series.length);
    return Object.fromEntries(series.map(({ columns }, index) => [names[index], columns['rxBytes']?.[0]]));
  };

  /** A container's interface; what it counts is a power of two, so that a sum tells who is in it. */
  const container = async (
    [hostId, uuid]: readonly [number, string],
    namespace: string,
    rxBytes: number,
    inventory: readonly Record<string, unknown>[],
    networkId: string | null = null,
  ): Promise<number> => {
    for (const [index, each] of inventory.entries()) {
      await addContainer(hostId, { id: `${namespace}-${index}`.padEnd(64, '0'), namespace, ...each });
    }
    const placed = { class: 'container', uplink: false, namespace, ...(networkId !== null && { networkId }) };
    const { seriesId } = await seed.series(hostId, uuid, `${namespace}/eth0`, placed);
    await seed.traffic(seriesId, at(5), { rxBytes });
    return seriesId;
  };
  const addContainer = async (hostId: number, values: Record<string, unknown>): Promise<void> => {
    const row = { host_id: hostId, host_network: false, labels: {}, ...values };
    const places = Object.keys(row).map((_, index) => `$${index + 1}`);
    await seed.query(
      `INSERT INTO container (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(row),
    );
  };
  const hostInterface = async (
    hostId: number,
    uuid: string,
    name: string,
    cls: string,
    rxBytes: number,
  ): Promise<void> => {
    const { seriesId } = await seed.series(hostId, uuid, `host/${name}`, { class: cls, uplink: cls === 'uplink' });
    await seed.traffic(seriesId, at(5), { rxBytes });
  };

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({
      WEIR_DATABASE_URL: database.url,
      WEIR_NATS_URL: nats.url,
      WEIR_ROLES: 'api',
    });
    seed = await openSeed(database.url);
    alpha = await seed.host(ALPHA, 'alpha', { lastSeenMs: at(60) });
    beta = await seed.host(BETA, 'beta', { lastSeenMs: at(60) });
    await seed.presence(alpha, at(0), at(60));
    await seed.presence(beta, at(0), at(60));
    await hostInterface(alpha, ALPHA, 'eth0', 'uplink', 1_024);
    await hostInterface(alpha, ALPHA, 'docker0', 'bridge', 2_048);
    await hostInterface(alpha, ALPHA, 'veth1', 'veth', 4_096);
    await hostInterface(beta, BETA, 'eth0', 'uplink', 8_192);
    // One network by name, though each host has its own.
    for (const [host, id] of [
      [alpha, 'net-a'],
      [beta, 'net-b'],
    ]) {
      await seed.query(`INSERT INTO network VALUES ($1, $2, 'shop_front', 'bridge', false, '{}')`, [host, id]);
    }
    const web = { stack: 'shop', service: 'web', image: 'nginx:1.29' };
    const [onAlpha, onBeta] = [[alpha, ALPHA] as const, [beta, BETA] as const];
    await container(onAlpha, 'a1', 1, [{ name: 'shop-web-1', ...web, labels: { team: 'red', tier: '1' } }], 'net-a');
    await container(onAlpha, 'a2', 2, [
      { name: 'proxy', stack: 'mesh', labels: { team: 'blue' } },
      { name: 'cart', image: 'cart:2' },
    ]);
    await container(onAlpha, 'a3', 4, []);
    await container(onBeta, 'b1', 8, [{ name: 'shop-web-2', ...web, labels: { team: 'red' } }], 'net-b');
    await container(onBeta, 'b2', 16, [{ name: 'mon_agent.1', stack: 'mon', service: 'mon_agent' }]);
    await container(onBeta, 'b3', 32, [
      { name: 'api', pod: 'api-7d', pod_namespace: 'prod', workload: 'Deployment/api' },
      { name: 'pod sandbox', pod: 'api-7d', pod_namespace: 'prod', workload: 'Deployment/api' },
    ]);
    await container(onBeta, 'b4', 64, [{ name: HOSTILE, stack: HOSTILE, service: HOSTILE, labels: { team: HOSTILE } }]);
  });

  afterAll(() => seed.end());

  it.each<[string, Record<string, unknown>, Record<string, number>]>([
    ['host: uplinks only', { grouping: 'HOST' }, { alpha: 1_024, beta: 8_192 }],
    ['all: uplinks only', { grouping: 'ALL' }, { all: 9_216 }],
    ['class: each alone', { groupBy: ['CLASS'] }, { uplink: 9_216, bridge: 2_048, veth: 4_096, container: 127 }],
    ['network, by name over hosts', { groupBy: ['NETWORK'] }, { shop_front: 9, unattributed: 118 }],
    ['stack', { groupBy: ['STACK'] }, { shop: 9, mesh: 2, mon: 16, [HOSTILE]: 64, unattributed: 36 }],
    [
      'service, replicas summed',
      { groupBy: ['SERVICE'] },
      { 'shop/web': 9, mon_agent: 16, [`${HOSTILE}/${HOSTILE}`]: 64, unattributed: 38 },
    ],
    ['workload', { groupBy: ['WORKLOAD'] }, { 'prod/Deployment/api': 32, unattributed: 95 }],
    [
      'container, sharers of a namespace as one',
      { groupBy: ['CONTAINER'] },
      {
        ...{ 'shop-web-1': 1, 'cart, proxy': 2, unattributed: 4, 'shop-web-2': 8, 'mon_agent.1': 16 },
        ...{ 'api-7d/api, api-7d/pod sandbox': 32, [HOSTILE]: 64 },
      },
    ],
    ['label', { groupByLabels: ['team'] }, { red: 9, blue: 2, [HOSTILE]: 64, unattributed: 52 }],
    [
      'two dimensions',
      { groupBy: ['HOST', 'NETWORK'] },
      { 'alpha | shop_front': 1, 'alpha | unattributed': 6, 'beta | shop_front': 8, 'beta | unattributed': 112 },
    ],
    [
      'a dimension and a label',
      { groupBy: ['HOST'], groupByLabels: ['team'], filter: { host: { eq: 'alpha' } } },
      { 'alpha | red': 1, 'alpha | blue': 2, 'alpha | unattributed': 4 },
    ],
  ])('sums by %s', async (_, input, expected) => {
    expect(await sums(input)).toEqual(expected);
  });

  it('lets an explicit filter decide which interfaces count', async () => {
    expect(await sums({ grouping: 'HOST', filter: { classes: ['BRIDGE', 'VETH'] } })).toEqual({ alpha: 6_144 });
    expect(await sums({ grouping: 'HOST', filter: { uplink: false } })).toEqual({ alpha: 6_151, beta: 120 });
    expect(await sums({ groupBy: ['STACK'], filter: { uplink: true } })).toEqual({ unattributed: 9_216 });
  });

  it('tells ids and names of groups apart', async () => {
    const { series } = await answer({ groupBy: ['HOST', 'NETWORK'], filter: { network: { eq: 'shop_front' } } });
    expect(series.map(({ keys }) => keys)).toContainEqual([
      { dimension: 'HOST', label: null, value: ALPHA, name: 'alpha' },
      { dimension: 'NETWORK', label: null, value: 'shop_front', name: 'shop_front' },
    ]);
    const byHost = await answer({ grouping: 'HOST' });
    expect(byHost.series.map(({ group }) => group).sort()).toEqual([ALPHA, BETA].sort());
  });

  it.each<[Record<string, unknown>, number]>([
    [{ host: { eq: 'alpha' } }, 7],
    [{ host: { in: [BETA] } }, 120],
    [{ host: { contains: 'ALPH' } }, 7],
    [{ host: { glob: '?eta' } }, 120],
    [{ interface: { eq: 'eth0' } }, 127],
    [{ interface: { glob: 'ETH*' } }, 127],
    [{ interface: { glob: 'eth' } }, 0],
    [{ network: { glob: 'shop*' } }, 9],
    [{ network: { contains: 'front' }, host: { eq: 'beta' } }, 8],
    [{ container: { eq: 'cart' } }, 2],
    [{ container: { eq: 'api-7d/api' } }, 32],
    [{ container: { glob: 'shop-web-?' } }, 9],
    [{ image: { glob: 'nginx:*' } }, 9],
    [{ stack: { in: ['shop', 'mon'] } }, 25],
    [{ stack: {} }, 91],
    [{ service: { eq: 'web' } }, 9],
    [{ service: { eq: 'shop/web' } }, 9],
    [{ workload: { glob: 'deployment/*' } }, 32],
    [{ workload: { eq: 'prod/Deployment/api' } }, 32],
    [{ labels: [{ key: 'team' }] }, 75],
    [{ labels: [{ key: 'team', eq: 'red' }, { key: 'tier' }] }, 1],
    // Both of one container, not one of each sharer.
    [{ stack: { eq: 'mesh' }, image: { eq: 'cart:2' } }, 0],
    [{ text: 'SHOP' }, 9],
    [{ stack: { eq: HOSTILE } }, 64],
    [{ stack: { contains: HOSTILE } }, 64],
    [{ stack: { glob: `${HOSTILE.slice(0, 4)}*` } }, 64],
    [{ stack: { glob: '%' } }, 0],
    [{ container: { eq: `'; DROP TABLE series; --` } }, 0],
  ])('filters by %j', async (filter, expected) => {
    const containers = { ...filter, classes: ['CONTAINER'] };
    expect((await sums({ groupBy: ['ALL'], filter: containers }))['all'] ?? 0).toBe(expected);
    const query = `query ($filter: Filter!) { interfaces(filter: $filter) { nodes { id } totalCount } }`;
    const { data, errors } = await askGraphql<{ interfaces: { nodes: unknown[]; totalCount: number } }>(
      aggregator.url,
      query,
      { filter: containers },
    );
    expect(errors).toBeUndefined();
    const count = [...expected.toString(2)].filter((bit) => bit === '1').length;
    expect(data?.interfaces).toMatchObject({ nodes: { length: count }, totalCount: count });
  });

  it('ranks groups, and sums up the rest as one', async () => {
    const top = { count: 2 };
    const { series, groupCount } = await answer({ groupBy: ['CONTAINER'], top, measures: ['SUM', 'AVERAGE'] });
    expect(series.map(({ keys, others, columns }) => [keys[0]?.name, others, columns['rxBytes']?.[0]])).toEqual([
      [HOSTILE, null, 64],
      ['api-7d/api, api-7d/pod sandbox', null, 32],
      [undefined, 5, 31],
    ]);
    expect([groupCount, series[2]?.group]).toEqual([7, 'others']);
    expect(series[2]?.columns['rxBytesPerSecond']).toEqual([3.1]);
    const all = await answer({ groupBy: ['CONTAINER'], top: { count: 7 } });
    expect(all.series.map(({ others }) => others)).toEqual(Array(7).fill(null));
  });

  it('gives average, total, maximum and percentiles of each group over the whole range', async () => {
    const { seriesId } = await seed.series(alpha, ALPHA, 'host/ramp0', { class: 'virtual', uplink: false });
    for (let second = 0; second < 60; second += 1) {
      // 61 … 120 bytes per second in an order of its own; the last sample is coarse and sets no maximum.
      await seed.traffic(seriesId, at(300 + second), { rxBytes: 61 + ((second * 7) % 60), txBytes: 5 });
    }
    await seed.traffic(seriesId, at(360), { rxBytes: 4_000_000 }, 10_000);
    await seed.presence(alpha, at(300), at(360));
    await seed.presence(alpha, at(360), at(370), 10_000);
    const filter = { interface: { eq: 'ramp0' } };
    const counters = ['RX_BYTES', 'TX_BYTES', 'RX_ERRORS'];
    const range = { from: iso(300), to: iso(360), points: 60, measures: ['MAXIMUM'], counters, filter };
    const { series } = await answer({ ...range, groupBy: ['CLASS'] });
    expect(series[0]?.statistics).toEqual([
      {
        ...{
          counter: 'RX_BYTES',
          total: 5_430,
          averagePerSecond: 90.5,
          maximumPerSecond: 120,
          coveredMilliseconds: 60_000,
        },
        ...{ p50PerSecond: 90, p95PerSecond: 117, p99PerSecond: 120 },
      },
      expect.objectContaining({ counter: 'TX_BYTES', total: 300, p99PerSecond: 5, maximumPerSecond: 5 }),
      expect.objectContaining({ counter: 'RX_ERRORS', total: 0, p99PerSecond: 0, maximumPerSecond: null }),
    ]);
    expect(Object.keys(series[0]?.columns ?? {})).toEqual(['rxBytesPerSecondMaximum', 'txBytesPerSecondMaximum']);
    const late = await answer({ ...range, to: iso(370), points: 7, groupBy: ['CLASS'] });
    expect(late.series[0]?.columns['rxBytesPerSecondMaximum']?.slice(-2)).toEqual([expect.any(Number), null]);
    expect(late.series[0]?.statistics[0]?.['maximumPerSecond']).toBe(120);
  });

  it('reads maxima of the roll-up, and ranks by them', async () => {
    const calm = await seed.series(alpha, ALPHA, 'host/calm0', { class: 'tunnel', uplink: false });
    const burst = await seed.series(alpha, ALPHA, 'host/burst0', { class: 'tunnel', uplink: false });
    const bucket = (seriesId: number, rxBytes: number, maxima: [number, number] | null): object => ({
      ...{ seriesId, deltas: { rxBytes }, maxima },
    });
    const buckets = [0, 1].map((minute) => ({
      startMs: at(-DAY + minute * 60),
      series: [bucket(calm.seriesId, 6_000, [100, 0]), bucket(burst.seriesId, 3_000, minute ? null : [3_000, 0])],
    }));
    await seed.buckets('1m', alpha, buckets as never);
    const input = { from: iso(-DAY), to: iso(-DAY + 120), points: 2, measures: ['MAXIMUM'], groupBy: ['INTERFACE'] };
    const by = async (measure: string): Promise<[string | null | undefined, unknown][]> => {
      const { series } = await answer({ ...input, filter: { classes: ['TUNNEL'] }, top: { count: 2, by: measure } });
      return series.map(({ keys, columns }) => [keys[0]?.name, columns['rxBytesPerSecondMaximum']]);
    };
    const [calmLine, burstLine] = [
      ['calm0', [100, 100]],
      ['burst0', [3_000, null]],
    ];
    expect(await by('TOTAL')).toEqual([calmLine, burstLine]);
    expect(await by('MAXIMUM')).toEqual([burstLine, calmLine]);
  });

  it('compares with the same range earlier, bucket by bucket', async () => {
    const { seriesId } = await seed.series(beta, BETA, 'host/weekly0', { class: 'vlan', uplink: false });
    for (const [week, rxBytes] of [
      [0, 500],
      [1, 300],
    ] as const) {
      await seed.presence(beta, at(600 - week * 7 * DAY), at(660 - week * 7 * DAY));
      await seed.traffic(seriesId, at(615 - week * 7 * DAY), { rxBytes });
    }
    const input = { from: iso(600), to: iso(660), points: 6, measures: ['AVERAGE'], filter: { classes: ['VLAN'] } };
    const compared = { ...input, groupBy: ['CLASS'], compareMilliseconds: 7 * DAY * 1_000 };
    const { series, compareMilliseconds } = await answer(compared);
    expect(compareMilliseconds).toBe(7 * DAY * 1_000);
    expect(series[0]?.columns['rxBytesPerSecond']).toEqual([0, 50, 0, 0, 0, 0]);
    expect(series[0]?.earlier?.columns['rxBytesPerSecond']).toEqual([0, 30, 0, 0, 0, 0]);
    expect(series[0]?.earlier?.statistics[0]?.['total']).toBe(300);
    // A shift that is no multiple of the step moves the buckets, not what is in them.
    const moved = await answer({ ...compared, compareMilliseconds: 7 * DAY * 1_000 + 3_500 });
    expect(moved.series[0]?.earlier?.columns['rxBytesPerSecond']).toEqual([0, 30, 0, 0, 0, 0]);
    expect(moved.series[0]?.earlier?.statistics[0]?.['total']).toBe(300);
    expect((await answer({ ...input, groupBy: ['CLASS'] })).series[0]?.earlier).toBeNull();
  });

  it('compares the rest of a top with the same rest', async () => {
    const { series } = await answer({ groupBy: ['STACK'], top: { count: 1 }, compareMilliseconds: 1_000 });
    expect(series.map(({ others, earlier }) => [others, earlier?.columns['rxBytes']])).toEqual([
      [null, [64]],
      [4, [63]],
    ]);
  });

  it('asks of an earlier range no finer than what is left of it', async () => {
    await seed.query(`INSERT INTO horizon VALUES ('raw', $1), ('1m', '-infinity')`, [iso(-DAY)]);
    const input = { from: iso(0), to: iso(60), points: 60, groupBy: ['HOST'] };
    const answered = await answer({ ...input, compareMilliseconds: 2 * DAY * 1_000 + 7_000 });
    expect([answered.resolution, answered.compareMilliseconds]).toEqual(['1m', 2 * DAY * 1_000]);
    await seed.query('DELETE FROM horizon');
  });

  it('counts what a replaced container counted, in its service and not as an interface that is there', async () => {
    const [gone, fresh] = [
      { goneMs: at(1_230), name: 'old' },
      { firstMs: at(1_230), name: 'new' },
    ];
    for (const [namespace, { name, ...life }, rxBytes] of [
      ['c1', gone, 100],
      ['c2', fresh, 200],
    ] as const) {
      await addContainer(beta, {
        ...{ id: namespace.padEnd(64, '0'), name: `roll-${name}`, namespace, stack: 'roll', service: 'out' },
        gone_at: name === 'old' ? iso(1_230) : null,
      });
      const placed = { class: 'container', uplink: false, namespace, ...life };
      const { seriesId } = await seed.series(beta, BETA, `${namespace}/eth0`, placed);
      await seed.traffic(seriesId, at(name === 'old' ? 1_210 : 1_250), { rxBytes });
    }
    await seed.presence(beta, at(1_200), at(1_260));
    const range = { from: iso(1_200), to: iso(1_260), points: 2, measures: ['SUM'], filter: { stack: { eq: 'roll' } } };
    const { series } = await answer({ ...range, groupBy: ['SERVICE'] });
    expect(series.map(({ columns }) => columns['rxBytes'])).toEqual([[100, 200]]);
    const lines = async (filter: object): Promise<unknown> =>
      (await answer({ ...range, filter: { ...range.filter, ...filter } })).series.map(
        ({ columns }) => columns['rxBytes'],
      );
    expect(await lines({})).toEqual([[null, 200]]);
    expect(await lines({ includeGone: true })).toEqual(
      expect.arrayContaining([
        [100, null],
        [null, 200],
      ]),
    );
    const later = await answer({ ...range, from: iso(1_240), groupBy: ['CONTAINER'] });
    expect(later.series.map(({ keys }) => keys[0]?.name)).toEqual(['roll-new']);
  });

  it('divides a member that could not be read by its own time, and the others by theirs', async () => {
    const [read, unread] = await Promise.all(
      ['read0', 'unread0'].map((name) =>
        seed.series(alpha, ALPHA, `host/${name}`, { class: 'virtual', uplink: false }),
      ),
    );
    await seed.presence(alpha, at(1_800), at(1_860));
    await seed.traffic(read!.seriesId, at(1_805), { rxBytes: 100 });
    await seed.traffic(unread!.seriesId, at(1_806), { rxBytes: 50 });
    // Of the second ten seconds five were lost; of the third all were read later.
    await seed.unread(unread!.seriesId, at(1_810), at(1_815));
    await seed.traffic(unread!.seriesId, at(1_816), { rxBytes: 50 });
    await seed.unread(unread!.seriesId, at(1_820), at(1_830));
    await seed.traffic(unread!.seriesId, at(1_820), { rxBytes: 1_100 }, 11_000);
    const filter = { classes: ['VIRTUAL'], interface: { glob: '*read0' } };
    const range = { from: iso(1_800), to: iso(1_840), points: 4, measures: ['AVERAGE'], filter };
    const { series } = await answer({ ...range, grouping: 'ALL' });
    expect(series[0]?.columns['rxBytesPerSecond']).toEqual([15, 10, 100, 10]);
  });

  it('refuses more groups than a chart can show, unless the top is asked for', async () => {
    await seed.query(
      `INSERT INTO series (host_id, key, net_id, name, class, first_at)
       SELECT $1, 'host/tap' || n, 'tap-' || n, 'tap' || n, 'loopback', 'epoch' FROM generate_series(1, 1001) AS n`,
      [alpha],
    );
    const filter = { classes: ['LOOPBACK'] };
    const { errors } = await ask({ filter });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('1001 groups'),
      extensions: { code: 'BAD_USER_INPUT', field: 'filter' },
    });
    const { series, groupCount } = await answer({ filter, top: { count: 3 } });
    expect([groupCount, series.length, series[3]?.others]).toEqual([1_001, 4, 998]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['groupBy', { groupBy: [] }],
    ['groupBy', { groupBy: ['LABEL'] }],
    ['groupBy', { groupBy: ['HOST', 'HOST'] }],
    ['groupByLabels', { groupByLabels: ['\u0000'] }],
    ['top.count', { top: { count: 0 } }],
    ['top.counter', { top: { count: 1, counter: 'TX_DROPPED' } }],
    ['compareMilliseconds', { compareMilliseconds: -1 }],
    ['measures', { measures: [] }],
    ['filter.service', { filter: { service: { glob: '\u0000' } } }],
  ])('refuses bad input by the name of its field: %s', async (field, fault) => {
    const { errors } = await ask(fault);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});
