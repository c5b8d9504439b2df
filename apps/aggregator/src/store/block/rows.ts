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
