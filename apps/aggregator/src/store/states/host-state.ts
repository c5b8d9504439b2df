import { CPU_TIMES } from '@weir/model';
import { snakeCase } from '../columns.js';

/** A column of a host's state summed up over a bucket. */
export interface BucketColumn {
  readonly name: string;
  readonly type: 'bigint' | 'double precision';
  readonly merge: 'sum' | 'mean' | 'min' | 'max';
  /** What it is made from in a state as told; SQL. */
  readonly from: string;
  /** The column of the time that a mean is taken over. */
  readonly over: string;
}

const column = (merge: BucketColumn['merge'], name: string, over: string, from = name): BucketColumn => ({
  ...{ name, merge, from, over },
  type: merge === 'mean' || name.includes('load') ? 'double precision' : 'bigint',
});

/** A group of columns that are told together or not at all, with the time over which they were; `probe` is never null in it. */
function group(name: string, probe: string, columns: Readonly<Record<string, BucketColumn['merge']>>): BucketColumn[] {
  const over = `${name}_covered_ms`;
  return [
    column('sum', over, over, `CASE WHEN ${probe} IS NULL THEN 0 ELSE ms END`),
    ...Object.entries(columns).map(([each, merge]) =>
      // `min_x` and `max_x` are made from x.
      column(merge, each, over, each.replace(/^(min|max)_/, '')),
    ),
  ];
}

const CPU_COLUMNS = CPU_TIMES.map(snakeCase);

/** The columns of `host_state_5m` and `host_state_1h` beside time and host. */
export const HOST_STATE_COLUMNS: readonly BucketColumn[] = [
  column('sum', 'ms', 'ms'),
  ...group('cpu', 'cores', { cores: 'max', ...Object.fromEntries(CPU_COLUMNS.map((name) => [name, 'sum'])) }),
  ...group('memory', 'memory_total_bytes', {
    memory_total_bytes: 'max',
    memory_available_bytes: 'mean',
    min_memory_available_bytes: 'min',
    swap_total_bytes: 'max',
    swap_free_bytes: 'mean',
    min_swap_free_bytes: 'min',
  }),
  ...group('load', 'load_1m', { load_1m: 'mean', max_load_1m: 'max', load_5m: 'mean', load_15m: 'mean' }),
  ...group('softnet', 'softnet_processed', {
    softnet_processed: 'sum',
    softnet_dropped: 'sum',
    softnet_squeezed: 'sum',
  }),
  ...group('conntrack', 'conntrack_used', { conntrack_used: 'mean', max_conntrack_used: 'max', conntrack_max: 'max' }),
  ...group('sockets', 'sockets_used', {
    sockets_used: 'mean',
    max_sockets_used: 'max',
    tcp_in_use: 'mean',
    tcp_orphans: 'mean',
    tcp_time_wait: 'mean',
    udp_in_use: 'mean',
  }),
  ...group('sockets6', 'tcp6_in_use', { tcp6_in_use: 'mean', udp6_in_use: 'mean' }),
];
