import { formatMilliseconds, formatPercent } from '@weir/model';
import { formatRate, formatSi, inUnit, type Quantity, type RateKind } from './rate.js';

/**
 * What the numbers of a chart are. Bits and bytes both take bytes a second; percent takes 0 to 100; the others take what they say.
 * `bytesTotal` is an amount, not a rate.
 */
export type Unit = RateKind | 'percent' | 'ms' | 'count' | 'bytesTotal' | 'cores';

/** Where nothing is known of a stretch. */
export const NO_DATA = 'no data';

const BITS_PER_BYTE = 8;
const RATE_KINDS: ReadonlySet<Unit> = new Set<RateKind>([
  ...(['bits', 'bytes', 'packets', 'errors', 'drops', 'losses'] as const),
]);

/** The unit as a column heading has it, of the numbers as they are stored. */
export const STORED_UNIT: Record<Unit, string> = {
  bits: 'bytes/s',
  bytes: 'bytes/s',
  packets: 'packets/s',
  errors: 'errors/s',
  drops: 'drops/s',
  losses: 'packets/s',
  percent: '%',
  ms: 'ms',
  count: '',
  bytesTotal: 'bytes',
  cores: 'cores',
};

/** A number and its unit, as people read them: three significant digits; what is not nothing is never written as 0. */
export function formatValue(value: number, unit: Unit): Quantity {
  if (isRateKind(unit)) return formatRate(value, unit);
  if (unit === 'percent') return { value: formatPercent(value), unit: '%' };
  if (unit === 'ms') return formatMilliseconds(value);
  const { value: digits, unit: prefix } = formatSi(value);
  if (unit === 'cores') return { value: digits, unit: `${prefix}cores` };
  return { value: digits, unit: unit === 'bytesTotal' ? `${prefix}B` : prefix };
}

/** A value as one text, words where there is no number. */
export function describeValue(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return NO_DATA;
  const { value: digits, unit: suffix } = formatValue(value, unit);
  return suffix === '' ? digits : `${digits} ${suffix}`;
}

/** A value on an axis, whose numbers are round: `50 Mbit/s`, `0`. */
export function formatAxisValue(value: number, unit: Unit): string {
  if (value === 0) return '0';
  // Steps are round, and finer than what a figure in percent is told in.
  if (unit === 'percent') return `${Number(value.toPrecision(3))} %`;
  const { value: digits, unit: suffix } = formatValue(value, unit);
  const round = digits.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  return suffix === '' ? round : `${round} ${suffix}`;
}

/** The number that is drawn, so that the axis has round steps in the unit that is read. */
export function toDrawn(value: number, unit: Unit): number {
  return isRateKind(unit) ? inUnit(value, unit) : value;
}

/** The number behind one that was drawn. */
export function fromDrawn(drawn: number, unit: Unit): number {
  return unit === 'bits' ? drawn / BITS_PER_BYTE : drawn;
}

function isRateKind(unit: Unit): unit is RateKind {
  return RATE_KINDS.has(unit);
}
