import { type Bins, emptyBins } from './bins.js';
import { Column } from './column.js';
import { ExactSums } from './exact-sums.js';
import type { Coverage } from './fill.js';
import type { HostBins, Shape } from './host-bins.js';

/** Thousandths of sums: only a sample that is cut at the border of a bucket has any. */
export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/**
 * Seven digits of a rate, at most three of them behind the point: what follows is noise, and a chart of 500 lines would be
 * twice as many bytes.
 */
export function roundedRate(value: number): number {
  if (value >= 1_000_000) return Math.round(value);
  const scale = value < 10_000 ? 1_000 : value < 100_000 ? 100 : 10;
  return Math.round(value * scale) / scale;
}

/**
 * What a group counted, gathered from its parts: its rate in a bucket is the sum of its parts' rates where they are
 * covered, and a gap only where none of them is.
 */
export class GroupBins {
  /** The most that any part is covered of each bucket, ms; 0 = a gap. */
  readonly covered: Bins;
  /** What was counted in all. */
  readonly totals: Float64Array;
  /** For each counter, the rate in each bucket, per second; 0 in a gap. */
  readonly rates: readonly Bins[];
  /** What each counter counted in the range of the shape, to the last digit; null where it has none. */
  readonly exact: ExactSums | null;
  private readonly sums: Bins[];
  private readonly maxima: Bins[];

  constructor(readonly shape: Shape) {
    const { grid, counters, maxima } = shape;
    this.covered = emptyBins(grid);
    this.totals = new Float64Array(counters.length);
    this.rates = counters.map(() => emptyBins(grid));
    this.exact = shape.range ? new ExactSums(counters.length) : null;
    this.sums = shape.sums ? counters.map(() => emptyBins(grid)) : [];
    this.maxima = maxima.map(() => emptyBins(grid));
  }

  /** Adds a unit of a host, and how much of it is known. */
  addUnit(bins: HostBins, unit: number, { ms, perSecond }: Coverage): void {
    raise(this.covered, ms);
    if (bins.exact) this.exact?.addAll(bins.exact, unit * this.shape.counters.length);
    for (const [counter, rates] of this.rates.entries()) {
      const counted = bins.sums(unit, counter);
      this.totals[counter] = (this.totals[counter] ?? 0) + addRates(rates, counted, perSecond);
      const sums = this.sums[counter];
      if (sums) add(sums, counted);
    }
    for (const [index, maxima] of this.maxima.entries()) raise(maxima, bins.maxima(unit, index));
  }

  /** Adds another group. */
  addGroup(other: GroupBins): void {
    raise(this.covered, other.covered);
    for (const [index, rates] of this.rates.entries()) add(rates, other.rates[index] ?? rates);
    for (const [index, sums] of this.sums.entries()) add(sums, other.sums[index] ?? sums);
    for (const [index, maxima] of this.maxima.entries()) raise(maxima, other.maxima[index] ?? maxima);
    add(this.totals, other.totals);
    if (other.exact) this.exact?.addAll(other.exact);
  }

  /** The rate of a counter in each bucket, per second; null where nothing is known. */
  ratesOf(counter: number): Column {
    return this.known(this.rates[counter], roundedRate);
  }

  /** What a counter counted in each bucket; null where nothing is known. Only where the shape asks for it. */
  sumsOf(counter: number): Column {
    return this.known(this.sums[counter], rounded);
  }

  /** The highest rate of a single sample in each bucket; null where nothing is known, or no sample is short enough to tell. */
  maximaOf(maximum: number): Column {
    return this.known(this.maxima[maximum], (kept, bucket) => {
      if (kept > 0) return kept - 1;
      // Nothing moved: there are no samples, and no bytes.
      return this.rates.every((rates) => rates[bucket] === 0) ? 0 : null;
    });
  }

  private known(bins: Bins | undefined, valueOf: (kept: number, bucket: number) => number | null): Column {
    const { covered } = this;
    return new Column(covered.length, (bucket) => (covered[bucket] ? valueOf(bins?.[bucket] ?? 0, bucket) : null));
  }
}

/** Answers the sum of what was counted. */
function addRates(rates: Bins, counted: Bins, perSecond: Bins): number {
  let total = 0;
  for (let bucket = 0; bucket < rates.length; bucket += 1) {
    const amount = counted[bucket] as number;
    total += amount;
    (rates[bucket] as number) += amount * (perSecond[bucket] as number);
  }
  return total;
}

function add(target: Float64Array, more: Float64Array): void {
  for (let index = 0; index < target.length; index += 1) (target[index] as number) += more[index] as number;
}

function raise(target: Bins, values: Bins): void {
  for (let bucket = 0; bucket < target.length; bucket += 1) {
    if ((values[bucket] as number) > (target[bucket] as number)) target[bucket] = values[bucket] as number;
  }
}
