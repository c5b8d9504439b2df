import { formatDateTime, formatDuration } from './time.js';

const MINUTE_MS = 60_000;

/** A stretch as people say it: `the last 5 min`, or from when to when. */
export function describeRange(
  range: { readonly kind: 'live' | 'last' | 'fixed' },
  { from, to }: { readonly from: number; readonly to: number },
): string {
  if (range.kind === 'fixed') return `${formatDateTime(from)} to ${formatDateTime(to)}`;
  return `The last ${formatDuration(Math.round((to - from) / 1_000) * 1_000)}`;
}

/** What the newest point of a line is of: this moment, the last step of a long range, or the end of one that holds still. */
export function newestWords(moves: boolean, stepMs: number): string {
  if (!moves) return 'at the end';
  return stepMs <= MINUTE_MS ? 'now' : `last ${formatDuration(stepMs)}`;
}

/** A stretch in words, as what was counted in it is told: `in 5 min`. */
export function duringWords(kind: 'live' | 'last' | 'fixed', lengthMs: number): string {
  return kind === 'fixed' ? 'in this stretch' : `in ${formatDuration(lengthMs)}`;
}
