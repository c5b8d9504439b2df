/**
 * What is known of a rate now: a number; `unread` = the agent could not read the counter in this interval;
 * `unknown` = nothing was received that says it. Neither is ever shown as 0.
 */
export type Reading = number | 'unread' | 'unknown';

/** The words for a reading that is no number. */
export const READING_WORDS = { unread: 'unreadable', unknown: 'unknown' } as const;

/** Adds readings up. One that is no number makes the sum none: a part of an unknown whole would mislead. */
export function sumReadings(readings: readonly Reading[]): Reading {
  if (readings.length === 0 || readings.includes('unknown')) return 'unknown';
  if (readings.includes('unread')) return 'unread';
  return readings.reduce<number>((sum, reading) => sum + (typeof reading === 'number' ? reading : 0), 0);
}

/** A number to sort by: what is no number stands below every number. */
export function sortableReading(reading: Reading): number {
  return typeof reading === 'number' ? reading : -1;
}
