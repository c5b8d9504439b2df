import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { MOST_RULES } from '../../../alert/rule/rule-file.js';
import { countWith, type Setting } from '../../../store/alerts/counts.js';

/** All of them are read again and again, by each who runs or shows them. */
const MOST: Readonly<Record<Setting, { readonly count: number; readonly what: string; readonly remedy: string }>> = {
  rules: { count: MOST_RULES, what: 'rules', remedy: 'delete some, or let one look at more by its scope' },
  channels: { count: 100, what: 'channels', remedy: 'delete some' },
  silences: { count: 1_000, what: 'silences that are not over', remedy: 'end some, or let one match more' },
  windows: { count: 500, what: 'maintenance windows', remedy: 'delete some, or let one match more' },
};

/** What is wrong with saving these, told at `field`: nothing, or that there would be too many. What is there can always be changed. */
export async function refusalsOfCount(
  pool: Pool,
  setting: Setting,
  ids: readonly string[],
  field: string,
): Promise<Refusal[]> {
  const { all, added } = await countWith(pool, setting, ids);
  const { count, what, remedy } = MOST[setting];
  if (added === 0 || all <= count) return [];
  return [{ field, reason: `would make more than ${count.toLocaleString('en')} ${what}: ${remedy}` }];
}
