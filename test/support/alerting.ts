import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { ALERT_SETTING_SUBJECT } from '@weir/model';
import type { Pool } from 'pg';
import { sealSettings } from '../../apps/aggregator/src/alert/channel/stored-channel.js';
import { readRule, writeRule } from '../../apps/aggregator/src/alert/rule/read-rule.js';
import { sealKeysOf } from '../../apps/aggregator/src/config/seal-keys.js';
import { writeChannel } from '../../apps/aggregator/src/store/alerts/channels.js';
import { writeRules } from '../../apps/aggregator/src/store/alerts/rules.js';
import { readWatch } from '../../apps/aggregator/src/store/alerts/watch.js';
import { type RunningAggregator, startAggregator } from './aggregator.js';
import { openPool } from './database.js';
import { eventually, STARTED_WITHIN_MS } from './eventually.js';
import { startNats, type TestNats } from './nats.js';
import { startPostgres } from './postgres.js';

const KEY = Buffer.alloc(32, 3).toString('base64');

/** Two processes of the role analyse on a database and a NATS of their own, one of which stores as well. */
export interface Alerting {
  readonly replicas: readonly [RunningAggregator, RunningAggregator];
  readonly pool: Pool;
  readonly connection: NatsConnection;
  /** Rules as they are written down; all others are deleted. */
  setRules(written: readonly Readonly<Record<string, unknown>>[]): Promise<void>;
  setChannel(name: string, kind: string, settings: Readonly<Record<string, unknown>>, pace?: object): Promise<void>;
  /** Says that something else was set. */
  tell(): void;
  /** Waits until so many things are watched, by whoever watches now. */
  watches(count: number): Promise<void>;
  /** The process that runs the rules. */
  owner(): RunningAggregator;
  end(): Promise<void>;
}

/** Starts them, on a NATS that there is already if one is given; rules and channels are set as the API would do it. */
export async function startAlerting(given?: Pick<TestNats, 'url'>): Promise<Alerting> {
  const [server, database] = await Promise.all([given ?? startNats(), startPostgres()]);
  const url = await database.createDatabase();
  const env = {
    ...{ WEIR_DATABASE_URL: url, WEIR_NATS_URL: server.url, WEIR_SECRET_KEYS: KEY },
    ...{ WEIR_PUBLIC_URL: 'https://weir.example', WEIR_ALERT_ALLOWED_ADDRESSES: '127.0.0.0/8' },
  };
  const replicas = [
    await startAggregator({ ...env, WEIR_ROLES: 'ingest,analyse' }),
    await startAggregator({ ...env, WEIR_ROLES: 'analyse' }),
  ] as const;
  const [pool, connection] = [openPool(url), await connect({ servers: server.url })];
  const tell = (): void => connection.publish(ALERT_SETTING_SUBJECT);
  return {
    ...{ replicas, pool, connection, tell },
    setRules: async (written) => {
      const rules = written.map((each) => {
        const read = readRule({ name: String(each['id']), ...each });
        if (!read.ok) throw new Error(JSON.stringify(read.refusals));
        return { id: read.rule.id, rule: writeRule(read.rule) };
      });
      await writeRules(pool, rules, true);
      tell();
    },
    setChannel: async (name, kind, settings, pace = {}) => {
      const sealed = sealSettings({ name, kind }, settings, null, sealKeysOf(KEY) ?? []);
      if (!sealed.ok) throw new Error(JSON.stringify(sealed.refusals));
      await writeChannel(pool, { name, kind, ...sealed, takesAll: true, isEnabled: true, pace });
      tell();
    },
    watches: (count) =>
      eventually(
        `${count} things are watched`,
        async () => {
          const watch = await readWatch(pool);
          if (watch?.watched !== count || Date.now() - watch.lookedMs > 7_000) throw new Error(JSON.stringify(watch));
        },
        STARTED_WITHIN_MS,
      ),
    owner: () => ownerOf(replicas),
    end: async () => {
      await connection.close();
      await pool.end();
    },
  };
}

/** Who said last, of those that run, that it owns the partition. */
function ownerOf(replicas: readonly RunningAggregator[]): RunningAggregator {
  const owns = (replica: RunningAggregator): boolean => {
    const log = replica.log();
    return replica.running() && log.lastIndexOf('"owns partition 0') > log.lastIndexOf('no longer owns partition 0');
  };
  const owner = replicas.find(owns);
  if (!owner) throw new Error('nobody owns partition 0');
  return owner;
}

/** Which of these processes holds the connection that leads from a port of this machine. */
export function holderOf(replicas: readonly RunningAggregator[], port: number): RunningAggregator {
  // One to somewhere else may have had the port just before: that is nobody's any more.
  const held = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => Number.parseInt(columns[1]?.split(':')[1] ?? '', 16) === port)
    .map((columns) => `socket:[${columns[9]}]`);
  const holder = replicas.find(
    (replica) => replica.running() && socketsOf(replica.pid).some((socket) => held.includes(socket)),
  );
  if (!holder) throw new Error(`no process holds a connection from port ${port}`);
  return holder;
}

function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(`${folder}/${name}`)];
    } catch {
      // Closed in between.
      return [];
    }
  });
}
