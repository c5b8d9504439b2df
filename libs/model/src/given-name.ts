import type { Refusal } from './refusal.js';

const LONGEST = 120;

/** What is wrong with a name that people give, to an account, a token, a quota or a report; or null. */
export function refusalOfName(field: string, name: string): Refusal | null {
  if (name.trim() !== name || name === '' || [...name].length > LONGEST) {
    return { field, reason: `must be 1 to ${LONGEST} characters, without spaces at its ends` };
  }
  if (/[\p{Cc}\p{Cf}\p{Surrogate}]/u.test(name)) return { field, reason: 'must not hold characters that do not show' };
  return null;
}
