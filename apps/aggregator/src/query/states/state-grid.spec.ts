import { describe, expect, it } from '@jest/globals';
import { chooseStateGrid, stateResolutionOf } from './state-grid.js';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const horizons = { state: NOON, state_5m: NOON - DAY_MS, state_1h: -Infinity };
const of = (fromMs: number, spanMs: number, rows = 1, points = 300): (number | string)[] => {
  const grid = chooseStateGrid(horizons, { fromMs, toMs: fromMs + spanMs, points }, rows);
  expect(grid.count).toBeLessThanOrEqual(points);
  return [grid.stepMs, stateResolutionOf(grid)];
};

describe('chooseStateGrid', () => {
  it.each<[string, number, number, [number, string]]>([
    ['never finer than states are told', NOON, MINUTE_MS, [10_000, 'raw']],
    ['as told', NOON, HOUR_MS, [15_000, 'raw']],
    ['five minutes', NOON, DAY_MS, [5 * MINUTE_MS, '5m']],
    ['hours', NOON, 10 * DAY_MS, [HOUR_MS, '1h']],
    ['five minutes of what is no longer kept as told', NOON - 1, HOUR_MS, [5 * MINUTE_MS, '5m']],
    ['hours of what is no longer kept finer', NOON - DAY_MS - 1, HOUR_MS, [HOUR_MS, '1h']],
  ])('%s', (_, fromMs, spanMs, expected) => {
    expect(of(fromMs, spanMs)).toEqual(expected);
  });

  it('is coarser where as told would be too much to read', () => {
    expect(of(NOON, 8 * HOUR_MS, 1)).toEqual([2 * MINUTE_MS, 'raw']);
    expect(of(NOON, 8 * HOUR_MS, 100)).toEqual([5 * MINUTE_MS, '5m']);
    expect(of(NOON, HOUR_MS, 100)).toEqual([15_000, 'raw']);
  });
});
