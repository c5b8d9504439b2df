import type { ClientBase, Pool } from 'pg';

/** Somebody whom a provider of OpenID Connect knows: by issuer and subject, whatever they are called. */
export interface OidcSubject {
  readonly issuer: string;
  readonly subject: string;
}

/** The account of such a one. */
export interface OidcAccountRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly isDisabled: boolean;
}

const COLUMNS = 'id, name, role, is_disabled AS "isDisabled"';
const IS_OF_SUBJECT = 'oidc_issuer = $1 AND oidc_subject = $2';

/** Admins are of all hosts: whom an admin of ours gave some hosts alone, no group gives the rest. */
const SET_ROLE = `
UPDATE account SET role = CASE WHEN $3 = 'admin' AND scope IS NOT NULL THEN 'operator' ELSE $3 END
WHERE ${IS_OF_SUBJECT} RETURNING ${COLUMNS}`;

const INSERT = `
INSERT INTO account (name, role, oidc_issuer, oidc_subject)
SELECT wanted.name, $3, $1, $2 FROM unnest($4::text[]) WITH ORDINALITY AS wanted (name, place)
WHERE NOT EXISTS (SELECT FROM account WHERE lower(account.name) = lower(wanted.name))
ORDER BY place LIMIT 1
ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`;

/** Two who come at the same moment may want the same name; a third time nobody is that unlucky. */
const TRIES = 3;

/** The account of a subject, with the role that its groups give, as far as its scope allows; made where there is none, under the first name that is free. */
export async function admitSubject(
  pool: Pool,
  { issuer, subject }: OidcSubject,
  role: string,
  names: readonly string[],
): Promise<OidcAccountRow> {
  for (let tried = 0; tried < TRIES; tried++) {
    const known = await pool.query<OidcAccountRow>(SET_ROLE, [issuer, subject, role]);
    if (known.rows[0]) return known.rows[0];
    const made = await pool.query<OidcAccountRow>(INSERT, [issuer, subject, role, names]);
    if (made.rows[0]) return made.rows[0];
  }
  throw new Error(`no account could be made for a subject of ${issuer}: all names that it may have are taken`);
}

/** The account of a subject; null where there is none. */
export async function readSubject(pool: Pool, { issuer, subject }: OidcSubject): Promise<OidcAccountRow | null> {
  const { rows } = await pool.query<OidcAccountRow>(`SELECT ${COLUMNS} FROM account WHERE ${IS_OF_SUBJECT}`, [
    issuer,
    subject,
  ]);
  return rows[0] ?? null;
}

/** Makes an account nobody's of any provider. */
export async function forgetSubject(client: ClientBase, id: string): Promise<void> {
  await client.query('UPDATE account SET oidc_issuer = NULL, oidc_subject = NULL WHERE id = $1', [id]);
}
