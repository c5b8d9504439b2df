import type { ClientBase } from 'pg';

/** What there is of TimescaleDB; null = is not. */
export interface Timescale {
  /** The version that the database has. */
  readonly version: string | null;
  /** The version that a database of this server can have. */
  readonly available: string | null;
  /** Told exactly where the server has loaded it. */
  readonly licence: string | null;
}

/** Reads what there is of TimescaleDB on a server and in its database. */
export async function readTimescale(client: ClientBase): Promise<Timescale> {
  const { rows } = await client.query<Timescale>(
    `SELECT (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS version,
       (SELECT default_version FROM pg_available_extensions WHERE name = 'timescaledb') AS available,
       nullif(current_setting('timescaledb.license', true), '') AS licence`,
  );
  return rows[0] ?? { version: null, available: null, licence: null };
}
