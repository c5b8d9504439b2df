/** From a moment to before another one, ms since 1970. */
export interface MomentRange {
  readonly fromMs: number;
  readonly toMs: number;
}
