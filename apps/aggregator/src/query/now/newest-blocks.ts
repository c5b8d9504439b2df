import type { ClientBase } from 'pg';
import { type BlockRow, copyBlocksOut, intsSql, timeSql } from '../../store/block/copy-out.js';

/** What was stored last of hosts. */
export interface NewestBlocks {
  readonly table: 'traffic_recent' | 'container_state';
  readonly hostIds: readonly number[];
  /** Nothing before is looked at, ms since 1970: most pieces of the table need not be opened. */
  readonly fromMs: number;
  /** So many rows of each host, the newest. */
  readonly count: number;
}

/**
 * Reads the newest rows of each host, in one statement. Each host's are found by the index: a plan for all hosts at once would
 * read a whole piece of the table for the few rows at its end.
 */
export async function readNewest(
  client: ClientBase,
  { table, hostIds, fromMs, count }: NewestBlocks,
): Promise<Map<number, Buffer[]>> {
  const found = new Map<number, Buffer[]>();
  if (hostIds.length === 0) return found;
  const rows = await copyBlocksOut(
    client,
    `SELECT newest.host_id, newest.frames FROM unnest(${intsSql(hostIds)}) AS asked (host_id), LATERAL (
       SELECT host_id, frames FROM ${table} WHERE ${table}.host_id = asked.host_id AND time >= ${timeSql(fromMs)}
       ORDER BY time DESC LIMIT ${Math.trunc(count)}) AS newest`,
  );
  for (const { hostId, frames } of rows) append(found, hostId, frames);
  return found;
}

function append(found: Map<number, Buffer[]>, hostId: number, frames: BlockRow['frames']): void {
  const known = found.get(hostId);
  if (known) known.push(frames);
  else found.set(hostId, [frames]);
}
