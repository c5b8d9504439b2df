import { inCoins, isCurrency, NO_CURRENCY } from '../money.js';
import { oneOf, type Refuse } from '../read-subject.js';
import { PERCENTILE_WAYS, type PercentileWay } from './percentile.js';

/** What traffic costs by its percentile: so much for the commit, and so much for each Mbit/s above it. */
export interface PercentilePrice {
  readonly way: PercentileWay;
  readonly commitMegabitsPerSecond: number;
  /** For the whole range, whatever of it is used. */
  readonly commitPrice: number;
  readonly pricePerMegabitPerSecond: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** A price as the API gives it. */
export type WrittenPrice = Readonly<Record<Exclude<keyof PercentilePrice, 'way' | 'currency'>, number>> & {
  readonly way: string;
  readonly currency: string;
};

const BITS = 8;
const MEGA = 1e6;
const MOST = 1e9;
const AMOUNTS = ['commitMegabitsPerSecond', 'commitPrice', 'pricePerMegabitPerSecond'] as const;

/** What a rate in bytes a second costs; parts of a Mbit/s (of a million bits) are paid as parts. */
export function costOf(bytesPerSecond: number, price: PercentilePrice): number {
  const over = Math.max(0, (bytesPerSecond * BITS) / MEGA - price.commitMegabitsPerSecond);
  return inCoins(price.commitPrice + over * price.pricePerMegabitPerSecond, price.currency);
}

/** Reads a price; every fault is told at once. */
export function readPrice(given: WrittenPrice, refuse: Refuse): PercentilePrice {
  if (!isCurrency(given.currency)) refuse('price.currency', NO_CURRENCY);
  for (const field of AMOUNTS) {
    if (!(given[field] >= 0 && given[field] <= MOST)) refuse(`price.${field}`, `must be 0 to ${MOST}`);
  }
  return { ...given, way: oneOf(PERCENTILE_WAYS, 'price.way', given.way, refuse) };
}
