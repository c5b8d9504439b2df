import { bitLength, type BitReader, type BitWriter, tornBlock } from './bits.js';

/**
 * Values of any size: the length of each in bits, as its difference from a running mean of lengths (a Rice code of 0, -1,
 * 1, -2, …), then its bits below the highest. So 20 kB/s costs what its noise costs, and a burst of 2 GB/s a few bits more.
 */
export interface LengthsPlan {
  /** The parameter of the Rice code. */
  readonly k: number;
  /** How slowly the mean follows: by 2^-shift of the difference. */
  readonly shift: number;
  readonly firstLength: number;
  readonly bits: number;
}

/** How slowly a mean may follow; which one is one bit of the plan. */
const SHIFTS = [1, 3] as const;
/** The mean in sixteenths. */
const FRACTION_BITS = 4;
const HALF = 8;
const K_BITS = 2;
const LENGTH_BITS = 6;
const PLAN_BITS = K_BITS + 1 + LENGTH_BITS;
/** So many ones announce the length itself. */
const ESCAPE = 12;
const ESCAPE_BITS = ESCAPE + LENGTH_BITS;
const LONGEST = 53;
const LONGEST_AT_ONCE = 25;
/** Of longer values, so many bits are read last: five minutes of a busy link have 30. */
const AT_ONCE = 24;
const LONGEST_IN_TWO = LONGEST_AT_ONCE + AT_ONCE;

/** The cheapest plan; how fast the mean had best follow, and all parameters, are tried in one go. */
export function planLengths(values: Float64Array, count: number): LengthsPlan {
  const firstLength = bitLength(values[0] ?? 0);
  const fast = new CodeBits(firstLength, SHIFTS[0]);
  const slow = new CodeBits(firstLength, SHIFTS[1]);
  let mantissas = 0;
  for (let index = 0; index < count; index++) {
    const length = bitLength(values[index] ?? 0);
    fast.add(length);
    slow.add(length);
    if (length > 1) mantissas += length - 1;
  }
  const best = slow.least() <= fast.least() ? slow : fast;
  return { k: best.cheapest(), shift: best.shift, firstLength, bits: PLAN_BITS + mantissas + best.least() };
}

/** A plan that fits most values, without a look at them. */
export function anyLengthsPlan(firstLength: number): LengthsPlan {
  return { k: 2, shift: SHIFTS[1], firstLength, bits: 0 };
}

/** How many bits the lengths of values take with each parameter of the code. */
class CodeBits {
  private mean: number;
  private with0 = 0;
  private with1 = 0;
  private with2 = 0;

  constructor(
    firstLength: number,
    readonly shift: number,
  ) {
    this.mean = firstLength << FRACTION_BITS;
  }

  add(length: number): void {
    const code = codeOf(length, this.mean);
    this.with0 += codeBits(code, 0);
    this.with1 += codeBits(code, 1);
    this.with2 += codeBits(code, 2);
    this.mean += ((length << FRACTION_BITS) - this.mean) >> this.shift;
  }

  least(): number {
    return Math.min(this.with0, this.with1, this.with2);
  }

  cheapest(): number {
    return [this.with0, this.with1, this.with2].indexOf(this.least());
  }
}

function codeOf(length: number, mean: number): number {
  const difference = length - ((mean + HALF) >> FRACTION_BITS);
  return (difference << 1) ^ (difference >> 31);
}

function codeBits(code: number, k: number): number {
  const ones = code >>> k;
  return ones < ESCAPE ? ones + 1 + k : ESCAPE_BITS;
}

export function writeLengths(writer: BitWriter, plan: LengthsPlan, values: Float64Array, count: number): void {
  const { k, shift, firstLength } = plan;
  writer.bits((k << 1) | (shift === SHIFTS[1] ? 1 : 0), K_BITS + 1);
  writer.bits(firstLength, LENGTH_BITS);
  let mean = firstLength << FRACTION_BITS;
  for (let index = 0; index < count; index++) {
    const value = values[index] ?? 0;
    const length = bitLength(value);
    const code = codeOf(length, mean);
    const ones = code >>> k;
    if (ones < ESCAPE) writer.bits((((2 << ones) - 2) << k) | (code & ((1 << k) - 1)), ones + 1 + k);
    else writer.bits((((1 << ESCAPE) - 1) << LENGTH_BITS) | length, ESCAPE_BITS);
    writer.mantissa(value, length);
    mean += ((length << FRACTION_BITS) - mean) >> shift;
  }
}

/** Reads values; the hot loop of every query, so it works on words and keeps its place in a variable. */
export function readLengths(reader: BitReader, count: number, into: Float64Array): void {
  const k = reader.bits(K_BITS);
  const shift = SHIFTS[reader.bits(1) as 0 | 1];
  let mean = reader.bits(LENGTH_BITS) << FRACTION_BITS;
  const { view, end } = reader;
  let { at } = reader;
  for (let index = 0; index < count; index++) {
    const word = view.getUint32(at >>> 3) << (at & 7);
    const ones = Math.clz32(~word);
    let length: number;
    if (ones < ESCAPE) {
      const code = (ones << k) | (((word << (ones + 1)) >>> 1) >>> (31 - k));
      length = ((mean + HALF) >> FRACTION_BITS) + ((code >>> 1) ^ -(code & 1));
      at += ones + 1 + k;
    } else {
      length = (word >>> (32 - ESCAPE_BITS)) & 63;
      at += ESCAPE_BITS;
    }
    if (at > end || length < 0 || length > LONGEST) throw tornBlock('the length of a value is impossible');
    mean += ((length << FRACTION_BITS) - mean) >> shift;
    if (length <= 1) {
      into[index] = length;
    } else if (length <= LONGEST_AT_ONCE) {
      const bits = (view.getUint32(at >>> 3) << (at & 7)) >>> (33 - length);
      into[index] = (1 << (length - 1)) | bits;
      at += length - 1;
    } else if (length <= LONGEST_IN_TWO) {
      const upperBits = length - 1 - AT_ONCE;
      if (at + length - 1 > end) throw tornBlock('it ends within a column');
      const upper = ((view.getUint32(at >>> 3) << (at & 7)) >>> 1) >>> (31 - upperBits);
      at += upperBits;
      const lower = (view.getUint32(at >>> 3) << (at & 7)) >>> (32 - AT_ONCE);
      into[index] = ((1 << upperBits) | upper) * (1 << AT_ONCE) + lower;
      at += AT_ONCE;
    } else {
      reader.at = at;
      into[index] = reader.mantissa(length);
      at = reader.at;
    }
    if (at > end) throw tornBlock('it ends within a column');
  }
  reader.at = at;
}
