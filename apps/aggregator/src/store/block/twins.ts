import type { Column } from './column.js';

/** A series as it is about to be written. */
export interface PlannedSeries {
  readonly id: number;
  /** The frames it moved in, ascending. */
  readonly frames: Uint32Array;
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
/** More steps than any sum has. */
const MOST_STEPS = 1_024;
/** Of series with like sums only so many are compared, so that a thousand alike cost no more than a few. */
const MOST_COMPARED = 4;
/** So much of the bytes may differ, frame by frame. */
const MOST_DIFFERENT = 0.25;
const NEIGHBOURS = [0, -1, 1];

/**
 * Looks for twins among the series of a block, in their order. A twin has no twin of its own, so a reader goes back once.
 * They lie in a grid by what they received and what they sent, so that of ten thousand series only a few are compared.
 */
export class TwinFinder {
  private readonly cells = new Map<number, number[]>();

  constructor(private readonly all: readonly PlannedSeries[]) {}

  /** The best twin of the series at an index; to be asked for each in turn. */
  find(index: number): Twin | undefined {
    const series = this.all[index];
    const [rx, tx] = series?.columns ?? [];
    if (!series || !rx || !tx || rx.sum + tx.sum === 0) return undefined;
    const [rxStep, txStep] = [stepOf(rx.sum), stepOf(tx.sum)];
    const search = new Search(this.all, index, series, (rx.sum + tx.sum) * MOST_DIFFERENT);
    for (const rxMore of NEIGHBOURS) {
      for (const txMore of NEIGHBOURS) {
        search.compare(this.cells.get(cellOf(txStep + txMore, rxStep + rxMore)), true);
        search.compare(this.cells.get(cellOf(rxStep + rxMore, txStep + txMore)), false);
      }
    }
    if (!search.best) this.remember(index, cellOf(rxStep, txStep));
    return search.best;
  }

  private remember(index: number, cell: number): void {
    const others = this.cells.get(cell);
    if (others) others.push(index);
    else this.cells.set(cell, [index]);
  }
}

/** Keeps the best of those that one series is compared with. */
class Search {
  best: Twin | undefined;

  constructor(
    private readonly all: readonly PlannedSeries[],
    private readonly index: number,
    private readonly series: PlannedSeries,
    private least: number,
  ) {}

  compare(candidates: readonly number[] | undefined, isMirrored: boolean): void {
    if (!candidates) return;
    for (let at = Math.max(0, candidates.length - MOST_COMPARED); at < candidates.length && this.least > 0; at++) {
      const candidate = candidates[at] ?? 0;
      const other = this.all[candidate];
      const different = other ? difference(this.series, other, isMirrored, this.least) : Infinity;
      if (!other || different >= this.least) continue;
      this.best = { series: other, back: this.index - candidate, isMirrored };
      this.least = different;
    }
  }
}

/** Nothing at all is apart from everything else. */
function stepOf(sum: number): number {
  return sum === 0 ? 0 : 2 + Math.round(Math.log2(sum) * STEPS_A_DOUBLING);
}

function cellOf(rxStep: number, txStep: number): number {
  return rxStep * MOST_STEPS + txStep;
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
  const [rx, tx] = one.columns;
  const [otherRx, otherTx] = isMirrored ? [other.columns[1], other.columns[0]] : other.columns;
  if (!rx || !tx || !otherRx || !otherTx) return Infinity;
  // What was counted in no frame of the other's cannot be foretold.
  if (Math.max(0, rx.sum - otherRx.sum) + Math.max(0, tx.sum - otherTx.sum) >= most) return Infinity;
  const { frames: others } = other;
  let sum = 0;
  let at = 0;
  for (let row = 0; row < one.frames.length && sum < most; row++) {
    const frame = one.frames[row] ?? 0;
    while (at < others.length && (others[at] ?? 0) < frame) at++;
    const isThere = at < others.length && others[at] === frame;
    const [foretoldRx, foretoldTx] = isThere ? [otherRx.values[at] ?? 0, otherTx.values[at] ?? 0] : [0, 0];
    sum += Math.abs((rx.values[row] ?? 0) - foretoldRx) + Math.abs((tx.values[row] ?? 0) - foretoldTx);
  }
  return sum;
}
