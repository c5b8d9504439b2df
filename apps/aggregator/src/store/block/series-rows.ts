import { makeColumn } from './column.js';
import type { Frame } from './frame.js';
import type { Steps } from '../../background/turns.js';
import type { PlannedSeries } from './twins.js';

/** When one series could not be read. */
export interface UnreadRows {
  readonly id: number;
  readonly frames: number[];
  readonly ms: number[];
}

/** Where the rows of a series lie: one for each frame that it moved in. */
interface Place {
  readonly id: number;
  start: number;
  count: number;
  filled: number;
}

/**
 * Turns frames of series into series of frames, ascending by id. All columns lie in one piece of memory: a host may have
 * thousands of series, and to make arrays for each of them costs more than to fill them.
 */
export function* seriesRows(frames: readonly Frame[], columnCount: number): Steps<PlannedSeries[]> {
  const places = new Map<number, Place>();
  for (const { ids } of frames) {
    countRows(ids, places);
    yield;
  }
  const ascending = [...places.values()].sort((a, b) => a.id - b.id);
  const rows = placeRows(ascending);
  const indexes = new Uint32Array(rows);
  const values = new Float64Array(rows * columnCount);
  for (const [index, frame] of frames.entries()) {
    fillRows(frame, index, places, indexes, values);
    yield;
  }
  const series: PlannedSeries[] = [];
  for (const { id, start, count } of ascending) {
    const columns = Array.from({ length: columnCount }, (_, column) => {
      const from = start * columnCount + column * count;
      return makeColumn(values.subarray(from, from + count));
    });
    series.push({ id, frames: indexes.subarray(start, start + count), columns });
    yield;
  }
  return series;
}

function countRows(ids: readonly number[], places: Map<number, Place>): void {
  for (const id of ids) {
    const place = places.get(id);
    if (place) place.count++;
    else places.set(id, { id, start: 0, count: 1, filled: 0 });
  }
}

/** Answers how many rows there are of all series. */
function placeRows(places: readonly Place[]): number {
  let rows = 0;
  for (const place of places) {
    place.start = rows;
    rows += place.count;
  }
  return rows;
}

function fillRows(
  { ids, columns }: Frame,
  index: number,
  places: ReadonlyMap<number, Place>,
  indexes: Uint32Array,
  values: Float64Array,
): void {
  for (let position = 0; position < ids.length; position++) {
    const place = places.get(ids[position] ?? 0);
    if (!place) continue;
    const { start, count, filled } = place;
    indexes[start + filled] = index;
    let at = start * columns.length + filled;
    for (const column of columns) {
      values[at] = column[position] ?? 0;
      at += count;
    }
    place.filled++;
  }
}

/** Turns frames of stretches that could not be read into series of them, ascending by id. */
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
  return [...rows.values()].sort((a, b) => a.id - b.id);
}
