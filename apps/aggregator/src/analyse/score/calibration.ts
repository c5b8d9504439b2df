/**
 * How rare is a weighed surprise on clean data? Parts depend on one another, so that their sum has no formula: these are the sums that were
 * exceeded by one row in 10^0.5, 10^1, 10^1.5 … of clean series (`npm run bench:detect` shows how well they hold). Beyond the last the same step goes on.
 */
const STEP = 0.5;
const SURPRISES = {
  score: [0.4, 1.2, 2.0, 2.9, 3.8, 4.8, 5.9, 7.2],
  novelty: [0.1, 0.2, 0.4, 0.6, 1.1, 2.1, 3.3, 4.5],
  deviation: [0.69, 1.35, 2.07, 2.87, 3.69, 4.7, 5.73, 6.7],
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
