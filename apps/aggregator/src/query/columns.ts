import { COUNTERS, type Counter } from '@weir/model';
import { COLUMN } from '../store/columns.js';

/** `sum(t.rx_bytes::float8) AS "rxBytes", …`: sums stay exact below 2^53 and are cheaper than numeric ones. */
export function sumsOf(table: string, counters: readonly Counter[]): string {
  return counters.map((counter) => `sum(${table}.${COLUMN[counter]}::float8) AS "${counter}"`).join(', ');
}

/** The eight columns of a table as counters: `t.rx_bytes::float8 AS "rxBytes", …`. */
export function countersOf(table: string): string {
  return COUNTERS.map((counter) => `${table}.${COLUMN[counter]}::float8 AS "${counter}"`).join(', ');
}
