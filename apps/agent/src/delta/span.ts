/** An interval: its end, ms since 1970, and its length by the monotonic clock. */
export interface Span {
  readonly at: number;
  readonly ms: number;
}

/** By how much two neighbouring intervals may miss each other: clocks are slewed, and lengths rounded. */
export const SLACK_MS = 200;

export function startOf({ at, ms }: Span): number {
  return at - ms;
}

/**
 * From the earlier one's start to the later one's end. After the wall clock stepped back the two overlap a little: their
 * sum must not begin before the earlier one does.
 */
export function spanOver(earlier: Span, later: Span): Span {
  return { at: later.at, ms: Math.min(earlier.ms + later.ms, later.at - startOf(earlier)) };
}
