import type { Pool } from 'pg';
import { onConnection } from '../connection.js';

/** A rule, as it is written down. */
export interface RuleRow {
  readonly id: string;
  readonly rule: unknown;
}

const READ = 'SELECT id, rule FROM alert_rule ORDER BY position, id';

// What is new comes last; what is known stays where it is.
const WRITE = `
INSERT INTO alert_rule (id, rule, position)
SELECT id, rule, (SELECT coalesce(max(position), 0) FROM alert_rule) + place
FROM ROWS FROM (jsonb_to_recordset($1) AS (id text, rule jsonb)) WITH ORDINALITY AS given (id, rule, place)
ON CONFLICT (id) DO UPDATE SET rule = EXCLUDED.rule, updated_at = now()`;

const SEED = `
WITH given AS (
  SELECT id, rule, place FROM ROWS FROM (jsonb_to_recordset($1) AS (id text, rule jsonb)) WITH ORDINALITY AS given (id, rule, place)),
begun AS (INSERT INTO default_rule (id) SELECT id FROM given ON CONFLICT (id) DO NOTHING RETURNING id)
INSERT INTO alert_rule (id, rule, position)
SELECT given.id, rule, place FROM given JOIN begun USING (id) ON CONFLICT (id) DO NOTHING`;

/** Reads all rules, in their order. */
export async function readRules(pool: Pool): Promise<RuleRow[]> {
  return (await pool.query<RuleRow>(READ)).rows;
}

/** Writes rules, new ones and others; `replace` = deletes all others too, in the same transaction. */
export async function writeRules(pool: Pool, rows: readonly RuleRow[], replace = false): Promise<void> {
  await onConnection(pool, async (client) => {
    await client.query('BEGIN');
    if (replace) await client.query('DELETE FROM alert_rule WHERE id <> ALL ($1::text[])', [rows.map(({ id }) => id)]);
    await client.query(WRITE, [JSON.stringify(rows)]);
    await client.query('COMMIT');
  });
}

/** Deletes a rule; answers whether there was one. */
export async function deleteRule(pool: Pool, id: string): Promise<boolean> {
  return ((await pool.query('DELETE FROM alert_rule WHERE id = $1', [id])).rowCount ?? 0) > 0;
}

/** Writes those of the rules that weir begins with that were never written here: one that was deleted stays so. */
export async function seedRules(pool: Pool, rows: readonly RuleRow[]): Promise<void> {
  await pool.query(SEED, [JSON.stringify(rows)]);
}
