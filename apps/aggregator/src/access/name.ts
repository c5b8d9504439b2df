import { type Refusal, refusalOfName } from '@weir/model';

/** Shown of who has no account. */
const OURS = ['local', 'anonymous', 'weir'];

/** What is wrong with a name for an account, or null: some are those of callers without one. */
export function refusalOfAccountName(field: string, name: string): Refusal | null {
  if (OURS.includes(name.toLowerCase())) return { field, reason: 'is what weir calls others: take another' };
  return refusalOfName(field, name);
}
