import { fromDrawn, toDrawn, type Unit } from '../../format/unit.js';
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
/** About where a sequential scale is named, besides its ends. */
const NAMED_SHARE = 0.6;

/**
 * How far along the colours a value is. Most links are nearly empty most of the time, and what is busy is busier by orders of
 * magnitude: in even steps all but the greatest would look alike. So fullness goes by the logarithm until it begins to hurt, and amounts
 * by their root.
 */
export function heatShare(scale: Scale, value: number, most: number): number {
  const share = scale === 'utilisation' ? fullness(value) : Math.sqrt(value / (most || 1));
  return Math.min(1, Math.max(0, share));
}

/** What the legend names, from nothing to the most: numbers that are round in the unit that is read. */
export function heatTicks(scale: Scale, most: number, unit: Unit): HeatTick[] {
  const round = (value: number): number => fromDrawn(roundBelow(toDrawn(value, unit)), unit);
  const named = scale === 'utilisation' ? NAMED_PERCENT : [round(NAMED_SHARE ** 2 * most), most];
  return [...new Set([0, ...named])].map((value) => ({ value, share: heatShare(scale, value, most) }));
}

/** 1, 2 or 5 with zeros. */
function roundBelow(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const [step = 1] = [5, 2, 1].filter((each) => each * power <= value);
  return step * power;
}

function fullness(percent: number): number {
  if (percent >= BUSY_PERCENT) return percent / FULL_PERCENT;
  if (percent <= LEAST_PERCENT) return 0;
  const decades = Math.log10(BUSY_PERCENT / LEAST_PERCENT);
  return (BUSY_PERCENT / FULL_PERCENT) * (Math.log10(percent / LEAST_PERCENT) / decades);
}
