import { randomUUID } from 'node:crypto';
import { isUuid, type Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { deleteQuota, readQuotas, writeQuota } from '../store/billing/quotas.js';
import { readNewQuota } from './new-quota.js';
import { countsOf, type WrittenQuota } from './read-quota.js';

/** One for each host of a large fleet; each costs some counting each minute. */
export const MOST_QUOTAS = 1_000;

/** The id of a quota that was saved, or all that is wrong with it. */
export type SavedQuota =
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Saves a quota: a new one, or that of the id. */
export async function saveQuota(pool: Pool, id: string | null, written: WrittenQuota): Promise<SavedQuota> {
  const known = await readQuotas(pool);
  if (id !== null && !(isUuid(id) && known.some((row) => row.id === id))) return refused('id', 'is that of no quota');
  if (id === null && known.length >= MOST_QUOTAS)
    return refused('name', `would be that of quota ${MOST_QUOTAS + 1}: delete one, for there may be ${MOST_QUOTAS}`);
  const read = readNewQuota(written, id ?? randomUUID());
  if (!read.ok) return read;
  const { quota } = read;
  const { host } = quota.subject;
  if (host !== null && !(await isHost(pool, host)))
    return refused('subject.host', 'is the id of no host: take it from the list of hosts');
  const row = { id: quota.id, name: quota.name, hostUuid: host, given: written, counts: countsOf(quota) };
  const isWritten = await writeQuota(pool, row);
  return isWritten ? { ok: true, id: quota.id } : refused('name', 'is that of another quota: take another one');
}

/** Deletes a quota with all that was counted of it; answers whether there was one. */
export async function removeQuota(pool: Pool, id: string): Promise<boolean> {
  return isUuid(id) && deleteQuota(pool, id);
}

async function isHost(pool: Pool, uuid: string): Promise<boolean> {
  return ((await pool.query('SELECT FROM host WHERE id = $1', [uuid])).rowCount ?? 0) > 0;
}

const refused = (field: string, reason: string): SavedQuota => ({ ok: false, refusals: [{ field, reason }] });
