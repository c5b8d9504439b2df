import type { ClientBase } from 'pg';

/** The moment that a condition of {@link deleteOld} compares with. */
export const MOMENT = 'to_timestamp($1::float8 / 1000)';

const MAX_ROWS_A_DELETE = 10_000;

/**
 * Deletes the rows that a condition holds for; a bounded number at a time, each in a transaction of its own. What somebody is writing is left for
 * the next time: it may no longer be old, and a deletion by ctid does not look again. `ms` = MOMENT, since 1970.
 */
export async function deleteOld(client: ClientBase, table: string, condition: string, ms: number): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
         SELECT ${table}.ctid FROM ${table} WHERE ${condition} LIMIT ${MAX_ROWS_A_DELETE}
         FOR UPDATE OF ${table} SKIP LOCKED))`,
      [ms],
    );
    if ((rowCount ?? 0) < MAX_ROWS_A_DELETE) return;
  }
}
