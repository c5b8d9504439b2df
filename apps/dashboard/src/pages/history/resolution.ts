import type { Kept } from '../../api/operations/history.js';
import { formatDuration } from '../../format/time.js';

const READ: Readonly<Record<string, string>> = {
  raw: 'samples as they were measured',
  '1m': 'sums over minutes',
  '5m': 'sums over 5 minutes',
  '1h': 'sums over hours',
  '1d': 'sums over days',
};
const FINE: Readonly<Record<Kept['resolution'], string>> = {
  RAW: 'every second',
  MINUTE: 'minutes',
  FIVE_MINUTES: '5 minutes',
  HOUR: 'hours',
  DAY: 'days',
};
const DAY_SECONDS = 86_400;
const YEAR_DAYS = 365;

/** What a point of a chart is: `Each point is 5 min, read from sums over minutes.` */
export function describeResolution(stepMilliseconds: number, resolution: string): string {
  return `Each point is ${formatDuration(stepMilliseconds)}, read from ${READ[resolution] ?? resolution}.`;
}

/** For how long traffic is kept: `every second for 24 h, minutes for 30 d, …, days for ever`. */
export function describeKept(stored: readonly Kept[]): string {
  const traffic = stored.filter(({ kind }) => kind === 'TRAFFIC');
  if (traffic.length === 0) return '';
  return `Kept: ${traffic.map(({ resolution, keepSeconds }) => `${FINE[resolution]} ${forHowLong(keepSeconds)}`).join(', ')}.`;
}

function forHowLong(seconds: number | null): string {
  if (seconds === null) return 'for ever';
  const days = Math.round(seconds / DAY_SECONDS);
  if (days < 2) return `for ${Math.round(seconds / 3_600)} hours`;
  return days >= YEAR_DAYS ? `for ${withoutZero(days / YEAR_DAYS)} years` : `for ${days} days`;
}

function withoutZero(amount: number): string {
  return amount.toFixed(1).replace(/\.0$/, '');
}

/** What is missing of a range in words; empty where it is known from end to end. */
export function describeCoverage(coveredMilliseconds: number, rangeMilliseconds: number): string {
  const share = rangeMilliseconds > 0 ? coveredMilliseconds / rangeMilliseconds : 1;
  if (coveredMilliseconds === 0) return 'Nothing is stored of this range.';
  if (share > 0.98) return '';
  return `Of these ${formatDuration(rangeMilliseconds)}, ${formatDuration(coveredMilliseconds)} are known.`;
}
