/** What a round of a roll-up came to. */
export interface Round {
  /** Buckets that were made; null where it failed. */
  readonly made: number | null;
  /** As many as one round makes at most: there may be more. */
  readonly most: number;
  readonly tookMs: number;
}

/** At most a quarter of the time goes into buckets that may change again at once. */
const TIMES_AS_LONG = 3;

/**
 * How long a roll-up rests after a round, in ms. While a backlog is stored, its minutes change with each batch: made anew
 * without a rest, over and over, they would take the CPU of what fills them.
 */
export function restMs({ made, most, tookMs }: Round, leastMs: number): number {
  return (made ?? 0) >= most ? 0 : Math.max(leastMs, TIMES_AS_LONG * tookMs);
}
