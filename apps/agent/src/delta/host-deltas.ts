import { CPU_TIMES, type CpuState, type PerCpuTime, type SoftnetState } from '@weir/model';
import type { HostReading } from '../collect/host-state.js';
import { sumOf32BitIncreases } from './per-cpu.js';

/** The host's own state: gauges as they are, counters by what they counted; null where that is not known. */
export interface HostGroups extends Pick<HostReading, 'memory' | 'load' | 'conntrack' | 'sockets'> {
  readonly cpu: CpuState | null;
  readonly softnet: SoftnetState | null;
}

type Cumulative = Pick<HostReading, 'cpu' | 'softnet'>;
type CpuReading = NonNullable<HostReading['cpu']>;

/** Turns cumulative readings of the host into deltas; the first is where counting begins. */
export class HostDeltas {
  private previous: Cumulative = { cpu: null, softnet: null };

  /** Null where there was nothing to read; that is not bridged, since the next delta would be of two intervals. */
  advance(reading: HostReading | null): HostGroups | null {
    const { cpu: cpuBefore, softnet: softnetBefore } = this.previous;
    this.previous = { cpu: reading?.cpu ?? null, softnet: reading?.softnet ?? null };
    if (!reading) return null;
    const { cpu, memory, load, softnet, conntrack, sockets } = reading;
    return {
      ...{ memory, load, conntrack, sockets },
      cpu: cpu && cpuBefore && cpuDelta(cpuBefore, cpu),
      softnet: softnet && softnetBefore && softnetDelta(softnetBefore, softnet),
    };
  }
}

/** A time that fell counts as none: the kernel lets idle and iowait fall a little, and all when a CPU goes offline. */
function cpuDelta(before: CpuReading, { cores, times }: CpuReading): CpuState {
  const deltas = CPU_TIMES.map((name) => [name, Math.max(0, times[name] - before.times[name])]);
  return { cores, ...(Object.fromEntries(deltas) as PerCpuTime<number>) };
}

type Rows = NonNullable<Cumulative['softnet']>;

function softnetDelta(before: Rows, after: Rows): SoftnetState {
  const [processed = 0, dropped = 0, squeezed = 0] = sumOf32BitIncreases(byCpu(before), byCpu(after));
  return { processed, dropped, squeezed };
}

function byCpu(rows: Rows): Map<number, readonly number[]> {
  return new Map(rows.map(({ cpu, processed, dropped, squeezed }) => [cpu, [processed, dropped, squeezed]]));
}
