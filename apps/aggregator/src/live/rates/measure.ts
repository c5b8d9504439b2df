import type { Counter } from '@weir/model';

/** What interfaces are ranked by: a figure per second, of both ways where it names none. */
export type RateMeasure = 'rxBytes' | 'txBytes' | 'bytes' | 'busierBytes' | 'packets' | 'errors' | 'drops';

/** How a measure is made of counters. */
export interface Measuring {
  readonly counters: readonly Counter[];
  combine(rates: readonly number[]): number;
}

const sum = (rates: readonly number[]): number => rates.reduce((total, rate) => total + rate, 0);
const highest = (rates: readonly number[]): number => Math.max(...rates);

/** Each measure; `busierBytes` is that of the way which carries more. */
export const MEASURES: Readonly<Record<RateMeasure, Measuring>> = {
  rxBytes: { counters: ['rxBytes'], combine: sum },
  txBytes: { counters: ['txBytes'], combine: sum },
  bytes: { counters: ['rxBytes', 'txBytes'], combine: sum },
  busierBytes: { counters: ['rxBytes', 'txBytes'], combine: highest },
  packets: { counters: ['rxPackets', 'txPackets'], combine: sum },
  errors: { counters: ['rxErrors', 'txErrors'], combine: sum },
  drops: { counters: ['rxDropped', 'txDropped'], combine: sum },
};
