import type { Counter } from '@weir/model';
import type { Forecast } from '../../analyse/forecast/forecast.js';
import { rateText } from './unit.js';

const DAY_HOURS = 24;

/** A forecast of hours in plain words; `at` = start of each, ms since 1970. Null = too little is known for one. */
export function forecastSentence(ahead: Forecast | null, at: readonly number[], counter: Counter | null): string {
  if (!ahead || at.length === 0) return 'too little is known for a forecast: it takes some eight hours of history';
  const busiest = ahead.expected.reduce((best, value, hour) => (value > (ahead.expected[best] ?? 0) ? hour : best), 0);
  const rate = (values: Float64Array, hour: number): string => rateText(values[hour] ?? 0, counter);
  return (
    `about ${rateText(meanOf(ahead.expected), counter)} on average over the next ${lengthText(at.length)}; most at ` +
    `${momentText(at[busiest] ?? 0)} UTC, with ${rate(ahead.expected, busiest)} (${rate(ahead.low, busiest)} to ${rate(ahead.high, busiest)})`
  );
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lengthText(hours: number): string {
  if (hours === 1) return 'hour';
  return hours % DAY_HOURS === 0 && hours > DAY_HOURS ? `${hours / DAY_HOURS} days` : `${hours} hours`;
}

/** `2026-11-24 14:00`. */
function momentText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
