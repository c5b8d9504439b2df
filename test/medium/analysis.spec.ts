import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { jetstream, type JetStreamClient } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import {
  ALERT_SETTING_SUBJECT,
  decodePatterns,
  encodeInventory,
  encodeTraffic,
  PATTERN_SUBJECT,
  subjectOf,
} from '@weir/model';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { writeMaintenance } from '../../apps/aggregator/src/store/alerts/quiet.js';
import { writeFeedback } from '../../apps/aggregator/src/store/patterns/feedback.js';
import { execute, openPool } from '../support/database.js';
import { eventually, STARTED_WITHIN_MS } from '../support/eventually.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { type Deltas, FakeAgent, inventoryOf } from './store/fake-agent.js';

const TICK_MS = 10_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const APP = 'a'.repeat(64);
const [SHOP, DB] = ['b'.repeat(64), 'd'.repeat(64)];
const [UPLINK, BRIDGE, OF_SHOP, OF_DB] = ['host/eth0', 'host/br-app', '4026530001/eth0', '4026530002/eth0'] as const;

/** Even noise about 1, the same on every machine. */
function noisy(index: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return 1 + 0.1 * (((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 31 - 1);
}

interface Rate {
  readonly in: number;
  readonly out: number;
}

const counted = ({ in: bytesIn, out }: Rate): number[] =>
  [bytesIn, out, bytesIn / 800, out / 500, 0, 0, 0, 0].map((each) => Math.round((each * TICK_MS) / 1_000));

/** A host with two containers on one network. What they move passes the bridge, turned round, and then the uplink. */
function ticked(index: number, shop: Rate, db: Rate): Deltas {
  const vary = ({ in: bytesIn, out }: Rate, at: number): Rate => ({
    in: bytesIn * noisy(at),
    out: out * noisy(at + 9),
  });
  const [ofShop, ofDb] = [vary(shop, 3 * index), vary(db, 3 * index + 1e6)];
  const through = { in: ofShop.in + ofDb.in, out: ofShop.out + ofDb.out };
  const own = vary({ in: 5e4, out: 2e4 }, 3 * index + 2e6);
  return {
    [UPLINK]: counted({ in: through.in + own.in, out: through.out + own.out }),
    [BRIDGE]: counted({ in: through.out, out: through.in }),
    [OF_SHOP]: counted(ofShop),
    [OF_DB]: counted(ofDb),
  };
}

const USUAL = { shop: { in: 1e6, out: 4e5 }, db: { in: 2e5, out: 1e5 } };

describeIf(natsServer, 'the role analyse', () => {
  const agent = new FakeAgent(randomUUID());
  /** The host's clock: hours behind, so that hours pass in seconds. */
  let nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 6 * HOUR_MS;
  let index = 0;
  let databaseUrl: string;
  let analyse: RunningAggregator;
  let nats: NatsConnection;
  let stream: JetStreamClient;
  const told: number[] = [];

  const metric = async (name: string): Promise<number> =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await (await fetch(`${analyse.url}/metrics`)).text())?.[1]);
  const follows = (interfaces: number): Promise<void> =>
    eventually('the host is analysed', async () => {
      expect(await metric('weir_analyse_series')).toBe(interfaces);
      expect(await metric('weir_analyse_hosts_catching_up')).toBe(0);
    });
  /** Lets time pass on the host. */
  const pass = async (ms: number, { shop, db } = USUAL): Promise<void> => {
    for (const untilMs = nowMs + ms; nowMs < untilMs; index++) {
      nowMs += TICK_MS;
      const message = agent.tick(nowMs, ticked(index, shop, db), { ms: TICK_MS });
      await stream.publish(subjectOf('traffic', agent.host), encodeTraffic(message));
    }
  };
  const patterns = (): Promise<Record<string, unknown>[]> =>
    execute(
      databaseUrl,
      `SELECT pattern_id::int AS id, entity_kind AS kind, entity_name AS name, class, sentence, strength, dismissed,
         ended_at IS NULL AS "isOpen", (SELECT array_agg(each->>'name' ORDER BY each->>'name') FROM jsonb_array_elements(seen_on) AS each) AS seen
       FROM pattern WHERE strength > 0 ORDER BY started_at, pattern_id`,
    );

  const quietTimes = (): Promise<Record<string, unknown>[]> =>
    execute(databaseUrl, 'SELECT extract(epoch FROM from_at)::float8 * 1000 AS "fromMs" FROM quiet_time');
  /** Until all that is set now is known to whoever analyses. */
  const looked = async (): Promise<void> => {
    const sinceMs = Date.now();
    const looks = (): Promise<Record<string, unknown>[]> =>
      execute(databaseUrl, 'SELECT extract(epoch FROM at)::float8 * 1000 AS "atMs" FROM analysis');
    // One that began before may have ended after.
    for (const time of ['first', 'second']) {
      const afterMs = time === 'first' ? sinceMs : Date.now();
      await eventually(`it has looked for the ${time} time`, async () =>
        expect((await looks())[0]?.['atMs']).toBeGreaterThan(afterMs),
      );
    }
  };

  beforeAll(async () => {
    const [server, database] = await Promise.all([startNats(), startPostgres()]);
    databaseUrl = await database.createDatabase();
    const settings = { WEIR_DATABASE_URL: databaseUrl, WEIR_NATS_URL: server.url };
    await startAggregator({ ...settings, WEIR_ROLES: 'ingest' });
    analyse = await startAggregator({ ...settings, WEIR_ROLES: 'analyse' });
    nats = await connect({ servers: server.url });
    stream = jetstream(nats);
    nats.subscribe(PATTERN_SUBJECT, {
      callback: (_, message) => {
        const decoded = decodePatterns(message.data);
        if (decoded.ok) told.push(...decoded.value.changed);
      },
    });
    await stream.publish(subjectOf('inventory', agent.host), encodeInventory(inventory(agent.host, nowMs)));
    await follows(4);
  });

  afterAll(() => nats.close());

  it('finds an outage, and lays it to the container behind it', async () => {
    await pass(2 * HOUR_MS);
    expect(await patterns()).toEqual([]);
    await pass(5 * MINUTE_MS, { ...USUAL, shop: { in: 0, out: 0 } });
    const outage = { kind: 'container', name: 'shop', class: 'outage', seen: ['app', 'web-3'], dismissed: null };
    await eventually('it is told', async () => expect(await patterns()).toMatchObject([{ ...outage, isOpen: true }]));
    await pass(10 * MINUTE_MS);
    await eventually('its end is told', async () => {
      expect(await patterns()).toMatchObject([{ ...outage, isOpen: false }]);
    });
    const [pattern] = await patterns();
    expect(pattern?.['sentence']).toMatch(/^`shop` on web-3 carried nothing between .*, where 1\.\d MB\/s is usual\.$/);
    expect(told).toContain(pattern?.['id']);
  });

  it('goes on after it was killed in the middle of a flood, and tells it once', async () => {
    await pass(20 * MINUTE_MS);
    await pass(2 * MINUTE_MS, { ...USUAL, db: { in: 2e7, out: 1e5 } });
    const flood = { kind: 'container', name: 'db', class: 'one-way flood', seen: ['app', 'web-3'] };
    await eventually('it is told', async () => expect((await patterns()).slice(1)).toMatchObject([flood]));
    await analyse.kill();
    await pass(MINUTE_MS, { ...USUAL, db: { in: 2e7, out: 1e5 } });
    await analyse.restart();
    await eventually('it owns the hosts again', () => follows(4), STARTED_WITHIN_MS);
    await pass(30 * MINUTE_MS);
    await eventually('its end is told', async () => {
      expect(await patterns()).toMatchObject([{ name: 'shop' }, { ...flood, isOpen: false }]);
    });
    expect((await patterns())[1]?.['sentence']).toMatch(/^`db` on web-3 was flooded between .*: it received \d+ times/);
  });

  it('takes no notice of what passes in a maintenance window, whoever analyses it', async () => {
    const [before, pool] = [await patterns(), openPool(databaseUrl, 1)];
    const burst = { ...USUAL, shop: { in: 5e7, out: 1e6 } };
    const to = clockAt(Date.now() + HOUR_MS);
    const window = async (fromMs: number, matcher: object): Promise<void> => {
      const given = { id: randomUUID(), name: 'new cables', from: clockAt(fromMs), to, ...matcher };
      await writeMaintenance(pool, { id: given.id, given });
    };
    await window(nowMs, { scope: { host: { eq: 'web-3' } } });
    const ofSomeAlerts = [{ rules: ['host-away'] }, { severities: ['warning'] }, { labels: { team: 'web' } }];
    const ofWhatIsOnHosts = [{ scope: { container: { eq: 'shop' } } }, { scope: { text: 'web' } }];
    for (const matcher of [...ofSomeAlerts, ...ofWhatIsOnHosts]) await window(nowMs - HOUR_MS, matcher);
    nats.publish(ALERT_SETTING_SUBJECT);
    await eventually('the analysis is told', async () => expect(await quietTimes()).toEqual([{ fromMs: nowMs }]));
    await looked();
    await pass(5 * MINUTE_MS, burst);
    await analyse.kill();
    await pass(10 * MINUTE_MS, burst);
    // Over, by the clock of the host.
    await pool.query('DELETE FROM maintenance');
    await pool.query('UPDATE quiet_time SET until_at = to_timestamp($1::float8 / 1000)', [nowMs]);
    await analyse.restart();
    await eventually('it owns the hosts again', () => follows(4), STARTED_WITHIN_MS);
    await pass(30 * MINUTE_MS);
    expect(await patterns()).toEqual(before);
    await pass(5 * MINUTE_MS, { ...USUAL, shop: { in: 0, out: 0 } });
    await eventually('what comes after it is told', async () => {
      expect((await patterns()).slice(before.length)).toMatchObject([{ name: 'shop', class: 'outage' }]);
    });
    await pool.end();
  });

  it('learns from what is stored where nothing was saved, and tells nothing twice', async () => {
    const before = await patterns();
    await eventually(
      'minutes are rolled up',
      async () => {
        expect(await execute(databaseUrl, 'SELECT bucket FROM dirty_1m LIMIT 1')).toEqual([]);
      },
      STARTED_WITHIN_MS,
    );
    await analyse.kill();
    await execute(databaseUrl, 'DELETE FROM baseline');
    await analyse.restart();
    await eventually('it owns the hosts again', () => follows(4), STARTED_WITHIN_MS);
    await eventually(
      'it has learnt',
      async () => {
        expect(await execute(databaseUrl, 'SELECT count(*)::int FROM baseline')).toEqual([{ count: 4 }]);
      },
      STARTED_WITHIN_MS,
    );
    const after = await patterns();
    expect(after.map(({ id, name }) => [id, name])).toEqual(before.map(({ id, name }) => [id, name]));
  });

  it('takes for expected what somebody said is, and leaves out what is not useful', async () => {
    const pool = openPool(databaseUrl, 1);
    const [outage, flood] = (await patterns()).map(({ id }) => Number(id));
    expect(await writeFeedback(pool, outage ?? 0, 'not useful', null)).toBe(true);
    expect(await writeFeedback(pool, flood ?? 0, 'expected', nowMs + HOUR_MS)).toBe(true);
    expect(await writeFeedback(pool, 999, 'expected', null)).toBe(false);
    await pool.end();
    expect((await patterns()).map(({ dismissed }) => dismissed)).toEqual(['not useful', 'expected', null]);
  });
});

