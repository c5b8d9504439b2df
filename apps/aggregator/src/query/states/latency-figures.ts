import { LATENCIES, OUTCOMES } from '../../store/states/kind.js';
import { Column } from '../column.js';
import { percentOf, roundedOrNull } from './host-figures.js';
import type { Thing } from './things.js';

const MICROSECONDS_A_MS = 1_000;
const INDEXES = new Map(LATENCIES.columns.map(({ name }, index) => [name, index]));

/** The columns of the way from a host to a peer: how long an answer took, and how it was answered. */
export function latencyColumns({ values }: Thing): Record<string, Column> {
  const valueOf = (bucket: number, name: string): number | null => values[bucket]?.[INDEXES.get(name) ?? -1] ?? null;
  const column = (of: (bucket: number) => number | null): Column =>
    new Column(values.length, (bucket) => roundedOrNull(of(bucket)));
  const milliseconds = (name: string): Column =>
    column((bucket) => {
      const microseconds = valueOf(bucket, name);
      return microseconds === null ? null : microseconds / MICROSECONDS_A_MS;
    });
  const tried = (bucket: number): number => OUTCOMES.reduce((sum, name) => sum + (valueOf(bucket, name) ?? 0), 0);
  return {
    meanMilliseconds: milliseconds('meanMicroseconds'),
    minimumMilliseconds: milliseconds('minMicroseconds'),
    maximumMilliseconds: milliseconds('maxMicroseconds'),
    ...Object.fromEntries(
      OUTCOMES.map((name) => [`${name}Percent`, column((bucket) => percentOf(valueOf(bucket, name), tried(bucket)))]),
    ),
  };
}
