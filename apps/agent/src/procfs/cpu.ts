import { CPU_TIMES, type PerCpuTime } from '@weir/model';
import { parseAmount } from './number.js';

/** The kernel's USER_HZ: 100 on every architecture Docker runs on. */
const TICK_MS = 10;
/** user, nice, system and idle are as old as the file; the others came later. */
const FIRST_FIELDS = 4;

/** Time that all CPUs together spent since boot, by kind, and how many are online. */
export interface CpuReading {
  readonly cores: number;
  /**
   * Cumulative ms. The kernel lets idle and iowait fall a little now and then, and all fall when a CPU goes offline:
   * a decrease is no reset.
   */
  readonly times: PerCpuTime<number>;
}

/** Parses the `cpu` lines of `/proc/stat`; null where the sum line is missing or garbled. */
export function parseCpu(text: string): CpuReading | null {
  const fields = /^cpu\s+(\d[\d ]*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const ticks = fields.slice(0, CPU_TIMES.length).map(parseAmount);
  const cores = text.match(/^cpu\d+ /gm)?.length ?? 0;
  if (cores === 0 || ticks.length < FIRST_FIELDS || ticks.includes(null)) return null;
  // Guest time is part of user and nice already, so it is not added.
  const entries = CPU_TIMES.map((name, index) => [name, (ticks[index] ?? 0) * TICK_MS]);
  return { cores, times: Object.fromEntries(entries) as PerCpuTime<number> };
}
