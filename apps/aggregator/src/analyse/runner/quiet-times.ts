import type { QuietTime } from '../../store/patterns/quiet-times.js';

/** Whether any of these times has some of an interval; all in ms since 1970. */
export function isQuietIn(quietTimes: readonly QuietTime[], startMs: number, endMs: number): boolean {
  return quietTimes.some(({ fromMs, untilMs }) => fromMs < endMs && startMs < untilMs);
}
