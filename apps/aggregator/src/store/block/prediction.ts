import { type BitReader, type BitWriter, tornBlock, unzigzag, zigzag } from './bits.js';

/**
 * One column foretold from another of the same series: packets are bytes by the mean size of a packet. What is left to
 * store is by how much that is wrong, a few bits.
 */
export interface Ratio {
  /** The ratio is multiplier / 2^shift, and what it foretells is rounded: exact, so the same on every machine. */
  readonly multiplier: number;
  readonly shift: number;
}

const MULTIPLIER_BITS = 12;
const SHIFT_BITS = 6;
const MOST_SHIFT = 63;
/** Products with a multiplier stay exact below 2^53. */
const LIMIT = 2 ** 40;

/** The ratio of two sums; undefined when one cannot foretell the other. */
export function ratioOf(sum: number, ofSum: number): Ratio | undefined {
  if (sum === 0 || ofSum === 0 || sum > Number.MAX_SAFE_INTEGER || ofSum > Number.MAX_SAFE_INTEGER) return undefined;
  const ratio = sum / ofSum;
  const shift = MULTIPLIER_BITS - exponent(ratio);
  if (shift < 0 || shift > MOST_SHIFT) return undefined;
  return { multiplier: Math.min(2 ** MULTIPLIER_BITS - 1, Math.round(ratio * 2 ** shift)), shift };
}

/** The power of two above a ratio. */
function exponent(ratio: number): number {
  let power = 0;
  for (let rest = ratio; rest >= 1; rest /= 2) power++;
  for (let rest = ratio; rest < 0.5; rest *= 2) power--;
  return power;
}

/** Whether all values are small enough for a prediction to be exact. */
export function canPredict(max: number): boolean {
  return max < LIMIT;
}

/** What a column holds beside what another one foretells, as numbers from 0. */
export function residuals(ratio: Ratio, values: Float64Array, from: Float64Array, into: Float64Array): void {
  const factor = factorOf(ratio);
  for (let index = 0; index < values.length; index++) {
    const foretold = Math.floor((from[index] ?? 0) * factor + 0.5);
    into[index] = zigzag((values[index] ?? 0) - foretold);
  }
}

/** Scaling by a power of two changes no digit, so products with it are as exact as those with the multiplier. */
function factorOf({ multiplier, shift }: Ratio): number {
  return multiplier * 2 ** -shift;
}

/** Turns residuals back into values, in place. */
export function restore(ratio: Ratio, from: Float64Array, count: number, values: Float64Array): void {
  const factor = factorOf(ratio);
  for (let index = 0; index < count; index++) {
    const foretold = Math.floor((from[index] ?? 0) * factor + 0.5);
    const value = unzigzag(values[index] ?? 0) + foretold;
    if (value < 0) throw tornBlock('a value is negative');
    values[index] = value;
  }
}

export function writeRatio(writer: BitWriter, ratio: Ratio): void {
  writer.bits(ratio.multiplier, MULTIPLIER_BITS);
  writer.bits(ratio.shift, SHIFT_BITS);
}

export function readRatio(reader: BitReader): Ratio {
  return { multiplier: reader.bits(MULTIPLIER_BITS), shift: reader.bits(SHIFT_BITS) };
}
