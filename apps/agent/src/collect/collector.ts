import type { CollectorName } from './names.js';

/** One interface's cumulative counters, in the order of COUNTERS. */
export interface InterfaceRow {
  readonly name: string;
  /** Null where the kernel does not tell it. */
  readonly ifindex: number | null;
  readonly counters: readonly bigint[];
}

/** What reading one network namespace gave: its rows, the very same bytes as last time, or nothing. */
export type TableContent =
  | { readonly kind: 'rows'; readonly rows: readonly InterfaceRow[]; readonly faults: readonly string[] }
  | { readonly kind: 'same' }
  | { readonly kind: 'unread' };

/** The interfaces of one network namespace at one tick. */
export interface TableReading {
  /** The part of the wire key before the slash: `host`, or the namespace. */
  readonly prefix: string;
  /** Names this life of the namespace; counters of another life are other counters, whatever they are called. */
  readonly life: string;
  /** When its counters began, ms since 1970, where known. */
  readonly startedAt: number | null;
  readonly content: TableContent;
  /** Interfaces that were left out until now: what they counted before is not new. */
  readonly late?: readonly string[];
}

/** What a collector brought, and in one sentence what it could not bring. */
export interface Collected {
  readonly tables: readonly TableReading[];
  readonly failure: string | null;
  /** There may be tables that it cannot list yet. */
  readonly unlisted?: true;
}

/** A source of counters. An expected failure is part of the answer; an unexpected one is thrown. */
export interface Collector {
  readonly name: CollectorName;
  collect(): Collected;
}
