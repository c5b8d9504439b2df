import type { Pool, PoolClient } from 'pg';
import { sealSettings } from '../../apps/aggregator/src/alert/channel/stored-channel.js';
import { sealKeysOf } from '../../apps/aggregator/src/config/seal-keys.js';
import { writeChannel } from '../../apps/aggregator/src/store/alerts/channels.js';
import { type RunningAggregator, startAggregator } from './aggregator.js';
import { openPool } from './database.js';
import { eventually } from './eventually.js';
import { askGraphql } from './graphql.js';
import { startNats } from './nats.js';
import { startPostgres } from './postgres.js';

const KEY = Buffer.alloc(32, 3).toString('base64');

/** A job, as tests look at it. */
export interface SeenJob {
  readonly id: string;
  readonly state: string;
  readonly progress: number | null;
  readonly step: string | null;
  readonly tries: number;
  readonly nextTryAt: string | null;
  readonly dueAt: string | null;
  readonly failure: { readonly field: string; readonly reason: string } | null;
  readonly files: readonly Readonly<Record<'name' | 'type' | 'path', string> & { bytes: number }>[];
  readonly deliveries: readonly Record<string, unknown>[];
}

export const JOB = `id state progress step tries nextTryAt dueAt failure { field reason } files { name type bytes path }
  deliveries { channel state failedField failedReason }`;

/** Processes that do jobs on a database of their own; what they write can be held up, or refused. */
export interface Reporting {
  readonly replicas: readonly RunningAggregator[];
  readonly pool: Pool;
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  job(id: string): Promise<SeenJob>;
  /** Waits until a job is in this state, and answers it. */
  until(id: string, state: string, withinMs?: number): Promise<SeenJob>;
  setChannel(name: string, kind: string, settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** From now on no piece of a file is written; answers how that ends. */
  hold(): Promise<() => Promise<void>>;
  /** The port at this machine from which a piece waits to be written. */
  heldPort(): Promise<number>;
  /** From now on each piece of a file takes so long to be written. */
  slow(seconds: number): Promise<void>;
  /** From now on each piece of a file is refused, or no longer. */
  refuse(isRefused: boolean): Promise<void>;
  end(): Promise<void>;
}

const TRIGGERS = `
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the disk is full''; END';
CREATE TRIGGER refuse BEFORE INSERT ON job_chunk FOR EACH ROW EXECUTE FUNCTION refuse();
ALTER TABLE job_chunk DISABLE TRIGGER refuse;
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(TG_ARGV[0]::float8); RETURN NEW; END';`;

/** Starts so many processes; who asks from here is admin. */
export async function startReporting(count: number): Promise<Reporting> {
  const [nats, database] = await Promise.all([startNats(), startPostgres()]);
  const url = await database.createDatabase();
  const env = {
    ...{ WEIR_DATABASE_URL: url, WEIR_NATS_URL: nats.url, WEIR_SECRET_KEYS: KEY, WEIR_ROLES: 'analyse,api' },
    ...{ WEIR_PUBLIC_URL: 'https://weir.example', WEIR_ALERT_ALLOWED_ADDRESSES: '127.0.0.0/8' },
  };
  const replicas: RunningAggregator[] = [];
  for (let place = 0; place < count; place++) replicas.push(await startAggregator(env));
  const pool = openPool(url);
  await pool.query(TRIGGERS);
  let release = (): Promise<void> => Promise.resolve();
  const running = (): RunningAggregator => {
    const found = replicas.find((replica) => replica.running());
    if (!found) throw new Error('none runs');
    return found;
  };
  const ask = async <T>(query: string, variables: Record<string, unknown> = {}): Promise<T> => {
    const { data, errors } = await askGraphql<T>(running().url, query, variables);
    if (errors || !data) throw new Error(JSON.stringify(errors));
    return data;
  };
  const job = async (id: string): Promise<SeenJob> => {
    const answer = await ask<{ job: SeenJob | null }>(`query ($id: ID!) { job(id: $id) { ${JOB} } }`, { id });
    if (!answer.job) throw new Error(`there is no job ${id}`);
    return answer.job;
  };
  return {
    ...{ replicas, pool, ask, job },
    until: (id, state, withinMs) =>
      eventually(
        `the job is ${state}`,
        async () => {
          const found = await job(id);
          if (found.state !== state) throw new Error(JSON.stringify(found));
          return found;
        },
        withinMs,
      ),
    setChannel: async (name, kind, settings) => {
      const sealed = sealSettings({ name, kind }, settings, null, sealKeysOf(KEY) ?? []);
      if (!sealed.ok) throw new Error(JSON.stringify(sealed.refusals));
      await writeChannel(pool, { name, kind, ...sealed, takesAll: false, isEnabled: true, pace: {} });
    },
    hold: async () => (release = await held(await pool.connect())),
    heldPort: () =>
      eventually('a piece waits to be written', async () => {
        const { rows } = await pool.query<{ port: number }>(
          `SELECT client_port AS port FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO job_chunk%'`,
        );
        if (!rows[0]) throw new Error('none waits');
        return rows[0].port;
      }),
    slow: async (seconds) => {
      await pool.query('DROP TRIGGER IF EXISTS slow ON job_chunk');
      if (seconds === 0) return;
      await pool.query(
        `CREATE TRIGGER slow BEFORE INSERT ON job_chunk FOR EACH ROW EXECUTE FUNCTION slow('${seconds}')`,
      );
    },
    refuse: async (isRefused) => {
      await pool.query(`ALTER TABLE job_chunk ${isRefused ? 'ENABLE' : 'DISABLE'} TRIGGER refuse`);
    },
    end: async () => {
      await release();
      await pool.end();
    },
  };
}

async function held(client: PoolClient): Promise<() => Promise<void>> {
  await client.query('BEGIN; LOCK TABLE job_chunk IN SHARE MODE');
  let isHeld = true;
  return async () => {
    if (!isHeld) return;
    isHeld = false;
    await client.query('COMMIT');
    client.release();
  };
}
