import type { ClientBase } from 'pg';

/** Bytes on disk, indexes included. */
export interface DiskUse {
  readonly databaseBytes: number;
  /** By table, all its pieces together. */
  readonly tableBytes: ReadonlyMap<string, number>;
  /** Where the server keeps its files, as the server names it; null where its user may not know. */
  readonly dataDirectory: string | null;
}

// Partitions and chunks both inherit from their table. One that is dropped meanwhile has no size.
const TABLES = `
WITH RECURSIVE piece AS (
  SELECT oid AS root, oid FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  UNION ALL
  SELECT root, inhrelid FROM piece JOIN pg_inherits ON inhparent = piece.oid)
SELECT relname::text AS name, coalesce(sum(pg_total_relation_size(piece.oid)), 0)::float8 AS bytes
FROM piece JOIN pg_class ON pg_class.oid = root GROUP BY relname`;

const DATABASE = `
SELECT pg_database_size(current_database())::float8 AS bytes,
  CASE WHEN pg_has_role(current_user, 'pg_read_all_settings', 'MEMBER') THEN current_setting('data_directory') END AS directory`;

/** Reads how much each table takes. */
export async function readDiskUse(client: Pick<ClientBase, 'query'>): Promise<DiskUse> {
  const tables = await client.query<{ name: string; bytes: number }>(TABLES);
  const database = await client.query<{ bytes: number; directory: string | null }>(DATABASE);
  return {
    databaseBytes: database.rows[0]?.bytes ?? 0,
    tableBytes: new Map(tables.rows.map(({ name, bytes }) => [name, bytes])),
    dataDirectory: database.rows[0]?.directory ?? null,
  };
}
