import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { COUNTERS } from '@weir/model';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import type { TestDatabase } from '../support/database.js';
import { startPostgres } from '../support/postgres.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { openSeed, type Seed, type SeededId } from '../support/seed.js';

const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
const END = Date.parse('2026-11-20T12:00:00.003Z');
const before = (seconds: number): number => END - seconds * 1_000;

interface Stats {
  readonly totals: Record<string, string>;
  readonly rates: Record<string, number>;
  readonly averages: Record<string, Record<string, number>>;
  readonly lastUpdate: string;
  readonly uptimeSeconds: number;
  readonly resets: number;
}

describeIf(natsServer, 'REST, health and files', () => {
  let aggregator: RunningAggregator;
  let nats: TestNats;
  let database: TestDatabase;
  let seed: Seed;
  let hostId: number;
  const dashboard = temporaryDirectory('dashboard');

  const get = async <T>(path: string): Promise<T> => (await (await fetch(`${aggregator.url}${path}`)).json()) as T;
  const statsOf = ({ netId }: SeededId): Promise<Stats> => get<Stats>(`/api/v1/interface/${netId}/stats`);
  const base = async ({ seriesId }: SeededId, atMs: number, counters: readonly string[]): Promise<void> => {
    await seed.query('INSERT INTO counter_base VALUES ($1, $2, $3)', [
      seriesId,
      new Date(atMs).toISOString(),
      counters,
    ]);
  };

  beforeAll(async () => {
    await mkdir(join(dashboard, 'assets'));
    await writeFile(join(dashboard, 'index.html'), '<!doctype html><title>weir</title>');
    await writeFile(join(dashboard, 'assets/index-1a2b3c.js'), '// weir\n'.repeat(1_000));
    [nats, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({
      WEIR_DATABASE_URL: database.url,
      WEIR_NATS_URL: nats.url,
      WEIR_ROLES: 'api',
      WEIR_DASHBOARD_DIR: dashboard,
    });
    seed = await openSeed(database.url);
    hostId = await seed.host(WEB, 'web', { lastSeenMs: END });
    // An agent that was restarted: away for 20 s, then one sample for all of it, then seconds again.
    await seed.presence(hostId, before(900), before(60));
    await seed.presence(hostId, before(60), before(40), 20_000);
    await seed.presence(hostId, before(40), before(30));
    // The host was down from 30 to 10 s before the end: a gap.
    await seed.presence(hostId, before(10), before(0));
  });

  afterAll(() => seed.end());

  it('says when a host was last seen, and its totals, though its samples are gone', async () => {
    const silentId = await seed.host('7c9e6679-7425-40de-944b-e07fc1f90ae8', 'silent', { lastSeenMs: END });
    const series = await seed.series(silentId, '7c9e6679-7425-40de-944b-e07fc1f90ae8', 'host/eth0');
    await base(series, before(3_600), ['18446744073709551', ...Array<string>(7).fill('7')]);
    const stats = await statsOf(series);
    expect(stats).toMatchObject({ lastUpdate: new Date(END).toISOString(), rates: null });
    expect(stats.totals['rxBytes']).toBe('18446744073709551');
  });

  it('averages right across a restart and a gap, and gives the newest rates', async () => {
    const series = await seed.series(hostId, WEB, 'host/eth0', { sinceMs: before(3_600) });
    await seed.traffic(series.seriesId, before(60), { rxBytes: 4_000, rxPackets: 40 }, 20_000);
    await seed.traffic(series.seriesId, before(200), { rxBytes: 6_000 });
    await seed.traffic(series.seriesId, before(899), { rxBytes: 10_000 });
    await seed.traffic(series.seriesId, before(1), { txBytes: 250 });
    const stats = await statsOf(series);
    expect(stats.averages['oneMinute']).toMatchObject({
      coveredSeconds: 40,
      rxBytesPerSecond: 100,
      rxPacketsPerSecond: 1,
    });
    expect(stats.averages['fiveMinutes']).toMatchObject({ coveredSeconds: 280, rxBytesPerSecond: 10_000 / 280 });
    expect(stats.averages['fifteenMinutes']).toMatchObject({ coveredSeconds: 880, rxBytesPerSecond: 20_000 / 880 });
    expect(stats.rates).toMatchObject({ rxBytesPerSecond: 0, txBytesPerSecond: 250 });
    expect(stats).toMatchObject({ lastUpdate: '2026-11-20T12:00:00.003Z', uptimeSeconds: 3_600, resets: 0 });
  });

  it('adds up totals beyond 2^53 from the newest base, and shows no spike at a reset', async () => {
    const series = await seed.series(hostId, WEB, 'host/eth1', { sinceMs: before(100), resets: 2 });
    await seed.traffic(series.seriesId, before(150), { rxBytes: 7_000 });
    await base(series, before(100), ['9007199254740993', '0', '0', '0', '0', '0', '0', '5']);
    await seed.traffic(series.seriesId, before(100), { rxBytes: 3_000 });
    await seed.traffic(series.seriesId, before(50), { rxBytes: 9_000_000_000_000, txDropped: 1 });
    const stats = await statsOf(series);
    expect(stats.totals).toEqual({
      ...Object.fromEntries(COUNTERS.map((counter) => [counter, '0'])),
      rxBytes: '9016199254743993',
      txDropped: '6',
    });
    expect(stats).toMatchObject({ resets: 2, uptimeSeconds: 100 });
    expect(stats.averages['oneMinute']?.['rxBytesPerSecond']).toBe(9_000_000_000_000 / 40);
  });

  it('ends with the last second that could be read', async () => {
    const series = await seed.series(hostId, WEB, 'host/eth2');
    await seed.traffic(series.seriesId, before(6), { rxBytes: 77 });
    await seed.unread(series.seriesId, before(5), before(0));
    expect(await statsOf(series)).toMatchObject({
      lastUpdate: new Date(before(5)).toISOString(),
      rates: { rxBytesPerSecond: 77 },
      totals: null,
    });
  });

  it('lists interfaces with what is around them', async () => {
    await seed.query(`INSERT INTO network VALUES ($1, 'net1', 'shop_backend', 'bridge', false, '{}')`, [hostId]);
    await seed.query(
      `INSERT INTO container (host_id, id, name, namespace, host_network) VALUES ($1, repeat('c', 64), 'shop-1', 'cccccccccccc', false)`,
      [hostId],
    );
    const placed = { class: 'container', uplink: false, namespace: 'cccccccccccc', networkId: 'net1' };
    const { netId } = await seed.series(hostId, WEB, 'cccccccccccc/eth0', placed);
    const list = await get<{ net_id: string }[]>('/api/v1/interface');
    expect(list.find(({ net_id }) => net_id === netId)).toEqual({
      net_id: netId,
      host: 'web',
      name: 'eth0',
      class: 'container',
      container: 'shop-1',
      network: 'shop_backend',
    });
  });

  it('answers an unknown net_id with problem details that name it', async () => {
    const response = await fetch(`${aggregator.url}/api/v1/interface/no-such-id/stats`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 404, detail: expect.stringContaining('no-such-id') });
  });

  it('answers an unknown path of the API with problem details, not with the dashboard', async () => {
    const response = await fetch(`${aggregator.url}/api/v2/nothing`, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('documents NetworkStats, with an example for every answer and error', async () => {
    interface Answer {
      content?: Record<string, { example?: unknown; examples?: object; schema?: { $ref?: string } }>;
    }
    interface OpenApi {
      paths: Record<string, Record<string, { responses: Record<string, Answer> }>>;
      components: { schemas: Record<string, { properties: Record<string, unknown> }> };
    }
    const { paths, components } = await get<OpenApi>('/api/openapi.json');
    const answers = Object.entries(paths).flatMap(([path, methods]) =>
      Object.values(methods).flatMap(({ responses }) =>
        Object.entries(responses).map(([status, answer]) => ({ name: `${path} ${status}`, answer })),
      ),
    );
    const withoutExample = answers.filter(({ answer }) =>
      Object.values(answer.content ?? { none: {} }).some(
        ({ example, examples }) => (example ?? examples) === undefined,
      ),
    );
    expect(withoutExample.map(({ name }) => name)).toEqual([]);
    expect(answers.map(({ name }) => name)).toContain('/api/v1/interface/{net_id}/stats 404');
    const stats = paths['/api/v1/interface/{net_id}/stats']?.['get']?.responses['200']?.content?.['application/json'];
    expect(stats?.schema?.$ref).toBe('#/components/schemas/NetworkStats');
    expect(Object.keys(components.schemas['NetworkStats']?.properties ?? {})).toEqual(
      Object.keys(stats?.example as object),
    );
    const page = await fetch(`${aggregator.url}/api/docs`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('swagger-ui')]);
  });

  it('serves the dashboard: its files for long, its pages always fresh', async () => {
    const script = await fetch(`${aggregator.url}/assets/index-1a2b3c.js`);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-encoding')).toBe('gzip');
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect(await script.text()).toBe('// weir\n'.repeat(1_000));
    for (const path of ['/', '/host/some-id?range=1h']) {
      const page = await fetch(`${aggregator.url}${path}`, { headers: { accept: 'text/html' } });
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(await page.text()).toContain('<title>weir</title>');
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(page.headers.get('x-powered-by')).toBeNull();
    }
    expect((await fetch(`${aggregator.url}/assets/gone-4d5e6f.js`)).status).toBe(404);
    expect((await fetch(`${aggregator.url}/..%2f..%2fpackage.json`)).status).not.toBe(200);
  });

  it('says how collection does, and why it is broken', async () => {
    const broken = await fetch(`${aggregator.url}/healthz`);
    expect(broken.status).toBe(503);
    expect(await broken.json()).toMatchObject({
      hosts: { alive: 0, silent: 2 },
      reasons: [expect.stringContaining('No host is alive')],
    });
    await seed.query(`UPDATE host SET last_seen = now()`);
    const ok = await fetch(`${aggregator.url}/healthz`);
    expect(ok.status).toBe(200);
    expect(await ok.json()).toMatchObject({ status: 'ok', hosts: { alive: 2, silent: 0 }, database: 'up', nats: 'up' });
  });

  it('prints metrics', async () => {
    const text = await (await fetch(`${aggregator.url}/metrics`)).text();
    expect(text).toMatch(/^weir_live_subscribers 0$/m);
    expect(text).toMatch(/^weir_stored_rows_total 0$/m);
  });

  it('is not ready while NATS is away, and again when it is back', async () => {
    const ready = async (): Promise<number> => (await fetch(`${aggregator.url}/readyz`)).status;
    expect(await ready()).toBe(200);
    await nats.kill();
    await eventually('not ready', async () => expect(await ready()).toBe(503));
    await nats.restart();
    await eventually('ready again', async () => expect(await ready()).toBe(200));
  });

  it('says that the database is away, and answers again when it is back', async () => {
    await database.kill();
    const list = await fetch(`${aggregator.url}/api/v1/interface`);
    expect([list.status, await list.json()]).toEqual([
      503,
      expect.objectContaining({ title: 'Service Unavailable', detail: expect.stringContaining('ask again') }),
    ]);
    const health = await get<{ status: string; database: string; reasons: string[] }>('/healthz');
    expect(health).toMatchObject({ status: 'broken', database: 'down' });
    expect(health.reasons[0]).toMatch(/^The database cannot be used: .+/);
    await database.restart();
    await eventually('the list again', async () =>
      expect((await fetch(`${aggregator.url}/api/v1/interface`)).status).toBe(200),
    );
  });
});
