import { SHARPNESS } from '../../charts/card/picture.js';
import { axisNames, type LatencyMatrix } from './matrix.js';
import { cellAt, cellColour, columnsOf, NATS_COLUMN } from './matrix-colours.js';

/** What the matrix is painted with: colours as CSS takes them. */
export interface MatrixPaint {
  readonly theme: 'dark' | 'light';
  readonly ink: string;
  readonly blank: string;
  readonly unanswered: string;
}

const CELL_PX = 18;
const GAP_PX = 1;
/** Names of columns stand over them, as high as so many rows. */
export const HEAD_ROWS = 6;
const SLANT = -Math.PI / 3;
const LONGEST_NAME = 20;

/** The matrix as a picture has it: the page's own is made of elements, which no picture takes. */
export function paintMatrix(matrix: LatencyMatrix, paint: MatrixPaint): HTMLCanvasElement {
  const columns = columnsOf(matrix);
  const canvas = document.createElement('canvas');
  // Slanted, the last name reaches beyond its column.
  canvas.width = (columns.length * CELL_PX + (HEAD_ROWS * CELL_PX) / 2) * SHARPNESS;
  canvas.height = (HEAD_ROWS + matrix.groups.length) * CELL_PX * SHARPNESS;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.scale(SHARPNESS, SHARPNESS);
  paintNames(context, namesOf(matrix), paint.ink);
  matrix.groups.forEach((_, row) => {
    columns.forEach((column, place) => {
      const cell = cellAt(matrix, row, column);
      context.fillStyle = cell ? cellColour(cell, paint.theme, paint.unanswered) : paint.blank;
      context.fillRect(place * CELL_PX, (HEAD_ROWS + row) * CELL_PX, CELL_PX - GAP_PX, CELL_PX - GAP_PX);
    });
  });
  return canvas;
}

/** What columns are called, NATS first. */
export function namesOf(matrix: LatencyMatrix): string[] {
  const names = axisNames(matrix.groups);
  return columnsOf(matrix).map((column) => (column === NATS_COLUMN ? 'NATS' : (names[column] ?? '')));
}

function paintNames(context: CanvasRenderingContext2D, names: readonly string[], ink: string): void {
  context.fillStyle = ink;
  context.font = '11px sans-serif';
  names.forEach((name, place) => {
    const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
    context.save();
    context.translate((place + 0.5) * CELL_PX, HEAD_ROWS * CELL_PX - 4);
    context.rotate(SLANT);
    context.fillText(short, 0, 0);
    context.restore();
  });
}
