import { type BitReader, type BitWriter, tornBlock } from './bits.js';
import { canPredict, type Ratio, ratioOf, readRatio, residuals, restore, writeRatio } from './prediction.js';
import { planVector, readVector, type VectorPlan, vectorOf, writeVector } from './vector.js';

const REFERENCE_BITS = 4;
/** Columns from here on foretell no other. */
const MOST_REFERENCES = 2 ** REFERENCE_BITS;
const RATIO_BITS = REFERENCE_BITS + 18;

/** One counter of a series in all frames it moved in. */
export interface Column {
  readonly values: Float64Array;
  readonly sum: number;
  readonly max: number;
}

/** What a column is foretold from: one of a lower index that is not all zero. */
interface Prediction {
  readonly reference: number;
  readonly ratio: Ratio;
}

export function makeColumn(values: readonly number[]): Column {
  let sum = 0;
  let max = 0;
  for (const value of values) {
    sum += value;
    if (value > max) max = value;
  }
  return { values: vectorOf(values), sum, max };
}

/** Writes the column of an index by itself or as foretold from an earlier one, whichever takes fewer bits. */
export function writeColumn(writer: BitWriter, columns: readonly Column[], index: number): void {
  const column = columns[index];
  if (!column) return;
  const count = column.values.length;
  let best: { prediction?: Prediction; values: Float64Array; plan: VectorPlan } = {
    values: column.values,
    plan: planVector(column.values, count),
  };
  for (const prediction of predictions(columns, index)) {
    const values = new Float64Array(count);
    residuals(prediction.ratio, column.values, columns[prediction.reference]?.values ?? values, count, values);
    const plan = planVector(values, count);
    if (plan.bits + RATIO_BITS < best.plan.bits + (best.prediction ? RATIO_BITS : 0))
      best = { prediction, values, plan };
  }
  writer.bits(best.prediction ? 1 : 0, 1);
  if (best.prediction) {
    writer.bits(best.prediction.reference, REFERENCE_BITS);
    writeRatio(writer, best.prediction.ratio);
  }
  writeVector(writer, best.plan, best.values, count);
}

function predictions(columns: readonly Column[], index: number): Prediction[] {
  const column = columns[index];
  if (!column || !canPredict(column.max)) return [];
  return columns.slice(0, Math.min(index, MOST_REFERENCES)).flatMap(({ sum, max }, reference) => {
    const ratio = canPredict(max) ? ratioOf(column.sum, sum) : undefined;
    return ratio ? [{ reference, ratio }] : [];
  });
}

/** Reads a column; `other` reads the one it is foretold from, and leaves the reader where it was. */
export function readColumn(
  reader: BitReader,
  index: number,
  count: number,
  into: Float64Array,
  other: (index: number) => Float64Array,
): void {
  if (reader.bits(1) === 0) return readVector(reader, count, into);
  const reference = reader.bits(REFERENCE_BITS);
  if (reference >= index) throw tornBlock('a column is foretold from a later one');
  const ratio = readRatio(reader);
  const from = other(reference);
  readVector(reader, count, into);
  restore(ratio, from, count, into);
}
