import { toDrawn, type Unit } from '../../format/unit.js';
import { type Plot, xOf, yOf } from '../apex/plot.js';
import type { ChartPoint, Stretch } from './chart-line.js';

/** A stretch shorter than this could not be seen. */
const LEAST_PX = 3;
/** What is on lasts until now, which live is a moment before the edge. */
const TAIL_SHARE = 0.02;

/** Where a stretch lies on the plot; null where none of it does, and where all of the plot lies in it: nothing would stand out. */
export function stretchBox(stretch: Pick<Stretch, 'from' | 'to'>, plot: Plot): { x: number; width: number } | null {
  if (stretch.to < plot.minX || stretch.from > plot.maxX) return null;
  if (stretch.from <= plot.minX && stretch.to >= plot.maxX - TAIL_SHARE * (plot.maxX - plot.minX)) return null;
  const x = xOf(plot, Math.max(stretch.from, plot.minX));
  const width = xOf(plot, Math.min(stretch.to, plot.maxX)) - x;
  return width >= LEAST_PX ? { x, width } : { x: x + width / 2 - LEAST_PX / 2, width: LEAST_PX };
}

/** The ground between two lines as a path; where either is not known it is left open. */
export function bandPath(low: readonly ChartPoint[], high: readonly ChartPoint[], plot: Plot, unit: Unit): string {
  const highest = new Map(high);
  let run: [x: number, low: number, high: number][] = [];
  let path = '';
  const close = (): void => {
    if (run.length > 1) path += areaOf(run);
    run = [];
  };
  for (const [at, lowest] of low) {
    const top = highest.get(at) ?? null;
    if (lowest === null || top === null) close();
    else run.push([xOf(plot, at), yOf(plot, toDrawn(lowest, unit)), yOf(plot, toDrawn(top, unit))]);
  }
  close();
  return path;
}

function areaOf(run: readonly (readonly [x: number, low: number, high: number])[]): string {
  const over = run.map(([x, , high]) => `${round(x)} ${round(high)}`);
  const under = run.map(([x, low]) => `${round(x)} ${round(low)}`).reverse();
  return `M${[...over, ...under].join('L')}Z`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
