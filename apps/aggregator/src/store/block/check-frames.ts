import type { Frame } from './frame.js';

/** About 70,000 years either side of 1970: so far, differences of differences stay exact. */
const FURTHEST_START_MS = 2 ** 51;

/** Refuses frames that could not be read back as they are. */
export function checkFrames(frames: readonly Frame[]): void {
  const columnCount = frames[0]?.columns.length ?? 0;
  for (const frame of frames) {
    if (!Number.isSafeInteger(frame.startMs) || Math.abs(frame.startMs) > FURTHEST_START_MS)
      throw new RangeError(`startMs of a frame is ${frame.startMs}: give whole ms within 2^51 of 1970.`);
    checkValues('ms and presenceMs', [frame.ms, frame.presenceMs]);
    if (frame.columns.length !== columnCount)
      throw new RangeError(`A frame has ${frame.columns.length} columns, another ${columnCount}: give all the same.`);
    checkIds('ids', frame.ids);
    for (const column of frame.columns) checkColumn('columns', column, frame.ids.length);
    checkIds('unreadIds', frame.unreadIds);
    checkColumn('unreadMs', frame.unreadMs, frame.unreadIds.length);
  }
}

function checkColumn(name: string, values: readonly number[], length: number): void {
  if (values.length !== length)
    throw new RangeError(`${name} of a frame hold ${values.length} values for ${length} series: give one for each.`);
  checkValues(name, values);
}

function checkValues(name: string, values: readonly number[]): void {
  for (const value of values) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError(`${name} of a frame hold ${value}: give integers from 0 to 2^53 - 1.`);
  }
}

function checkIds(name: string, ids: readonly number[]): void {
  checkValues(name, ids);
  for (let index = 1; index < ids.length; index++) {
    if ((ids[index] ?? 0) <= (ids[index - 1] ?? 0))
      throw new RangeError(`${name} of a frame are not ascending: ${ids[index]} follows ${ids[index - 1]}.`);
  }
}
