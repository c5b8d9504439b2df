import { atMost, bitLength, type BitReader, type BitWriter, tornBlock } from './bits.js';

/** Small values, such as what a prediction is off by: a Rice code of which the parameter follows a running mean. */
export interface RicePlan {
  /** How slowly the mean follows: by 2^-shift of the difference. */
  readonly shift: number;
  readonly firstLength: number;
  readonly bits: number;
}

/** Values from here on are coded by their lengths. */
export const RICE_LIMIT = 2 ** 24;

const SHIFTS = [2, 4] as const;
/** The mean in sixteenths. */
const FRACTION_BITS = 4;
const FIRST_BITS = 5;
const PLAN_BITS = 1 + FIRST_BITS;
/** So many ones announce the value itself. */
const ESCAPE = 20;
const RAW_BITS = 24;

/** The cheapest plan; all values must be below {@link RICE_LIMIT}. */
export function planRice(values: Float64Array, count: number): RicePlan {
  const fast = planWith(values, count, SHIFTS[0]);
  const slow = planWith(values, count, SHIFTS[1]);
  return slow.bits <= fast.bits ? slow : fast;
}

function planWith(values: Float64Array, count: number, shift: number): RicePlan {
  const firstLength = bitLength(values[0] ?? 0);
  let mean = firstMean(firstLength);
  let bits = PLAN_BITS;
  for (let index = 0; index < count; index++) {
    const value = values[index] ?? 0;
    const k = parameter(mean);
    const ones = value >>> k;
    bits += ones < ESCAPE ? ones + 1 + k : ESCAPE + RAW_BITS;
    mean += ((value << FRACTION_BITS) - mean) >> shift;
  }
  return { shift, firstLength, bits };
}

function firstMean(firstLength: number): number {
  return (1 << (FRACTION_BITS - 1)) << firstLength;
}

/** The highest power of two in the mean. */
function parameter(mean: number): number {
  return 31 - Math.clz32((mean >> FRACTION_BITS) | 1);
}

export function writeRice(writer: BitWriter, plan: RicePlan, values: Float64Array, count: number): void {
  const { shift, firstLength } = plan;
  writer.bits(shift === SHIFTS[1] ? 1 : 0, 1);
  writer.bits(firstLength, FIRST_BITS);
  let mean = firstMean(firstLength);
  for (let index = 0; index < count; index++) {
    const value = values[index] ?? 0;
    const k = parameter(mean);
    const ones = value >>> k;
    if (ones < ESCAPE) {
      writer.bits((2 << ones) - 2, ones + 1);
      writer.bits(value & ((1 << k) - 1), k);
    } else {
      writer.bits((1 << ESCAPE) - 1, ESCAPE);
      writer.bits(value, RAW_BITS);
    }
    mean += ((value << FRACTION_BITS) - mean) >> shift;
  }
}

export function readRice(reader: BitReader, count: number, into: Float64Array): void {
  const shift = SHIFTS[reader.bits(1) as 0 | 1];
  let mean = firstMean(atMost(reader.bits(FIRST_BITS), RAW_BITS, 'bits of a small value'));
  const { view, end } = reader;
  let { at } = reader;
  for (let index = 0; index < count; index++) {
    const word = view.getUint32(at >>> 3) << (at & 7);
    const ones = Math.min(Math.clz32(~word), ESCAPE);
    const k = ones < ESCAPE ? parameter(mean) : RAW_BITS;
    at += ones < ESCAPE ? ones + 1 : ESCAPE;
    if (at > end) throw tornBlock('it ends within a column');
    const low = ((view.getUint32(at >>> 3) << (at & 7)) >>> 1) >>> (31 - k);
    at += k;
    const value = ones < ESCAPE ? (ones << k) | low : low;
    if (value >= RICE_LIMIT || at > end) throw tornBlock('a value is impossible');
    into[index] = value;
    mean += ((value << FRACTION_BITS) - mean) >> shift;
  }
  reader.at = at;
}
