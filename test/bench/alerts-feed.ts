import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { encodeTraffic, subjectOf } from '@weir/model';
import type { Pool } from 'pg';
import { Evaluator } from '../../apps/aggregator/src/alert/evaluate/evaluator.js';
import { Feed } from '../../apps/aggregator/src/alert/feed/feed.js';
import { DEFAULT_RULES } from '../../apps/aggregator/src/alert/rule/defaults.js';
import { readRule } from '../../apps/aggregator/src/alert/rule/read-rule.js';
import { FakeAgent } from '../medium/store/fake-agent.js';

/** How many rules, each on one series on each host. */
const RULES = 500;
const UPLINK = 'host/eth0';
const CLOSED_AFTER_MS = 2_000;

interface FeedCost {
  /** To read messages, work out figures and look at all rules, of a core; without the client of NATS. */
  readonly feedCpuPercent: number;
  /** To read what 500 rules and the eight default ones match, of CPU. */
  readonly attachCpuSeconds: number;
  readonly watched: number;
}

interface Hosts {
  readonly hosts: number;
  readonly interfaces: number;
  readonly seconds: number;
}

/** What it costs to feed rules with what hosts tell each second. They are put into a database that is ready. */
export async function feedCost(pool: Pool, { hosts, interfaces, seconds }: Hosts): Promise<FeedCost> {
  const keys = [UPLINK, ...Array.from({ length: interfaces - 1 }, (_, place) => `402653${1_000 + place}/eth0`)];
  const agents = Array.from({ length: hosts }, () => new FakeAgent(randomUUID()));
  await insert(pool, agents, keys);
  const callbacks = new Map<string, (error: Error | null, message: Msg) => void>();
  const feed = await Feed.open({ pool, connection: hearing(callbacks), nowMs: Date.now(), sinceMs: null });
  const evaluator = new Evaluator([...DEFAULT_RULES, ...Array.from({ length: RULES }, (_, place) => ruleAt(place))]);
  const attaching = process.cpuUsage();
  await feed.attach(evaluator, []);
  const attached = process.cpuUsage(attaching);
  const hear = callbacks.get(subjectOf('traffic', '*'));
  let microseconds = 0;
  for (let second = 0; second < seconds; second++) {
    const messages = agents.map((agent) => messageOf(agent, keys));
    const before = process.cpuUsage();
    for (const message of messages) hear?.(null, message);
    feed.fill(Date.now());
    evaluator.evaluate(Date.now());
    const { user, system } = process.cpuUsage(before);
    // The first ones make room and compile.
    if (second >= seconds / 3) microseconds += user + system;
  }
  const watched = feed.watchedCount;
  feed.close();
  // What it reads may take a moment still.
  await sleep(CLOSED_AFTER_MS);
  const measured = seconds - Math.ceil(seconds / 3);
  return {
    feedCpuPercent: microseconds / measured / 10_000,
    attachCpuSeconds: (attached.user + attached.system) / 1e6,
    watched,
  };
}

function hearing(callbacks: Map<string, (error: Error | null, message: Msg) => void>): NatsConnection {
  return {
    subscribe: (subject: string, { callback }: { callback: (error: Error | null, message: Msg) => void }) => {
      callbacks.set(subject, callback);
      return { unsubscribe: () => undefined };
    },
  } as unknown as NatsConnection;
}

function messageOf(agent: FakeAgent, keys: readonly string[]): Msg {
  const deltas = keys.map((key) => [
    key,
    [1e6 * Math.random(), 5e5 * Math.random(), 900, 700, 0, 0, 0, 0].map(Math.round),
  ]);
  const data = new TextEncoder().encode(encodeTraffic(agent.tick(Date.now(), Object.fromEntries(deltas))));
  return { subject: subjectOf('traffic', agent.host), data } as unknown as Msg;
}

async function insert(pool: Pool, agents: readonly FakeAgent[], keys: readonly string[]): Promise<void> {
  const ids = agents.map(({ host }) => host);
  await pool.query(
    `INSERT INTO host (id, name, agent, first_seen, last_seen)
     SELECT id, 'fed-' || place, '{"intervalMs":1000}', now(), now() FROM unnest($1::uuid[]) WITH ORDINALITY AS host (id, place)`,
    [ids],
  );
  await pool.query(
    `INSERT INTO series (host_id, key, net_id, name, class, uplink, namespace, first_at)
     SELECT host_id, key, md5(id::text || key), split_part(key, '/', 2),
       CASE WHEN key = $3 THEN 'uplink' ELSE 'container' END, key = $3, nullif(split_part(key, '/', 1), 'host'), now()
     FROM host, unnest($2::text[]) AS key WHERE id = ANY ($1::uuid[])`,
    [ids, keys, UPLINK],
  );
}

function ruleAt(place: number): (typeof DEFAULT_RULES)[number] {
  const figures = ['bytesPerSecond', 'packetsPerSecond', 'cpuPercent', 'rxDroppedPerSecond', 'utilisationPercent'];
  const threshold = { figure: figures[place % figures.length], above: 1e12 };
  const read = readRule({ id: `fed-${place}`, name: `Rule ${place}`, per: 'host', threshold });
  if (!read.ok) throw new Error(JSON.stringify(read.refusals));
  return read.rule;
}
