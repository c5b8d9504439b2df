import { COUNTERS, type Counter, type PerCounter, perCounter } from '@weir/model';

/** The column of each counter in the traffic tables: `rxBytes` → `rx_bytes`. The only names SQL text is built from. */
export const COLUMN: PerCounter<string> = perCounter((counter) =>
  counter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
);

/** `sum(t.rx_bytes::float8) AS "rxBytes", …`: sums stay exact below 2^53 and are cheaper than numeric ones. */
export function sumsOf(table: string, counters: readonly Counter[]): string {
  return counters.map((counter) => `sum(${table}.${COLUMN[counter]}::float8) AS "${counter}"`).join(', ');
}

/** The eight columns of a table as counters: `t.rx_bytes::float8 AS "rxBytes", …`. */
export function countersOf(table: string): string {
  return COUNTERS.map((counter) => `${table}.${COLUMN[counter]}::float8 AS "${counter}"`).join(', ');
}
