import type { ClientBase, Pool } from 'pg';
import { onConnection } from '../connection.js';
import type { PatternRow } from './pattern-row.js';

const ENTRY = `json_to_record($1::json) AS entry (
  pattern_id bigint, host_id int, series_id int, finding int, entity_kind text, entity_key text, entity_name text, class text,
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
  return onConnection(pool, async (client) => {
    await client.query('BEGIN');
    for (const row of rows) {
      if (row.endMs === null) written.closed.push(...(await closeAnother(client, row)));
      written.ids.push(await write(client, row));
    }
    await client.query('COMMIT');
    return written;
  });
}

async function write(client: ClientBase, row: PatternRow): Promise<number | null> {
  const json = jsonOf(row);
  if (row.patternId !== null) {
    const { rows } = await client.query<{ id: number }>(UPDATE, [json, row.patternId]);
    if (rows[0]) return rows[0].id;
  }
  return (await client.query<{ id: number }>(INSERT, [json])).rows[0]?.id ?? null;
}

async function closeAnother(client: ClientBase, row: PatternRow): Promise<number[]> {
  const { hostId, entity, patternId } = row;
  const values = [hostId, entity.kind, entity.key, row.class, patternId];
  return (await client.query<{ id: number }>(CLOSE_ANOTHER, values)).rows.map(({ id }) => id);
}

function jsonOf({ patternId, entity, seenOn, evidence, ...row }: PatternRow): string {
  return JSON.stringify({
    ...{ pattern_id: patternId, host_id: row.hostId, series_id: row.seriesId, finding: row.finding },
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

/** Ends what is open on hosts of which nothing is heard any more, where it was seen last. */
export async function closeSilent(pool: Pool): Promise<void> {
  await pool.query(
    `UPDATE pattern SET ended_at = last_seen_at FROM host
     WHERE pattern.host_id = host.host_id AND ended_at IS NULL AND host.last_seen < now() - interval '1 day'`,
  );
}
