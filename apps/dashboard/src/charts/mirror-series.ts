import { inUnit, type RateKind } from '../format/rate.js';
import type { ChartEntity } from './chart-line.js';

/** A series as the chart library takes it. Its name is a number, never what an agent sent. */
export interface MirrorSeries {
  readonly name: string;
  readonly data: [number, number | null][];
}

/**
 * Two series an entity: in above zero, out below. The null points at both ends hold the axis on the asked stretch, so that the
 * live window slides with time and not with the data.
 */
export function mirrorSeries(
  entities: readonly ChartEntity[],
  kind: RateKind,
  from: number,
  to: number,
): MirrorSeries[] {
  return entities.flatMap((entity, index) => [
    { name: `${index} in`, data: within(entity.incoming, kind, 1, from, to) },
    { name: `${index} out`, data: within(entity.outgoing, kind, -1, from, to) },
  ]);
}

function within(
  points: readonly (readonly [number, number | null])[],
  kind: RateKind,
  sign: 1 | -1,
  from: number,
  to: number,
): [number, number | null][] {
  const inside = points
    .filter(([at]) => at > from && at < to)
    .map(([at, rate]): [number, number | null] => [at, rate === null ? null : sign * inUnit(rate, kind)]);
  return [[from, null], ...inside, [to, null]];
}
