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

/** What _now_ means on every page: a figure of the last seconds, as the API ranks by, too. */
export const NOW_MS = 5_000;
export const NOW_WORDS = `Now is the last ${NOW_MS / 1_000} s at most.`;

/** What the newest point of a line is of: this moment, the last step of a longer range, or the end of one that holds still. */
export function newestWords(moves: boolean, stepMs: number): string {
  if (!moves) return 'at the end';
  if (stepMs <= NOW_MS) return 'now';
  return stepMs === MINUTE_MS ? 'last min' : `last ${formatDuration(stepMs)}`;
}

/** A stretch in words, as what was counted in it is told: `in 5 min`. */
export function duringWords(kind: 'live' | 'last' | 'fixed', lengthMs: number): string {
  return kind === 'fixed' ? 'in this stretch' : `in ${formatDuration(lengthMs)}`;
}
