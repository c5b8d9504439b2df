/** When a tick read its counters, by both clocks. */
export interface TickTime {
  /** ms since 1970, strictly rising. */
  readonly at: number;
  /** For lengths: never steps. */
  readonly monotonicMs: number;
}

/** The length of an interval in whole ms, at least one. */
export function lengthMs(start: Pick<TickTime, 'monotonicMs'>, end: Pick<TickTime, 'monotonicMs'>): number {
  return Math.max(1, Math.round(end.monotonicMs) - Math.round(start.monotonicMs));
}
