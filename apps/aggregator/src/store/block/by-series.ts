import { atMost, BitReader, BitWriter } from './bits.js';
import { makeColumn, readColumn, writeColumn } from './column.js';
import type { Frame, FrameSink } from './frame.js';
import { RunReader, writeRuns } from './runs.js';
import { type SeriesRows, seriesRows, type UnreadRows, unreadRows } from './series-rows.js';
import { readVector, writeNumbers } from './vector.js';

/** Writes many frames series by series, and each column by column: what is alike stands together. */
export function writeBySeries(writer: BitWriter, frames: readonly Frame[], columnCount: number): void {
  writeEach(writer, seriesRows(frames, columnCount), writeSeries);
  writeEach(writer, unreadRows(frames), writeUnread);
}

/** Reads what is wanted; the rest is skipped by the lengths that stand before each series and column. */
export function scanBySeries(
  reader: BitReader,
  frameCount: number,
  columnCount: number,
  columnIndexes: readonly number[],
  wanted: (id: number) => boolean,
  sink: Pick<FrameSink, 'series' | 'unread'>,
): void {
  const runs = new RunReader(frameCount);
  const columns = new SeriesColumns(frameCount, columnCount);
  const asked = columnIndexes.map((index) => columns.memory(index));
  readEach(reader, wanted, (id, body) => {
    const count = runs.read(body);
    columns.open(body, count);
    for (const index of columnIndexes) columns.read(index);
    sink.series(id, count, runs.indexes, asked);
  });
  const ms = new Float64Array(frameCount);
  readEach(reader, wanted, (id, body) => {
    const count = runs.read(body);
    readVector(body, count, ms);
    for (let row = 0; row < count; row++) sink.unread(id, runs.indexes[row] ?? 0, ms[row] ?? 0);
  });
}

/** Writes things of ascending ids, each with its length in bits before it. */
function writeEach<Row extends { readonly id: number }>(
  writer: BitWriter,
  rows: readonly Row[],
  write: (body: BitWriter, row: Row) => void,
): void {
  writer.number(rows.length);
  let nextId = 0;
  const body = new BitWriter();
  for (const row of rows) {
    body.clear();
    write(body, row);
    writer.number(row.id - nextId);
    writer.number(body.at);
    writer.append(body);
    nextId = row.id + 1;
  }
}

function readEach(
  reader: BitReader,
  wanted: (id: number) => boolean,
  read: (id: number, body: BitReader) => void,
): void {
  const body = new BitReader(reader.view, 0, 0);
  let id = -1;
  for (let left = reader.count(reader.remaining, 'series'); left > 0; left--) {
    id = atMost(id + 1 + reader.number(), Number.MAX_SAFE_INTEGER, 'as the id of a series');
    const bits = reader.count(reader.remaining, 'bits of a series');
    body.at = reader.at;
    reader.skip(bits);
    body.end = reader.at;
    if (wanted(id)) read(id, body);
  }
}

/** When it moved; which columns are not all zero; the length of each of those, and then each. */
function writeSeries(body: BitWriter, row: SeriesRows): void {
  writeRuns(body, row.frames);
  const columns = row.columns.map(makeColumn);
  for (const { max } of columns) body.bits(max > 0 ? 1 : 0, 1);
  const parts = columns.map((column, index) => {
    const part = new BitWriter();
    if (column.max > 0) writeColumn(part, columns, index);
    return part;
  });
  for (const part of parts) if (part.at > 0) body.number(part.at);
  for (const part of parts) body.append(part);
}

function writeUnread(body: BitWriter, { frames, ms }: UnreadRows): void {
  writeRuns(body, frames);
  writeNumbers(body, ms);
}

/** The columns of one series after another, each read when it is asked for, or another one is foretold from it. */
class SeriesColumns {
  private readonly memories: Float64Array[];
  /** Where each ends, in bits after the first. */
  private readonly ends: number[];
  private readonly isRead: boolean[];
  private body: BitReader | undefined;
  private firstBit = 0;
  private count = 0;

  constructor(
    frameCount: number,
    private readonly columnCount: number,
  ) {
    this.memories = Array.from({ length: columnCount }, () => new Float64Array(frameCount));
    this.ends = Array<number>(columnCount).fill(0);
    this.isRead = Array<boolean>(columnCount).fill(false);
  }

  /** Where a column is read to. */
  memory(index: number): Float64Array {
    const memory = this.memories[index];
    if (!memory) throw new RangeError(`column ${index} is not one of a block of traffic`);
    return memory;
  }

  open(body: BitReader, count: number): void {
    this.body = body;
    this.count = count;
    // One where a length follows.
    for (let index = 0; index < this.columnCount; index++) this.ends[index] = body.bits(1);
    let bits = 0;
    for (let index = 0; index < this.columnCount; index++) {
      if (this.ends[index] === 1) bits += body.count(body.remaining, 'bits of a column');
      this.ends[index] = bits;
      this.isRead[index] = false;
    }
    this.firstBit = body.at;
    body.skip(bits);
  }

  readonly read = (index: number): Float64Array => {
    const memory = this.memory(index);
    if (this.isRead[index] !== false) return memory;
    this.isRead[index] = true;
    const from = this.ends[index - 1] ?? 0;
    const to = this.ends[index] ?? 0;
    if (from === to) memory.fill(0, 0, this.count);
    else this.readFrom(index, from, to, memory);
    return memory;
  };

  private readFrom(index: number, from: number, to: number, memory: Float64Array): void {
    const { body } = this;
    if (!body) return;
    const { at, end } = body;
    body.at = this.firstBit + from;
    body.end = this.firstBit + to;
    readColumn(body, index, this.count, memory, this.read);
    body.at = at;
    body.end = end;
  }
}
