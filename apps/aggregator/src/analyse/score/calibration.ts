/**
 * How rare is a weighed surprise on clean data? Parts depend on one another, so that their sum has no formula: these are the sums that were
 * exceeded by one row in 10^0.5, 10^1, 10^1.5 … of clean series (`npm run bench:detect` shows how well they hold). Beyond the last the same step goes on.
 */
const STEP = 0.5;
const SURPRISES = {
  score: [0.1, 0.5, 1.2, 1.9, 2.7, 3.8, 5.4, 7.4],
  novelty: [0.05, 0.1, 0.3, 0.55, 1.05, 1.4, 1.8, 5.1],
  deviation: [0.84, 1.7, 2.5, 3.2, 4, 5, 6, 7],
} as const;
/** 1 - 10^-15 is the last that differs from 1. */
const HIGHEST = 15;

/** A score in [0,1]: the share of clean rows that surprise less. */
export function calibrated(surprise: number, figure: keyof typeof SURPRISES): number {
  const exceeded = SURPRISES[figure];
  const last = exceeded.length - 1;
  let place = 0;
  while (place < last && surprise > (exceeded[place] ?? 0)) place++;
  const from = place === 0 ? 0 : (exceeded[place - 1] ?? 0);
  const step = (exceeded[place] ?? 0) - from;
  const rarity = STEP * (place + (surprise - from) / step);
  return 1 - 10 ** -Math.min(rarity, HIGHEST);
}
