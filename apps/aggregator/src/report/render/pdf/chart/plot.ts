import type { ReportLimit, ReportUnit } from '@weir/model';
import { COLOURS } from '../look.js';
import { LEFT, RIGHT } from '../page/measures.js';
import { STYLES, type Pen } from '../page/pen.js';
import { axisText, drawnValue, limitText, valueOfDrawn } from '../text/cell.js';
import { gridOf, placeOf } from './scale.js';
import { ticksOf } from './time-scale.js';

export const PLOT_HEIGHT = 150;
const GRID_LINES = 5;
const TICK_WIDTH = 52;
const BELOW = 15;

/** The ground on which lines are drawn: where moments and values stand, in points from the left and from `top`. */
export interface Plot {
  readonly left: number;
  /** With what stands below it. */
  readonly height: number;
  readonly xOf: (atMs: number) => number;
  readonly yOf: (value: number, top: number) => number;
  readonly draw: (top: number) => void;
}

export interface PlotWish {
  readonly unit: ReportUnit;
  readonly values: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly limit: ReportLimit | null;
}

/** A grid with round values at the left and moments below; the limit is drawn by `drawLimit`, above all lines. */
export function plotOf({ unit, values, fromMs, toMs, timeZone }: PlotWish, pen: Pen): Plot {
  const drawn = values.map((value) => drawnValue(value, unit));
  const grid = gridOf(lowest(drawn), highest(drawn), GRID_LINES);
  const labels = grid.map((value) => axisText(valueOfDrawn(value, unit), unit));
  const left = LEFT + Math.max(...labels.map((label) => pen.width(label, STYLES.label))) + 7;
  const ends = [grid[0] ?? 0, grid.at(-1) ?? 1] as const;
  const xOf = (atMs: number): number => placeOf(atMs, [fromMs, toMs], [left, RIGHT]);
  const heightOf = (value: number): number => placeOf(value, ends, [PLOT_HEIGHT, 0]);
  const yOf = (value: number, top: number): number => top + heightOf(drawnValue(value, unit));
  const ticks = ticksOf(fromMs, toMs, timeZone, Math.floor((RIGHT - left) / TICK_WIDTH));
  const draw = (top: number): void => {
    grid.forEach((value, index) => {
      const y = top + heightOf(value);
      pen.rule([left, y], [RIGHT, y], value === 0 ? COLOURS.strong : COLOURS.line);
      pen.write(labels[index] ?? '', left - 6, y + 2.6, STYLES.label, 'right');
    });
    for (const { atMs, text } of ticks) drawTick(xOf(atMs), top + PLOT_HEIGHT, text, pen);
  };
  return { left, height: PLOT_HEIGHT + BELOW, xOf, yOf, draw };
}

/** A line across, with its name and value above it at the right, or below where there is no room. */
export function drawLimit(limit: ReportLimit, unit: ReportUnit, plot: Plot, top: number, pen: Pen): void {
  const y = plot.yOf(limit.value, top);
  pen.dashedRule([plot.left, y], [RIGHT, y], COLOURS.bad, 1);
  const text = pen.fit(limitText(limit, unit), RIGHT - plot.left, STYLES.label);
  const style = { ...STYLES.label, colour: COLOURS.bad };
  const baseline = y - top < 12 ? y + 9 : y - 3.5;
  pen.box(RIGHT - pen.width(text, style) - 2, baseline - 7, pen.width(text, style) + 2, 9, COLOURS.white);
  pen.write(text, RIGHT, baseline, style, 'right');
}

function drawTick(x: number, bottom: number, text: string, pen: Pen): void {
  pen.rule([x, bottom], [x, bottom + 3], COLOURS.strong);
  // At the edge it would reach beyond the page's.
  const half = pen.width(text, STYLES.label) / 2;
  pen.write(text, Math.min(x, RIGHT - half), bottom + 11.5, STYLES.label, 'centre');
}

/** Not by spreading: there may be more values than arguments. */
function highest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function lowest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), 0);
}
