import { atMost, type BitReader, type BitWriter } from './bits.js';
import { MOST_SERIES } from './check-frames.js';
import type { Frame, FrameSink } from './frame.js';
import { planVectorQuickly, readVector, writeVector } from './vector.js';

/** A frame as it was read: the series that moved, and the asked columns of them, by the index of the column. */
interface FrameParts {
  readonly ids: Float64Array;
  readonly columns: readonly (Float64Array | undefined)[];
  readonly unreadIds: Float64Array;
  readonly unreadMs: Float64Array;
}

/** Writes few frames one after the other: nothing to compare, little to say of each. */
export function writeByFrame(writer: BitWriter, frames: readonly Frame[]): void {
  for (const { ids, unreadIds, unreadMs, columns } of frames) {
    const vector = new Float64Array(Math.max(ids.length, unreadIds.length));
    writeIds(writer, ids, vector);
    writeIds(writer, unreadIds, vector);
    writeValues(writer, unreadMs, vector);
    for (const column of columns) writeValues(writer, column, vector);
  }
}

/** Reads all frames; of their columns those that are asked. */
export function readByFrame(
  reader: BitReader,
  frameCount: number,
  columnCount: number,
  isAsked: (column: number) => boolean,
): FrameParts[] {
  return Array.from({ length: frameCount }, () => {
    const ids = readIds(reader);
    const unreadIds = readIds(reader);
    const unreadMs = readValues(reader, unreadIds.length);
    const columns: (Float64Array | undefined)[] = [];
    for (let column = 0; column < columnCount; column++) {
      const values = readValues(reader, ids.length);
      columns.push(isAsked(column) ? values : undefined);
    }
    return { ids, columns, unreadIds, unreadMs };
  });
}

/** Tells of the series of few frames: the lowest id that is left in any of them, again and again. */
export function tellByFrame(
  parts: readonly FrameParts[],
  columnIndexes: readonly number[],
  wanted: (id: number) => boolean,
  sink: Pick<FrameSink, 'series' | 'unread'>,
): void {
  const frames = new Uint32Array(parts.length);
  const told = columnIndexes.map(() => new Float64Array(parts.length));
  const next = new Uint32Array(parts.length);
  for (let id = lowest(parts, next); id < Infinity; id = lowest(parts, next)) {
    const isWanted = wanted(id);
    let count = 0;
    for (let frame = 0; frame < parts.length; frame++) {
      const row = next[frame] ?? 0;
      if (parts[frame]?.ids[row] !== id) continue;
      next[frame] = row + 1;
      if (!isWanted) continue;
      frames[count] = frame;
      for (const [each, memory] of told.entries())
        memory[count] = parts[frame]?.columns[columnIndexes[each] ?? -1]?.[row] ?? 0;
      count++;
    }
    if (count > 0) sink.series(id, count, frames, told);
  }
  parts.forEach(({ unreadIds, unreadMs }, frame) => {
    unreadIds.forEach((id, row) => wanted(id) && sink.unread(id, frame, unreadMs[row] ?? 0));
  });
}

function lowest(parts: readonly FrameParts[], next: Uint32Array): number {
  let id = Infinity;
  for (let frame = 0; frame < parts.length; frame++) id = Math.min(id, parts[frame]?.ids[next[frame] ?? 0] ?? Infinity);
  return id;
}

/** How many, and by how much each is above the one before. */
function writeIds(writer: BitWriter, ids: readonly number[], vector: Float64Array): void {
  writer.number(ids.length);
  let nextId = 0;
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] ?? 0;
    vector[index] = id - nextId;
    nextId = id + 1;
  }
  writeVector(writer, planVectorQuickly(vector, ids.length), vector, ids.length);
}

function readIds(reader: BitReader): Float64Array {
  const ids = readValues(reader, reader.count(MOST_SERIES, 'series'));
  let nextId = 0;
  for (let index = 0; index < ids.length; index++) {
    const id = atMost(nextId + (ids[index] ?? 0), Number.MAX_SAFE_INTEGER, 'as the id of a series');
    ids[index] = id;
    nextId = id + 1;
  }
  return ids;
}

function writeValues(writer: BitWriter, values: readonly number[], vector: Float64Array): void {
  for (let index = 0; index < values.length; index++) vector[index] = values[index] ?? 0;
  writeVector(writer, planVectorQuickly(vector, values.length), vector, values.length);
}

function readValues(reader: BitReader, count: number): Float64Array {
  const values = new Float64Array(count);
  readVector(reader, count, values);
  return values;
}
