/** When a tick read its counters, by both clocks. */
export interface TickTime {
  /** ms since 1970, strictly rising. */
  readonly at: number;
  /** For lengths: never steps. */
  readonly monotonicMs: number;
}
