import type { Column } from './column.js';
import { resolutionOf } from './extent.js';
import { endOf, type Grid } from './grid.js';
import type { Group } from './grouping.js';
import type { GroupBins } from './group-bins.js';
import { type Line, type Lines, REST } from './lines.js';
import {
  type BucketMeasure,
  type GroupFigures,
  type GroupSeries,
  maximumName,
  OTHERS,
  rateName,
  type SeriesAnswer,
} from './series.js';
import { statisticsOf } from './statistics.js';

/** The buckets of a grid, as answered. */
export function describeGrid(grid: Grid): Pick<SeriesAnswer, 'fromMs' | 'toMs' | 'stepMs' | 'resolution' | 'at'> {
  return {
    fromMs: grid.startMs,
    toMs: endOf(grid),
    stepMs: grid.stepMs,
    resolution: resolutionOf(grid),
    at: Array.from({ length: grid.count }, (_, bucket) => grid.startMs + bucket * grid.stepMs),
  };
}

/** Lines as answered. */
export function seriesOf(
  groups: readonly Group[],
  { lines, restCount }: Lines,
  measures: readonly BucketMeasure[],
): GroupSeries[] {
  return lines.map((line) => ({
    ...nameOf(line, groups, restCount),
    ...figuresOf(line.bins, measures),
    earlier: line.earlier && figuresOf(line.earlier, measures),
  }));
}

function nameOf(
  { index }: Line,
  groups: readonly Group[],
  restCount: number,
): Omit<GroupSeries, keyof GroupFigures | 'earlier'> {
  const group = groups[index];
  if (index === REST || !group) return { group: OTHERS, keys: [], others: restCount };
  return { group: group.id, keys: group.keys, others: null };
}

function figuresOf(bins: GroupBins, measures: readonly BucketMeasure[]): GroupFigures {
  const { counters, maxima } = bins.shape;
  const columns: Record<string, Column> = {};
  for (const [index, counter] of counters.entries()) {
    const maximum = maxima.indexOf(counter);
    if (measures.includes('average')) columns[rateName(counter)] = bins.ratesOf(index);
    if (measures.includes('sum')) columns[counter] = bins.sumsOf(index);
    if (measures.includes('maximum') && maximum >= 0) columns[maximumName(counter)] = bins.maximaOf(maximum);
  }
  return { columns, statistics: () => statisticsOf(bins) };
}
