/** Average rates of samples of the same length, bytes a second; NaN = nothing is known of one. */
export interface Samples {
  readonly received: Float64Array;
  readonly transmitted: Float64Array;
}

/** What is billed: a way, or the busier of the two in each sample. */
export const PERCENTILE_WAYS = ['in', 'out', 'max'] as const;
export type PercentileWay = (typeof PERCENTILE_WAYS)[number];

/** Whether samples of which nothing is known count as zero, or not at all. */
export const MISSING_SAMPLES = ['zero', 'skip'] as const;
export type MissingSamples = (typeof MISSING_SAMPLES)[number];

/** Samples in order, and how many there were. */
export interface Ranked {
  /** Rates of the samples that count, lowest first. */
  readonly sorted: Readonly<Record<PercentileWay, Float64Array>>;
  /** How many count, how many of these are above what is billed, and how many are not known or left out. */
  readonly sampleCount: number;
  readonly droppedCount: number;
  readonly missingCount: number;
  readonly excludedCount: number;
}

/** One in so many is dropped: the highest five of a hundred. */
const DROPPED_ONE_IN = 20;

/** Puts samples in order: those that count, without the excluded ones. One that is excluded is not missing. */
export function rank(
  { received, transmitted }: Samples,
  isExcluded: (sample: number) => boolean,
  missing: MissingSamples,
): Ranked {
  const counted: Record<PercentileWay, number[]> = { in: [], out: [], max: [] };
  let [missingCount, excludedCount] = [0, 0];
  for (let sample = 0; sample < received.length; sample += 1) {
    const [rx, tx] = [received[sample] ?? NaN, transmitted[sample] ?? NaN];
    const isMissing = Number.isNaN(rx) || Number.isNaN(tx);
    if (isExcluded(sample)) excludedCount += 1;
    else if (isMissing) missingCount += 1;
    if (isExcluded(sample) || (isMissing && missing === 'skip')) continue;
    counted.in.push(isMissing ? 0 : rx);
    counted.out.push(isMissing ? 0 : tx);
    counted.max.push(isMissing ? 0 : Math.max(rx, tx));
  }
  const sampleCount = counted.in.length;
  const sorted = { in: inOrder(counted.in), out: inOrder(counted.out), max: inOrder(counted.max) };
  return { sorted, sampleCount, droppedCount: droppedOf(sampleCount), missingCount, excludedCount };
}

/** The rate that is billed: the highest that is left once the highest five of a hundred are dropped; null of no samples. */
export function percentile95(sorted: Float64Array): number | null {
  return sorted[sorted.length - 1 - droppedOf(sorted.length)] ?? null;
}

/** ⌊0.05 n⌋, in whole numbers. */
const droppedOf = (count: number): number => Math.floor(count / DROPPED_ONE_IN);

/** Points of the sorted rates: `ranks` count from 1, the lowest, and hold the first, the last and the one that is billed. */
export interface Curve {
  readonly ranks: readonly number[];
  readonly ways: Readonly<Record<PercentileWay, readonly number[]>>;
}

/** Thins the sorted rates to so many points, two at least. */
export function curveOf({ sorted, sampleCount, droppedCount }: Ranked, mostPoints: number): Curve {
  const ranks = ranksOf(sampleCount, sampleCount - droppedCount, mostPoints);
  const at = (way: PercentileWay): number[] => ranks.map((rank) => sorted[way][rank - 1] ?? 0);
  return { ranks, ways: { in: at('in'), out: at('out'), max: at('max') } };
}

function ranksOf(count: number, billed: number, mostPoints: number): number[] {
  if (count <= mostPoints) return Array.from({ length: count }, (_, index) => index + 1);
  const steps = mostPoints - 2;
  const even = Array.from({ length: steps + 1 }, (_, step) => 1 + Math.round((step * (count - 1)) / steps));
  return [...new Set([...even, billed])].sort((one, other) => one - other);
}

function inOrder(rates: readonly number[]): Float64Array {
  return Float64Array.from(rates).sort();
}
