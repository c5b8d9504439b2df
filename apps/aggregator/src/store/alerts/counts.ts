import type { Pool } from 'pg';

/** What people set, by the table that keeps it, and what each is known by; silences that are over do not count. */
const KEPT = {
  rules: 'id FROM alert_rule',
  channels: 'name AS id FROM channel',
  silences: 'id::text AS id FROM silence WHERE until_at > now()',
  windows: 'id::text AS id FROM maintenance',
} as const;

/** Something that people set. */
export type Setting = keyof typeof KEPT;

/** How many there would be with the given ones, and how many of these are new. */
export async function countWith(
  pool: Pool,
  setting: Setting,
  ids: readonly string[],
): Promise<{ readonly all: number; readonly added: number }> {
  const { rows } = await pool.query<{ kept: number; known: number }>(
    `SELECT count(*)::int AS kept, count(*) FILTER (WHERE id = ANY ($1::text[]))::int AS known FROM (SELECT ${KEPT[setting]}) AS one`,
    [ids],
  );
  const { kept, known } = rows[0] ?? { kept: 0, known: 0 };
  return { all: kept + ids.length - known, added: ids.length - known };
}
