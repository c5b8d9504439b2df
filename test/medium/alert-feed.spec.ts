import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { jetstream, type JetStreamClient } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import {
  type ContainerInfo,
  encodeEvent,
  encodeInventory,
  encodePatterns,
  encodeState,
  encodeTraffic,
  PATTERN_SUBJECT,
  subjectOf,
} from '@weir/model';
import type { Pool } from 'pg';
import { Evaluator } from '../../apps/aggregator/src/alert/evaluate/evaluator.js';
import { Feed, type Happened } from '../../apps/aggregator/src/alert/feed/feed.js';
import type { FigureName, Level } from '../../apps/aggregator/src/alert/rule/figures.js';
import { readRule } from '../../apps/aggregator/src/alert/rule/read-rule.js';
import type { Rule } from '../../apps/aggregator/src/alert/rule/rule.js';
import { setLinkSpeed } from '../../apps/aggregator/src/store/hosts/link-speed.js';
import { startAggregator } from '../support/aggregator.js';
import { openPool } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { netIdOf, openSeed } from '../support/seed.js';
import { type Deltas, FakeAgent, inventoryOf, stateOf } from './store/fake-agent.js';

const [WEB, WEB_TWO, DB, NEW_WEB] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(64)) as [
  string,
  string,
  string,
  string,
];
const [APP, NEW_DB] = ['e'.repeat(64), 'f'.repeat(64)];
const [UPLINK, OF_WEB, OF_DB, OF_NEW, OF_NEW_DB] = [
  'host/eth0',
  ...['4026530001/eth0', '4026530002/eth0', '4026530003/eth0', '4026530004/eth0'],
] as [string, string, string, string, string];
const HOUR_MS = 3_600_000;
/** Ten hours of a host are read and looked at, beside all else that a busy machine does. */
const SCORED_WITHIN_MS = 90_000;
const LEVELS: readonly Level[] = ['interface', 'container', 'network', 'service', 'stack', 'host', 'fleet'];

/** Eight deltas of a second: bytes and packets each way, and one error in four packets received. */
const counted = (rx: number, tx: number): number[] => [rx, tx, rx / 10, tx / 10, Math.floor(rx / 40), 0, 0, 0];

function rule(id: string, given: Record<string, unknown>): Rule {
  const read = readRule({ id, name: id, ...given });
  if (!read.ok) throw new Error(JSON.stringify(read.refusals));
  return read.rule;
}

const container = (id: string, name: string, key: string, service: string): ContainerInfo => ({
  ...{ id, name, image: 'shop:1', namespace: key.split('/')[0] ?? '', hostNetwork: false, stack: 'shop', service },
  ...{ pod: null, podNamespace: null, workload: null, labels: {}, startedAt: Date.now() },
});

