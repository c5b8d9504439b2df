import { randomBytes } from 'node:crypto';
import { refusalOfAccountName } from '../name.js';

const MOST_OF_ONE_NAME = 20;

/**
 * Names that the account of somebody may have, in order of preference. Whoever has the first already is another, however alike
 * they are called, and so is whoever is called as weir calls others.
 */
export function accountNames(name: string): readonly string[] {
  const numbered = Array.from({ length: MOST_OF_ONE_NAME }, (_, index) =>
    index === 0 ? name : `${name} (${index + 1})`,
  );
  const allowed = numbered.filter((each) => refusalOfAccountName('name', each) === null);
  return [...allowed, `user ${randomBytes(8).toString('hex')}`];
}
