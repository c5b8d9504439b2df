import { type Plot, xOf, yOf } from '../apex/plot.js';
import type { DrawnSeries } from './line-series.js';

/** What one series draws: its line, and the area between it and zero. */
export interface SeriesPaths {
  readonly line: string;
  readonly area: string;
}

type Corner = readonly [x: number, y: number];

/** A point between two gaps has no line; so long a dash can be seen. */
const DASH_PX = 3;

/** Paths as the chart library would draw them, straight from point to point; gaps stay open. */
export function pathsOf(data: DrawnSeries['data'], plot: Plot): SeriesPaths {
  const zero = round(Math.min(plot.height, Math.max(0, yOf(plot, 0))));
  const runs = runsOf(data, plot);
  return {
    line: runs.map((run) => `M${run.map(([x, y]) => `${x} ${y}`).join('L')}`).join(''),
    area: runs.map((run) => areaOf(run, zero)).join(''),
  };
}

function areaOf(run: readonly Corner[], zero: number): string {
  const [first, last] = [run[0]?.[0] ?? 0, run.at(-1)?.[0] ?? 0];
  return `M${first} ${zero}${run.map(([x, y]) => `L${x} ${y}`).join('')}L${last} ${zero}Z`;
}

function runsOf(data: DrawnSeries['data'], plot: Plot): Corner[][] {
  const runs: Corner[][] = [];
  let open = false;
  for (const [at, value] of data) {
    if (value === null) {
      open = false;
      continue;
    }
    const corner = [round(xOf(plot, at)), round(yOf(plot, value))] as const;
    if (open) runs.at(-1)?.push(corner);
    else runs.push([corner]);
    open = true;
  }
  return runs.map(withLength);
}

function withLength(run: Corner[]): Corner[] {
  const [first, second] = run;
  if (!first || second) return run;
  const [x, y] = first;
  return [
    [x - DASH_PX / 2, y],
    [x + DASH_PX / 2, y],
  ];
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
