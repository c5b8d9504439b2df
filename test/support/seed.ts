import { createHash } from 'node:crypto';
import { COUNTERS, type PerCounter } from '@weir/model';
import { encodeFrames } from '../../apps/aggregator/src/store/block/codec.js';
import type { Frame } from '../../apps/aggregator/src/store/block/frame.js';
import { LEVELS, type LevelName } from '../../apps/aggregator/src/store/rollup/level.js';
import { openPool } from './database.js';

/** Rows put straight into the store's tables, for tests of what is read from them. Times are ms since 1970. */
export interface Seed {
  host(uuid: string, name: string, more?: { lastSeenMs?: number; intervalMs?: number }): Promise<number>;
  series(hostId: number, uuid: string, key: string, more?: Partial<SeededSeries>): Promise<SeededId>;
  /** Presence in steps of `ms`, from `fromMs` until `untilMs`. */
  presence(hostId: number, fromMs: number, untilMs: number, ms?: number): Promise<void>;
  traffic(seriesId: number, startMs: number, deltas: Partial<PerCounter<number>>, ms?: number): Promise<void>;
  unread(seriesId: number, fromMs: number, untilMs: number, ms?: number): Promise<void>;
  /** Buckets of a level of the roll-up, of one host; they must not lie in a row that another call wrote. */
  buckets(level: LevelName, hostId: number, buckets: readonly SeededBucket[]): Promise<void>;
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  end(): Promise<void>;
}

export interface SeededId {
  readonly seriesId: number;
  readonly netId: string;
}

/** A bucket of the roll-up: covered throughout, unless told otherwise. */
export interface SeededBucket {
  readonly startMs: number;
  readonly presenceMs?: number;
  readonly series?: readonly SeededCount[];
  readonly unread?: readonly { readonly seriesId: number; readonly ms: number }[];
}

/** What a series counted in a bucket. */
export interface SeededCount {
  readonly seriesId: number;
  readonly deltas: Partial<PerCounter<number>>;
  /** Highest rates of single samples; null = every sample was coarse. */
  readonly maxima?: readonly [number, number] | null;
}

interface SeededSeries {
  name: string;
  class: string;
  uplink: boolean;
  namespace: string;
  networkId: string;
  firstMs: number;
  goneMs: number;
  sinceMs: number;
  resets: number;
}

/** Frames of a raw row start in the same stretch of this length. */
const WINDOW_MS = 600_000;
const EMPTY = { ids: [], columns: COUNTERS.map(() => []), unreadIds: [], unreadMs: [] };

/** The id that every part derives from a host and a key. */
export function netIdOf(uuid: string, key: string): string {
  return createHash('sha256').update(`${uuid}/${key}`).digest('base64url').slice(0, 16);
}

/** Opens the store of an aggregator that has prepared it. */
export async function openSeed(url: string): Promise<Seed> {
  const pool = openPool(url, 2);
  const query = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await pool.query<Record<string, unknown>>(sql, values)).rows;
  for (const table of ['traffic_recent', 'traffic', ...LEVELS.map(({ name }) => `traffic_${name}`)]) {
    await query(`CREATE TABLE ${table}_any PARTITION OF ${table} DEFAULT`);
  }
  const at = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
  const insert = async (table: string, hostId: number, frames: readonly Frame[], spanMs: number): Promise<void> => {
    for (const row of rowsOf(frames, spanMs)) {
      const startMs = Math.min(...row.map((frame) => frame.startMs));
      const startOfRow = table.startsWith('traffic_') && table !== 'traffic_recent' ? floor(startMs, spanMs) : startMs;
      await query(`INSERT INTO ${table} (time, host_id, frames) VALUES ($1, $2, $3)`, [
        ...[at(startOfRow), hostId, encodeFrames(row)],
      ]);
    }
  };
  const hostOf = async (seriesId: number): Promise<number> =>
    Number((await query('SELECT host_id FROM series WHERE series_id = $1', [seriesId]))[0]?.['host_id']);
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
            more.name ?? key.split('/')[1],
            more.class ?? 'uplink',
            more.uplink ?? true,
            more.namespace ?? null,
          ],
          ...[more.networkId ?? null, at(more.firstMs ?? 0), at(more.goneMs), at(more.sinceMs), more.resets ?? 0],
        ],
      );
      return { seriesId: Number(rows[0]?.['id']), netId };
    },
    // What was packed and what was not yet are read alike, and it does not matter which of them lies where.
    presence: (hostId, fromMs, untilMs, ms = 1_000) => {
      const frames = steps(fromMs, untilMs, ms).map((startMs) => ({ ...EMPTY, startMs, ms, presenceMs: ms }));
      return insert('traffic', hostId, frames, WINDOW_MS);
    },
    unread: async (seriesId, fromMs, untilMs, ms = 1_000) => {
      const missed = { ...EMPTY, ms, presenceMs: 0, unreadIds: [seriesId], unreadMs: [ms] };
      const frames = steps(fromMs, untilMs, ms).map((startMs) => ({ ...missed, startMs }));
      await insert('traffic', await hostOf(seriesId), frames, WINDOW_MS);
    },
    traffic: async (seriesId, startMs, deltas, ms = 1_000) => {
      const columns = COUNTERS.map((counter) => [deltas[counter] ?? 0]);
      const frame = { ...EMPTY, startMs, ms, presenceMs: 0, ids: [seriesId], columns };
      await insert('traffic_recent', await hostOf(seriesId), [frame], WINDOW_MS);
    },
    buckets: async (level, hostId, buckets) => {
      const { bucketMs, rowMs } = LEVELS.find(({ name }) => name === level) ?? LEVELS[0]!;
      const frames = buckets.map((bucket) => bucketFrame(bucket, bucketMs));
      await insert(`traffic_${level}`, hostId, frames, rowMs);
    },
  };
}

function steps(fromMs: number, untilMs: number, ms: number): number[] {
  return Array.from({ length: Math.ceil((untilMs - fromMs) / ms) }, (_, step) => fromMs + step * ms);
}

const floor = (ms: number, spanMs: number): number => Math.floor(ms / spanMs) * spanMs;

/** Frames that may lie in one row. */
function rowsOf(frames: readonly Frame[], spanMs: number): Frame[][] {
  const rows = new Map<number, Frame[]>();
  for (const frame of frames) {
    const start = floor(frame.startMs, spanMs);
    rows.set(start, [...(rows.get(start) ?? []), frame]);
  }
  return [...rows.values()];
}

/** A bucket as the roll-up writes it: eight sums, and two maxima plus one, where 0 is none. */
function bucketFrame({ startMs, presenceMs, series = [], unread = [] }: SeededBucket, bucketMs: number): Frame {
  const moved = [...series].sort((a, b) => a.seriesId - b.seriesId);
  const missed = [...unread].sort((a, b) => a.seriesId - b.seriesId);
  const sums = COUNTERS.map((counter) => moved.map(({ deltas }) => deltas[counter] ?? 0));
  const maxima = [0, 1].map((index) => moved.map((count) => (count.maxima ? (count.maxima[index] ?? 0) + 1 : 0)));
  return {
    ...{ startMs, ms: bucketMs, presenceMs: presenceMs ?? bucketMs },
    ...{ ids: moved.map(({ seriesId }) => seriesId), columns: [...sums, ...maxima] },
    ...{ unreadIds: missed.map(({ seriesId }) => seriesId), unreadMs: missed.map(({ ms }) => ms) },
  };
}
