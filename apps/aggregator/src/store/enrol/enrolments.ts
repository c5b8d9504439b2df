import type { ClientBase, Pool } from 'pg';
import { lockId } from '../lock-id.js';

/** A host that may send, or might once. */
export interface EnrolmentRow {
  readonly hostId: string;
  readonly publicKey: string;
  /** As it called itself when it joined. */
  readonly hostName: string;
  /** What its join token labelled it with. */
  readonly labels: Readonly<Record<string, string>>;
  /** The join token's id, or the service account that stood for one. */
  readonly admittedBy: string;
  /** Who made that token; the service account itself. */
  readonly enrolledBy: string;
  readonly enrolledAt: Date;
  readonly renewedAt: Date;
  readonly expiresAt: Date;
  /** The newest time that it signed. */
  readonly signedAt: Date;
  readonly revokedAt: Date | null;
}

const COLUMNS = `host_uuid AS "hostId", public_key AS "publicKey", host_name AS "hostName", labels,
  admitted_by AS "admittedBy", enrolled_by AS "enrolledBy", enrolled_at AS "enrolledAt", renewed_at AS "renewedAt",
  expires_at AS "expiresAt", signed_at AS "signedAt", revoked_at AS "revokedAt"`;

const LIST = `
SELECT ${COLUMNS}, coalesce((SELECT name FROM host WHERE id = host_uuid AND name <> id::text), host_name) AS name
FROM enrolment WHERE revoked_at IS NULL OR revoked_at > now() - interval '30 days' ORDER BY enrolled_at DESC, host_uuid`;

const WRITE = `
INSERT INTO enrolment
  (host_uuid, public_key, host_name, labels, admitted_by, enrolled_by, enrolled_at, renewed_at, expires_at, signed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (host_uuid) DO UPDATE SET public_key = $2, host_name = $3, labels = $4, admitted_by = $5, enrolled_by = $6,
  enrolled_at = $7, renewed_at = $8, expires_at = $9, signed_at = $10, revoked_at = NULL`;

/** An enrolment with the host's name of now. */
export interface ListedEnrolment extends EnrolmentRow {
  readonly name: string;
}

/** Those that came last first. Who was put out is listed for 30 days. */
export async function readEnrolments(pool: Pool): Promise<ListedEnrolment[]> {
  return (await pool.query<ListedEnrolment>(LIST)).rows;
}

/** One host after the other is enrolled, until the transaction ends: who has a host's id, or a key, is looked at first. */
export async function lockEnrolling(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [lockId('enrolment')]);
}

/** The enrolment of a host, held until the transaction ends. */
export async function lockEnrolment(client: ClientBase, hostId: string): Promise<EnrolmentRow | null> {
  return one(client, 'host_uuid', hostId);
}

/** The enrolment of a key, held until the transaction ends. */
export async function lockEnrolmentOfKey(client: ClientBase, publicKey: string): Promise<EnrolmentRow | null> {
  return one(client, 'public_key', publicKey);
}

async function one(client: ClientBase, column: string, value: string): Promise<EnrolmentRow | null> {
  const { rows } = await client.query<EnrolmentRow>(
    `SELECT ${COLUMNS} FROM enrolment WHERE ${column} = $1 FOR UPDATE`,
    [value],
  );
  return rows[0] ?? null;
}

/** Writes an enrolment in place of what there was of the host. A host that is known already gets the labels now, another when it first sends. */
export async function writeEnrolment(client: ClientBase, row: Omit<EnrolmentRow, 'revokedAt'>): Promise<void> {
  const { hostId, publicKey, hostName, labels, admittedBy, enrolledBy } = row;
  const times = [row.enrolledAt, row.renewedAt, row.expiresAt, row.signedAt];
  await client.query(WRITE, [hostId, publicKey, hostName, labels, admittedBy, enrolledBy, ...times]);
  await client.query('UPDATE host SET labels = labels || $2::jsonb WHERE id = $1', [hostId, labels]);
}

/** Notes that a host has new credentials, of its key of before or of another. */
export async function writeRenewal(
  client: ClientBase,
  {
    hostId,
    publicKey,
    renewedAt,
    expiresAt,
    signedAt,
  }: Pick<EnrolmentRow, 'hostId' | 'publicKey' | 'renewedAt' | 'expiresAt' | 'signedAt'>,
): Promise<void> {
  await client.query(
    'UPDATE enrolment SET public_key = $2, renewed_at = $3, expires_at = $4, signed_at = $5 WHERE host_uuid = $1',
    [hostId, publicKey, renewedAt, expiresAt, signedAt],
  );
}

/** Takes a host's enrolment back; answers its key, or null where there is no such enrolment. */
export async function revokeEnrolment(client: ClientBase, hostId: string): Promise<string | null> {
  const { rows } = await client.query<{ public_key: string }>(
    'UPDATE enrolment SET revoked_at = coalesce(revoked_at, now()) WHERE host_uuid = $1 RETURNING public_key',
    [hostId],
  );
  return rows[0]?.public_key ?? null;
}
