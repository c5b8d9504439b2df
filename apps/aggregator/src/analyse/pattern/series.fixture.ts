import type { Finding } from './finding.js';
import { PatternEngine } from './pattern-engine.js';
import type { Sample } from './sample.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const BEGINS_MS = Date.UTC(2026, 0, 1);

/** Bytes, packets, errors and drops, in the order of the counters. */
export type Rates = [number, number, number, number, number, number, number, number];

export interface Series {
  readonly stepMs: number;
  readonly lengthMs: number;
  /** Relative noise of each sample. */
  readonly noise?: number;
  readonly capacity?: number;
  /** Changes ordinary rates; null = the sample is missing. */
  readonly change?: (rates: Rates, sinceMs: number) => Rates | null;
}

/** Even noise of -1 … 1, the same on every machine. */
function noiseAt(index: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 31 - 1;
}

/** The samples of a series that receives 1 MB/s and sends 0.4 MB/s. */
export function samplesOf({ stepMs, lengthMs, noise = 0.1, capacity = 1e8, change }: Series): Sample[] {
  const samples: Sample[] = [];
  for (let sinceMs = 0; sinceMs < lengthMs; sinceMs += stepMs) {
    const factor = 1 + noise * noiseAt(sinceMs / stepMs);
    const apart = 1 + noise * 0.3 * noiseAt(sinceMs / stepMs + 0.5e6);
    const ordinary: Rates = [1e6 * factor, 4e5 * factor * apart, 1_000 * factor, 800 * factor * apart, 0, 0, 0, 0];
    const rates = change === undefined ? ordinary : change(ordinary, sinceMs);
    if (rates === null) continue;
    samples.push({
      atMs: BEGINS_MS + sinceMs + stepMs,
      lengthMs: stepMs,
      rates: Float64Array.from(rates),
      capacityBytesPerSecond: capacity,
    });
  }
  return samples;
}

/** All rates of a stretch multiplied. */
export function scaledBetween(fromMs: number, untilMs: number, factor: number): NonNullable<Series['change']> {
  return (rates, sinceMs) =>
    sinceMs >= fromMs && sinceMs < untilMs ? (rates.map((rate) => rate * factor) as Rates) : rates;
}

/** What is known of each finding in the end, in the order of their ids. */
export function lastTold(told: readonly Finding[]): Finding[] {
  return [...new Map(told.map((finding) => [finding.id, finding])).values()];
}

/** Everything that was told, in order. */
export function tell(samples: readonly Sample[], engine = new PatternEngine()): Finding[] {
  return samples.flatMap((sample) => [...engine.feed(sample)]);
}

/** The findings on a series as they stand in the end. */
export function findingsOf(series: Series): Finding[] {
  return lastTold(tell(samplesOf(series)));
}

/** Their classes, without those that were taken back. */
export function classesOf(series: Series): string[] {
  return findingsOf(series)
    .filter(({ strength }) => strength > 0)
    .map((finding) => finding.class);
}
