import { type Plot, xOf } from '../apex/plot.js';
import type { Bounds } from './axis.js';
import type { DrawnSeries } from './line-series.js';
import { pathsOf } from './paths.js';

/** By so much of its width the drawing may be moved on before the library draws it anew, with fitting axes: 10 s of five minutes. */
const MOST_SHARE = 1 / 30;
/** About half a time in words: nearer to the edge it would run into the axis of values. */
const LEAST_X = 20;

/**
 * Moves what the library drew on to newer data: paths and times of the axis alone, a twentieth of the work of a new drawing.
 * Answers where the plot lies now; null where only a new drawing will do, as where `bounds` ask for other axes.
 */
export function slide(root: Element, drawn: Plot, series: readonly DrawnSeries[], bounds: Bounds): Plot | null {
  const plot = isSame(bounds.min, drawn.minY) && isSame(bounds.max, drawn.maxY) ? movedPlot(drawn, series) : null;
  const groups = [...root.querySelectorAll('.apexcharts-series')];
  if (!plot || groups.length !== series.length) return null;
  const paths = series.map(({ data }) => pathsOf(data, plot));
  const places = groups.map((group) => placesOf(group));
  const indexes = groups.map((group) => Number(group.getAttribute('data:realIndex')));
  const hasPlace = indexes.every((index, place) => paths[index]?.line === '' || places[place]?.line);
  const labels = [...root.querySelectorAll<SVGElement>('.apexcharts-xaxis-label')];
  // Where there is little room the library turns them about their place.
  if (!hasPlace || labels.some((label) => label.hasAttribute('transform'))) return null;
  indexes.forEach((index, place) => {
    places[place]?.line?.setAttribute('d', paths[index]?.line ?? '');
    places[place]?.area?.setAttribute('d', paths[index]?.area ?? '');
    places[place]?.others.forEach((other) => other.setAttribute('d', ''));
  });
  moveTimes(labels, drawn, plot);
  return plot;
}

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.abs(other);
}

/** The same plot with the time of the series, where that is near enough. */
function movedPlot(drawn: Plot, series: readonly DrawnSeries[]): Plot | null {
  const minX = series[0]?.data[0]?.[0];
  const maxX = series[0]?.data.at(-1)?.[0];
  if (minX === undefined || maxX === undefined) return null;
  const moved = Math.max(Math.abs(minX - drawn.minX), Math.abs(maxX - drawn.maxX));
  return moved > (drawn.maxX - drawn.minX) * MOST_SHARE ? null : { ...drawn, minX, maxX };
}

interface Places {
  readonly line: Element | undefined;
  readonly area: Element | undefined;
  /** The library has a path for each stretch between gaps, and a mark for each point alone: one path holds them all. */
  readonly others: readonly Element[];
}

function placesOf(group: Element): Places {
  const paths = [...group.children].filter(({ localName }) => localName === 'path');
  const isLine = (path: Element): boolean => path.getAttribute('fill') === 'none';
  const [line, ...lines] = paths.filter(isLine);
  const [area, ...areas] = paths.filter((path) => !isLine(path));
  const marks = group.querySelectorAll('.apexcharts-series-markers-wrap path');
  return { line, area, others: [...lines, ...areas, ...marks] };
}

/** Each time under the axis goes along; one that leaves the plot is hidden. */
function moveTimes(labels: readonly SVGElement[], drawn: Plot, plot: Plot): void {
  for (const label of labels) {
    const drawnX = Number((label.dataset['drawnX'] ??= label.getAttribute('x') ?? '0'));
    const moment = drawn.minX + (drawnX / Math.max(1, drawn.width)) * (drawn.maxX - drawn.minX);
    const x = xOf(plot, moment);
    label.setAttribute('x', String(Math.round(x * 10) / 10));
    label.style.visibility = x < LEAST_X ? 'hidden' : '';
  }
}
