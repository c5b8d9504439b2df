import type { Refusal } from '@weir/model';
import type { PercentileWay } from './percentile.js';

/** What traffic costs by its percentile: so much for the commit, and so much for each Mbit/s above it. */
export interface PercentilePrice {
  readonly way: PercentileWay;
  readonly commitMegabitsPerSecond: number;
  /** For the whole range, whatever of it is used. */
  readonly commitPrice: number;
  readonly pricePerMegabitPerSecond: number;
  /** As it is written beside amounts. */
  readonly currency: string;
}

const BITS = 8;
const MEGA = 1e6;
const MOST = 1e12;
const CURRENCY = /^\p{L}{1,8}$|^\p{Sc}$/u;

/** Bytes a second as Mbit/s, of a million bits. */
export function megabitsOf(bytesPerSecond: number): number {
  return (bytesPerSecond * BITS) / MEGA;
}

/** What a rate costs, to the millionth; parts of a Mbit/s are paid as parts. */
export function costOf(bytesPerSecond: number, price: PercentilePrice): number {
  const over = Math.max(0, megabitsOf(bytesPerSecond) - price.commitMegabitsPerSecond);
  return Math.round((price.commitPrice + over * price.pricePerMegabitPerSecond) * 1e6) / 1e6;
}

/** What is wrong with a price, or null. */
export function refusalOfPrice(price: PercentilePrice): Refusal | null {
  const amounts = ['commitMegabitsPerSecond', 'commitPrice', 'pricePerMegabitPerSecond'] as const;
  const wrong = amounts.find((field) => !(price[field] >= 0 && price[field] <= MOST));
  if (wrong) return { field: `price.${wrong}`, reason: `is not between 0 and ${MOST}` };
  if (CURRENCY.test(price.currency)) return null;
  return { field: 'price.currency', reason: 'must be 1 to 8 letters, such as EUR, or one sign, such as €' };
}
