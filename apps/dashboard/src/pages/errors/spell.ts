/** A stretch in which something went wrong. */
export interface Spell {
  readonly from: number;
  /** Null = it still goes on. */
  readonly to: number | null;
  /** How many such stretches there are in the range, this one included. */
  readonly count: number;
  /** Whether it was going on when the range begins, so that it may have begun before. */
  readonly isOlder: boolean;
}

/** So many quiet steps end a spell: losses come in bursts. */
const QUIET_STEPS = 3;

/** The last stretch with faults; null where there is none. Steps that are not known neither end a spell nor make one. */
export function lastSpell(
  at: readonly number[],
  stepMilliseconds: number,
  faults: readonly (number | null)[],
): Spell | null {
  const spells: { first: number; last: number }[] = [];
  let quiet = Infinity;
  faults.forEach((value, index) => {
    if (value === null) return;
    if (value === 0) {
      quiet += 1;
      return;
    }
    const open = spells.at(-1);
    if (open && quiet < QUIET_STEPS) open.last = index;
    else spells.push({ first: index, last: index });
    quiet = 0;
  });
  const last = spells.at(-1);
  const from = last && at[last.first];
  const end = last && at[last.last];
  if (from === undefined || end === undefined) return null;
  const goesOn = quiet < QUIET_STEPS;
  return { from, to: goesOn ? null : end + stepMilliseconds, count: spells.length, isOlder: last?.first === 0 };
}
