import { Column } from '../column.js';
import { roundedRate } from '../group-bins.js';
import type { HostStateGroup } from './host-series.sql.js';

/** What is stored of a host in one bucket, by column; null = not told. */
export type HostValues = (column: string) => number | null;

interface HostFigure {
  readonly name: string;
  readonly group: HostStateGroup;
  of(values: HostValues): number | null;
}

const CPU_PARTS = ['user_ms', 'nice_ms', 'system_ms', 'irq_ms', 'softirq_ms', 'steal_ms', 'iowait_ms', 'idle_ms'];

/** What share of all CPU time some kinds of it are, in percent: 100 = all cores. */
export function cpuPercent(values: HostValues, parts: readonly string[]): number | null {
  const sum = (columns: readonly string[]): number => columns.reduce((total, name) => total + (values(name) ?? 0), 0);
  const whole = sum(CPU_PARTS);
  return whole > 0 ? (sum(parts) / whole) * 100 : null;
}

/** What CPUs do when they do something: everything but idling and waiting for disks. */
export const BUSY_PARTS: readonly string[] = CPU_PARTS.slice(0, 6);

/** A part in percent of the whole; null where one of them is not told. */
export function percentOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : (part / whole) * 100;
}

/** What is left of a whole; null where one of them is not told. */
export function less(whole: number | null, part: number | null): number | null {
  return whole === null || part === null ? null : whole - part;
}

const figure = (group: HostStateGroup, name: string, of: HostFigure['of']): HostFigure => ({ group, name, of });
const plain = (group: HostStateGroup, name: string, column: string): HostFigure =>
  figure(group, name, (values) => values(column));
const cpu = (name: string, ...parts: string[]): HostFigure =>
  figure('cpu', name, (values) => cpuPercent(values, parts));
const perSecond = (name: string, column: string): HostFigure =>
  figure('softnet', name, (values) => {
    const [counted, ms] = [values(column), values('softnet_covered_ms')];
    return counted === null || !ms ? null : (counted * 1_000) / ms;
  });
const memoryUsed = (values: HostValues): number | null =>
  less(values('memory_total_bytes'), values('memory_available_bytes'));

const FIGURES: readonly HostFigure[] = [
  cpu('cpuPercent', ...BUSY_PARTS),
  cpu('cpuUserPercent', 'user_ms', 'nice_ms'),
  cpu('cpuSystemPercent', 'system_ms', 'irq_ms'),
  cpu('cpuSoftirqPercent', 'softirq_ms'),
  cpu('cpuStealPercent', 'steal_ms'),
  cpu('cpuIowaitPercent', 'iowait_ms'),
  plain('cpu', 'cores', 'cores'),
  figure('memory', 'memoryUsedBytes', memoryUsed),
  plain('memory', 'memoryAvailableBytes', 'memory_available_bytes'),
  plain('memory', 'memoryTotalBytes', 'memory_total_bytes'),
  figure('memory', 'memoryUsedPercent', (values) => percentOf(memoryUsed(values), values('memory_total_bytes'))),
  figure('memory', 'swapUsedBytes', (values) => less(values('swap_total_bytes'), values('swap_free_bytes'))),
  plain('memory', 'swapTotalBytes', 'swap_total_bytes'),
  plain('load', 'loadOneMinute', 'load_1m'),
  plain('load', 'loadFiveMinutes', 'load_5m'),
  plain('load', 'loadFifteenMinutes', 'load_15m'),
  perSecond('softnetProcessedPerSecond', 'softnet_processed'),
  perSecond('softnetDroppedPerSecond', 'softnet_dropped'),
  perSecond('softnetSqueezedPerSecond', 'softnet_squeezed'),
  plain('conntrack', 'conntrackUsed', 'conntrack_used'),
  plain('conntrack', 'conntrackMaximum', 'conntrack_max'),
  plain('sockets', 'socketsUsed', 'sockets_used'),
  plain('sockets', 'tcpSocketsInUse', 'tcp_in_use'),
  plain('sockets', 'tcpSocketsOrphaned', 'tcp_orphans'),
  plain('sockets', 'tcpSocketsInTimeWait', 'tcp_time_wait'),
  plain('sockets', 'udpSocketsInUse', 'udp_in_use'),
  plain('sockets', 'tcp6SocketsInUse', 'tcp6_in_use'),
  plain('sockets', 'udp6SocketsInUse', 'udp6_in_use'),
];

/** The columns of some groups, by name; `valuesIn` tells what is stored in a bucket, null where nothing is. */
export function hostColumns(
  groups: readonly HostStateGroup[],
  count: number,
  valuesIn: (bucket: number) => HostValues | null,
): Record<string, Column> {
  const asked = FIGURES.filter(({ group }) => groups.includes(group));
  return Object.fromEntries(
    asked.map(({ name, of }) => {
      const valueOf = (bucket: number): number | null => {
        const values = valuesIn(bucket);
        return values && roundedOrNull(of(values));
      };
      return [name, new Column(count, valueOf)];
    }),
  );
}

/** Seven digits of what is told. */
export function roundedOrNull(value: number | null): number | null {
  return value === null ? null : roundedRate(value);
}
