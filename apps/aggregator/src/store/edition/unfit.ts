import type { ClientBase } from 'pg';

const OLDEST_VERSION = 150_000;

/** The database can be reached but cannot do what weir needs; the message is one sentence with the remedy. */
export class UnfitDatabaseError extends Error {}

interface Facts {
  readonly version_number: number;
  readonly version: string;
  readonly encoding: string;
  readonly replica: boolean;
  readonly read_only: boolean;
  readonly user: string;
  readonly database: string;
  readonly schema: string | null;
  readonly may_create: boolean | null;
}

/** Refuses a server, a database or a user with which nothing could be stored. */
export async function requireFit(client: ClientBase): Promise<void> {
  const { rows } = await client.query<Facts>(
    `SELECT current_setting('server_version_num')::int AS version_number, current_setting('server_version') AS version,
       current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS replica,
       current_setting('transaction_read_only')::boolean AS read_only, current_user::text AS user,
       current_database()::text AS database, current_schema()::text AS schema,
       has_schema_privilege(current_schema(), 'CREATE') AS may_create`,
  );
  const fault = rows[0] && faultOf(rows[0]);
  if (fault) throw new UnfitDatabaseError(fault);
}

function faultOf(facts: Facts): string | null {
  const { version_number: version, user, database, schema } = facts;
  if (version < OLDEST_VERSION)
    return `the database server is PostgreSQL ${facts.version}, but weir needs 15 or newer: upgrade it, or set WEIR_DATABASE_URL to another`;
  if (facts.replica) return 'the database server is a read-only replica: set WEIR_DATABASE_URL to its primary';
  if (facts.read_only)
    return `the database takes no changes from the user ${user}: set default_transaction_read_only to off for it, or set WEIR_DATABASE_URL to another`;
  if (facts.encoding !== 'UTF8')
    return `the database ${database} has the encoding ${facts.encoding}, but names come in any script: create one with ENCODING 'UTF8' and set WEIR_DATABASE_URL to it`;
  if (schema === null)
    return `the user ${user} has no schema to work in: grant it USAGE and CREATE on the schema public of the database ${database}, or set its search_path`;
  if (!facts.may_create)
    return `the user ${user} may not create tables in the schema ${schema}: run GRANT CREATE ON SCHEMA ${schema} TO ${user} as its owner`;
  return null;
}
