import type { ClientBase } from 'pg';

const MAX_ROWS_A_DELETE = 10_000;

/**
 * Deletes the rows that a condition holds for; a bounded number at a time, each in a transaction of its own. What somebody is writing is left for
 * the next time: it may no longer be old, and a deletion by ctid does not look again. `$1` is a time, ms since 1970.
 */
export async function deleteOld(
  client: ClientBase,
  table: string,
  condition: (time: string) => string,
  ms: number,
): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
         SELECT ${table}.ctid FROM ${table} WHERE ${condition('to_timestamp($1::float8 / 1000)')} LIMIT ${MAX_ROWS_A_DELETE}
         FOR UPDATE OF ${table} SKIP LOCKED))`,
      [ms],
    );
    if ((rowCount ?? 0) < MAX_ROWS_A_DELETE) return;
  }
}
