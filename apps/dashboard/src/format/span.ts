import { formatDateTime, formatDuration } from './time.js';

/** A stretch as people say it: `the last 5 min`, or from when to when. */
export function describeRange(
  range: { readonly kind: 'live' | 'last' | 'fixed' },
  { from, to }: { readonly from: number; readonly to: number },
): string {
  if (range.kind === 'fixed') return `${formatDateTime(from)} to ${formatDateTime(to)}`;
  return `The last ${formatDuration(Math.round((to - from) / 1_000) * 1_000)}`;
}
