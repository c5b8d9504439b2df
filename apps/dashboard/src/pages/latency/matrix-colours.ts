import { scaleColour } from '../../charts/palette/scale.js';
import { type LatencyMatrix, type MatrixCell, shadeOf } from './matrix.js';

/** NATS is the column before the first host. */
export const NATS_COLUMN = -1;
/** The quickest way still stands out from what is not measured. */
const LEAST_SHADE = 0.2;

/** Where a time lies on the ramp of colours, 0 to 1. */
export function placeOnRamp(ms: number): number {
  return LEAST_SHADE + (1 - LEAST_SHADE) * shadeOf(ms);
}

/** The colour of a way that was measured; `unanswered` where nothing came back. */
export function cellColour(cell: MatrixCell, theme: 'dark' | 'light', unanswered: string): string {
  return cell.ms === null ? unanswered : scaleColour('sequential', theme, placeOnRamp(cell.ms));
}

/** What a row knows of a column; null where nobody looks. */
export function cellAt(matrix: LatencyMatrix, row: number, column: number): MatrixCell | null {
  return (column === NATS_COLUMN ? matrix.nats[row] : matrix.cells[row]?.[column]) ?? null;
}

/** The columns in order. */
export function columnsOf(matrix: LatencyMatrix): number[] {
  return [NATS_COLUMN, ...matrix.groups.keys()];
}
