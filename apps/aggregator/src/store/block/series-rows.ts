import type { Frame } from './frame.js';

/** What one series counted in the frames of a block. */
export interface SeriesRows {
  readonly id: number;
  /** The frames it moved in, ascending. */
  readonly frames: number[];
  /** One column a counter, one value a frame it moved in. */
  readonly columns: number[][];
}

/** When one series could not be read. */
export interface UnreadRows {
  readonly id: number;
  readonly frames: number[];
  readonly ms: number[];
}

/** Turns frames of series into series of frames, ascending by id. */
export function seriesRows(frames: readonly Frame[], columnCount: number): SeriesRows[] {
  const rows = new Map<number, SeriesRows>();
  frames.forEach((frame, index) => {
    frame.ids.forEach((id, position) => {
      let row = rows.get(id);
      if (!row) rows.set(id, (row = { id, frames: [], columns: Array.from({ length: columnCount }, () => []) }));
      row.frames.push(index);
      for (let column = 0; column < columnCount; column++)
        row.columns[column]?.push(frame.columns[column]?.[position] ?? 0);
    });
  });
  return ascending(rows);
}

/** The same of the stretches that could not be read. */
export function unreadRows(frames: readonly Frame[]): UnreadRows[] {
  const rows = new Map<number, UnreadRows>();
  frames.forEach((frame, index) => {
    frame.unreadIds.forEach((id, position) => {
      let row = rows.get(id);
      if (!row) rows.set(id, (row = { id, frames: [], ms: [] }));
      row.frames.push(index);
      row.ms.push(frame.unreadMs[position] ?? 0);
    });
  });
  return ascending(rows);
}

function ascending<Row extends { readonly id: number }>(rows: ReadonlyMap<number, Row>): Row[] {
  return [...rows.values()].sort((a, b) => a.id - b.id);
}
