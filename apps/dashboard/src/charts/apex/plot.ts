/** Where the library drew, in pixels of its element, and what the edges stand for. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
}

/** The part of the library's inner state that is read. */
interface Globals {
  readonly translateX: number;
  readonly translateY: number;
  readonly gridWidth: number;
  readonly gridHeight: number;
  readonly minX: number;
  readonly maxX: number;
  readonly minYArr: readonly number[];
  readonly maxYArr: readonly number[];
}

/** Reads where a chart drew: its types do not tell, and everything laid over the chart hangs on it. */
export function plotOf(chart: object): Plot {
  const { globals } = (chart as { readonly w: { readonly globals: Globals } }).w;
  return {
    left: globals.translateX,
    top: globals.translateY,
    width: globals.gridWidth,
    height: globals.gridHeight,
    minX: globals.minX,
    maxX: globals.maxX,
    minY: globals.minYArr[0] ?? 0,
    maxY: globals.maxYArr[0] ?? 1,
  };
}

/** The moment under a pixel of the plot, held within it. */
export function momentAt(plot: Plot, x: number): number {
  const share = Math.min(1, Math.max(0, x / Math.max(1, plot.width)));
  return plot.minX + share * (plot.maxX - plot.minX);
}

/** The pixel of a moment, from the left edge of the plot. */
export function xOf(plot: Plot, at: number): number {
  return ((at - plot.minX) / Math.max(1, plot.maxX - plot.minX)) * plot.width;
}

/** The pixel of a drawn value, from the top edge of the plot. */
export function yOf(plot: Plot, drawn: number): number {
  return (1 - (drawn - plot.minY) / (plot.maxY - plot.minY || 1)) * plot.height;
}
