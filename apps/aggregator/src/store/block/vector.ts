import { bitLength, numberBits, type BitReader, type BitWriter } from './bits.js';
import { anyLengthsPlan, type LengthsPlan, planLengths, readLengths, writeLengths } from './dense-lengths.js';
import { planRice, readRice, RICE_LIMIT, type RicePlan, writeRice } from './dense-rice.js';
import { readSparse, sparseBits, writeSparse } from './sparse.js';

/** How a vector of numbers is coded, and how many bits that takes; what they say of themselves is written before them. */
export type VectorPlan =
  | { readonly kind: 'constant'; readonly bits: number }
  | { readonly kind: 'sparse'; readonly bits: number }
  | { readonly kind: 'lengths'; readonly plan: LengthsPlan; readonly bits: number }
  | { readonly kind: 'rice'; readonly plan: RicePlan; readonly bits: number };

const KINDS = ['constant', 'sparse', 'lengths', 'rice'] as const;
const KIND_BITS = 2;
/** From so many zeros for another value on, only the others are written when there is no time to compare. */
const MOSTLY_ZERO = 6;

/** The coding that takes the fewest bits. */
export function planVector(values: Float64Array, count: number): VectorPlan {
  const { isConstant, zeros, max } = survey(values, count);
  if (isConstant) return { kind: 'constant', bits: KIND_BITS + numberBits(max) };
  const lengths = planLengths(values, count);
  let best: VectorPlan = { kind: 'lengths', plan: lengths, bits: KIND_BITS + lengths.bits };
  if (max < RICE_LIMIT) {
    const rice = planRice(values, count);
    if (KIND_BITS + rice.bits < best.bits) best = { kind: 'rice', plan: rice, bits: KIND_BITS + rice.bits };
  }
  if (zeros * 2 > count) {
    const bits = KIND_BITS + sparseBits(values, count);
    if (bits < best.bits) best = { kind: 'sparse', bits };
  }
  return best;
}

/** A coding that is good enough, for blocks that are written a thousand times a second. */
export function planVectorQuickly(values: Float64Array, count: number): VectorPlan {
  const { isConstant, zeros } = survey(values, count);
  if (isConstant) return { kind: 'constant', bits: 0 };
  if (zeros * MOSTLY_ZERO >= count * (MOSTLY_ZERO - 1)) return { kind: 'sparse', bits: 0 };
  return { kind: 'lengths', plan: anyLengthsPlan(bitLength(values[0] ?? 0)), bits: 0 };
}

function survey(values: Float64Array, count: number): { isConstant: boolean; zeros: number; max: number } {
  const first = values[0] ?? 0;
  let isConstant = true;
  let zeros = 0;
  let max = 0;
  for (let index = 0; index < count; index++) {
    const value = values[index] ?? 0;
    if (value !== first) isConstant = false;
    if (value === 0) zeros++;
    if (value > max) max = value;
  }
  return { isConstant, zeros, max };
}

export function writeVector(writer: BitWriter, plan: VectorPlan, values: Float64Array, count: number): void {
  if (count === 0) return;
  writer.bits(KINDS.indexOf(plan.kind), KIND_BITS);
  if (plan.kind === 'constant') writer.number(values[0] ?? 0);
  else if (plan.kind === 'sparse') writeSparse(writer, values, count);
  else if (plan.kind === 'lengths') writeLengths(writer, plan.plan, values, count);
  else writeRice(writer, plan.plan, values, count);
}

/** Reads as many values as were written. */
export function readVector(reader: BitReader, count: number, into: Float64Array): void {
  if (count === 0) return;
  const kind = KINDS[reader.bits(KIND_BITS) as 0 | 1 | 2 | 3];
  if (kind === 'constant') fill(into, count, reader.number());
  else if (kind === 'sparse') readSparse(reader, count, into);
  else if (kind === 'lengths') readLengths(reader, count, into);
  else readRice(reader, count, into);
}

/** Faster than the array's own for the few values of a frame. */
function fill(into: Float64Array, count: number, value: number): void {
  for (let index = 0; index < count; index++) into[index] = value;
}

/** Numbers in the form that vectors are planned and written from. */
export function vectorOf(numbers: readonly number[]): Float64Array {
  const vector = new Float64Array(numbers.length);
  for (let index = 0; index < numbers.length; index++) vector[index] = numbers[index] ?? 0;
  return vector;
}

/** Writes numbers in the way that takes the fewest bits. */
export function writeNumbers(writer: BitWriter, numbers: readonly number[]): void {
  const vector = vectorOf(numbers);
  writeVector(writer, planVector(vector, vector.length), vector, vector.length);
}
