import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';

/** What somebody notes about a host. */
export interface HostLabel {
  readonly key: string;
  readonly value: string;
}

const MOST_LABELS = 32;
/** As most tools take them: they become names in queries, and columns in exports. */
const KEY = /^[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?$/;
const MOST_CHARACTERS = 255;

/** What is wrong with labels, or null. */
export function refusalOfLabels(labels: readonly HostLabel[]): Refusal | null {
  const refuse = (reason: string): Refusal => ({ field: 'labels', reason });
  if (labels.length > MOST_LABELS) return refuse(`are more than ${MOST_LABELS}: a host has ${MOST_LABELS} at most`);
  const keys = new Set<string>();
  for (const { key, value } of labels) {
    const name = JSON.stringify(key.slice(0, 80));
    if (!KEY.test(key))
      return refuse(
        `hold the key ${name}: a key has 1 to 63 letters, digits, ".", "_", "/" and "-", and begins and ends with a letter or digit`,
      );
    if (keys.has(key)) return refuse(`hold the key ${name} twice`);
    if (value.length > MOST_CHARACTERS || value.includes('\u0000'))
      return refuse(`give ${name} a value of more than ${MOST_CHARACTERS} characters, or one with a NUL character`);
    keys.add(key);
  }
  return null;
}

/** Replaces all labels of a host; answers whether there is such a host. */
export async function setHostLabels(pool: Pool, hostUuid: string, labels: readonly HostLabel[]): Promise<boolean> {
  const json = JSON.stringify(Object.fromEntries(labels.map(({ key, value }) => [key, value])));
  const { rowCount } = await pool.query('UPDATE host SET labels = $2::jsonb WHERE id::text = $1', [hostUuid, json]);
  return (rowCount ?? 0) > 0;
}
