import { COUNTERS, type PerCounter, perCounter } from '@weir/model';
import { isMadeUp } from '../store/block/made-up.js';

/** A stretch of time: [startMs, startMs + ms), ms since 1970. */
export interface Span {
  readonly startMs: number;
  readonly ms: number;
}

/** What a series counted in a stretch of time. */
export interface Sample extends Span {
  readonly deltas: PerCounter<number>;
}

/** When a series is known: its host was present, itself could be read, and it existed. */
export interface Coverage {
  readonly presence: readonly Span[];
  readonly unread: readonly Span[];
  readonly aliveFromMs: number;
  /** Null while it exists. */
  readonly aliveUntilMs: number | null;
}

/** An average of a window: null where not one millisecond of it is covered. */
export interface Average {
  readonly coveredMs: number;
  readonly perSecond: PerCounter<number> | null;
}

/** [fromMs, untilMs), ms since 1970. */
export interface Range {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * The average rates of a series over the `windowMs` that end at `endMs`: what it counted ÷ the seconds covered, idle
 * seconds included, gaps excluded. A span that reaches over the window's edge counts in proportion.
 */
export function averageOver(endMs: number, windowMs: number, samples: readonly Sample[], coverage: Coverage): Average {
  const window = { fromMs: endMs - windowMs, untilMs: endMs };
  const alive = intersection(window, lifetime(samples, coverage));
  const unread = coverage.unread.filter((gap) => !samples.some((sample) => isMadeUp(gap, sample)));
  const coveredMs = total(coverage.presence, alive) - total(unread, alive);
  return { coveredMs, perSecond: coveredMs > 0 ? ratesOf(samples, window, coveredMs) : null };
}

/** The rates of one sample. */
export function ratesOfSample(sample: Sample): PerCounter<number> {
  return perCounter((counter) => (sample.deltas[counter] * 1_000) / sample.ms);
}

/** The rates of a series that did not move. */
export const IDLE_RATES: PerCounter<number> = perCounter(() => 0);

/** A sample proves life: the inventory may tell later when an interface came, and earlier when it went. */
function lifetime(samples: readonly Sample[], coverage: Coverage): Range {
  return {
    fromMs: Math.min(coverage.aliveFromMs, ...samples.map(({ startMs }) => startMs)),
    untilMs: Math.max(coverage.aliveUntilMs ?? Infinity, ...samples.map((sample) => sample.startMs + sample.ms)),
  };
}

function ratesOf(samples: readonly Sample[], window: Range, coveredMs: number): PerCounter<number> {
  const sums: PerCounter<number> = perCounter(() => 0);
  for (const sample of samples) {
    const share = overlapMs(sample, window) / sample.ms;
    // Of a quarter of an hour most lie outside of a minute.
    if (share === 0) continue;
    for (const counter of COUNTERS) sums[counter] += sample.deltas[counter] * share;
  }
  return perCounter((counter) => (sums[counter] * 1_000) / coveredMs);
}

/** How much of a range spans cover, ms. */
export function total(spans: readonly Span[], range: Range): number {
  return spans.reduce((sumMs, span) => sumMs + overlapMs(span, range), 0);
}

/** How much of a range a span covers, ms. */
export function overlapMs(span: Span, range: Range): number {
  return Math.max(0, Math.min(span.startMs + span.ms, range.untilMs) - Math.max(span.startMs, range.fromMs));
}

/** What two ranges have in common; empty ones end before they begin. */
export function intersection(one: Range, other: Range): Range {
  return { fromMs: Math.max(one.fromMs, other.fromMs), untilMs: Math.min(one.untilMs, other.untilMs) };
}
