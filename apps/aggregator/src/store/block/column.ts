import { type BitReader, type BitWriter, tornBlock } from './bits.js';
import { canPredict, type Ratio, ratioOf, readRatio, residuals, restore, writeRatio } from './prediction.js';
import { planVector, readVector, type VectorPlan, writeVector } from './vector.js';

const REFERENCE_BITS = 4;
/** Foretold from the twin of the series, see twins.ts. */
export const TWIN = 2 ** REFERENCE_BITS - 1;
const PREDICTION_BITS = REFERENCE_BITS + 18;

/** One counter of a series in all frames it moved in. */
export interface Column {
  readonly values: Float64Array;
  readonly sum: number;
  readonly max: number;
}

/** What a column may be foretold from: one of a lower index, which is its number, or the one of its twin. */
export interface Reference {
  readonly number: number;
  readonly column: Column;
}

interface Prediction {
  readonly reference: number;
  readonly ratio: Ratio;
}

export function makeColumn(values: Float64Array): Column {
  let sum = 0;
  let max = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    sum += value;
    if (value > max) max = value;
  }
  return { values, sum, max };
}

/** What the best prediction is off by, and what the one is that is being tried; nothing else runs while a column is written. */
let scratch = [new Float64Array(256), new Float64Array(256)] as const;

/** Writes a column by itself or as foretold from another one, whichever takes the fewest bits. */
export function writeColumn(writer: BitWriter, column: Column, references: readonly Reference[]): void {
  const count = column.values.length;
  let [tried, kept] = room(count);
  let best: { prediction?: Prediction; values: Float64Array; plan: VectorPlan } = {
    values: column.values,
    plan: planVector(column.values, count),
  };
  for (const reference of references) {
    const ratio = ratioBetween(column, reference.column);
    if (!ratio) continue;
    residuals(ratio, column.values, reference.column.values, tried);
    const plan = planVector(tried, count);
    if (plan.bits + PREDICTION_BITS >= best.plan.bits + (best.prediction ? PREDICTION_BITS : 0)) continue;
    best = { prediction: { reference: reference.number, ratio }, values: tried, plan };
    [tried, kept] = [kept, tried];
  }
  writer.bits(best.prediction ? 1 : 0, 1);
  if (best.prediction) {
    writer.bits(best.prediction.reference, REFERENCE_BITS);
    writeRatio(writer, best.prediction.ratio);
  }
  writeVector(writer, best.plan, best.values, count);
}

function room(count: number): readonly [Float64Array, Float64Array] {
  if (scratch[0].length < count) scratch = [new Float64Array(count * 2), new Float64Array(count * 2)];
  return scratch;
}

/** Those of the columns before an index that it may be foretold from. */
export function referencesBefore(columns: readonly Column[], index: number): Reference[] {
  return columns
    .slice(0, Math.min(index, TWIN))
    .map((column, number) => ({ number, column }))
    .filter(({ column }) => column.max > 0);
}

function ratioBetween(column: Column, reference: Column): Ratio | undefined {
  return canPredict(column.max) && canPredict(reference.max) ? ratioOf(column.sum, reference.sum) : undefined;
}

/** Reads a column; `other` reads the one it is foretold from, by its number, and leaves the reader where it was. */
export function readColumn(
  reader: BitReader,
  index: number,
  count: number,
  into: Float64Array,
  other: (number: number, index: number) => Float64Array,
): void {
  if (reader.bits(1) === 0) return readVector(reader, count, into);
  const reference = reader.bits(REFERENCE_BITS);
  if (reference >= index && reference !== TWIN) throw tornBlock('a column is foretold from a later one');
  const ratio = readRatio(reader);
  const from = other(reference, index);
  readVector(reader, count, into);
  restore(ratio, from, count, into);
}
