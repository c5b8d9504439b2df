import { atMost, BitReader, BitWriter } from './bits.js';
import { makeColumn, readColumn, writeColumn } from './column.js';
import type { Frame, FrameSink } from './frame.js';
import { RunReader, writeRuns } from './runs.js';
import { type SeriesRows, seriesRows, type UnreadRows, unreadRows } from './series-rows.js';
import { readVector, writeNumbers } from './vector.js';

/** Writes many frames series by series, and each column by column: what is alike stands together. */
export function writeBySeries(writer: BitWriter, frames: readonly Frame[], columnCount: number): void {
  writeEach(writer, seriesRows(frames, columnCount), (body, row) => writeSeries(body, row, frames.length));
  writeEach(writer, unreadRows(frames), (body, row) => writeUnread(body, row, frames.length));
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

/** When it moved; which columns are not all zero; and each of those after its length. */
function writeSeries(body: BitWriter, row: SeriesRows, frameCount: number): void {
  writeRuns(body, row.frames, frameCount);
  const columns = row.columns.map(makeColumn);
  for (const { max } of columns) body.bits(max > 0 ? 1 : 0, 1);
  const part = new BitWriter();
  columns.forEach(({ max }, index) => {
    if (max === 0) return;
    part.clear();
    writeColumn(part, columns, index);
    body.number(part.at);
    body.append(part);
  });
}

function writeUnread(body: BitWriter, { frames, ms }: UnreadRows, frameCount: number): void {
  writeRuns(body, frames, frameCount);
  writeNumbers(body, ms);
}

/** The columns of one series after another, each read when it is asked for, or another one is foretold from it. */
class SeriesColumns {
  private readonly memories: (Float64Array | undefined)[] = [];
  /** Which are not all zero; of those that were found so far, where they begin and end, in bits. */
  private readonly flags: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly isRead: boolean[] = [];
  private found = 0;
  private nextBit = 0;
  private body: BitReader | undefined;
  private count = 0;

  constructor(
    private readonly frameCount: number,
    private readonly columnCount: number,
  ) {}

  /** Where a column is read to. */
  memory(index: number): Float64Array {
    return (this.memories[index] ??= new Float64Array(this.frameCount));
  }

  open(body: BitReader, count: number): void {
    this.body = body;
    this.count = count;
    for (let index = 0; index < this.columnCount; index++) {
      this.flags[index] = body.bits(1);
      this.isRead[index] = false;
    }
    this.found = 0;
    this.nextBit = body.at;
  }

  readonly read = (index: number): Float64Array => {
    const memory = this.memory(index);
    const { body } = this;
    if (!body || this.isRead[index] !== false) return memory;
    this.isRead[index] = true;
    if (this.flags[index] === 0) zero(memory, this.count);
    else this.readFrom(body, index, memory);
    return memory;
  };

  private readFrom(body: BitReader, index: number, memory: Float64Array): void {
    const { at, end } = body;
    this.find(body, index);
    body.at = this.starts[index] ?? 0;
    body.end = this.ends[index] ?? 0;
    readColumn(body, index, this.count, memory, this.read);
    body.at = at;
    body.end = end;
  }

  /** Steps over the columns before an index. */
  private find(body: BitReader, index: number): void {
    for (; this.found <= index; this.found++) {
      if (this.flags[this.found] === 0) continue;
      body.at = this.nextBit;
      const bits = body.count(body.remaining, 'bits of a column');
      this.starts[this.found] = body.at;
      body.skip(bits);
      this.ends[this.found] = this.nextBit = body.at;
    }
  }
}

function zero(memory: Float64Array, count: number): void {
  for (let index = 0; index < count; index++) memory[index] = 0;
}
