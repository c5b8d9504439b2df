import type { CounterName } from '../interfaces/counters.js';
import type { TrafficUnit } from '../../format/rate.js';
import type { Unit } from '../../format/unit.js';

/** What is drawn over time. */
export const MEASURES = ['both', 'in', 'out', 'packets', 'errors', 'drops'] as const;
export type Measure = (typeof MEASURES)[number];

/** The words of the choice. */
export const MEASURE_OPTIONS: readonly { readonly value: Measure; readonly label: string }[] = [
  { value: 'both', label: 'Traffic both ways' },
  { value: 'in', label: 'Traffic in' },
  { value: 'out', label: 'Traffic out' },
  { value: 'packets', label: 'Packets' },
  { value: 'errors', label: 'Errors' },
  { value: 'drops', label: 'Drops' },
];

const COUNTERS: Readonly<Record<Measure, readonly CounterName[]>> = {
  both: ['RX_BYTES', 'TX_BYTES'],
  in: ['RX_BYTES'],
  out: ['TX_BYTES'],
  packets: ['RX_PACKETS', 'TX_PACKETS'],
  errors: ['RX_ERRORS', 'TX_ERRORS'],
  drops: ['RX_DROPPED', 'TX_DROPPED'],
};

/** The counters that a measure adds up. */
export function countersOf(measure: Measure): CounterName[] {
  return [...COUNTERS[measure]];
}

/** The unit of a measure's rates. */
export function unitOf(measure: Measure, traffic: TrafficUnit): Unit {
  return measure === 'packets' || measure === 'errors' || measure === 'drops' ? measure : traffic;
}

/** The unit of what a measure counted in all. */
export function totalUnitOf(measure: Measure): Unit {
  return measure === 'packets' || measure === 'errors' || measure === 'drops' ? 'count' : 'bytesTotal';
}

/** `RX_BYTES` as columns call it: `rxBytes`. */
export function columnOf(counter: CounterName): string {
  return counter.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
