import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { BinaryRows } from './binary-rows.js';

/** Copies rows into a table's columns, which are SQL text. */
export async function copyRows(client: ClientBase, table: string, columns: string, rows: BinaryRows): Promise<void> {
  if (rows.count === 0) return;
  const stream = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN (FORMAT binary)`));
  stream.end(rows.finish());
  await finished(stream);
}
