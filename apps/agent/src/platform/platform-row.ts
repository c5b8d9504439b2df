import type { Counter, PerCounter } from '@weir/model';

/** One interface's cumulative counters as a system without `/proc` tells them. */
export interface PlatformRow {
  readonly name: string;
  /** Null where the system does not tell it. */
  readonly ifindex: number | null;
  readonly counters: PerCounter<bigint>;
  /** Counters that the system does not tell; they are 0 above, which means unknown. */
  readonly missing: readonly Counter[];
}

/** What a system without `/proc` tells of an interface beside its counters. */
export interface PlatformInterface {
  readonly name: string;
  readonly ifindex: number | null;
  readonly mac: string | null;
  readonly mtu: number | null;
  readonly speedBitsPerSecond: number | null;
  readonly state: 'up' | 'down' | 'unknown';
  /** Has a device behind it; a tunnel or a virtual switch has not. */
  readonly hardware: boolean;
}

/** The interfaces of a system, and what of its output could not be understood. */
export interface PlatformTable {
  readonly rows: readonly PlatformRow[];
  /** Name of the interface (or the text's beginning, where there is none) for each row that is short or garbled. */
  readonly faults: readonly string[];
}
