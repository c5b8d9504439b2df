import type { Kept } from '../../api/operations/history.js';

const FINE: Readonly<Record<Kept['resolution'], string>> = {
  RAW: 'every second',
  MINUTE: 'minutes',
  FIVE_MINUTES: '5 minutes',
  HOUR: 'hours',
  DAY: 'days',
};
const DAY_SECONDS = 86_400;
const YEAR_DAYS = 365;

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
