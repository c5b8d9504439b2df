import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Described, filledIn } from '../../../apps/aggregator/src/api/openapi/openapi.fixture.js';
import { type RunningAggregator, startAggregator } from '../../support/aggregator.js';
import { startNats } from '../../support/nats.js';
import { startPostgres } from '../../support/postgres.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { type AskRest, restOf, type RestAnswer } from '../../support/rest.js';
import { openSeed, type Seed, type SeededId } from '../../support/seed.js';

const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
const DB = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const NOON = Date.parse('2026-11-20T12:00:00Z');
const at = (seconds: number): number => NOON + seconds * 1_000;
const iso = (seconds: number): string => new Date(at(seconds)).toISOString();
const RANGE = `from=${iso(0)}&to=${iso(60)}`;

interface Problem {
  readonly status: number;
  readonly detail: string;
  readonly field?: string;
}

describeIf(natsServer, 'REST', () => {
  let aggregator: RunningAggregator;
  let seed: Seed;
  let ask: AskRest;
  let eth0: SeededId;
  let api0: SeededId;

  const names = async (route: string, query = ''): Promise<string[]> =>
    (await ask<{ name: string }[]>(route, query)).body.map(({ name }) => name);

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' });
    seed = await openSeed(database.url);
    ask = await restOf(aggregator.url);
    const web = await seed.host(WEB, 'web', { lastSeenMs: Date.now() });
    const db = await seed.host(DB, 'db', { lastSeenMs: at(60) });
    await seed.query(`UPDATE host SET labels = '{"site":"berlin"}' WHERE host_id = $1`, [web]);
    await seed.query(`INSERT INTO network VALUES ($1, 'net1', 'shop_backend', 'bridge', false, '{172.18.0.0/16}')`, [
      web,
    ]);
    await seed.query(
      `INSERT INTO container (host_id, id, name, image, namespace, host_network, stack, service, labels)
       VALUES ($1, repeat('c', 64), 'shop-api-1', 'shop/api:2', 'cccccccccccc', false, 'shop', 'api', '{"team":"shop"}')`,
      [web],
    );
    eth0 = await seed.series(web, WEB, 'host/eth0');
    await seed.series(db, DB, 'host/eth0');
    await seed.series(db, DB, 'host/eth9', { class: 'virtual', uplink: false, goneMs: at(30) });
    const placed = { class: 'container', uplink: false, namespace: 'cccccccccccc', networkId: 'net1' };
    api0 = await seed.series(web, WEB, 'cccccccccccc/eth0', placed);
    await seed.query(`UPDATE series SET addresses = '{172.18.0.3}', state = 'up' WHERE series_id = $1`, [
      api0.seriesId,
    ]);
    for (const hostId of [web, db]) await seed.presence(hostId, at(0), at(60));
    await seed.traffic(eth0.seriesId, at(10), { rxBytes: 6_000, txBytes: 60 });
    await seed.traffic(api0.seriesId, at(10), { rxBytes: 9_007_199_254_740_991 });
    await seed.traffic(api0.seriesId, at(11), { rxBytes: 9_007_199_254_740_991 });
    for (const [second, kind, subject] of [
      [1, 'interface.mtu', 'host/eth0'],
      [2, 'container.started', 'c'.repeat(64)],
      [3, 'interface.mtu', 'host/eth0'],
    ] as const) {
      const values = [web, iso(second), kind, subject, '1500', '9000', `${kind} ${second}`];
      await seed.query(`INSERT INTO event VALUES ($1, $2, $3, $4, $5, $6, $7)`, values);
    }
  });

  afterAll(() => seed.end());

  it('lists hosts, and answers one', async () => {
    expect(await names('/api/v1/hosts')).toEqual(['db', 'web']);
    expect(await names('/api/v1/hosts', 'hostLabel=site%3Db*')).toEqual(['web']);
    expect(await names('/api/v1/hosts', 'hostState=silent')).toEqual(['db']);
    const { body } = await ask('/api/v1/hosts/{id}', '', `/api/v1/hosts/${WEB}`);
    expect(body).toMatchObject({ id: WEB, name: 'web', state: 'alive', labels: { site: 'berlin' } });
    const missing = await ask<Problem>('/api/v1/hosts/{id}', '', '/api/v1/hosts/none');
    expect([missing.status, missing.body.detail]).toEqual([404, 'There is no host with id "none"']);
  });

  it('lists networks and containers with their host', async () => {
    const networks = await ask<object[]>('/api/v1/networks');
    expect(networks.body).toEqual([expect.objectContaining({ name: 'shop_backend', host: 'web', hostId: WEB })]);
    const containers = await ask<object[]>('/api/v1/containers', 'label=team&service=shop/api');
    expect(containers.body).toEqual([
      expect.objectContaining({ name: 'shop-api-1', host: 'web', labels: { team: 'shop' } }),
    ]);
    expect(await names('/api/v1/containers', 'label=team%3Dother')).toEqual([]);
  });

  it.each([
    ['', ['db host/eth0', 'web host/eth0', 'web cccccccccccc/eth0']],
    ['host=web', ['web host/eth0', 'web cccccccccccc/eth0']],
    ['host=w*', ['web host/eth0', 'web cccccccccccc/eth0']],
    ['host=web&host=db&uplink=true', ['db host/eth0', 'web host/eth0']],
    ['class=container,virtual', ['web cccccccccccc/eth0']],
    ['class=container&class=virtual&includeGone=true', ['db host/eth9', 'web cccccccccccc/eth0']],
    ['network=shop_*&linkState=up', ['web cccccccccccc/eth0']],
    ['address=172.18.0.0/24', ['web cccccccccccc/eth0']],
    ['address=172.18.0.3', ['web cccccccccccc/eth0']],
    ['address=172.18.0.4', []],
    ['text=SHOP-API', ['web cccccccccccc/eth0']],
    ['host=WEB', []],
  ])('lists interfaces by %j', async (query, expected) => {
    const { body } = await ask<{ net_id: string }[]>('/api/v1/interface', query);
    const rows = await seed.query(
      `SELECT net_id, host.name || ' ' || key AS name FROM series JOIN host USING (host_id)`,
    );
    const nameOf = new Map(rows.map((row) => [row['net_id'], row['name']]));
    expect(body.map(({ net_id }) => nameOf.get(net_id))).toEqual(expected);
  });

  it('reads lists page by page, each entry once', async () => {
    for (const route of ['/api/v1/interface', '/api/v1/events']) {
      const whole = (await ask<object[]>(route, route.endsWith('events') ? 'limit=500' : '')).body;
      const found: object[] = [];
      let path: string | null = `${route}?limit=1&host=web&host=db`;
      while (path !== null) {
        const query: string = path.slice(path.indexOf('?') + 1);
        const { body, next }: RestAnswer<object[]> = await ask(route, query);
        found.push(...body);
        path = next;
      }
      expect(found).toEqual(whole);
      expect(found).toHaveLength(3);
    }
  });

  it('tells what changed, the newest first', async () => {
    const texts = async (query: string): Promise<string[]> =>
      (await ask<{ text: string }[]>('/api/v1/events', query)).body.map(({ text }) => text);
    expect(await texts('')).toEqual(['interface.mtu 3', 'container.started 2', 'interface.mtu 1']);
    expect(await texts('kind=interface.*')).toEqual(['interface.mtu 3', 'interface.mtu 1']);
    expect(await texts(`from=${iso(2)}&to=${iso(3)}`)).toEqual(['container.started 2']);
    expect(await texts('host=db')).toEqual([]);
  });

  it('answers series of any grouping, and of one interface', async () => {
    const { body } = await ask<{ series: { group: string; columns: Record<string, unknown> }[] }>(
      '/api/v1/series',
      `${RANGE}&points=6&groupBy=host&counters=rxBytes&measures=average,sum`,
    );
    expect(body.series.map(({ group }) => group)).toEqual([DB, WEB]);
    expect(body.series[1]?.columns).toEqual({
      rxBytesPerSecond: [0, 600, 0, 0, 0, 0],
      rxBytes: [0, 6_000, 0, 0, 0, 0],
    });
    const own = await ask<typeof body>(
      '/api/v1/interface/{net_id}/series',
      `${RANGE}&points=6&counters=rxBytes`,
      `/api/v1/interface/${eth0.netId}/series`,
    );
    expect(own.body.series[0]?.columns).toEqual({ rxBytesPerSecond: [0, 600, 0, 0, 0, 0] });
    const labels = await ask<typeof body>('/api/v1/series', `${RANGE}&points=1&groupBy=service,label:team`);
    expect(labels.body.series.map(({ group }) => group)).toEqual(['["shop/api","shop"]']);
  });

  it('answers totals to the last digit', async () => {
    const { body } = await ask<{ groups: { totals: { counter: string; total: string }[] }[] }>(
      '/api/v1/totals',
      `${RANGE}&groupBy=container&counters=rxBytes`,
    );
    expect(body.groups[0]?.totals).toEqual([
      expect.objectContaining({ counter: 'rxBytes', total: '18014398509481982' }),
    ]);
  });

  it('answers the range that was asked, by default the last hour', async () => {
    const { body } = await ask<{ from: string; to: string }>('/api/v1/series', 'groupBy=all');
    const spanMs = Date.parse(body.to) - Date.parse(body.from);
    expect(Math.abs(spanMs - 3_600_000)).toBeLessThan(60_000);
    expect(Math.abs(Date.parse(body.to) - Date.now())).toBeLessThan(60_000);
  });

  it.each([
    ['/api/v1/hosts', 'limti=5', 'limti', 'is not known here: use host'],
    ['/api/v1/interface', 'hosts=web', 'hosts', 'is not known here'],
    ['/api/v1/interface', '?limit=1', '?limit', 'is not known here'],
    ['/api/v1/system', '?limit=1', '?limit', 'is not known here: there are no parameters'],
    ['/api/v1/interface', 'host%5Beq%5D=web', 'host[eq]', 'is not known here'],
    ['/api/v1/interface', 'limit=0', 'limit', 'from 1 to 500'],
    ['/api/v1/interface', 'limit=501', 'limit', 'from 1 to 500'],
    ['/api/v1/interface', 'limit=1&limit=2', 'limit', 'more than once'],
    ['/api/v1/interface', 'host=', 'host', 'is empty'],
    ['/api/v1/interface', 'host=%00', 'host', 'NUL'],
    ['/api/v1/interface', 'host=a*&host=b', 'host', 'one pattern'],
    ['/api/v1/interface', 'class=uplnik', 'class', '"uplnik"'],
    ['/api/v1/interface', 'uplink=1', 'uplink', 'neither true nor false'],
    ['/api/v1/interface', 'address=300.1.1.1', 'address', 'no IP address'],
    ['/api/v1/interface', 'label=%3Dx', 'label', 'no key'],
    ['/api/v1/interface', 'limit=1&cursor=abc', 'cursor', 'Link'],
    ['/api/v1/hosts', 'cursor=WyJuZXR3b3JrcyBuYW1lIl0', 'cursor', 'Link'],
    ['/api/v1/series', `from=${iso(60)}&to=${iso(0)}`, 'from', 'before to'],
    ['/api/v1/series', 'from=yesterday', 'from', 'no moment'],
    ['/api/v1/series', 'from=2026-02-31T00:00:00Z', 'from', 'no moment'],
    ['/api/v1/series', 'points=301', 'points', '300'],
    ['/api/v1/series', 'groupBy=planet', 'groupBy', '"planet"'],
    ['/api/v1/series', 'groupBy=host,host', 'groupBy', 'twice'],
    ['/api/v1/series', 'counters=rxBytes,bytes', 'counters', '"bytes"'],
    ['/api/v1/series', 'top=1001', 'top', '1000'],
    ['/api/v1/totals', 'topBy=luck', 'topBy', 'none of total'],
    ['/api/v1/totals', 'points=5', 'points', 'is not known here'],
    ['/api/v1/events', 'from=9999-12-31T00:00:00-12:00&to=2026-01-01T00:00:00Z', 'from', 'before to'],
  ])('refuses %s?%s by the name of the parameter, with a remedy', async (route, query, field, detail) => {
    const { status, body } = await ask<Problem>(route, query);
    expect([status, body.field]).toEqual([400, field]);
    expect(body.detail).toContain(detail);
    expect(body.detail.startsWith(`${field}: `)).toBe(true);
  });

  it('refuses whatever is given to a route that takes nothing', async () => {
    const { paths } = (await (await fetch(`${aggregator.url}/api/openapi.json`)).json()) as Described;
    const bare = Object.entries(paths).filter(
      ([path, { get }]) =>
        path.startsWith('/api/v1/') && get && !get.parameters?.some(({ in: place }) => place === 'query'),
    );
    expect(bare.map(([path]) => path)).toEqual(
      expect.arrayContaining(['/api/v1/quota', '/api/v1/saved-report', '/api/v1/system', '/api/v1/hosts/{id}']),
    );
    for (const [route] of bare) {
      const { status, body } = await ask<Problem>(route, 'x=1', route.replaceAll(/\{\w+\}/g, 'y'));
      expect([route, status, body.detail]).toEqual([route, 400, 'x: is not known here: there are no parameters']);
    }
  });

  it.each(['hosts', 'interfaces', 'containers', 'networks', 'events', 'series', 'totals'])(
    'exports %s as described',
    async (name) => {
      const query = ['series', 'totals'].includes(name) ? `${RANGE}&groupBy=network,container` : '';
      const { body } = await ask<object[]>(`/api/v1/export/${name}.{format}`, query, `/api/v1/export/${name}.json`);
      expect(body).not.toEqual([]);
    },
  );

  it('takes what the page of the description fills in', async () => {
    const { paths } = (await (await fetch(`${aggregator.url}/api/openapi.json`)).json()) as Described;
    const refused: unknown[] = [];
    // One after another: exports have few slots.
    for (const [path, { get }] of Object.entries(paths)) {
      if (!get) continue;
      const response = await fetch(`${aggregator.url}${filledIn(path, get)}`);
      const text = await response.text();
      // By now its hosts have been silent for a while.
      const isUnwell = path === '/healthz' && response.status === 503;
      if (![200, 404].includes(response.status) && !isUnwell) refused.push([response.url, text]);
    }
    expect(refused).toEqual([]);
  });

  it('serves the description that is committed', async () => {
    const { readFile } = await import('node:fs/promises');
    const committed = await readFile(new URL('../../../apps/aggregator/openapi.json', import.meta.url), 'utf8');
    expect(await (await fetch(`${aggregator.url}/api/openapi.json`)).json()).toEqual(JSON.parse(committed));
  });
});
