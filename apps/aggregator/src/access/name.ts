import type { Refusal } from '@weir/model';

const LONGEST = 120;
/** Shown of who has no account. */
const OURS = ['local', 'anonymous', 'weir'];

/** What is wrong with a name for an account or a token, or null. */
export function refusalOfName(field: string, name: string): Refusal | null {
  if (name.trim() !== name || name === '' || [...name].length > LONGEST) {
    return { field, reason: `must be 1 to ${LONGEST} characters, without spaces at its ends` };
  }
  if (/[\p{Cc}\p{Cf}\p{Surrogate}]/u.test(name)) return { field, reason: 'must not hold characters that do not show' };
  return null;
}

/** The same for an account: some names are those of callers without one. */
export function refusalOfAccountName(field: string, name: string): Refusal | null {
  if (OURS.includes(name.toLowerCase())) return { field, reason: 'is what weir calls others: take another' };
  return refusalOfName(field, name);
}
