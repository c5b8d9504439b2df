/** What a row may be unusual in; each by a rarity of its own. */
export const PARTS = [
  'record', // beyond all that was ever seen
  'levelRecord', // smoothed, beyond all that was ever seen
  'dayRecord', // beyond what the last day had
  'jump', // away from each of the rows just before
  'surprise', // away from what was foretold
  'daily', // away from what this time of day has
  'dailyLevel', // smoothed, further away from that than on the last day
  'weeklyLevel', // the same of the hour of the week
  'unrest', // for hours more surprising than on the last day
  'calm', // for hours changing less than on the last day
  'first', // the first to surprise, or to be off its time of day, this far
] as const;

/** Their places among the rarities. */
export const RECORD = 0;
export const LEVEL_RECORD = 1;
export const DAY_RECORD = 2;
export const JUMP = 3;
export const SURPRISE = 4;
export const DAILY = 5;
export const DAILY_LEVEL = 6;
export const WEEKLY_LEVEL = 7;
export const UNREST = 8;
export const CALM = 9;
/** Follows from others, and has no distance of its own. */
export const FIRST = 10;

/** Never seen like this: what repeats falls silent. */
export const NOVELTY_WEIGHTS = Float64Array.of(1, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 3);
/** Not what should be now: what repeats is told each time. */
export const DEVIATION_WEIGHTS = Float64Array.of(0, 0, 0, 0.5, 0.75, 0.25, 0.75, 0.75, 0.75, 1, 0);

/** The sum of rarities by such weights. */
export function weighed(rarities: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let each = 0; each < weights.length; each++) sum += (rarities[each] ?? 0) * (weights[each] ?? 0);
  return sum;
}
