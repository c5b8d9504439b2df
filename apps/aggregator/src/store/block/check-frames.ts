import type { Frame } from './frame.js';

/** About 35,000 years: so far, starts, lengths and the gaps between them stay exact. */
const LONGEST_MS = 2 ** 50;
/** What a block can hold: more than any agent sends, and little enough that a torn block cannot ask for all memory. */
export const MOST_FRAMES = 2 ** 16;
export const MOST_SERIES = 2 ** 20;
/** Traffic has 10, protocols 37. */
export const MOST_COLUMNS = 64;

/** Refuses frames that could not be read back as they are. */
export function checkFrames(frames: readonly Frame[]): void {
  const columnCount = frames[0]?.columns.length ?? 0;
  checkCount('frames', frames.length, MOST_FRAMES);
  checkCount('columns', columnCount, MOST_COLUMNS);
  for (const frame of frames) {
    checkMs('startMs', Math.abs(frame.startMs));
    checkMs('ms', frame.ms);
    checkMs('presenceMs', frame.presenceMs);
    if (frame.columns.length !== columnCount)
      throw new RangeError(`A frame has ${frame.columns.length} columns, another ${columnCount}: give all the same.`);
    checkIds('ids', frame.ids);
    for (const column of frame.columns) checkColumn('columns', column, frame.ids.length);
    checkIds('unreadIds', frame.unreadIds);
    checkColumn('unreadMs', frame.unreadMs, frame.unreadIds.length);
  }
}

function checkCount(name: string, count: number, most: number): void {
  if (count > most) throw new RangeError(`A block is given ${count} ${name}: give at most ${most}.`);
}

function checkMs(name: string, ms: number): void {
  if (!Number.isSafeInteger(ms) || ms < 0 || ms > LONGEST_MS)
    throw new RangeError(`${name} of a frame is ${ms}: give whole ms, at most 2^50.`);
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
  checkCount(name, ids.length, MOST_SERIES);
  checkValues(name, ids);
  for (let index = 1; index < ids.length; index++) {
    if ((ids[index] ?? 0) <= (ids[index - 1] ?? 0))
      throw new RangeError(`${name} of a frame are not ascending: ${ids[index]} follows ${ids[index - 1]}.`);
  }
}
