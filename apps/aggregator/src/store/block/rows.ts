import type { ClientBase } from 'pg';
import { type BlockRow, copyBlocksOut, intsSql, timeSql } from './copy-out.js';
import { alignedTo, RECENT_WINDOW_MS, WINDOW_MS } from './window.js';

/** A table of which a row holds frames of one host that begin within one stretch of this length, aligned to 1970. */
export interface RowTable {
  readonly name: string;
  readonly rowMs: number;
}

/** Which blocks are asked for; times are ms since 1970. */
export interface BlockRange {
  readonly hostIds: readonly number[];
  readonly fromMs: number;
  readonly untilMs: number;
  /** Whether a row that has not been packed holds what is asked for only where it begins in the stretch as well. */
  readonly isByRow?: boolean;
}

/** Of so many hosts the blocks are in memory at a time: at most some MB an hour of a host. */
const HOSTS_A_CHUNK = 32;
/** Where the newest rows alone are read, by their begin. */
export const HOSTS_A_CHUNK_BY_ROW = 64;

/**
 * Reads the rows that may hold samples that begin in a stretch of time, a chunk of hosts at a time. Their blocks may hold
 * others too. Read within one snapshot: packing moves rows.
 */
export function readRaw(client: ClientBase, range: BlockRange): AsyncGenerator<BlockRow[]> {
  const hostsAChunk = range.isByRow ? HOSTS_A_CHUNK_BY_ROW : HOSTS_A_CHUNK;
  return inChunks(client, range.hostIds, hostsAChunk, (hostIds) => rawSql({ ...range, hostIds }));
}

/** What has come since an earlier snapshot; times are ms since 1970. */
export interface RowsSince {
  readonly hostIds: readonly number[];
  /** Rows that begin from here on. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Where what is known of that snapshot ends: rows that begin there or later are read, new or not. */
  readonly knownUntilMs: number;
  /** `pg_snapshot` in the database's own words. */
  readonly snapshot: string;
  /** No transaction from this number on is in the snapshot of the reading. */
  readonly xmax: bigint;
}

/** How old a snapshot may be: what has been written since lies where it arrived, for a window is sealed later than that. */
export const LONGEST_SINCE_MS = 45_000;

/**
 * Reads the rows that an earlier snapshot did not hold, and which were not written late. Whoever writes rows must do so without a
 * SAVEPOINT: a snapshot does not know of the numbers that it gives.
 */
export function readSince(client: ClientBase, since: RowsSince): Promise<BlockRow[]> {
  const { hostIds, fromMs, untilMs, knownUntilMs, snapshot, xmax } = since;
  const isKnown = `pg_visible_in_snapshot(${writtenBySql(xmax)}, ${snapshotSql(snapshot)})`;
  const sql = `${selectSql({ name: 'traffic_recent', rowMs: 1 }, { hostIds, fromMs, untilMs })}
    AND (time >= ${timeSql(knownUntilMs)} OR NOT ${isKnown})`;
  return copyBlocksOut(client, sql);
}

/** Which transaction wrote a row: the row has the lower half of its number alone, of which the newest before `xmax` is meant. */
function writtenBySql(xmax: bigint): string {
  return `(${xmax} - ((${xmax} - xmin::text::bigint) & 4294967295))::text::xid8`;
}

/** COPY takes no parameters. */
function snapshotSql(snapshot: string): string {
  if (!/^\d+:\d+:[\d,]*$/.test(snapshot)) throw new Error(`${snapshot} is no snapshot of a database`);
  return `'${snapshot}'::pg_snapshot`;
}

/** Reads the rows of one table that may hold frames that begin in a stretch of time, a chunk of hosts at a time. */
export function readRows(client: ClientBase, table: RowTable, range: BlockRange): AsyncGenerator<BlockRow[]> {
  return inChunks(client, range.hostIds, HOSTS_A_CHUNK, (hostIds) => selectSql(table, { ...range, hostIds }));
}

/** Tells a row of `traffic_recent` that has not been packed, see `store/rollup/horizon.ts`. */
export const NOT_PACKED_SQL = `time >= coalesce((SELECT time FROM horizon WHERE resolution = 'packed'), '-infinity')
  AND (host_id > coalesce((SELECT host_id FROM horizon WHERE resolution = 'packed'), 0) OR
    time >= (SELECT time FROM horizon WHERE resolution = 'packed') + interval '${WINDOW_MS} ms')`;

/** What has been packed is still found where it arrived until that piece is dropped. */
function rawSql(range: BlockRange): string {
  const rowMs = range.isByRow ? 1 : RECENT_WINDOW_MS;
  const recent = selectSql({ name: 'traffic_recent', rowMs }, range);
  const packed = selectSql({ name: 'traffic', rowMs: WINDOW_MS }, range);
  return `${recent} AND ${NOT_PACKED_SQL} UNION ALL ${packed}`;
}

function selectSql({ name, rowMs }: RowTable, { hostIds, fromMs, untilMs }: BlockRange): string {
  return `SELECT host_id, frames FROM ${name}
    WHERE host_id = ANY (${intsSql(hostIds)})
      AND time >= ${timeSql(alignedTo(rowMs, fromMs))} AND time < ${timeSql(untilMs)}`;
}

async function* inChunks(
  client: ClientBase,
  hostIds: readonly number[],
  hostsAChunk: number,
  sqlOf: (hostIds: readonly number[]) => string,
): AsyncGenerator<BlockRow[]> {
  for (let index = 0; index < hostIds.length; index += hostsAChunk) {
    yield copyBlocksOut(client, sqlOf(hostIds.slice(index, index + hostsAChunk)));
  }
}
