import type { Pool } from 'pg';

/** What people say of a pattern: that it is not worth telling, or that it was to be expected. */
export type Verdict = 'not useful' | 'expected';

/** What people said so far of patterns of one class on one entity. */
export interface Feedback {
  readonly hostId: number;
  readonly entityKind: string;
  readonly entityKey: string;
  readonly class: string;
  /** How often they were called not useful. */
  readonly notUseful: number;
  /** Until when they are expected, ms since 1970; Infinity = for good, null = they are not. */
  readonly expectedUntilMs: number | null;
}

// Whoever says the same of a pattern twice, or asks again after a lost answer, is counted once.
const SAY = `
WITH before AS (SELECT pattern_id, is_counted FROM pattern WHERE pattern_id = $1 FOR UPDATE),
said AS (
  UPDATE pattern SET dismissed = $2, is_counted = before.is_counted OR $2 = 'not useful'
  FROM before WHERE pattern.pattern_id = before.pattern_id
  RETURNING host_id, entity_kind, entity_key, class, before.is_counted AS was_counted)
INSERT INTO pattern_feedback AS known (host_id, entity_kind, entity_key, class, verdict, times, until)
SELECT host_id, entity_kind, entity_key, class, $2, (NOT was_counted)::int, to_timestamp($3::float8 / 1000) FROM said
ON CONFLICT (host_id, entity_kind, entity_key, class, verdict) DO UPDATE SET
  times = known.times + EXCLUDED.times,
  until = nullif(greatest(coalesce(known.until, 'infinity'), coalesce(EXCLUDED.until, 'infinity')), 'infinity')`;

/**
 * Notes what somebody says of a pattern: of this one, and of all to come of its class on its entity. `untilMs` = until when it
 * is expected, since 1970; null = for good; the longest that was said holds. False where there is no such pattern.
 */
export async function writeFeedback(
  pool: Pool,
  patternId: number,
  verdict: Verdict,
  untilMs: number | null,
): Promise<boolean> {
  const { rowCount } = await pool.query(SAY, [patternId, verdict, untilMs]);
  return (rowCount ?? 0) > 0;
}

/** Reads all that people said that still holds. */
export async function readFeedback(pool: Pool): Promise<Feedback[]> {
  const { rows } = await pool.query<Feedback & { isForGood: boolean }>(
    `SELECT host_id AS "hostId", entity_kind AS "entityKind", entity_key AS "entityKey", class,
       coalesce(sum(times) FILTER (WHERE verdict = 'not useful'), 0)::int AS "notUseful",
       (extract(epoch FROM max(until) FILTER (WHERE verdict = 'expected')) * 1000)::float8 AS "expectedUntilMs",
       coalesce(bool_or(until IS NULL) FILTER (WHERE verdict = 'expected'), false) AS "isForGood"
     FROM pattern_feedback GROUP BY host_id, entity_kind, entity_key, class`,
  );
  return rows.map(({ isForGood, ...row }) => ({
    ...row,
    expectedUntilMs: isForGood ? Infinity : row.expectedUntilMs,
  }));
}