/** What a clock in UTC shows. */
const clockAt = (atMs: number): string => new Date(atMs).toISOString().slice(11, 16);

function inventory(host: string, at: number): ReturnType<typeof inventoryOf> {
  const plain = inventoryOf(host, at, [UPLINK, BRIDGE, OF_SHOP, OF_DB]);
  const kinds = { [UPLINK]: 'uplink', [BRIDGE]: 'bridge' } as const;
  const container = (id: string, name: string, key: string) => ({
    ...{
      id,
      name,
      image: 'shop:1',
      namespace: key.split('/')[0] ?? '',
      hostNetwork: false,
      stack: null,
      service: null,
    },
    ...{ pod: null, podNamespace: null, workload: null, labels: {}, startedAt: at },
  });
  return {
    ...plain,
    os: { ...plain.os, hostname: 'web-3' },
    interfaces: plain.interfaces.map((each) => ({
      ...each,
      name: each.key.split('/')[1] ?? '',
      class: kinds[each.key as keyof typeof kinds] ?? 'container',
      uplink: each.key === UPLINK,
      network: each.key === UPLINK ? null : APP,
    })),
    containers: [container(SHOP, 'shop', OF_SHOP), container(DB, 'db', OF_DB)],
    networks: [{ id: APP, name: 'app', driver: 'bridge', internal: false, subnets: [], bridge: BRIDGE }],
  };
}
