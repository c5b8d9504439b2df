import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { openPool } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type FleetProcess, startFleet } from '../support/faults/store/child.js';
import { differencesAt } from '../support/faults/store/compare.js';
import { readStored } from '../support/faults/store/stored.js';
import { askGraphql } from '../support/graphql.js';
import { startNats, type TestNats } from '../support/nats.js';
import { streamDrained } from '../support/nats-cluster.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { stackQueries } from '../support/stack.js';

const HOSTS = 12;
const HAND_OVER_MS = 10_000;
const RULE = {
  name: 'busy',
  per: 'HOST',
  severity: 'WARNING',
  threshold: { figure: 'rxBytesPerSecond', above: 1 },
  forSeconds: 0,
};
const SAVE =
  'mutation ($rule: AlertRuleInput!) { saveAlertRule(rule: $rule) { rule { id } refusals { field reason } } }';
const FIRING = '{ alerts(states: [FIRING], rules: ["busy"], first: 100) { nodes { id } } }';

describeIf(natsServer, 'two processes of each role, on one database and one NATS', () => {
  let nats: TestNats;
  let databaseUrl: string;
  let ingest: [RunningAggregator, RunningAggregator];
  let analyse: [RunningAggregator, RunningAggregator];
  let api: [RunningAggregator, RunningAggregator];
  let fleet: FleetProcess;

  const metric = ({ url }: RunningAggregator, name: string): Promise<number> =>
    stackQueries(url, databaseUrl).metric(name);
  const ownedBy = async ({ url }: RunningAggregator): Promise<unknown> =>
    ((await (await fetch(`${url}/healthz`)).json()) as { partitionsOwned: unknown }).partitionsOwned;
  /** The ids of alerts that a process tells of. */
  const firing = async ({ url }: RunningAggregator): Promise<string[]> => {
    const { data } = await askGraphql<{ alerts: { nodes: { id: string }[] } }>(url, FIRING);
    return (data?.alerts.nodes ?? []).map(({ id }) => id).sort();
  };
  /** Hosts of which a live tick comes from a process. */
  const live = async ({ url }: RunningAggregator): Promise<number> => {
    const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const heard = new Set<unknown>();
    for await (const { data } of client.iterate<{ traffic: { hostId: string } }>({
      query: 'subscription { traffic { hostId } }',
    })) {
      if (heard.add(data?.traffic.hostId).size === HOSTS) break;
    }
    await client.dispose();
    return heard.size;
  };

  beforeAll(async () => {
    const [server, database] = await Promise.all([startNats(), startPostgres()]);
    nats = server;
    databaseUrl = await database.createDatabase();
    const settings = { WEIR_DATABASE_URL: databaseUrl, WEIR_NATS_URL: nats.url, WEIR_ANALYSE_PARTITIONS: '2' };
    const twoOf = async (role: string): Promise<[RunningAggregator, RunningAggregator]> => [
      await startAggregator({ ...settings, WEIR_ROLES: role }),
      await startAggregator({ ...settings, WEIR_ROLES: role }),
    ];
    [ingest, analyse, api] = [await twoOf('ingest'), await twoOf('analyse'), await twoOf('api')];
    fleet = await startFleet({ natsUrl: nats.url, longestRepeatMs: 2_000 });
    const fromMs = Math.floor(Date.now() / 1_000) * 1_000;
    for (let index = 0; index < HOSTS; index += 1) await fleet.add({ index, fromMs });
  }, 240_000);

  it('both store', async () => {
    for (const each of ingest) {
      await eventually('it stores', async () => {
        expect(await metric(each, 'weir_stored_messages_total')).toBeGreaterThan(0);
      });
    }
  });

  it('each analyses a partition of its own, of the hosts that are in it', async () => {
    await eventually('they share', async () => {
      expect((await Promise.all(analyse.map(ownedBy))).map(String).sort()).toEqual(['0', '1']);
    });
    await eventually('each looks at interfaces', async () => {
      for (const each of analyse) expect(await metric(each, 'weir_analyse_series')).toBeGreaterThan(0);
    });
  });

  it('both answer alike, live and of what was stored, and know what was set by the other', async () => {
    expect(await Promise.all(api.map(live))).toEqual([HOSTS, HOSTS]);
    const saved = await askGraphql<{ saveAlertRule: { refusals: unknown[] } }>(api[0].url, SAVE, { rule: RULE });
    expect(saved).toMatchObject({ data: { saveAlertRule: { refusals: [] } } });
    await eventually(
      'both tell of an alert of each host, told by whoever runs the rules',
      async () => {
        const [one, other] = await Promise.all(api.map(firing));
        expect(one).toHaveLength(HOSTS);
        expect(other).toEqual(one);
      },
      60_000,
    );
  });

  it('each goes on alone when the other is killed', async () => {
    await Promise.all([ingest[0], analyse[0], api[0]].map((each) => each.kill()));
    await eventually('one analyses all', async () => expect(await ownedBy(analyse[1])).toEqual([0, 1]), HAND_OVER_MS);
    const before = await metric(ingest[1], 'weir_stored_messages_total');
    await eventually('it stores', async () => {
      expect(await metric(ingest[1], 'weir_stored_messages_total')).toBeGreaterThan(before);
    });
    expect(await live(api[1])).toBe(HOSTS);
  });

  it('and all was stored once', async () => {
    const { generated, hosts } = await fleet.end();
    await streamDrained(nats.url);
    const pool = openPool(databaseUrl, 1);
    const { differences, compared } = differencesAt('raw', generated, await readStored(pool), hosts);
    await pool.end();
    expect(compared).toBeGreaterThan(HOSTS);
    expect(differences.slice(0, 3)).toEqual([]);
  });

  afterAll(async () => {
    await Promise.all([...(ingest ?? []), ...(analyse ?? []), ...(api ?? [])].map((each) => each.stop()));
  });
});
