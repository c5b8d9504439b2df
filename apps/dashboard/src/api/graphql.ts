import type { WholeReport } from '@weir/model';
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

/** Rates by name, `rxBytesPerSecond` …; null = unknown. */
export type Rates = Readonly<Record<string, number | null>>;

/** Fields by name: a filter, or settings of a channel. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Columns of states by name, `cpuPercent` …; null is a gap. */
export type StateColumns = Readonly<Record<string, readonly (number | null)[]>>;

/** A group of a live series: the columns name it by its index. */
export interface LiveGroup {
  readonly index: number;
  readonly group: string;
  readonly keys: readonly {
    readonly dimension: string;
    readonly label: string | null;
    readonly value: string | null;
    readonly name: string | null;
  }[];
}

/** Rates of one second: of those in `groups`, in that order; the others stood still, unless they are in `incomplete`. */
export type LiveColumns = Readonly<Record<string, readonly number[]>> & {
  readonly groups: readonly number[];
  readonly incomplete: readonly number[];
};

/** Makes documents that are checked against the aggregator's schema and carry the type of their answer. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    DateTime: string;
    Timestamp: number;
    SeriesColumns: SeriesColumns;
    StateColumns: StateColumns;
    TrafficColumns: TrafficColumns;
    Rates: Rates;
    FilterJson: JsonObject;
    ChannelSettings: JsonObject;
    JSON: JsonObject;
    LiveGroups: readonly LiveGroup[];
    LiveColumns: LiveColumns;
    ReportDocument: WholeReport;
  };
}>();
