import { expect, it } from '@jest/globals';
import { expectedMsOf } from './hosts-told.js';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-22T12:00:00Z');
const ago = (hours: number): number => NOW - hours * HOUR_MS;

it.each([
  ['all of a range that is over', { fromMs: ago(5), toMs: ago(2) }, ago(9), 3 * HOUR_MS],
  [
    'nothing of the last minute, which is still to be stored',
    { fromMs: ago(5), toMs: ago(-7) },
    ago(9),
    5 * HOUR_MS - 60_000,
  ],
  ['what was since it came', { fromMs: ago(5), toMs: ago(2) }, ago(3), HOUR_MS],
  ['nothing of one that came just now', { fromMs: ago(5), toMs: ago(-7) }, NOW - 2_000, 0],
])('of a host is expected %s', (_, range, firstSeenMs, expectedMs) => {
  expect(expectedMsOf(range, firstSeenMs, NOW)).toBe(expectedMs);
});
