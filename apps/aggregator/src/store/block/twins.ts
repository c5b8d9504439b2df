import type { Column } from './column.js';

/** A series as it is about to be written. */
export interface PlannedSeries {
  readonly id: number;
  /** The frames it moved in, ascending. */
  readonly frames: readonly number[];
  readonly columns: readonly Column[];
}

/**
 * A series written before, which counts the same packets: a container's interface and the host's end of its link see each
 * packet both, one as received and one as sent. Their counters differ by what passed between the reading of the two.
 */
export interface Twin {
  readonly series: PlannedSeries;
  /** How many series before. */
  readonly back: number;
  /** What one receives the other sends. */
  readonly isMirrored: boolean;
}

/** Sums that differ less than this are compared closer. */
const STEPS_A_DOUBLING = 8;
const MOST_COMPARED = 8;
/** So much of the bytes may differ, frame by frame. */
const MOST_DIFFERENT = 0.25;

/** Looks for twins among the series of a block, in their order. A twin has no twin of its own, so a reader goes back once. */
export class TwinFinder {
  private readonly bySum = new Map<number, number[]>();

  constructor(private readonly all: readonly PlannedSeries[]) {}

  /** The best twin of the series at an index; to be asked for each in turn. */
  find(index: number): Twin | undefined {
    const series = this.all[index];
    const sum = (series?.columns[0]?.sum ?? 0) + (series?.columns[1]?.sum ?? 0);
    if (!series || sum === 0) return undefined;
    const step = Math.round(Math.log2(sum) * STEPS_A_DOUBLING);
    const near = [step - 1, step, step + 1].flatMap((each) => this.bySum.get(each)?.slice(-MOST_COMPARED) ?? []);
    let best: Twin | undefined;
    let least = sum * MOST_DIFFERENT;
    for (const candidate of near) {
      for (const isMirrored of [true, false]) {
        const other = this.all[candidate];
        const different = other ? difference(series, other, isMirrored, least) : Infinity;
        if (!other || different >= least) continue;
        best = { series: other, back: index - candidate, isMirrored };
        least = different;
      }
    }
    if (!best) this.bySum.set(step, [...(this.bySum.get(step) ?? []), index]);
    return best;
  }
}

/** The column of a twin that foretells the one of an index. Columns come in pairs, received and sent. */
export function twinColumn(index: number, isMirrored: boolean): number {
  return isMirrored ? index ^ 1 : index;
}

/** The values of one series at the frames of another, zero where it did not move. */
export function aligned(
  frames: ArrayLike<number>,
  count: number,
  others: ArrayLike<number>,
  otherCount: number,
  values: Float64Array,
  into: Float64Array,
): void {
  let other = 0;
  for (let row = 0; row < count; row++) {
    const frame = frames[row] ?? 0;
    while (other < otherCount && (others[other] ?? 0) < frame) other++;
    into[row] = other < otherCount && others[other] === frame ? (values[other] ?? 0) : 0;
  }
}

/** By how many bytes two series differ, frame by frame; no more than `most` is counted. */
function difference(one: PlannedSeries, other: PlannedSeries, isMirrored: boolean, most: number): number {
  let sum = 0;
  for (let column = 0; column < 2 && sum < most; column++) {
    const values = one.columns[column]?.values;
    const others = other.columns[twinColumn(column, isMirrored)]?.values;
    if (!values || !others) return Infinity;
    const foretold = new Float64Array(values.length);
    aligned(one.frames, values.length, other.frames, others.length, others, foretold);
    for (let row = 0; row < values.length; row++) sum += Math.abs((values[row] ?? 0) - (foretold[row] ?? 0));
  }
  return sum;
}
