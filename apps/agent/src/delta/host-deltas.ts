import { CPU_TIMES, type CpuState, type PerCpuTime, type SoftnetState } from '@weir/model';
import type { HostReading } from '../collect/host-state.js';
import type { CpuReading } from '../procfs/cpu.js';
import { sumOf32BitIncreases } from './per-cpu.js';

/** What the host's CPUs did in an interval; null where its beginning or end is not known. */
export interface HostDelta {
  readonly cpu: CpuState | null;
  readonly softnet: SoftnetState | null;
}

type Cumulative = Pick<HostReading, 'cpu' | 'softnet'>;

/** Turns cumulative readings of the host into deltas; the first is where counting begins. */
export class HostDeltas {
  private previous: Cumulative = { cpu: null, softnet: null };

  advance({ cpu, softnet }: Cumulative): HostDelta {
    const { cpu: cpuBefore, softnet: softnetBefore } = this.previous;
    // A reading that failed is not bridged: the next delta would be of two intervals.
    this.previous = { cpu, softnet };
    return {
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
