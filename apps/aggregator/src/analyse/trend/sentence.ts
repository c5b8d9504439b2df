import type { Trend } from './trend.js';

/** What a series is measured in. */
export type TrendUnit =
  'bytes' | 'bytesPerSecond' | 'packetsPerSecond' | 'errorsPerSecond' | 'milliseconds' | 'percent' | 'count';

const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
/** What follows the number, and whether it is written with a prefix of thousands. */
const UNITS: Record<TrendUnit, { readonly text: string; readonly prefixed: boolean }> = {
  bytes: { text: 'B', prefixed: true },
  bytesPerSecond: { text: 'B/s', prefixed: true },
  packetsPerSecond: { text: 'packets/s', prefixed: true },
  errorsPerSecond: { text: 'errors/s', prefixed: true },
  milliseconds: { text: 'ms', prefixed: false },
  percent: { text: 'percentage points', prefixed: false },
  count: { text: '', prefixed: true },
};

/** A trend in plain words: `grows by 1.2 GB a day (0.90 to 1.5)`. */
export function trendSentence(trend: Trend, unit: TrendUnit): string {
  if (trend.direction === 'unknown') return 'too little data for a trend';
  if (trend.direction === 'none') return 'no clear trend';
  const ends = [Math.abs(trend.lowPerDay), Math.abs(trend.highPerDay)].sort((one, other) => one - other);
  const { factor, suffix } = scaleOf(Math.abs(trend.slopePerDay), unit);
  const [slope, low, high] = [Math.abs(trend.slopePerDay), ...ends].map((amount) => twoDigits(amount / factor));
  const verb = trend.direction === 'up' ? 'grows' : 'falls';
  return `${verb} by ${slope}${suffix} a day (${low} to ${high})`;
}

function scaleOf(amount: number, unit: TrendUnit): { factor: number; suffix: string } {
  const { text, prefixed } = UNITS[unit];
  let power = 0;
  // 999.5 would be written as 1000, which is 1.0 of the next prefix.
  while (prefixed && power < PREFIXES.length - 1 && amount / 1_000 ** power >= 999.5) power += 1;
  const name = `${PREFIXES[power] ?? ''}${text}`;
  return { factor: 1_000 ** power, suffix: name === '' ? '' : ` ${name}` };
}

function twoDigits(amount: number): string {
  if (amount >= 9.95) return amount.toFixed(0);
  if (amount >= 0.995) return amount.toFixed(1);
  return amount === 0 ? '0' : String(Number(amount.toPrecision(2)));
}
