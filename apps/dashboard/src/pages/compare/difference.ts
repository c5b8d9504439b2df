import { formatCount } from '../../format/count.js';

/** Two figures side by side. */
export interface Difference {
  readonly before: number | null;
  readonly after: number | null;
  /** `after` less `before`; null where one is not known. */
  readonly change: number | null;
  /** The change as a share of `before`; null where that is nothing or not known. */
  readonly share: number | null;
}

/** How much a figure changed. */
export function differenceOf(before: number | null, after: number | null): Difference {
  if (before === null || after === null) return { before, after, change: null, share: null };
  const change = after - before;
  return { before, after, change, share: before === 0 ? null : change / before };
}

/** The change in words: `+12 %`, `−3.4 %`, `3.1 times as much`, `new`. */
export function describeChange({ before, after, change, share }: Difference): string {
  if (change === null) return 'not known';
  if (change === 0) return 'the same';
  if (share === null) return 'from nothing';
  if (after === 0) return 'to nothing';
  if (before !== null && after !== null && share >= 2) return `${timesDigits(after / before)} times as much`;
  return `${share > 0 ? '+' : '−'}${percentDigits(Math.abs(share) * 100)} %`;
}

/** What is left is never told as nothing: what fell to a thousandth did not fall by 100 %. */
function percentDigits(percent: number): string {
  if (percent < 0.1) return '< 0.1';
  if (percent > 99.94 && percent < 100) return '> 99.9';
  return percent.toFixed(percent < 9.95 || (percent > 99 && percent < 100) ? 1 : 0);
}

function timesDigits(times: number): string {
  return times < 9.95 ? times.toFixed(1) : formatCount(Math.round(times));
}
