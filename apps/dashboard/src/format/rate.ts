import { formatPercent, formatSi, type Quantity } from '@weir/model';
import { READING_WORDS, type Reading } from './reading.js';

export { formatSi, type Quantity };

/** Traffic is shown in bits or in bytes a second; everything else in things a second. */
export type TrafficUnit = 'bits' | 'bytes';

/** What a rate counts: traffic follows the reader's unit, the others do not. Losses are packets with errors and packets dropped. */
export type RateKind = TrafficUnit | 'packets' | 'errors' | 'drops' | 'losses';

const SUFFIX: Record<RateKind, string> = {
  bits: 'bit/s',
  bytes: 'B/s',
  packets: 'pkt/s',
  errors: 'err/s',
  drops: 'drop/s',
  losses: 'lost/s',
};
const BITS_PER_BYTE = 8;

/** Turns a stored rate (bytes, packets … a second) into the unit it is shown in. */
export function inUnit(perSecond: number, kind: RateKind): number {
  return kind === 'bits' ? perSecond * BITS_PER_BYTE : perSecond;
}

/** `12.4` + `Mbit/s`: SI prefixes, three significant digits; what is not nothing is never written as 0. */
export function formatRate(perSecond: number, kind: RateKind): Quantity {
  const { value, unit: prefix } = formatSi(inUnit(perSecond, kind));
  return { value, unit: prefix + SUFFIX[kind] };
}

/** A rate as one text, words included: for labels, tooltips and axes. */
export function describeRate(reading: Reading, kind: RateKind): string {
  if (typeof reading !== 'number') return READING_WORDS[reading];
  const { value, unit } = formatRate(reading, kind);
  return `${value} ${unit}`;
}

/** A rate on an axis, whose numbers are round: `50 Mbit/s`, `0`. */
export function formatTick(perSecond: number, kind: RateKind): string {
  if (perSecond === 0) return '0';
  const { value, unit } = formatRate(perSecond, kind);
  return `${withoutZeros(value)} ${unit}`;
}

/** A link speed as people say it: `10 Gbit/s`. */
export function formatSpeed(bitsPerSecond: number): string {
  const { value, unit } = formatSi(bitsPerSecond);
  return `${withoutZeros(value)} ${unit}bit/s`;
}

/** A share of a whole: `0.3 %`, `12 %`. */
export function formatShare(share: number): string {
  return `${formatPercent(share * 100)} %`;
}

function withoutZeros(value: string): string {
  return value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}
