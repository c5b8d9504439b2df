import type { Pool } from 'pg';

/** What somebody did, or was not let do. */
export interface AuditRow {
  readonly actor: string;
  readonly actorKind: string;
  readonly address: string;
  readonly action: string;
  readonly subject: string | null;
  readonly outcome: 'ok' | 'denied' | 'failed';
  /** Without secrets. */
  readonly detail: object | null;
}

const INSERT = `
INSERT INTO audit (actor, actor_kind, address, action, subject, outcome, detail)
SELECT actor, actor_kind, address, action, subject, outcome, detail FROM jsonb_to_recordset($1) AS given (
  actor text, actor_kind text, address text, action text, subject text, outcome text, detail jsonb)`;

/** Writes entries. */
export async function insertAudit(pool: Pool, entries: readonly AuditRow[]): Promise<void> {
  const rows = entries.map(({ actorKind, ...row }) => ({ ...row, actor_kind: actorKind }));
  await pool.query(INSERT, [JSON.stringify(rows)]);
}
