import type { Pool } from 'pg';
import { currentScope } from '../caller.js';

/** Ids of the hosts that are seen by whom this is done for, as the store has them; null = all. */
export async function readSeenHosts(readers: Pool): Promise<ReadonlySet<string> | null> {
  if (!currentScope()) return null;
  const { rows } = await readers.query<{ id: string }>('SELECT id::text FROM host');
  return new Set(rows.map(({ id }) => id));
}
