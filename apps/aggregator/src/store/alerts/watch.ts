import type { Pool } from 'pg';
import { NotTheOwner } from './lives.js';

/** How whoever watches keeps up. Times are ms since 1970. */
export interface Watch {
  readonly lookedMs: number;
  /** Rules that are run. */
  readonly rules: number;
  /** Things that they watch, each once a rule. */
  readonly watched: number;
  /** Since when nothing comes from anybody; null where something does. */
  readonly pausedSinceMs: number | null;
}

const READ = `
SELECT (extract(epoch FROM looked_at) * 1000)::float8 AS "lookedMs", rules, watched,
  (extract(epoch FROM paused_since) * 1000)::float8 AS "pausedSinceMs"
FROM alert_state`;

const WRITE = `
UPDATE alert_state SET looked_at = to_timestamp($2::float8 / 1000), rules = $3, watched = $4,
  paused_since = to_timestamp($5::float8 / 1000)
WHERE revision = $1`;

/** Reads how whoever watches keeps up; null where nobody ever did. */
export async function readWatch(pool: Pool): Promise<Watch | null> {
  return (await pool.query<Watch>(READ)).rows[0] ?? null;
}

/** Writes it, by the owner: who knows the newest revision. */
export async function writeWatch(pool: Pool, revision: number, watch: Watch): Promise<void> {
  const { lookedMs, rules, watched, pausedSinceMs } = watch;
  const { rowCount } = await pool.query(WRITE, [revision, lookedMs, rules, watched, pausedSinceMs]);
  if (rowCount !== 1) throw new NotTheOwner('the alerts are watched by somebody else');
}
