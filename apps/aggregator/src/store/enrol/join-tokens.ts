import type { ClientBase, Pool } from 'pg';

/** What lets hosts join, without its secret. */
export interface JoinTokenRow {
  readonly id: string;
  /** What the host is labelled with that joins by it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly usesLeft: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

const COLUMNS = `id, labels, uses_left AS "usesLeft", created_at AS "createdAt", created_by AS "createdBy",
  expires_at AS "expiresAt", revoked_at AS "revokedAt"`;

const WRITE = `
INSERT INTO join_token (id, secret_hash, labels, uses_left, created_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
RETURNING ${COLUMNS}`;

/** Those that still let somebody join, the newest first. */
export async function readJoinTokens(pool: Pool): Promise<JoinTokenRow[]> {
  const usable = 'revoked_at IS NULL AND uses_left > 0 AND expires_at > now()';
  const { rows } = await pool.query<JoinTokenRow>(
    `SELECT ${COLUMNS} FROM join_token WHERE ${usable} ORDER BY created_at DESC, id`,
  );
  return rows;
}

/** Writes a new one, of which only the SHA-256 of its secret is kept. */
export async function writeJoinToken(
  pool: Pool,
  secretHash: Buffer,
  { id, labels, usesLeft, createdBy, expiresAt }: Omit<JoinTokenRow, 'createdAt' | 'revokedAt'>,
): Promise<JoinTokenRow> {
  const { rows } = await pool.query<JoinTokenRow>(WRITE, [id, secretHash, labels, usesLeft, createdBy, expiresAt]);
  const [row] = rows;
  if (!row) throw new Error('a row that was written is there');
  return row;
}

/** The one with this secret, held until the transaction ends: nobody else uses it meanwhile. */
export async function lockJoinToken(client: ClientBase, secretHash: Buffer): Promise<JoinTokenRow | null> {
  const { rows } = await client.query<JoinTokenRow>(
    `SELECT ${COLUMNS} FROM join_token WHERE secret_hash = $1 FOR UPDATE`,
    [secretHash],
  );
  return rows[0] ?? null;
}

/** Takes one of the uses that are left. */
export async function useJoinToken(client: ClientBase, id: string): Promise<void> {
  await client.query('UPDATE join_token SET uses_left = uses_left - 1 WHERE id = $1', [id]);
}

/** Nobody joins by it any more; answers whether there is such a token. */
export async function revokeJoinToken(pool: Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'UPDATE join_token SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1',
    [id],
  );
  return (rowCount ?? 0) > 0;
}