describeIf(natsServer, 'the feed of rules', () => {
  const [one, two] = [new FakeAgent(randomUUID()), new FakeAgent(randomUUID())];
  let nats: NatsConnection;
  let stream: JetStreamClient;
  let databaseUrl: string;
  let pool: Pool;
  let feed: Feed;
  let evaluator: Evaluator;

  const inventory = async (
    agent: FakeAgent,
    name: string,
    containers: readonly (readonly [string, ContainerInfo])[],
  ) => {
    const plain = inventoryOf(agent.host, Date.now(), [UPLINK, ...containers.map(([key]) => key)]);
    const message = {
      ...{ ...plain, os: { ...plain.os, hostname: name }, containers: containers.map(([, told]) => told) },
      interfaces: plain.interfaces.map((each) => ({
        ...{ ...each, network: each.uplink ? null : APP, speedBitsPerSecond: each.uplink ? 80_000 : null },
      })),
      networks: [{ id: APP, name: 'app', driver: 'bridge', internal: false, subnets: [], bridge: null }],
    };
    await stream.publish(subjectOf('inventory', agent.host), encodeInventory(message));
  };
  const tick = (agent: FakeAgent, deltas: Deltas, unread: readonly string[] = []) =>
    stream.publish(subjectOf('traffic', agent.host), encodeTraffic(agent.tick(Date.now(), deltas, { unread })));
  const event = (agent: FakeAgent, kind: string, subject: string, before: string | null = null) =>
    stream.publish(
      subjectOf('event', agent.host),
      encodeEvent({ v: 1, host: agent.host, at: Date.now(), ...{ kind, subject, before, after: null, text: kind } }),
    );
  const attach = async (rules: readonly Rule[], quiet: readonly object[] = []): Promise<void> => {
    evaluator = new Evaluator(rules);
    await feed.attach(evaluator, quiet);
  };
  const figure = (level: Level, key: string, name: FigureName): number => {
    const columns = evaluator.columnsOf(level);
    return columns.column(name)[columns.slotOf(key) ?? -1] ?? NaN;
  };
  /** Fills until what is looked for is there. */
  const until = async (what: string, look: (happened: Happened) => void, withinMs?: number): Promise<void> => {
    const [churns, gone, told]: [Happened['churns'][number][], Happened['gone'][number][], Happened['told'][number][]] =
      [[], [], []];
    await eventually(
      what,
      () => {
        const happened = feed.fill(Date.now());
        churns.push(...happened.churns);
        gone.push(...happened.gone);
        told.push(...happened.told);
        look({ churns, gone, told });
      },
      withinMs,
    );
  };
  const both = async (web = 3_000): Promise<void> => {
    await tick(one, { [UPLINK]: counted(5_000, 1_000), [OF_WEB]: counted(web, 500), [OF_DB]: counted(200, 100) });
    await tick(two, { [UPLINK]: counted(7_000, 2_000), [OF_WEB]: counted(400, 40) });
  };
  const names = (level: Level): string[] =>
    [...new Set(evaluator.rules.flatMap((each, place) => (each.per === level ? keysOf(place) : [])))].sort();
  const keysOf = (place: number): string[] =>
    candidates().filter((key) => feed.watches(evaluator.rules[place]?.id ?? '', key));
  const candidates = (): string[] => [
    ...[one.host, two.host, WEB, WEB_TWO, DB, NEW_WEB, 'shop', 'shop/web', 'shop/db', 'fleet'],
    ...[one.host, two.host].flatMap((host) => [
      `${host}/${APP}`,
      ...[UPLINK, OF_WEB, OF_DB, OF_NEW, OF_NEW_DB].map((key) => netIdOf(host, key)),
    ]),
  ];

  beforeAll(async () => {
    const [server, database] = await Promise.all([startNats(), startPostgres()]);
    databaseUrl = await database.createDatabase();
    await startAggregator({ WEIR_DATABASE_URL: databaseUrl, WEIR_NATS_URL: server.url, WEIR_ROLES: 'ingest' });
    nats = await connect({ servers: server.url });
    stream = jetstream(nats);
    pool = openPool(databaseUrl, 4);
    await inventory(one, 'web-1', [
      [OF_WEB, container(WEB, 'web', OF_WEB, 'web')],
      [OF_DB, container(DB, 'db', OF_DB, 'db')],
    ]);
    await inventory(two, 'web-2', [[OF_WEB, container(WEB_TWO, 'web', OF_WEB, 'web')]]);
    await eventually('the inventories are stored', async () => {
      expect((await pool.query('SELECT 1 FROM container')).rowCount).toBe(3);
    });
    feed = await Feed.open({ pool, connection: nats, nowMs: Date.now(), sinceMs: null });
  });

  afterAll(async () => {
    feed?.close();
    await nats?.close();
    await pool?.end();
  });

  it('writes the traffic of every level, each packet counted once', async () => {
    await attach(LEVELS.map((per) => rule(per, { per, threshold: { figure: 'bytesPerSecond', above: 1e9 } })));
    await both();
    await until('all is known', () => {
      expect(figure('fleet', 'fleet', 'bytesPerSecond')).toBe(15_000);
      expect(figure('host', one.host, 'bytesPerSecond')).toBe(6_000);
      expect(figure('interface', netIdOf(two.host, UPLINK), 'bytesPerSecond')).toBe(9_000);
      expect(figure('container', WEB, 'bytesPerSecond')).toBe(3_500);
      expect(figure('network', `${one.host}/${APP}`, 'bytesPerSecond')).toBe(3_800);
      expect(figure('service', 'shop/web', 'bytesPerSecond')).toBe(3_940);
      expect(figure('stack', 'shop', 'bytesPerSecond')).toBe(4_240);
    });
    expect(feed.subject('container', WEB)).toEqual({
      ...{ level: 'container', key: WEB, name: 'web', hostId: one.host, hostName: 'web-1', network: 'app' },
      ...{ service: 'shop/web', containerId: WEB },
    });
  });

  it('takes what did not move for zero, and what could not be read, or is old, for unknown', async () => {
    await attach([
      rule('i', { per: 'interface', threshold: { figure: 'bytesPerSecond', above: 1e9 } }),
      rule('s', { per: 'service', threshold: { figure: 'bytesPerSecond', above: 1e9 } }),
    ]);
    await tick(one, { [UPLINK]: counted(100, 0) }, [OF_DB]);
    await tick(two, { [OF_WEB]: counted(40, 0) });
    await until('it is known', () => {
      expect(figure('interface', netIdOf(one.host, OF_WEB), 'bytesPerSecond')).toBe(0);
      expect(figure('interface', netIdOf(one.host, OF_DB), 'bytesPerSecond')).toBeNaN();
      expect(figure('service', 'shop/web', 'bytesPerSecond')).toBe(40);
      expect(figure('service', 'shop/db', 'bytesPerSecond')).toBeNaN();
    });
    await until('it is old', () => expect(figure('interface', netIdOf(one.host, OF_WEB), 'bytesPerSecond')).toBeNaN());
  });

  it('says use of links, shares, states of hosts and containers, and silence', async () => {
    await attach([
      rule('use', { per: 'host', threshold: { figure: 'utilisationPercent', above: 101 } }),
      rule('share', {
        ...{ per: 'interface', scope: { uplink: true } },
        threshold: { figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond', floor: 10, above: 15 },
      }),
      rule('cpu', { per: 'host', threshold: { figure: 'cpuPercent', above: 50 } }),
      rule('memory', { per: 'container', threshold: { figure: 'memoryPercent', above: 101 } }),
      rule('again', { per: 'container', threshold: { figure: 'tcpRetransmitsPerSecond', above: 1e9 } }),
      rule('collectors', { per: 'host', threshold: { figure: 'failingCollectors', above: 1e9 } }),
      rule('silent', { per: 'host', absence: { afterSeconds: 10 } }),
    ]);
    const cpu = {
      userMs: 6_000,
      niceMs: 0,
      systemMs: 1_500,
      idleMs: 2_500,
      iowaitMs: 0,
      irqMs: 0,
      softirqMs: 0,
      stealMs: 0,
    };
    const state = stateOf(one, Date.now(), {
      cpu: { ...cpu, cores: 1 },
      containers: { ids: [WEB, DB], cpuMs: [1, 1], memoryBytes: [50, 50], memoryLimitBytes: [200, null] },
      protocols: { keys: ['host'], unread: ['4026530002'], columns: {} as never },
      failing: ['latency'],
    });
    const encoded = JSON.parse(encodeState({ ...state, protocols: null })) as object;
    const protocols = { keys: ['4026530001'], unread: ['4026530002'], tcpRetransmittedSegments: [70] };
    await stream.publish(subjectOf('state', one.host), JSON.stringify({ ...encoded, protocols }));
    await both();
    const fired: string[] = [];
    await until('it is known', () => {
      evaluator.evaluate(Date.now());
      fired.push(...evaluator.transitions().map(({ kind, rule: place, key }) => `${kind} ${place} ${key}`));
      expect(figure('host', one.host, 'utilisationPercent')).toBe(50);
      expect(figure('host', one.host, 'cpuPercent')).toBe(75);
      expect(figure('host', two.host, 'cpuPercent')).toBeNaN();
      expect(figure('container', WEB, 'memoryPercent')).toBe(25);
      expect(figure('container', DB, 'memoryPercent')).toBeNaN();
      expect(figure('container', WEB, 'tcpRetransmitsPerSecond')).toBe(7);
      expect(figure('container', DB, 'tcpRetransmitsPerSecond')).toBeNaN();
      expect(figure('host', one.host, 'failingCollectors')).toBe(1);
      expect(figure('host', one.host, 'silentSeconds')).toBeLessThan(5);
      // 125 of 600 packets, and 175 of 900.
      const shares = [one, two].map(({ host }) => `firing 1 ${netIdOf(host, UPLINK)}`);
      expect(fired.sort()).toEqual([`firing 2 ${one.host}`, ...shares].sort());
    });
  });

  it('takes links for as fast as people say, while it runs', async () => {
    await attach([rule('use', { per: 'host', threshold: { figure: 'utilisationPercent', above: 101 } })]);
    const { rows } = await pool.query<{ hostId: number }>('SELECT host_id AS "hostId" FROM host WHERE id = $1', [
      one.host,
    ]);
    const link = { hostId: rows[0]?.hostId ?? 0, name: 'eth0' };
    for (const [said, percent] of [
      [160_000, 25],
      [null, 50],
    ] as const) {
      await setLinkSpeed(pool, link, said);
      await eventually('it is known', async () => {
        await both();
        feed.fill(Date.now());
        expect(figure('host', one.host, 'utilisationPercent')).toBe(percent);
      });
    }
  });

  it('watches what a scope matches, also when that becomes something else', async () => {
    const limit = { figure: 'bytesPerSecond', above: 100 };
    await attach(
      [
        rule('web', { per: 'container', scope: { service: { eq: 'web' } }, threshold: limit }),
        rule('labelled', { per: 'host', scope: { hostLabels: [{ key: 'site', eq: 'berlin' }] }, threshold: limit }),
        rule('fleet', { per: 'fleet', scope: { host: { eq: 'web-2' } }, threshold: limit }),
      ],
      [{ host: { eq: 'web-1' } }],
    );
    expect([names('container'), names('host')]).toEqual([[WEB, WEB_TWO], []]);
    const subject = feed.subject('container', WEB);
    expect(subject && feed.covers({ host: { eq: 'web-1' } }, subject)).toBe(true);
    expect(feed.covers({ host: { eq: 'web-1' } }, feed.subject('container', WEB_TWO)!)).toBe(false);
    await pool.query(`UPDATE host SET labels = '{"site":"berlin"}' WHERE name = 'web-1'`);
    await inventory(two, 'web-2', []);
    await until('it is watched', (happened) => {
      evaluator.evaluate(Date.now());
      expect(names('host')).toEqual([one.host]);
      expect(names('container')).toEqual([WEB]);
      expect(happened.gone.length).toBeLessThanOrEqual(1);
    });
    await inventory(two, 'web-2', [[OF_WEB, container(WEB_TWO, 'web', OF_WEB, 'web')]]);
    await until('it is back', () => expect(names('container')).toEqual([WEB, WEB_TWO]));
  });

  it('leaves out what was stopped at once, and goes on with what replaced it', async () => {
    await attach([rule('c', { per: 'container', threshold: { figure: 'bytesPerSecond', above: 100 } })]);
    await both();
    await until('it fires', () => {
      evaluator.evaluate(Date.now());
      expect(evaluator.transitions().map(({ key }) => key)).toContain(WEB);
    });
    await event(one, 'container.replaced', NEW_WEB, WEB);
    await until('it is left out', ({ churns, gone }) => {
      expect(churns.map(({ churn }) => churn)).toEqual([{ containerId: WEB, isStopped: true }]);
      expect(gone).toMatchObject([{ ruleId: 'c', subject: { key: WEB, name: 'web' }, value: 3_500 }]);
    });
    await inventory(one, 'web-1', [
      [OF_NEW, container(NEW_WEB, 'web', OF_NEW, 'web')],
      [OF_DB, container(DB, 'db', OF_DB, 'db')],
    ]);
    await until('the other is watched', () => expect(names('container')).toEqual([WEB_TWO, DB, NEW_WEB]));
    await tick(one, { [OF_NEW]: counted(900, 0) });
    await until('it is known', () => expect(figure('container', NEW_WEB, 'bytesPerSecond')).toBe(900));
  });

  it('misses an interface that went while nobody stopped anything, and none of a container that was replaced', async () => {
    await attach([rule('silent', { per: 'interface', absence: { afterSeconds: 10 } })]);
    expect(names('interface')).toContain(netIdOf(one.host, UPLINK));
    expect(names('interface')).not.toContain(netIdOf(one.host, OF_WEB));
    // While others are heard.
    const others = setInterval(() => void tick(one, {}), 1_000);
    await event(one, 'container.image', NEW_DB, 'shop:1');
    await inventory(one, 'web-1', [
      [OF_NEW, container(NEW_WEB, 'web', OF_NEW, 'web')],
      [OF_NEW_DB, { ...container(NEW_DB, 'db', OF_NEW_DB, 'db'), image: 'shop:2' }],
    ]);
    await until('what was deployed is watched, and nothing missed', () => {
      expect(names('interface')).toContain(netIdOf(one.host, OF_NEW_DB));
      expect(names('interface')).not.toContain(netIdOf(one.host, OF_DB));
    });
    const plain = inventoryOf(two.host, Date.now(), [OF_WEB]);
    await stream.publish(
      subjectOf('inventory', two.host),
      encodeInventory({ ...plain, os: { ...plain.os, hostname: 'web-2' } }),
    );
    await eventually('it has gone', async () =>
      expect((await pool.query(`SELECT 1 FROM series WHERE key = 'host/eth0' AND gone_at IS NOT NULL`)).rowCount).toBe(
        1,
      ),
    );
    await until('it is missed', () => {
      expect(names('interface')).toContain(netIdOf(two.host, UPLINK));
      expect(figure('interface', netIdOf(two.host, UPLINK), 'silentSeconds')).toBeGreaterThan(1);
    });
    clearInterval(others);
  });

  it('scores what a rule on anomalies watches, by what was stored of it', async () => {
    const [seed, id] = [await openSeed(databaseUrl), randomUUID()];
    const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 10 * HOUR_MS;
    const hostId = await seed.host(id, 'past-1', { lastSeenMs: Date.now() });
    const { seriesId } = await seed.series(hostId, id, UPLINK, {});
    const buckets = Array.from({ length: 600 }, (_, minute) => ({
      startMs: startMs + minute * 60_000,
      series: [{ seriesId, deltas: { rxBytes: 6e6 + 1e5 * ((minute * 7) % 5) } }],
    }));
    await seed.buckets('1m', hostId, buckets);
    await seed.end();
    await attach([rule('odd', { per: 'host', scope: { host: { eq: 'past-1' } }, anomaly: { above: 0.999 } })]);
    await until(
      'it is scored',
      () => {
        expect(figure('host', id, 'anomalyScore')).toBeGreaterThanOrEqual(0);
        expect(figure('host', id, 'anomalyScore')).toBeLessThan(0.99);
      },
      SCORED_WITHIN_MS,
    );
  });

  it('lays changes to the rules that wait for them, by their scope, and at the level that is asked', async () => {
    await attach([
      rule('any', { per: 'host', change: { changes: ['interface.mtu'] } }),
      rule('of-web', { per: 'service', scope: { host: { eq: 'web-1' } }, change: { changes: ['container.*'] } }),
      rule('elsewhere', { per: 'host', scope: { host: { eq: 'web-9' } }, change: { changes: ['*'] } }),
    ]);
    await event(one, 'interface.mtu', UPLINK);
    await event(one, 'container.renamed', NEW_WEB, 'old');
    await event(two, 'container.renamed', WEB_TWO, 'old');
    await until('they are told', ({ told }) => {
      expect(told.map(({ ruleId, subject, kind }) => [kind, ruleId, subject.key]).sort()).toEqual([
        ['told', 'any', one.host],
        ['told', 'of-web', 'shop/web'],
      ]);
      expect(told[0]?.untilMs).toBeGreaterThan(Date.now() + 14 * 60_000);
    });
    const later = await Feed.open({ pool, connection: nats, nowMs: Date.now(), sinceMs: Date.now() });
    await later.attach(new Evaluator([rule('any', { per: 'host', change: { changes: ['interface.mtu'] } })]), []);
    await eventually('what was told shortly before is read', () =>
      expect(later.fill(Date.now()).told).toMatchObject([{ ruleId: 'any', text: 'interface.mtu' }]),
    );
    later.close();
  });

  it('lays patterns to the rules that wait for them, until they are over', async () => {
    const insert = `INSERT INTO pattern (host_id, series_id, finding, entity_kind, entity_key, entity_name, class, category,
      started_at, last_seen_at, strength, evidence, sentence)
      SELECT host_id, series_id, 1, 'interface', net_id, 'eth0', $2, 'volume', now(), now(), 0.9, $3, 'a burst'
      FROM series WHERE net_id = $1 RETURNING pattern_id::int AS id`;
    const uplink = netIdOf(one.host, UPLINK);
    const full = { fullAtMs: Date.now() + 2 * 86_400_000 };
    await pool.query(insert, [uplink, 'saturation ahead', full]);
    const [{ id = 0 } = {}] = (await pool.query<{ id: number }>(insert, [uplink, 'burst', {}])).rows;
    await attach([
      rule('burst', { per: 'host', scope: { host: { eq: 'web-1' } }, pattern: { classes: ['burst'] } }),
      rule('full', { per: 'interface', scope: { uplink: true }, forecast: { withinDays: 3 } }),
    ]);
    expect(feed.watches('burst', one.host)).toBe(true);
    await until('it is told', ({ told }) => {
      expect(told).toMatchObject([
        { kind: 'told', ruleId: 'burst', subject: { key: one.host }, value: expect.closeTo(0.9) },
      ]);
      expect(figure('interface', uplink, 'daysUntilFull')).toBeCloseTo(2, 1);
    });
    await pool.query('UPDATE pattern SET ended_at = now() WHERE pattern_id = $1', [id]);
    nats.publish(PATTERN_SUBJECT, encodePatterns({ v: 1, changed: [id], gone: [] }));
    await until('it is over', ({ told }) => expect(told).toMatchObject([{ kind: 'over', ruleId: 'burst' }]));
    expect(feed.watches('burst', one.host)).toBe(false);
  });
});
