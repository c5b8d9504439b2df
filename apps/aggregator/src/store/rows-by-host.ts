import type { ClientBase } from 'pg';

/** Reads the rows of hosts, by host, in the order of the statement; `sql` takes the numbers of the hosts as `$1::int[]` and answers `hostId`. */
export async function rowsByHost<Row extends { readonly hostId: number }>(
  client: ClientBase,
  sql: string,
  hostIds: readonly number[],
): Promise<Map<number, Row[]>> {
  const rows = new Map<number, Row[]>();
  for (const row of (await client.query<Row>(sql, [hostIds])).rows) {
    const known = rows.get(row.hostId);
    if (known) known.push(row);
    else rows.set(row.hostId, [row]);
  }
  return rows;
}
