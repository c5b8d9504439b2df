import type { ClientBase } from 'pg';
import { alignedTo } from './block/window.js';

/** A level of a roll-up, whose marks tell which of its buckets are out of date and for which host. */
export interface MarkedLevel {
  readonly name: string;
  readonly bucketMs: number;
}

/** The table of a level's marks. */
export const marksTable = ({ name }: Pick<MarkedLevel, 'name'>): string => `dirty_${name}`;

/** A bucket that is out of date for a host; its start in ms since 1970. */
export interface BucketMark {
  readonly hostId: number;
  readonly bucketMs: number;
}

/** The marked buckets of a host; their starts in ms since 1970. */
export interface HostMarks {
  readonly hostId: number;
  readonly bucketsMs: readonly number[];
}

/**
 * Marks buckets as out of date. Marks are only ever inserted: one that is merged into an existing mark is lost when a
 * refresh is deleting that one.
 */
export async function markBuckets(client: ClientBase, level: MarkedLevel, marks: readonly BucketMark[]): Promise<void> {
  if (marks.length === 0) return;
  await client.query(
    `INSERT INTO ${marksTable(level)} (bucket, host_id)
     SELECT to_timestamp(ms / 1000), host_id FROM unnest($1::float8[], $2::int[]) AS mark (ms, host_id)`,
    [marks.map(({ bucketMs }) => bucketMs), marks.map(({ hostId }) => hostId)],
  );
}

/** Marks the buckets that moments of hosts (ms since 1970) fall into, each once. */
export async function markMoments(
  client: ClientBase,
  level: MarkedLevel,
  moments: Iterable<{ readonly hostId: number; readonly ms: number }>,
): Promise<void> {
  const marks = new Map<string, BucketMark>();
  for (const { hostId, ms } of moments) {
    const bucketMs = alignedTo(level.bucketMs, ms);
    marks.set(`${hostId}/${bucketMs}`, { hostId, bucketMs });
  }
  await markBuckets(client, level, [...marks.values()]);
}

const IS_ONE_OF = 'bucket = ANY (ARRAY(SELECT to_timestamp(ms / 1000) FROM unnest($1::float8[]) AS taken (ms)))';

/** The buckets of a level that begin before a moment and are still to be made, oldest first; all in ms since 1970. */
export async function markedBefore(
  client: ClientBase,
  level: MarkedLevel,
  untilMs: number,
  limit: number | null = null,
): Promise<number[]> {
  const { rows } = await client.query<{ ms: number }>(
    `SELECT (extract(epoch FROM bucket) * 1000)::float8 AS ms FROM ${marksTable(level)}
     WHERE bucket < to_timestamp($1::float8 / 1000) GROUP BY bucket ORDER BY bucket LIMIT $2`,
    [untilMs, limit],
  );
  return rows.map(({ ms }) => ms);
}

/** The hosts of which one of these buckets (ms since 1970) is marked, in the order of their ids. */
export async function markedHosts(
  client: ClientBase,
  level: MarkedLevel,
  bucketsMs: readonly number[],
): Promise<number[]> {
  const { rows } = await client.query<{ host_id: number }>(
    `SELECT DISTINCT host_id FROM ${marksTable(level)} WHERE ${IS_ONE_OF} ORDER BY host_id`,
    [bucketsMs],
  );
  return rows.map((row) => row.host_id);
}

/**
 * Takes all marks of these buckets (ms since 1970) away, of some hosts or of all, and answers whose they were. What commits later
 * leaves marks of its own.
 */
export async function takeMarks(
  client: ClientBase,
  level: MarkedLevel,
  bucketsMs: readonly number[],
  hostIds: readonly number[] | null = null,
): Promise<HostMarks[]> {
  const { rows } = await client.query<HostMarks>(
    `WITH taken AS (
       DELETE FROM ${marksTable(level)}
       WHERE ${IS_ONE_OF} AND ($2::int[] IS NULL OR host_id = ANY ($2::int[]))
       RETURNING bucket, host_id)
     SELECT host_id AS "hostId", array_agg(DISTINCT (extract(epoch FROM bucket) * 1000)::float8) AS "bucketsMs"
     FROM taken GROUP BY host_id ORDER BY host_id`,
    [bucketsMs, hostIds],
  );
  return rows;
}
