import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './generated/graphql-env.js';

/** One counter's average a second, a value a time; null is a gap. Named `rxBytesPerSecond`, `txBytesPerSecond` … */
export type SeriesColumns = Readonly<Record<string, readonly (number | null)[]>>;

/** One tick's interfaces, what could not be read, and one column of deltas a counter. */
export interface TrafficColumns {
  readonly interfaceIds: readonly string[];
  readonly unread: readonly string[];
  readonly rxBytes: readonly number[];
  readonly txBytes: readonly number[];
  readonly rxPackets: readonly number[];
  readonly txPackets: readonly number[];
  readonly rxErrors: readonly number[];
  readonly txErrors: readonly number[];
  readonly rxDropped: readonly number[];
  readonly txDropped: readonly number[];
}

/** Makes documents that are checked against the aggregator's schema and carry the type of their answer. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { DateTime: string; Timestamp: number; SeriesColumns: SeriesColumns; TrafficColumns: TrafficColumns };
}>();
