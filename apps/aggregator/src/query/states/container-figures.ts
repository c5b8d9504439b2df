import { CONTAINERS } from '../../store/states/kind.js';
import { Column } from '../column.js';
import { percentOf, roundedOrNull } from './host-figures.js';
import type { Thing } from './things.js';

/** What a container used, in the shape of a bucket. */
type Use = (column: string) => number | null;

const INDEXES = new Map(CONTAINERS.columns.map(({ name }, index) => [name, index]));

/** CPU time in percent of one core: 250 = two and a half cores. */
function cpuPercentOf(use: Use): number | null {
  return percentOf(use('cpuMs'), use('cpuCoveredMs'));
}

/** The columns of a container; `coresIn` tells how many cores its host has, null where that was not told. */
export function containerColumns(
  { values }: Thing,
  coresIn: (bucket: number) => number | null,
): Record<string, Column> {
  const column = (of: (use: Use, bucket: number) => number | null): Column =>
    new Column(values.length, (bucket) => {
      const told = values[bucket];
      return told ? roundedOrNull(of((name) => told[INDEXES.get(name) ?? -1] ?? null, bucket)) : null;
    });
  return {
    cpuPercent: column(cpuPercentOf),
    cpuPercentOfHost: column((use, bucket) => {
      const [percent, cores] = [cpuPercentOf(use), coresIn(bucket)];
      return percent === null || !cores ? null : percent / cores;
    }),
    memoryBytes: column((use) => use('memoryMeanBytes')),
    memoryMaximumBytes: column((use) => use('memoryMaxBytes')),
    memoryLimitBytes: column((use) => use('memoryLimitBytes')),
    memoryPercentOfLimit: column((use) => percentOf(use('memoryMeanBytes'), use('memoryLimitBytes'))),
  };
}
