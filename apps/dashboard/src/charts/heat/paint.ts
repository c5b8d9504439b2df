import type { HeatRow } from './heat-data.js';

/** What a heat map is painted with. */
export interface HeatPaint {
  readonly width: number;
  readonly rowHeight: number;
  readonly columns: number;
  /** Colour of a value, as CSS takes it. */
  readonly colourOf: (value: number) => string;
  /** Strokes of what is not known: a colour would look like a value. */
  readonly unknown: string;
  /** Pixels of the screen for one of the page. */
  readonly sharpness: number;
}

/** Room between cells, while they are large enough for it. */
const GAP_PX = 1;
const LEAST_WITH_GAP_PX = 4;

/** Paints all cells; three thousand take a few ms, for which the chart library takes seconds (ADR 4). */
export function paintHeat(canvas: HTMLCanvasElement, rows: readonly HeatRow[], paint: HeatPaint): void {
  const { width, rowHeight, columns, sharpness } = paint;
  canvas.width = Math.max(1, Math.round(width * sharpness));
  canvas.height = Math.max(1, Math.round(rows.length * rowHeight * sharpness));
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(sharpness, sharpness);
  const cell = width / Math.max(1, columns);
  const gap = cell >= LEAST_WITH_GAP_PX ? GAP_PX : 0;
  rows.forEach(({ cells }, row) => {
    for (let column = 0; column < columns; column += 1) {
      const value = cells[column] ?? null;
      const box = [column * cell, row * rowHeight, cell - gap, rowHeight - GAP_PX] as const;
      if (value === null) strike(context, box, paint.unknown);
      else {
        context.fillStyle = paint.colourOf(value);
        context.fillRect(...box);
      }
    }
  });
}

type Box = readonly [left: number, top: number, width: number, height: number];

function strike(context: CanvasRenderingContext2D, [left, top, width, height]: Box, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  const reach = Math.min(width, height);
  context.moveTo(left + width / 2 - reach / 3, top + height / 2 + reach / 3);
  context.lineTo(left + width / 2 + reach / 3, top + height / 2 - reach / 3);
  context.stroke();
}
