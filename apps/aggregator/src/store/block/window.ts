/** All frames of a row of packed traffic begin within one stretch of this length, aligned to 1970. */
export const WINDOW_MS = 600_000;
/** The same for traffic as it arrived. */
export const RECENT_WINDOW_MS = 60_000;

/** Longer samples are split at ingest (after an outage of many hours at hours or days, each in its place). */
export const LONGEST_SAMPLE_MS = 60_000;

/** The start of the window that holds a moment, both ms since 1970. */
export function windowOf(ms: number, windowMs = WINDOW_MS): number {
  return alignedTo(windowMs, ms);
}

/** Rounds down to a whole multiple, before 1970 too. */
export function alignedTo(stepMs: number, ms: number): number {
  return Math.floor(ms / stepMs) * stepMs;
}
