/** What the book found at one tick (or, merged, at several): the content of one traffic message, or of its parts. */
export interface Sample {
  /** End of the interval, ms since 1970. */
  readonly at: number;
  readonly ms: number;
  /** False for keys whose interval differs from the tick's: readable again after having been unread. */
  readonly primary: boolean;
  readonly deltas: ReadonlyMap<string, readonly number[]>;
  readonly base: ReadonlyMap<string, readonly bigint[]>;
  readonly resets: readonly string[];
  readonly unread: readonly string[];
}

/** The samples of one tick: its own interval's first, then those with an interval of their own. */
export type Tick = readonly [Sample, ...Sample[]];

/** Takes a list of samples apart into its ticks; what stands before the first of them belongs to none and is left out. */
export function ticksOf(samples: readonly Sample[]): Tick[] {
  const ticks: [Sample, ...Sample[]][] = [];
  for (const sample of samples) {
    if (sample.primary) ticks.push([sample]);
    else ticks.at(-1)?.push(sample);
  }
  return ticks;
}
