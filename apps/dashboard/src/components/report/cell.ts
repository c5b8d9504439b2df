import type { ReportCell, ReportColumn, ReportUnit } from '@weir/model';
import { formatCount } from '../../format/count.js';
import type { TrafficUnit } from '../../format/rate.js';
import { formatDuration } from '../../format/time.js';
import { describeValue, type Unit } from '../../format/unit.js';

/** How a report is read: traffic in the reader's unit, times by the clocks of the report. */
export interface Reading {
  readonly unit: TrafficUnit;
  readonly timeZone: string;
}

const UNKNOWN = 'unknown';
const SECOND_MS = 1_000;

/** What the charts of the page call the units of reports; amounts of what has no chart of its own are plain numbers. */
export function chartUnit(unit: ReportUnit, traffic: TrafficUnit): Unit {
  switch (unit) {
    case 'bytes':
      return 'bytesTotal';
    case 'bytesPerSecond':
      return traffic;
    case 'packetsPerSecond':
      return 'packets';
    case 'percent':
      return 'percent';
    case 'milliseconds':
      return 'ms';
    default:
      return 'count';
  }
}

/** A cell in words: what is not known says so. */
export function cellText(
  cell: ReportCell,
  { unit, currency }: Pick<ReportColumn, 'unit' | 'currency'>,
  { unit: traffic, timeZone }: Reading,
): string {
  if (cell === null) return UNKNOWN;
  if (unit === 'text') return String(cell);
  const value = Number(cell);
  if (!Number.isFinite(value)) return UNKNOWN;
  switch (unit) {
    case 'count':
      return Number.isInteger(value) ? formatCount(cell) : String(Number(value.toPrecision(3)));
    case 'money':
      return currency === undefined ? String(value) : moneyText(value, currency);
    case 'seconds':
      return value === 0 ? '0 s' : formatDuration(value * SECOND_MS);
    case 'time':
      return momentText(value, timeZone);
    default:
      return describeValue(value, chartUnit(unit, traffic));
  }
}

/** What a cell is sorted by: what is not known is less than all else. */
export function sortedBy(cell: ReportCell, unit: ReportUnit): number | string {
  if (unit === 'text') return cell === null ? '' : String(cell);
  const value = cell === null ? NaN : Number(cell);
  return Number.isFinite(value) ? value : -Infinity;
}

/** Prices may be less than a coin; amounts are whole coins. */
function moneyText(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 6 });
  const digits = format.formatToParts(amount).filter(({ type }) => type !== 'currency' && type !== 'literal');
  return `${digits.map(({ value }) => value).join('')} ${currency}`;
}

/** A moment by the clocks of a zone: `2026-11-21 14:03`, with seconds where there are any. */
export function momentText(atMs: number, timeZone: string): string {
  const seconds = Math.floor(atMs / 1_000) % 60;
  // Swedes write dates as they are sorted.
  return new Date(atMs).toLocaleString('sv-SE', {
    ...{ timeZone, dateStyle: 'short', timeStyle: seconds === 0 ? 'short' : 'medium' },
  });
}
