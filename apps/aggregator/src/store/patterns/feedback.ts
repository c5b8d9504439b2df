import type { Pool } from 'pg';
import { onConnection } from '../connection.js';

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

/**
 * Notes what somebody says of a pattern: of this one, and of all to come of its class on its entity. `untilMs` = until when it
 * is expected, since 1970; null = for good. False where there is no such pattern.
 */
export async function writeFeedback(
  pool: Pool,
  patternId: number,
  verdict: Verdict,
  untilMs: number | null,
): Promise<boolean> {
  return onConnection(pool, async (client) => {
    const { rowCount } = await client.query(
      `WITH dismissed AS (
         UPDATE pattern SET dismissed = $2 WHERE pattern_id = $1 RETURNING host_id, entity_kind, entity_key, class)
       INSERT INTO pattern_feedback (host_id, entity_kind, entity_key, class, verdict, until)
       SELECT *, $2, to_timestamp($3::float8 / 1000) FROM dismissed`,
      [patternId, verdict, untilMs],
    );
    return (rowCount ?? 0) > 0;
  });
}

/** Reads all that people said that still holds. */
export async function readFeedback(pool: Pool): Promise<Feedback[]> {
  const { rows } = await pool.query<Feedback & { isForGood: boolean }>(
    `SELECT host_id AS "hostId", entity_kind AS "entityKind", entity_key AS "entityKey", class,
       count(*) FILTER (WHERE verdict = 'not useful')::int AS "notUseful",
       (extract(epoch FROM max(until) FILTER (WHERE verdict = 'expected')) * 1000)::float8 AS "expectedUntilMs",
       coalesce(bool_or(until IS NULL) FILTER (WHERE verdict = 'expected'), false) AS "isForGood"
     FROM pattern_feedback GROUP BY host_id, entity_kind, entity_key, class`,
  );
  return rows.map(({ isForGood, ...row }) => ({
    ...row,
    expectedUntilMs: isForGood ? Infinity : row.expectedUntilMs,
  }));
}
