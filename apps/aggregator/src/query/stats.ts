import type { PerCounter } from '@weir/model';
import {
  type Average,
  averageOver,
  type Coverage,
  IDLE_RATES,
  ratesOfSample,
  type Sample,
  type Span,
} from './averages.js';

/** What is known of one interface at the end of its newest sample: one consistent picture, `lastUpdateMs` is its moment. */
export interface InterfaceStats {
  /** The kernel's cumulative counters; null while the agent has not told where they stood. */
  readonly totals: PerCounter<string> | null;
  /** Rates of the newest sample; null before the first. */
  readonly rates: PerCounter<number> | null;
  readonly averages: Readonly<Record<'oneMinute' | 'fiveMinutes' | 'fifteenMinutes', Average>>;
  /** ms since 1970. */
  readonly lastUpdateMs: number | null;
}

const MINUTE_MS = 60_000;
const UNKNOWN: Average = { coveredMs: 0, perSecond: null };

/** The longest window of an average. */
export const STATS_WINDOW_MS = 15 * MINUTE_MS;

/** Makes the picture from the newest stretch in which the interface was read and the rows of the window before its end. */
export function statsOf(
  newest: Span,
  totals: PerCounter<string> | null,
  samples: readonly Sample[],
  coverage: Coverage,
): InterfaceStats {
  const endMs = endOfSpan(newest);
  const average = (minutes: number): Average => averageOver(endMs, minutes * MINUTE_MS, samples, coverage);
  return {
    totals,
    rates: ratesAt(endMs, samples),
    averages: { oneMinute: average(1), fiveMinutes: average(5), fifteenMinutes: average(15) },
    lastUpdateMs: endMs,
  };
}

/** The picture of an interface of which no sample is at hand: never read, or silent for longer than samples are kept. */
export function unknownSince(lastUpdateMs: number | null, totals: PerCounter<string> | null): InterfaceStats {
  const averages = { oneMinute: UNKNOWN, fiveMinutes: UNKNOWN, fifteenMinutes: UNKNOWN };
  return { totals, rates: null, averages, lastUpdateMs };
}

/** When a stretch ends, ms since 1970. */
export function endOfSpan(span: Span): number {
  return span.startMs + span.ms;
}

/** A series without a row in the newest interval did not move in it. */
function ratesAt(endMs: number, samples: readonly Sample[]): PerCounter<number> {
  const newest = samples.findLast((sample) => endOfSpan(sample) === endMs);
  return newest ? ratesOfSample(newest) : IDLE_RATES;
}
