import type { ClientBase } from 'pg';
import { type Level, rowStart, tableAt } from '../rollup/level.js';
import { type BlockRow, copyBlocksOut, intsSql, timeSql } from './copy-out.js';
import { RECENT_WINDOW_MS, WINDOW_MS, windowOf } from './window.js';

/** Which blocks are asked for; times are ms since 1970. */
export interface BlockRange {
  readonly hostIds: readonly number[];
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Of so many hosts the blocks are in memory at a time: at most some MB an hour of a host. */
const HOSTS_A_CHUNK = 25;

/**
 * Reads the rows that may hold samples that begin in a stretch of time, a chunk of hosts at a time. Their blocks may hold
 * others too. Read within one snapshot: packing moves rows.
 */
export function readRaw(client: ClientBase, range: BlockRange): AsyncGenerator<BlockRow[]> {
  return inChunks(client, range.hostIds, (hostIds) => rawSql({ ...range, hostIds }));
}

/** Reads the rows that may hold buckets of a level that begin in a stretch of time, a chunk of hosts at a time. */
export function readLevel(client: ClientBase, level: Level, range: BlockRange): AsyncGenerator<BlockRow[]> {
  const fromMs = rowStart(level, range.fromMs);
  const table = tableAt('traffic', level.name);
  return inChunks(client, range.hostIds, (hostIds) => selectSql(table, { ...range, hostIds, fromMs }));
}

/** What has been packed is still found where it arrived until that piece is dropped. */
function rawSql(range: BlockRange): string {
  const recent = selectSql('traffic_recent', { ...range, fromMs: windowOf(range.fromMs, RECENT_WINDOW_MS) });
  const packed = selectSql('traffic', { ...range, fromMs: windowOf(range.fromMs, WINDOW_MS) });
  return `${recent} AND time >= coalesce((SELECT time FROM horizon WHERE resolution = 'packed'), '-infinity')
    UNION ALL ${packed}`;
}

function selectSql(table: string, { hostIds, fromMs, untilMs }: BlockRange): string {
  return `SELECT host_id, frames FROM ${table}
    WHERE host_id = ANY (${intsSql(hostIds)}) AND time >= ${timeSql(fromMs)} AND time < ${timeSql(untilMs)}`;
}

async function* inChunks(
  client: ClientBase,
  hostIds: readonly number[],
  sqlOf: (hostIds: readonly number[]) => string,
): AsyncGenerator<BlockRow[]> {
  for (let index = 0; index < hostIds.length; index += HOSTS_A_CHUNK) {
    yield copyBlocksOut(client, sqlOf(hostIds.slice(index, index + HOSTS_A_CHUNK)));
  }
}
