import type { Refusal } from '@weir/model';

/** More rows than anybody reads; they would take hours. */
export const MOST_ROWS = 10_000_000;

/** What is wrong with a file of so many rows, or null; `remedy` = how to ask for fewer. */
export function refusalOfRows(rows: number, field: string, remedy: string): Refusal | null {
  return rows <= MOST_ROWS
    ? null
    : { field, reason: `makes ${rows} rows: ask for ${MOST_ROWS} or fewer, by ${remedy}` };
}
