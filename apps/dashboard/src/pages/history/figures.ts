import type { SeriesColumns } from '../../api/index.js';
import type { FigureLine } from '../../api/operations/figures.js';
import type { ChartPoint } from '../../charts/line/chart-line.js';
import type { CounterName } from '../interfaces/counters.js';
import { columnOf } from './measure.js';

type Statistic = FigureLine['statistics'][number];

/** What some counters did together over a range; null = not known. */
export interface Summed {
  readonly total: number | null;
  readonly average: number | null;
  readonly p95: number | null;
  readonly maximum: number | null;
  readonly coveredMilliseconds: number;
}

/** The points of some counters together, each where its step begins. A gap in one is a gap. */
export function summedPoints(
  at: readonly number[],
  columns: SeriesColumns,
  counters: readonly CounterName[],
): ChartPoint[] {
  return at.map((moment, index) => {
    const values = counters.map((counter) => columns[`${columnOf(counter)}PerSecond`]?.[index] ?? null);
    return [moment, values.includes(null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0)];
  });
}

/** The figures of some counters together. Highest and 95 % of a sum are those of its points: the store tells them of each alone. */
export function summed(statistics: readonly Statistic[], points: readonly ChartPoint[]): Summed {
  const add = (values: readonly (number | null)[]): number | null =>
    values.length === 0 || values.includes(null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const covered = Math.min(...statistics.map(({ coveredMilliseconds }) => coveredMilliseconds));
  const known = points.flatMap(([, value]) => (value === null ? [] : [value])).sort((left, right) => left - right);
  const [only] = statistics;
  const isOne = statistics.length === 1;
  return {
    total: covered > 0 ? add(statistics.map(({ total }) => total)) : null,
    average: add(statistics.map(({ averagePerSecond }) => averagePerSecond)),
    p95: isOne ? (only?.p95PerSecond ?? null) : (known[Math.ceil(known.length * 0.95) - 1] ?? null),
    maximum: (isOne ? only?.maximumPerSecond : null) ?? known.at(-1) ?? null,
    coveredMilliseconds: Number.isFinite(covered) ? covered : 0,
  };
}
