import { atMost, type BitReader, type BitWriter } from './bits.js';
import { MOST_SERIES } from './check-frames.js';
import type { Frame, FrameSink } from './frame.js';
import type { FrameMemory } from './frame-memory.js';
import { planVectorQuickly, readVector, writeVector } from './vector.js';

/** Memory to write from; nothing else runs while a frame is written. */
let scratch = new Float64Array(256);

/** Writes few frames one after the other: nothing to compare, little to say of each. */
export function writeByFrame(writer: BitWriter, frames: readonly Frame[]): void {
  for (const { ids, unreadIds, unreadMs, columns } of frames) {
    writeIds(writer, ids);
    writeIds(writer, unreadIds);
    writeValues(writer, unreadMs);
    for (const column of columns) writeValues(writer, column);
  }
}

/** Reads frames, and of their columns at least those below `askedCount`: what follows the last of them is not looked at. */
export function readByFrame(
  reader: BitReader,
  frames: readonly FrameMemory[],
  columnCount: number,
  askedCount: number,
): void {
  frames.forEach((frame, index) => readFrame(reader, frame, index < frames.length - 1 ? columnCount : askedCount));
}

/** Reads the next frame, and the first of its columns. */
export function readFrame(reader: BitReader, frame: FrameMemory, columnCount: number): void {
  frame.expectIds(reader.count(MOST_SERIES, 'series'));
  readIds(reader, frame.idCount, frame.ids);
  frame.expectUnread(reader.count(MOST_SERIES, 'series'));
  readIds(reader, frame.unreadCount, frame.unreadIds);
  readVector(reader, frame.unreadCount, frame.unreadMs);
  for (let column = 0; column < columnCount; column++) readVector(reader, frame.idCount, frame.column(column));
}

/** The place of the only frame. */
const FIRST = new Uint32Array(1);

/** Tells of the series of a block of one frame, as nearly all are that have just arrived: nothing to merge, nothing to make. */
export function tellOneFrame(
  frame: FrameMemory,
  columnIndexes: readonly number[],
  wanted: (id: number) => boolean,
  sink: Pick<FrameSink, 'series' | 'unread'>,
): void {
  const told = frame.row(columnIndexes.length);
  for (let row = 0; row < frame.idCount; row++) {
    const id = frame.ids[row] as number;
    if (!wanted(id)) continue;
    for (let each = 0; each < columnIndexes.length; each++) {
      (told[each] as Float64Array)[0] = frame.column(columnIndexes[each] as number)[row] as number;
    }
    sink.series(id, 1, FIRST, told);
  }
  tellUnread(frame, 0, wanted, sink);
}

/** Tells of the series of few frames: the lowest id that is left in any of them, again and again. */
export function tellByFrame(
  frames: readonly FrameMemory[],
  columnIndexes: readonly number[],
  wanted: (id: number) => boolean,
  sink: Pick<FrameSink, 'series' | 'unread'>,
): void {
  const columns = frames.map((frame) => columnIndexes.map((index) => frame.column(index)));
  const indexes = new Uint32Array(frames.length);
  const told = columnIndexes.map(() => new Float64Array(frames.length));
  const next = frames.map(() => 0);
  for (let id = lowest(frames, next); id < Infinity; id = lowest(frames, next)) {
    const isWanted = wanted(id);
    let count = 0;
    for (let frame = 0; frame < frames.length; frame++) {
      const row = next[frame] ?? 0;
      if (!holds(frames[frame], row, id)) continue;
      next[frame] = row + 1;
      if (!isWanted) continue;
      indexes[count] = frame;
      copyRow(columns[frame], row, told, count++);
    }
    if (count > 0) sink.series(id, count, indexes, told);
  }
  frames.forEach((frame, index) => tellUnread(frame, index, wanted, sink));
}

function lowest(frames: readonly FrameMemory[], next: readonly number[]): number {
  let id = Infinity;
  for (let frame = 0; frame < frames.length; frame++) {
    const row = next[frame] ?? 0;
    const memory = frames[frame];
    if (memory && row < memory.idCount) id = Math.min(id, memory.ids[row] ?? Infinity);
  }
  return id;
}

function holds(frame: FrameMemory | undefined, row: number, id: number): boolean {
  return frame !== undefined && row < frame.idCount && frame.ids[row] === id;
}

function copyRow(
  from: readonly Float64Array[] | undefined,
  row: number,
  into: readonly Float64Array[],
  count: number,
): void {
  for (let each = 0; each < into.length; each++) {
    const memory = into[each];
    if (memory) memory[count] = from?.[each]?.[row] ?? 0;
  }
}

function tellUnread(
  { unreadCount, unreadIds, unreadMs }: FrameMemory,
  frame: number,
  wanted: (id: number) => boolean,
  sink: Pick<FrameSink, 'unread'>,
): void {
  for (let row = 0; row < unreadCount; row++) {
    const id = unreadIds[row] ?? 0;
    if (wanted(id)) sink.unread(id, frame, unreadMs[row] ?? 0);
  }
}

/** How many, and by how much each is above the one before. */
function writeIds(writer: BitWriter, ids: readonly number[]): void {
  const vector = room(ids.length);
  writer.number(ids.length);
  let nextId = 0;
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] ?? 0;
    vector[index] = id - nextId;
    nextId = id + 1;
  }
  writeVector(writer, planVectorQuickly(vector, ids.length), vector, ids.length);
}

function readIds(reader: BitReader, count: number, ids: Float64Array): void {
  readVector(reader, count, ids);
  let nextId = 0;
  for (let index = 0; index < count; index++) {
    const id = atMost(nextId + (ids[index] ?? 0), Number.MAX_SAFE_INTEGER, 'as the id of a series');
    ids[index] = id;
    nextId = id + 1;
  }
}

function writeValues(writer: BitWriter, values: readonly number[]): void {
  const vector = room(values.length);
  for (let index = 0; index < values.length; index++) vector[index] = values[index] ?? 0;
  writeVector(writer, planVectorQuickly(vector, values.length), vector, values.length);
}

function room(count: number): Float64Array {
  if (scratch.length < count) scratch = new Float64Array(count * 2);
  return scratch;
}
