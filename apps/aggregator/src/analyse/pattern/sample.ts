/** What one interface did over one interval. */
export interface Sample {
  /** End of the interval, ms since 1970. */
  readonly atMs: number;
  readonly lengthMs: number;
  /** Per second, in the order of `COUNTERS`; NaN = unknown (not counted, counter reset, or only one value is analysed). */
  readonly rates: Float64Array;
  /** What the link can carry one way; NaN = unknown. */
  readonly capacityBytesPerSecond: number;
}
