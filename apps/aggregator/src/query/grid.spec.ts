import { describe, expect, it } from '@jest/globals';
import { chooseGrid, endOf, STEP_LADDER_MS } from './grid.js';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const minutes = (count: number): number => count * 60_000;

describe('chooseGrid', () => {
  it.each([
    [minutes(1), 300, 1_000],
    [minutes(5), 300, 1_000],
    [minutes(5) + 1_000, 300, 2_000],
    [minutes(15), 300, 5_000],
    [minutes(60), 300, 15_000],
    [minutes(60), 60, minutes(1)],
    [minutes(24 * 60), 300, minutes(5)],
    [minutes(7 * 24 * 60), 300, minutes(60)],
    [minutes(30 * 24 * 60), 300, minutes(180)],
  ])('covers %d ms in at most %d points with a step of %d ms', (spanMs, points, stepMs) => {
    const grid = chooseGrid(NOON, NOON + spanMs, points);
    expect(grid.stepMs).toBe(stepMs);
    expect(grid.startMs).toBe(NOON);
    expect(endOf(grid)).toBeGreaterThanOrEqual(NOON + spanMs);
  });

  it('begins at a multiple of the step, so that a sliding chart keeps its buckets', () => {
    const grid = chooseGrid(NOON + 7_300, NOON + 7_300 + minutes(60), 300);
    expect(grid).toEqual({ startMs: NOON, stepMs: 15_000, count: 241 });
  });

  it('takes a coarser step when the borders would need one point more than asked', () => {
    expect(chooseGrid(NOON + 500, NOON + 500 + minutes(5), 300).stepMs).toBe(2_000);
  });

  it('gives one point across midnight without reaching for months', () => {
    const midnight = Date.parse('2026-11-22T00:00:00Z');
    const grid = chooseGrid(midnight - 5_000, midnight + 5_000, 1);
    expect(grid).toEqual({ startMs: midnight - 5_000, stepMs: 10_000, count: 1 });
  });

  it('starts an unaligned grid of roll-ups at a whole minute', () => {
    const midnight = Date.parse('2026-11-22T00:00:00Z');
    const grid = chooseGrid(midnight - minutes(90) - 5_000, midnight + minutes(200), 1);
    expect(grid.startMs % 60_000).toBe(0);
    expect(grid.count).toBe(1);
    expect(endOf(grid)).toBeGreaterThanOrEqual(midnight + minutes(200));
  });

  it('covers decades in one point', () => {
    const grid = chooseGrid(0, NOON, 1);
    expect(grid.count).toBe(1);
    expect(endOf(grid)).toBeGreaterThanOrEqual(NOON);
  });

  it('never exceeds the points asked and always covers the range', () => {
    for (let seed = 1; seed < 2_000; seed += 1) {
      const fromMs = NOON + ((seed * 7_919_333) % 86_400_000);
      const spanMs = 1 + ((seed * 104_729 * seed) % (400 * 86_400_000));
      const points = 1 + (seed % 300);
      const grid = chooseGrid(fromMs, fromMs + spanMs, points);
      expect(grid.count).toBeLessThanOrEqual(points);
      expect(grid.startMs).toBeLessThanOrEqual(fromMs);
      expect(endOf(grid)).toBeGreaterThanOrEqual(fromMs + spanMs);
    }
  });

  it('has a ladder whose steps from a minute on are whole minutes', () => {
    expect(STEP_LADDER_MS.filter((stepMs) => stepMs >= 60_000 && stepMs % 60_000 !== 0)).toEqual([]);
  });
});
