import { createHash } from 'node:crypto';
import { COUNTERS, type PerCounter } from '@weir/model';
import pg from 'pg';

/** Rows put straight into the store's tables, for tests of what is read from them. Times are ms since 1970. */
export interface Seed {
  host(uuid: string, name: string, more?: { lastSeenMs?: number; intervalMs?: number }): Promise<number>;
  series(hostId: number, uuid: string, key: string, more?: Partial<SeededSeries>): Promise<SeededId>;
  /** Presence in steps of `ms`, from `fromMs` until `untilMs`. */
  presence(hostId: number, fromMs: number, untilMs: number, ms?: number): Promise<void>;
  traffic(seriesId: number, startMs: number, deltas: Partial<PerCounter<number>>, ms?: number): Promise<void>;
  unread(seriesId: number, fromMs: number, untilMs: number, ms?: number): Promise<void>;
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  end(): Promise<void>;
}

export interface SeededId {
  readonly seriesId: number;
  readonly netId: string;
}

interface SeededSeries {
  class: string;
  uplink: boolean;
  namespace: string;
  networkId: string;
  firstMs: number;
  goneMs: number;
  sinceMs: number;
  resets: number;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const COLUMNS = COUNTERS.map(snake).join(', ');

/** The id that every part derives from a host and a key. */
export function netIdOf(uuid: string, key: string): string {
  return createHash('sha256').update(`${uuid}/${key}`).digest('base64url').slice(0, 16);
}

/** Opens the store of an aggregator that has prepared it. */
export async function openSeed(url: string): Promise<Seed> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  // The database is killed under some tests.
  pool.on('error', () => undefined);
  const query = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await pool.query<Record<string, unknown>>(sql, values)).rows;
  for (const suffix of ['', '_1m', '_5m', '_1h', '_1d']) {
    for (const table of ['traffic', 'presence', 'unread']) {
      await query(`CREATE TABLE ${table}${suffix}_any PARTITION OF ${table}${suffix} DEFAULT`);
    }
  }
  const at = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
  const steps = async (table: string, owner: string, id: number, range: [number, number, number]): Promise<void> => {
    const [fromMs, untilMs, ms] = range;
    await query(
      `INSERT INTO ${table} (time, ${owner}, ms)
       SELECT step, $1, $2 FROM generate_series($3::timestamptz, $4::timestamptz - interval '1 ms', $2 * interval '1 ms') AS step`,
      [id, ms, at(fromMs), at(untilMs)],
    );
  };
  return {
    query,
    end: () => pool.end(),
    host: async (uuid, name, { lastSeenMs = 0, intervalMs = 1_000 } = {}) => {
      const agent = { version: '0.1.0', run: 'run', startedAt: 0, intervalMs, docker: 'connected' };
      const rows = await query(
        `INSERT INTO host (id, name, agent, first_seen, last_seen) VALUES ($1, $2, $3, 'epoch', $4) RETURNING host_id AS id`,
        [uuid, name, agent, at(lastSeenMs)],
      );
      return Number(rows[0]?.['id']);
    },
    series: async (hostId, uuid, key, more = {}) => {
      const netId = netIdOf(uuid, key);
      const rows = await query(
        `INSERT INTO series (host_id, key, net_id, name, class, uplink, namespace, network_id, first_at, gone_at, since, resets)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING series_id AS id`,
        [
          ...[
            hostId,
            key,
            netId,
            key.split('/')[1],
            more.class ?? 'uplink',
            more.uplink ?? true,
            more.namespace ?? null,
          ],
          ...[more.networkId ?? null, at(more.firstMs ?? 0), at(more.goneMs), at(more.sinceMs), more.resets ?? 0],
        ],
      );
      return { seriesId: Number(rows[0]?.['id']), netId };
    },
    presence: (hostId, fromMs, untilMs, ms = 1_000) => steps('presence', 'host_id', hostId, [fromMs, untilMs, ms]),
    unread: (seriesId, fromMs, untilMs, ms = 1_000) => steps('unread', 'series_id', seriesId, [fromMs, untilMs, ms]),
    traffic: async (seriesId, startMs, deltas, ms = 1_000) => {
      await query(
        `INSERT INTO traffic (time, series_id, ms, ${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [...[at(startMs), seriesId, ms], ...COUNTERS.map((counter) => deltas[counter] ?? 0)],
      );
    },
  };
}
