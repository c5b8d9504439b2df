import pg from 'pg';

const VARIABLE = 'WEIR_DATABASE_URL';
const WITHIN_MS = 5_000;
const OLDEST = 150_000;

/** What PostgreSQL says by these codes, with the remedy; its own words would show the user and the database. */
const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'refuses the user or the password: correct them, encoded as in URLs',
  '28000': 'refuses this user from this machine: correct the user, or allow it in pg_hba.conf',
  '3D000': 'has no database of this name: make it with createdb, or correct the name',
  '42501': 'does not let this user into the database: grant it CONNECT',
  '53300': 'has no connection left: raise max_connections, or close some',
  '57P03': 'is starting or stopping: try again in a moment',
};

/** Why the database that WEIR_DATABASE_URL names is of no use, with the remedy and without the value, which is secret. */
export async function databaseFault(url: string): Promise<string | undefined> {
  if (!isDatabaseUrl(url)) return `${VARIABLE} must be like postgresql://user:password@host:5432/weir.`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: WITHIN_MS, query_timeout: WITHIN_MS });
  client.on('error', () => undefined); // what ends the attempt also rejects it
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `SELECT current_setting('server_version_num')::int AS version`,
    );
    const isOld = (rows[0]?.version ?? 0) < OLDEST;
    return isOld ? `The database of ${VARIABLE} is too old: weir needs PostgreSQL 15 or newer.` : undefined;
  } catch (error) {
    return `The database of ${VARIABLE} ${refusalOf(error as NodeJS.ErrnoException)}.`;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function isDatabaseUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}

function refusalOf({ code = '', message }: NodeJS.ErrnoException): string {
  if (/SASL|password must be/.test(message)) return 'wants a password: add it to the address';
  return (
    REFUSALS[code] ??
    `cannot be reached${code && ` (${code})`}: start it, or correct its address; leave ${VARIABLE} out and weir runs one`
  );
}
