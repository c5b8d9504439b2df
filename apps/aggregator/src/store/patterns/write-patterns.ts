import type { ClientBase, Pool } from 'pg';
import { onTransaction } from '../connection.js';
import type { PatternRow } from './pattern-row.js';

const ENTRY = `json_to_record($1::json) AS entry (
  host_id int, series_id int, finding int, entity_kind text, entity_key text, entity_name text, class text,
  category text, start_ms float8, end_ms float8, last_seen_ms float8, strength real, evidence jsonb, sentence text,
  seen_on jsonb, repeats int, dismissed text)`;

const COLUMNS = `series_id, finding, entity_kind, entity_key, entity_name, class, category, started_at, ended_at, last_seen_at,
  strength, evidence, sentence, seen_on, repeats`;

const VALUES = `(SELECT series_id FROM series WHERE series.series_id = entry.series_id), finding, entity_kind, entity_key,
  entity_name, class, category, to_timestamp(start_ms / 1000), to_timestamp(end_ms / 1000), to_timestamp(last_seen_ms / 1000),
  strength, evidence, sentence, seen_on, repeats`;

const INSERT = `
INSERT INTO pattern (host_id, dismissed, ${COLUMNS})
SELECT host.host_id, dismissed, ${VALUES} FROM ${ENTRY} JOIN host USING (host_id)
RETURNING pattern_id::float8 AS id`;

// What people said of it stays.
const UPDATE = `
UPDATE pattern SET (${COLUMNS}) = (SELECT ${VALUES} FROM ${ENTRY}) WHERE pattern_id = $2 RETURNING pattern_id::float8 AS id`;

/** One class is open on an entity once: what an owner of the partition before this one left open ends where it was seen last. */
const CLOSE_ANOTHER = `
UPDATE pattern SET ended_at = last_seen_at
WHERE host_id = $1 AND entity_kind = $2 AND entity_key = $3 AND class = $4 AND ended_at IS NULL
  AND pattern_id IS DISTINCT FROM $5
RETURNING pattern_id::float8 AS id`;

/** An owner that begins anew finds once more what is told of already; when it began is known to some minutes. */
const SAME_START_MS = 10 * 60_000;
const TOLD_ALREADY = `
SELECT pattern_id::float8 AS id FROM pattern
WHERE host_id = $1 AND entity_kind = $2 AND entity_key = $3 AND class = $4
  AND started_at BETWEEN to_timestamp(($5::float8 - ${SAME_START_MS}) / 1000) AND to_timestamp(($5::float8 + ${SAME_START_MS}) / 1000)
ORDER BY pattern_id LIMIT 1`;

/** What came of writing patterns. */
export interface WrittenPatterns {
  /** The ids of what was written, in the same order; null where the host was forgotten. */
  readonly ids: readonly (number | null)[];
  /** Others that were closed by it. */
  readonly closed: readonly number[];
}

/** Writes patterns, new ones and what became of those that are stored. */
export async function writePatterns(pool: Pool, rows: readonly PatternRow[]): Promise<WrittenPatterns> {
  const written: { ids: (number | null)[]; closed: number[] } = { ids: [], closed: [] };
  if (rows.length === 0) return written;
  return onTransaction(pool, async (client) => {
    for (const row of rows) {
      const patternId = row.patternId ?? (await toldAlready(client, row));
      if (row.endMs === null) written.closed.push(...(await closeAnother(client, row, patternId)));
      written.ids.push(await write(client, row, patternId));
    }
    return written;
  });
}

async function write(client: ClientBase, row: PatternRow, patternId: number | null): Promise<number | null> {
  const json = jsonOf(row);
  if (patternId !== null) {
    const { rows } = await client.query<{ id: number }>(UPDATE, [json, patternId]);
    if (rows[0]) return rows[0].id;
  }
  return (await client.query<{ id: number }>(INSERT, [json])).rows[0]?.id ?? null;
}

async function toldAlready(client: ClientBase, row: PatternRow): Promise<number | null> {
  const { rows } = await client.query<{ id: number }>(TOLD_ALREADY, [...thingOf(row), row.startMs]);
  return rows[0]?.id ?? null;
}

async function closeAnother(client: ClientBase, row: PatternRow, patternId: number | null): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(CLOSE_ANOTHER, [...thingOf(row), patternId]);
  return rows.map(({ id }) => id);
}

function thingOf({ hostId, entity, class: name }: PatternRow): unknown[] {
  return [hostId, entity.kind, entity.key, name];
}

function jsonOf({ entity, seenOn, evidence, ...row }: PatternRow): string {
  return JSON.stringify({
    ...{ host_id: row.hostId, series_id: row.seriesId, finding: row.finding },
    ...{ entity_kind: entity.kind, entity_key: entity.key, entity_name: entity.name },
    ...{ class: row.class, category: row.category, start_ms: row.startMs, end_ms: row.endMs },
    ...{ last_seen_ms: row.lastSeenMs, strength: row.strength, evidence, sentence: row.sentence },
    ...{ seen_on: seenOn, repeats: row.repeats, dismissed: row.dismissed },
  });
}

/** Deletes patterns that were found to be part of another. */
export async function deletePatterns(pool: Pool, patternIds: readonly number[]): Promise<void> {
  if (patternIds.length > 0)
    await pool.query('DELETE FROM pattern WHERE pattern_id = ANY ($1::bigint[])', [patternIds]);
}

/** Ends what is open on hosts of which nothing is heard any more, where it was seen last; answers the ids of what it ended. */
export async function closeSilent(pool: Pool): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `UPDATE pattern SET ended_at = last_seen_at FROM host
     WHERE pattern.host_id = host.host_id AND ended_at IS NULL AND host.last_seen < now() - interval '1 day'
     RETURNING pattern_id::float8 AS id`,
  );
  return rows.map(({ id }) => id);
}

/** Says when patterns that last were seen last, ms since 1970. */
export async function touchPatterns(
  pool: Pool,
  seen: readonly { readonly patternId: number; readonly seenMs: number }[],
): Promise<void> {
  if (seen.length === 0) return;
  await pool.query(
    `UPDATE pattern SET last_seen_at = to_timestamp(ms / 1000)
     FROM unnest($1::bigint[], $2::float8[]) AS seen (pattern_id, ms)
     WHERE pattern.pattern_id = seen.pattern_id AND ended_at IS NULL AND last_seen_at < to_timestamp(ms / 1000)`,
    [seen.map(({ patternId }) => patternId), seen.map(({ seenMs }) => seenMs)],
  );
}
