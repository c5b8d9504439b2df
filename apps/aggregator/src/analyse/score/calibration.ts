/** How rare a row of clean data is whose surprise is exceeded by none before it in the list: one in 10^0.5, 10^1, 10^1.5 … */
const STEP = 0.5;

/**
 * The surprises that were exceeded by so many rows of clean series, at steps from a second to five minutes. What parts say depends on one
 * another, so that no formula has it; `npm run bench:detect` shows how well these hold on others. Beyond the last, its step goes on.
 */
export const SCORES = Float64Array.of(0.1, 0.5, 1.2, 1.9, 2.7, 3.8, 5.4, 7.4);
export const NOVELTIES = Float64Array.of(0.05, 0.1, 0.3, 0.55, 1.05, 1.4, 1.8, 5.1);
export const DEVIATIONS = Float64Array.of(0.84, 1.7, 2.5, 3.2, 4, 5, 6, 7);
/** 1 - 10^-15 is the last that differs from 1. */
const HIGHEST = 15;

/** A score in [0,1]: the share of clean rows that surprise less. */
export function calibrated(surprise: number, exceeded: Float64Array): number {
  if (!(surprise > 0)) return 0;
  const last = exceeded.length - 1;
  let place = 0;
  while (place < last && surprise > (exceeded[place] ?? 0)) place++;
  const from = place === 0 ? 0 : (exceeded[place - 1] ?? 0);
  const rarity = STEP * (place + (surprise - from) / ((exceeded[place] ?? 0) - from));
  return 1 - 10 ** -Math.min(rarity, HIGHEST);
}
