import type { Pool } from 'pg';
import type { PatternRow } from './pattern-row.js';

const SELECT = `
SELECT pattern_id::float8 AS "patternId", host_id AS "hostId", series_id AS "seriesId", finding,
  json_build_object('kind', entity_kind, 'key', entity_key, 'name', entity_name) AS entity, class, category,
  (extract(epoch FROM started_at) * 1000)::float8 AS "startMs", (extract(epoch FROM ended_at) * 1000)::float8 AS "endMs",
  (extract(epoch FROM last_seen_at) * 1000)::float8 AS "lastSeenMs", strength::float8 AS strength, evidence, sentence,
  seen_on AS "seenOn", repeats, dismissed
FROM pattern`;

// What is told of links that will be full is the forecast's, and goes on by itself.
const OPEN = `${SELECT} WHERE host_id = ANY ($1::int[]) AND strength > 0 AND class <> 'saturation ahead'
  AND (ended_at IS NULL OR ended_at > to_timestamp($2::float8 / 1000))
ORDER BY started_at, pattern_id`;

const OPEN_OF_CLASS = `${SELECT} WHERE class = $1 AND ended_at IS NULL AND strength > 0 ORDER BY pattern_id`;

/** Reads the patterns of hosts that are open, or ended since a moment (ms since 1970): those that may go on. */
export async function readOpenPatterns(
  pool: Pool,
  hostIds: readonly number[],
  endedSinceMs: number,
): Promise<PatternRow[]> {
  return (await pool.query<PatternRow>(OPEN, [hostIds, endedSinceMs])).rows;
}

/** Reads the patterns of a class that are open, of all hosts. */
export async function readOpenOfClass(pool: Pool, patternClass: string): Promise<PatternRow[]> {
  return (await pool.query<PatternRow>(OPEN_OF_CLASS, [patternClass])).rows;
}
