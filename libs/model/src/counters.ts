/** The eight counters of an interface, in the order used everywhere: wire columns, base vectors, table columns. */
export const COUNTERS = [
  'rxBytes',
  'txBytes',
  'rxPackets',
  'txPackets',
  'rxErrors',
  'txErrors',
  'rxDropped',
  'txDropped',
] as const;

export type Counter = (typeof COUNTERS)[number];

/** One value for each counter. `bigint` for cumulative kernel counters, `number` for the deltas of one interval. */
export type PerCounter<T> = Record<Counter, T>;

/** Makes a value for each counter. */
export function perCounter<T>(make: (counter: Counter, index: number) => T): PerCounter<T> {
  const made = {} as PerCounter<T>;
  COUNTERS.forEach((counter, index) => (made[counter] = make(counter, index)));
  return made;
}

/** The largest cumulative counter the store can hold: PostgreSQL's bigint. At 100 Gbit/s it is reached after 23 years. */
export const MAX_CUMULATIVE = 2n ** 63n - 1n;
