import type { Step } from '../store/steps.js';

/** At most a quarter of the time goes into buckets that may change again at once, or that nobody waits for. */
const TIMES_AS_LONG = 3;

/**
 * How long a roll-up rests after some hosts, in ms. The buckets of a thousand hosts, made in one go each minute, held messages up for
 * seconds; and while a backlog is stored, its minutes change with each batch: made anew without a rest, over and over, they would
 * take the CPU of what fills them.
 */
export function restMs({ tookMs, isBehind }: Step): number {
  return isBehind ? 0 : TIMES_AS_LONG * tookMs;
}
