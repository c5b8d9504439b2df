import {
  formatCount,
  formatDuration,
  formatMilliseconds,
  formatPercent,
  formatSi,
  type Quantity,
  type ReportCell,
  type ReportLimit,
  type ReportUnit,
} from '@weir/model';
import { digitsOf } from '../../../../billing/money.js';
import { wallTimeOf } from '../../../../calendar/zone.js';

/** What a cell's column says of it. */
export interface CellKind {
  readonly unit: ReportUnit;
  /** ISO 4217, of money. */
  readonly currency?: string;
}

export const UNKNOWN = 'unknown';
const BITS_PER_BYTE = 8;
const MINUTE_S = 60;
/** Of prices, which may be less than a coin; amounts are whole coins. */
const MOST_MONEY_DIGITS = 6;

/** A cell as people read it, as the dashboard writes it: rates of traffic in bits, times as clocks of the zone show them. */
export function cellText(cell: ReportCell, { unit, currency }: CellKind, timeZone: string): string {
  if (cell === null) return UNKNOWN;
  if (unit === 'text') return String(cell);
  if (unit === 'count' && isWhole(cell)) return formatCount(cell).replace('-', '−');
  const amount = Number(cell);
  if (!Number.isFinite(amount)) return UNKNOWN;
  if (unit === 'time') return timeText(amount, timeZone);
  if (unit === 'money') return moneyText(amount, currency);
  const { value, unit: suffix } = quantityOf(amount, unit);
  return suffix === '' ? value : `${value} ${suffix}`;
}

/** A value on an axis, whose numbers are round: `50 Mbit/s`, `0`. */
export function axisText(value: number, unit: ReportUnit): string {
  if (value === 0) return '0';
  if (unit === 'percent') return `${value.toLocaleString('en', { maximumSignificantDigits: 3 })} %`;
  const { value: digits, unit: suffix } = quantityOf(value, unit);
  const round = digits.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  return suffix === '' ? round : `${round} ${suffix}`;
}

/** What a limit is called, with its value where its name does not tell that. */
export function limitText({ label, value }: ReportLimit, unit: ReportUnit): string {
  const text = cellText(value, { unit }, 'UTC');
  return label.includes(text) ? label : `${label}: ${text}`;
}

/** `2026-11-21 14:03`, with seconds where there are any. */
export function timeText(atMs: number, timeZone: string): string {
  const { year, month, day, minuteOfDay } = wallTimeOf(atMs, timeZone);
  const seconds = Math.floor(atMs / 1_000) % 60;
  const clock = `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
  return `${year}-${two(month)}-${two(day)} ${clock}${seconds === 0 ? '' : `:${two(seconds)}`}`;
}

/** Whether figures of it stand at the right of a column. */
export function isNumeric(unit: ReportUnit): boolean {
  return unit !== 'text' && unit !== 'time';
}

/** The number that is drawn, so that an axis has round steps in the unit that is read. */
export function drawnValue(value: number, unit: ReportUnit): number {
  return unit === 'bytesPerSecond' ? value * BITS_PER_BYTE : value;
}

/** The number behind one that was drawn. */
export function valueOfDrawn(drawn: number, unit: ReportUnit): number {
  return unit === 'bytesPerSecond' ? drawn / BITS_PER_BYTE : drawn;
}

function quantityOf(amount: number, unit: ReportUnit): Quantity {
  if (unit === 'percent') return { value: formatPercent(amount).replace('-', '−'), unit: '%' };
  if (unit === 'milliseconds') return formatMilliseconds(amount);
  if (unit === 'seconds') return lengthOf(amount);
  const { value, unit: prefix } = formatSi(drawnValue(amount, unit));
  return { value, unit: prefix + SUFFIX[unit] };
}

const SUFFIX: Record<Exclude<ReportUnit, 'percent' | 'milliseconds' | 'seconds'>, string> = {
  ...{ text: '', count: '', time: '', money: '' },
  ...{ bytes: 'B', bytesPerSecond: 'bit/s', packets: 'pkt', packetsPerSecond: 'pkt/s' },
};

function lengthOf(seconds: number): Quantity {
  if (seconds === 0) return { value: '0', unit: 's' };
  if (seconds < MINUTE_S) return formatMilliseconds(seconds * 1_000);
  return { value: formatDuration(seconds * 1_000), unit: '' };
}

function moneyText(amount: number, currency: string | undefined): string {
  const text = amount.toLocaleString('en', {
    minimumFractionDigits: digitsOf(currency ?? null),
    maximumFractionDigits: MOST_MONEY_DIGITS,
    signDisplay: 'negative',
  });
  return `${text.replace('-', '−')}${currency === undefined ? '' : ` ${currency}`}`;
}

function isWhole(cell: string | number): boolean {
  return typeof cell === 'number' ? Number.isSafeInteger(cell) : /^-?\d+$/.test(cell);
}

function two(amount: number): string {
  return String(amount).padStart(2, '0');
}
