import type { DrawnSeries } from './line-series.js';

/** Both ends of an axis of values. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Steps between lines of the grid that people can count in. */
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;

/**
 * Ends of an axis that has a line of the grid at zero and `ticks` steps that are all round: the library's own put neither where
 * there is something below zero.
 */
export function boundsOf(highest: number, lowest: number, ticks: number): Bounds {
  const top = Math.max(0, highest);
  const bottom = Math.max(0, -lowest);
  if (top + bottom === 0) return { min: 0, max: ticks };
  const step = roundStep(top, bottom, ticks);
  const below = bottom === 0 ? 0 : stepsTo(bottom, step);
  return { min: -below * step, max: (ticks - below) * step };
}

/** The ends that hold all series. */
export function boundsOfSeries(series: readonly DrawnSeries[], ticks: number): Bounds {
  let highest = 0;
  let lowest = 0;
  for (const { data } of series) {
    for (const [, value] of data) {
      if (value === null) continue;
      highest = Math.max(highest, value);
      lowest = Math.min(lowest, value);
    }
  }
  return boundsOf(highest, lowest, ticks);
}

function roundStep(top: number, bottom: number, ticks: number): number {
  let power = 10 ** Math.floor(Math.log10((top + bottom) / ticks));
  for (;;) {
    for (const round of ROUND) {
      const step = round * power;
      if (stepsTo(top, step) + stepsTo(bottom, step) <= ticks) return step;
    }
    power *= 10;
  }
}

/** A hair's breadth of arithmetic is no further step. */
function stepsTo(size: number, step: number): number {
  return Math.ceil(size / step - 1e-9);
}
