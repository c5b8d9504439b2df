import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { eventually } from '../support/eventually.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { openSeed, type Seed, type SeededId } from '../support/seed.js';

const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
const HOSTILE = 'we"b\\\n1';
const MINUTE_MS = 60_000;
/** A look is taken every 15 s. */
const NEXT_LOOK_MS = 60_000;

describeIf(natsServer, 'totals of the fleet on /metrics', () => {
  let aggregator: RunningAggregator;
  let seed: Seed;
  let eth0: SeededId;
  let api0: SeededId;
  /** The start of a minute that is over, and lately was. */
  const startMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - MINUTE_MS;

  const metrics = async (): Promise<string[]> => {
    const text = await (await fetch(`${aggregator.url}/metrics`)).text();
    return text.split('\n').filter((line) => /^weir_(host|network|service)_\w+_total\{/.test(line));
  };
  const refreshed = async (): Promise<number> => {
    const text = await (await fetch(`${aggregator.url}/metrics`)).text();
    return Number(/^weir_totals_refresh_timestamp_seconds (\S+)$/m.exec(text)?.[1] ?? 0);
  };

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({
      ...{ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' },
      ...{ WEIR_METRICS_TOTALS: 'host,network,service', WEIR_METRICS_TOTALS_MOST: '5' },
    });
    seed = await openSeed(database.url);
    const web = await seed.host(WEB, HOSTILE, { lastSeenMs: startMs });
    await seed.query(`INSERT INTO network VALUES ($1, 'net1', 'shop_backend', 'bridge', false, '{}')`, [web]);
    await seed.query(
      `INSERT INTO container (host_id, id, name, namespace, host_network, stack, service)
       VALUES ($1, repeat('c', 64), 'shop-api-1', 'cccccccccccc', false, 'shop', 'api')`,
      [web],
    );
    eth0 = await seed.series(web, WEB, 'host/eth0');
    const placed = { class: 'container', uplink: false, namespace: 'cccccccccccc', networkId: 'net1' };
    api0 = await seed.series(web, WEB, 'cccccccccccc/eth0', placed);
    // Not rolled up yet: read from samples.
    await seed.query('INSERT INTO dirty_1m VALUES ($1, $2)', [new Date(startMs).toISOString(), web]);
    await seed.presence(web, startMs, startMs + MINUTE_MS);
    await seed.traffic(eth0.seriesId, startMs + 1_000, { rxBytes: 1_000_000 });
    // What is stored by then is where counting begins.
    await aggregator.restart();
  });

  afterAll(() => seed.end());

  it('counts what is stored from the start on, by host, network and service, each byte once', async () => {
    await eventually('a look', async () => expect(await refreshed()).toBeGreaterThan(0));
    const before = await metrics();
    await seed.traffic(eth0.seriesId, startMs + 2_000, { rxBytes: 700, txDropped: 3 });
    await seed.traffic(api0.seriesId, startMs + 2_000, { txPackets: 9 });
    const host = `host="we\\"b\\\\\\n1",host_id="${WEB}"`;
    const expected = [
      `weir_host_transmit_drops_total{${host}} 3`,
      'weir_network_transmit_packets_total{network="shop_backend"} 9',
      'weir_service_transmit_packets_total{service="shop/api"} 9',
    ];
    await eventually(
      'it is counted',
      async () => expect(await metrics()).toEqual(expect.arrayContaining(expected)),
      NEXT_LOOK_MS,
    );
    const received = (lines: readonly string[]): number =>
      Number(
        lines
          .find((line) => line.startsWith(`weir_host_receive_bytes_total{${host}}`))
          ?.split(' ')
          .at(-1) ?? 0,
      );
    expect(received(await metrics()) - received(before)).toBe(700);
  });
});
