import type { Pool } from 'pg';

/** All that was said of the class on the entity, so that it is as if nobody had said anything. */
const TAKE_BACK = `
WITH subject AS (
  SELECT host_id, entity_kind, entity_key, class FROM pattern WHERE pattern_id = $1),
told AS (
  DELETE FROM pattern_feedback USING subject
  WHERE (pattern_feedback.host_id, pattern_feedback.entity_kind, pattern_feedback.entity_key, pattern_feedback.class)
    = (subject.host_id, subject.entity_kind, subject.entity_key, subject.class))
UPDATE pattern SET dismissed = NULL, is_counted = false FROM subject
WHERE (pattern.host_id, pattern.entity_kind, pattern.entity_key, pattern.class)
    = (subject.host_id, subject.entity_kind, subject.entity_key, subject.class) AND pattern.dismissed IS NOT NULL`;

/** Takes back what people said of a pattern, and with it of all of its class on its entity. */
export async function takeBackFeedback(pool: Pool, patternId: number): Promise<void> {
  await pool.query(TAKE_BACK, [patternId]);
}
