import type { ClientBase } from 'pg';
import { alignedTo } from '../block/window.js';
import { dirtyStates, type StateLevel } from './level.js';

/** A bucket of a level that is out of date for a host; its start in ms since 1970. */
export interface StateMark {
  readonly hostId: number;
  readonly bucketMs: number;
}

/** The distinct buckets of a level that moments of hosts fall into. */
export function marksOf(
  level: StateLevel,
  moments: Iterable<{ readonly hostId: number; readonly ms: number }>,
): StateMark[] {
  const marks = new Map<string, StateMark>();
  for (const { hostId, ms } of moments) {
    const bucketMs = alignedTo(level.bucketMs, ms);
    marks.set(`${hostId}/${bucketMs}`, { hostId, bucketMs });
  }
  return [...marks.values()];
}

/** Marks buckets as out of date. Marks are only ever inserted: one merged into a mark that is being taken would be lost. */
export async function markStates(client: ClientBase, level: StateLevel, marks: readonly StateMark[]): Promise<void> {
  if (marks.length === 0) return;
  await client.query(
    `INSERT INTO ${dirtyStates(level)} (bucket, host_id)
     SELECT to_timestamp(ms / 1000), host_id FROM unnest($1::float8[], $2::int[]) AS mark (ms, host_id)`,
    [marks.map(({ bucketMs }) => bucketMs), marks.map(({ hostId }) => hostId)],
  );
}

/** The buckets of a level that are out of date and begin before a moment, oldest first, as ms since 1970. */
export async function markedStates(
  client: ClientBase,
  level: StateLevel,
  untilMs: number,
  limit: number | null = null,
): Promise<number[]> {
  const { rows } = await client.query<{ ms: number }>(
    `SELECT DISTINCT (extract(epoch FROM bucket) * 1000)::float8 AS ms FROM ${dirtyStates(level)}
     WHERE bucket < to_timestamp($1::float8 / 1000) ORDER BY 1 LIMIT $2`,
    [untilMs, limit],
  );
  return rows.map(({ ms }) => ms);
}

/** Takes all marks of a bucket away, and answers whose they were. What commits later leaves marks of its own. */
export async function takeMarks(client: ClientBase, level: StateLevel, bucketMs: number): Promise<number[]> {
  const { rows } = await client.query<{ host_id: number }>(
    `WITH taken AS (DELETE FROM ${dirtyStates(level)} WHERE bucket = to_timestamp($1::float8 / 1000) RETURNING host_id)
     SELECT DISTINCT host_id FROM taken ORDER BY host_id`,
    [bucketMs],
  );
  return rows.map(({ host_id }) => host_id);
}
