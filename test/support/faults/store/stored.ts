import type { Pool, PoolClient } from 'pg';
import { decodeFrames } from '../../../../apps/aggregator/src/store/block/codec.js';
import type { Frame } from '../../../../apps/aggregator/src/store/block/frame.js';
import { RESOLUTIONS, type Resolution, tableAt } from '../../../../apps/aggregator/src/store/rollup/level.js';
import { RAW_SQL } from '../../unpacked.js';

/** A frame, whose host it is, and the names of its series: `<host> <key>`. */
export interface StoredFrame {
  readonly host: string;
  readonly frame: Frame;
}

/** All that is stored of traffic at one moment. Times are ms since 1970. */
export interface Stored {
  readonly frames: Readonly<Record<Resolution, readonly StoredFrame[]>>;
  /** What is older is not kept at that resolution; -Infinity = nothing was dropped. */
  readonly horizons: Readonly<Record<Resolution, number>>;
  readonly names: ReadonlyMap<number, string>;
  /** By series id. */
  readonly bases: ReadonlyMap<number, { readonly atMs: number; readonly counters: readonly bigint[] }>;
}

/** Reads it, all of one moment. */
export async function readStored(pool: Pool): Promise<Stored> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const hosts = new Map<number, string>();
    for (const row of await ask<{ host_id: number; id: string }>(client, 'SELECT host_id, id FROM host')) {
      hosts.set(row.host_id, row.id);
    }
    const horizons = await readHorizons(client);
    const frames: Record<Resolution, StoredFrame[]> = { raw: [], '1m': [], '5m': [], '1h': [], '1d': [] };
    for (const name of RESOLUTIONS) frames[name] = await readFrames(client, name, hosts, horizons[name]);
    return { frames, horizons, names: await readNames(client), bases: await readBases(client) };
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

async function readFrames(
  client: PoolClient,
  resolution: Resolution,
  hosts: ReadonlyMap<number, string>,
  fromMs: number,
): Promise<StoredFrame[]> {
  const sql = resolution === 'raw' ? RAW_SQL : `SELECT host_id, frames FROM ${tableAt('traffic', resolution)}`;
  const rows = await ask<{ host_id: number; frames: Buffer }>(client, sql);
  return rows.flatMap(({ host_id: hostId, frames }) =>
    decodeFrames(frames)
      .filter(({ startMs }) => startMs >= fromMs)
      .map((frame) => ({ host: hosts.get(hostId) ?? `host ${hostId}`, frame })),
  );
}

async function readHorizons(client: PoolClient): Promise<Record<Resolution, number>> {
  const rows = await ask<{ resolution: string; ms: number }>(
    client,
    'SELECT resolution, (extract(epoch FROM time) * 1000)::float8 AS ms FROM horizon',
  );
  const found = new Map(rows.map(({ resolution, ms }) => [resolution, ms]));
  return Object.fromEntries(RESOLUTIONS.map((name) => [name, found.get(name) ?? -Infinity])) as Record<
    Resolution,
    number
  >;
}

async function readNames(client: PoolClient): Promise<Map<number, string>> {
  const rows = await ask<{ series_id: number; name: string }>(
    client,
    `SELECT series_id, host.id || ' ' || key AS name FROM series JOIN host USING (host_id)`,
  );
  return new Map(rows.map((row) => [row.series_id, row.name]));
}

async function readBases(client: PoolClient): Promise<Map<number, { atMs: number; counters: bigint[] }>> {
  const rows = await ask<{ series_id: number; ms: number; counters: string[] }>(
    client,
    'SELECT series_id, (extract(epoch FROM time) * 1000)::float8 AS ms, counters::text[] FROM counter_base',
  );
  return new Map(rows.map((row) => [row.series_id, { atMs: row.ms, counters: row.counters.map(BigInt) }]));
}

async function ask<T extends object>(client: PoolClient, sql: string): Promise<T[]> {
  return (await client.query<T>(sql)).rows;
}
