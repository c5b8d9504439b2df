import type { Scale } from '../palette/scale.js';

/** A value that the legend names, and how far along the colours it is, 0 to 1. */
export interface HeatTick {
  readonly share: number;
  readonly value: number;
}

/** From here on a link is so full that every percent counts. */
const BUSY_PERCENT = 70;
/** Less is all but idle. */
const LEAST_PERCENT = 0.1;
const FULL_PERCENT = 100;
const NAMED_PERCENT = [1, 10, BUSY_PERCENT, FULL_PERCENT] as const;
/** Of a sequential scale, besides its ends. */
const NAMED_SHARES = [0.25, 0.5] as const;

/**
 * How far along the colours a value is. Most links are nearly empty most of the time, and what is busy is busier by orders of
 * magnitude: in even steps all but the greatest would look alike. So fullness goes by the logarithm until it begins to hurt, and amounts
 * by their root.
 */
export function heatShare(scale: Scale, value: number, most: number): number {
  const share = scale === 'utilisation' ? fullness(value) : Math.sqrt(value / (most || 1));
  return Math.min(1, Math.max(0, share));
}

/** What the legend names, from nothing to the most. */
export function heatTicks(scale: Scale, most: number): HeatTick[] {
  const named = scale === 'utilisation' ? NAMED_PERCENT : [...NAMED_SHARES.map((share) => share ** 2 * most), most];
  return [0, ...named].map((value) => ({ value, share: heatShare(scale, value, most) }));
}

function fullness(percent: number): number {
  if (percent >= BUSY_PERCENT) return percent / FULL_PERCENT;
  if (percent <= LEAST_PERCENT) return 0;
  const decades = Math.log10(BUSY_PERCENT / LEAST_PERCENT);
  return (BUSY_PERCENT / FULL_PERCENT) * (Math.log10(percent / LEAST_PERCENT) / decades);
}
