import { describeValue, STORED_UNIT, type Unit } from '../../format/unit.js';
import type { Cell, ChartTable } from '../card/table.js';

/** A row of a heat map: one value for each moment; null = not known. */
export interface HeatRow {
  readonly id: string;
  /** Shown as text only; it may hold anything. */
  readonly name: string;
  readonly cells: readonly (number | null)[];
}

/** A cell by its place. */
export interface HeatPlace {
  readonly row: number;
  readonly column: number;
}

/** More cannot be told apart, nor drawn in a moment. */
export const MOST_CELLS = 3_000;

/** As many rows as fit, from the first. */
export function rowsShown(rows: readonly HeatRow[], columns: number): readonly HeatRow[] {
  return rows.slice(0, Math.max(1, Math.floor(MOST_CELLS / Math.max(1, columns))));
}

/** What the darkest end of the scale stands for, where nobody says. */
export function highestOf(rows: readonly HeatRow[]): number {
  return rows.reduce((peak, { cells }) => cells.reduce<number>((most, cell) => Math.max(most, cell ?? 0), peak), 0);
}

/** The place after a key; null for keys that are not ours. */
export function heatKey(key: string, at: HeatPlace | null, rows: number, columns: number): HeatPlace | null {
  const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
    Home: [0, -columns],
    End: [0, columns],
  };
  const step = steps[key];
  if (!step) return null;
  if (!at) return { row: 0, column: columns - 1 };
  const held = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
  return { row: held(at.row + step[0], rows), column: held(at.column + step[1], columns) };
}

/** A row a row of the map, a column a moment, or whatever its columns are. */
export function heatTable(rows: readonly HeatRow[], columns: readonly string[], unit: Unit): ChartTable {
  return {
    columns: [
      { label: 'Name', kind: 'text', describe: String },
      ...columns.map((label) => ({
        label,
        kind: 'number' as const,
        unit: STORED_UNIT[unit],
        describe: (cell: Cell) => describeValue(typeof cell === 'number' ? cell : null, unit),
      })),
    ],
    rows: rows.map(({ name, cells }) => [name, ...columns.map((_, index) => cells[index] ?? null)]),
  };
}
