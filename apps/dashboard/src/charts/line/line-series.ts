import { toDrawn, type Unit } from '../../format/unit.js';
import type { ChartLine, ChartPoint } from './chart-line.js';

/** A series as the chart library takes it. Its name is a number, never what an agent sent. */
export interface DrawnSeries {
  readonly name: string;
  readonly data: readonly (readonly [number, number | null])[];
}

/** How lines become series. */
export interface SeriesShape {
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
  /** Lines of the side `out` below zero. */
  readonly mirrored: boolean;
  /** Each line on top of those after it: the highest is drawn first, and the others over it. */
  readonly stacked: boolean;
}

/**
 * One series a line, in the order of the lines. The null points at both ends hold the axis on the asked stretch, so that the live
 * window slides with time and not with the data.
 */
export function lineSeries(lines: readonly ChartLine[], shape: SeriesShape): DrawnSeries[] {
  const heights = shape.stacked ? stack([...lines].reverse()).reverse() : lines.map(({ points }) => points);
  return lines.map((line, index) => {
    const sign = shape.mirrored && line.side === 'out' ? -1 : 1;
    const inside = (heights[index] ?? [])
      .filter(([at]) => at > shape.from && at < shape.to)
      .map(([at, value]) => [at, value === null ? null : sign * toDrawn(value, shape.unit)] as const);
    return { name: String(index), data: [[shape.from, null], ...inside, [shape.to, null]] };
  });
}

/**
 * Each line's values on top of those before it on its side. A part that is not known adds nothing; where no part is known there is
 * a gap.
 */
export function stack(lines: readonly ChartLine[]): ChartPoint[][] {
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => a - b);
  const known = new Map<ChartLine['side'], Set<number>>();
  for (const { side, points } of lines) {
    const moments = known.get(side) ?? new Set();
    for (const [at, value] of points) if (value !== null) moments.add(at);
    known.set(side, moments);
  }
  const tops = new Map<ChartLine['side'], Map<number, number>>();
  return lines.map(({ side, points }) => {
    const own = new Map(points);
    const top = tops.get(side) ?? new Map<number, number>();
    tops.set(side, top);
    return times.map((at): ChartPoint => {
      if (!known.get(side)?.has(at)) return [at, null];
      const height = (top.get(at) ?? 0) + (own.get(at) ?? 0);
      top.set(at, height);
      return [at, height];
    });
  });
}
