import type { ClientBase, Pool } from 'pg';
import { isTaken } from '../taken.js';
import { ASKED_BY, type AskedBy, READ_ASKED_BY, valuesOf } from './job-row.js';

/** A report that somebody saved. */
export interface ReportRow extends AskedBy {
  readonly id: string;
  readonly name: string;
  /** What it is of, as it is given. */
  readonly definition: unknown;
  /** When it is made, in which formats, and where it goes, as it is given. */
  readonly schedule: unknown;
  readonly isEnabled: boolean;
  readonly madeAt: Date;
  readonly updatedAt: Date;
  /** Null = only when somebody asks. */
  readonly nextAt: Date | null;
}

/** What is saved of a report. */
export interface SavedForm extends Pick<ReportRow, 'id' | 'name' | 'definition' | 'schedule' | 'isEnabled'> {
  readonly by: AskedBy;
  readonly nextMs: number | null;
}

/** SQL of a report's columns. */
export const REPORT_COLUMNS = `id, name, definition, schedule, is_enabled AS "isEnabled", ${READ_ASKED_BY},
  made_at AS "madeAt", updated_at AS "updatedAt", next_at AS "nextAt"`;

const SAVE = `
INSERT INTO report (id, name, definition, schedule, is_enabled, next_at, ${ASKED_BY})
VALUES ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000), $7, $8, $9, $10, $11)
ON CONFLICT (id) DO UPDATE SET name = $2, definition = $3, schedule = $4, is_enabled = $5,
  next_at = to_timestamp($6::float8 / 1000), account_id = $7, token_id = $8, scope = $9, scope_key = $10, made_by = $11,
  updated_at = now()`;

// Of several processes that see the same, the others see it changed.
const DUE = `
SELECT ${REPORT_COLUMNS} FROM report WHERE is_enabled AND next_at <= now() ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** Saves a report; whoever saves it is whose it is from then on. False where another one of the same hosts has its name. */
export async function saveReport(
  pool: Pool,
  { id, name, definition, schedule, isEnabled, by, nextMs }: SavedForm,
): Promise<boolean> {
  const given = [id, name, JSON.stringify(definition), JSON.stringify(schedule), isEnabled, nextMs];
  try {
    await pool.query(SAVE, [...given, ...valuesOf(by)]);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

/** Deletes a report; what was made of it stays. False where there is none. */
export async function deleteReport(pool: Pool, id: string): Promise<boolean> {
  return (await pool.query('DELETE FROM report WHERE id = $1', [id])).rowCount === 1;
}

/** Takes a report that is due, for this transaction alone; null where none is. */
export async function takeDueReport(client: ClientBase): Promise<ReportRow | null> {
  return (await client.query<ReportRow>(DUE)).rows[0] ?? null;
}

/** Notes when a report is due next; null = never again. */
export async function setNext(client: ClientBase, id: string, nextMs: number | null): Promise<void> {
  await client.query('UPDATE report SET next_at = to_timestamp($2::float8 / 1000) WHERE id = $1', [id, nextMs]);
}

const COUNT = `
SELECT count(*)::int AS all, (count(*) FILTER (WHERE account_id IS NOT DISTINCT FROM $1::uuid))::int AS own FROM report`;

/** How many reports there are, and how many of them are of an account, by whichever of its tokens. */
export async function countReports(
  pool: Pool,
  accountId: string | null,
): Promise<{ readonly all: number; readonly own: number }> {
  return (await pool.query<{ all: number; own: number }>(COUNT, [accountId])).rows[0] ?? { all: 0, own: 0 };
}
