import { crc32 } from 'node:zlib';
import { bounded, ByteReader, ByteWriter } from './bytes.js';
import { checkFrames } from './check-frames.js';
import type { Frame, FrameSink } from './frame.js';
import { type SeriesRows, seriesRows, type UnreadRows, unreadRows } from './series-rows.js';

const VERSION = 1;
const HEADER_BYTES = 5;
const SAME_MS = 1;
const ALL_PRESENT = 2;

/** Packs frames of one host, in any order, into a block. All have the same number of columns. */
export function encodeFrames(frames: readonly Frame[]): Buffer {
  checkFrames(frames);
  const sorted = [...frames].sort((a, b) => a.startMs - b.startMs);
  const columnCount = sorted[0]?.columns.length ?? 0;
  const writer = new ByteWriter();
  for (let byte = 0; byte < HEADER_BYTES; byte++) writer.byte(VERSION);
  writer.varint(sorted.length);
  writer.varint(columnCount);
  writeFrameTimes(writer, sorted);
  writeEach(writer, seriesRows(sorted, columnCount), writeSeries);
  writeEach(writer, unreadRows(sorted), writeUnread);
  const block = writer.view();
  block.writeUInt32LE(crc32(block.subarray(HEADER_BYTES)), 1);
  return block;
}

/** The frames of a block, by start; of equal starts, in the order in which they were given. */
export function decodeFrames(block: Uint8Array): Frame[] {
  const { reader, frameCount, columnCount } = open(block);
  const frames = readFrameTimes(reader, frameCount).map((times) => ({
    ...times,
    ids: [] as number[],
    columns: Array.from({ length: columnCount }, () => [] as number[]),
    unreadIds: [] as number[],
    unreadMs: [] as number[],
  }));
  const all = Array.from({ length: columnCount }, (_, column) => column);
  scanSeries(reader, frameCount, columnCount, all, () => true, {
    series: (id, count, indexes, columns) => {
      for (let row = 0; row < count; row++) {
        const frame = frames[indexes[row] ?? 0];
        frame?.ids.push(id);
        columns.forEach((column, each) => frame?.columns[each]?.push(column[row] ?? 0));
      }
    },
    unread: (id, index, ms) => {
      frames[index]?.unreadIds.push(id);
      frames[index]?.unreadMs.push(ms);
    },
  });
  return frames;
}

/** Tells a sink of the wanted series of a block, and of their asked columns; what is not wanted is skipped, not decoded. */
export function scanBlock(
  block: Uint8Array,
  columnIndexes: readonly number[],
  wanted: (id: number) => boolean,
  sink: FrameSink,
): void {
  const { reader, frameCount, columnCount } = open(block);
  const times = readFrameTimes(reader, frameCount);
  sink.frames(
    Float64Array.from(times, ({ startMs }) => startMs),
    Float64Array.from(times, ({ ms }) => ms),
    Float64Array.from(times, ({ presenceMs }) => presenceMs),
  );
  scanSeries(reader, frameCount, columnCount, columnIndexes, wanted, sink);
}

function open(block: Uint8Array): { reader: ByteReader; frameCount: number; columnCount: number } {
  if (block[0] !== VERSION)
    throw new Error(
      `The block of traffic has version ${block[0]}, and this program reads ${VERSION}: run a newer one.`,
    );
  if (block.length < HEADER_BYTES) throw new Error('The block of traffic is torn: it ends too early.');
  const sum = new DataView(block.buffer, block.byteOffset).getUint32(1, true);
  if (sum !== crc32(block.subarray(HEADER_BYTES)))
    throw new Error('The block of traffic is torn: its checksum does not match.');
  const reader = new ByteReader(block, HEADER_BYTES);
  const frameCount = reader.count('frames');
  return { reader, frameCount, columnCount: bounded(reader.varint(), 255, 'count of columns') };
}

function writeFrameTimes(writer: ByteWriter, frames: readonly Frame[]): void {
  let last = { startMs: 0, ms: 0, stepMs: 0 };
  for (const { startMs, ms, presenceMs } of frames) {
    const same = ms === last.ms;
    writer.byte((same ? SAME_MS : 0) | (presenceMs === ms ? ALL_PRESENT : 0));
    const stepMs = startMs - last.startMs;
    writer.varint(zigzag(stepMs - last.stepMs));
    if (!same) writer.varint(ms);
    if (presenceMs !== ms) writer.varint(presenceMs);
    last = { startMs, ms, stepMs };
  }
}

function readFrameTimes(
  reader: ByteReader,
  count: number,
): { readonly startMs: number; readonly ms: number; readonly presenceMs: number }[] {
  let startMs = 0;
  let stepMs = 0;
  let ms = 0;
  return Array.from({ length: count }, () => {
    const flags = bounded(reader.byte(), SAME_MS | ALL_PRESENT, 'flag');
    stepMs += unzigzag(reader.varint());
    startMs += stepMs;
    if (!(flags & SAME_MS)) ms = reader.varint();
    return { startMs, ms, presenceMs: flags & ALL_PRESENT ? ms : reader.varint() };
  });
}

/** Writes things of ascending ids, each with its length before it, so that a reader can skip it. */
function writeEach<Row extends { readonly id: number }>(
  writer: ByteWriter,
  rows: readonly Row[],
  write: (body: ByteWriter, row: Row) => void,
): void {
  writer.varint(rows.length);
  let nextId = 0;
  for (const row of rows) {
    const body = new ByteWriter();
    write(body, row);
    writer.varint(row.id - nextId);
    writer.varint(body.length);
    writer.append(body);
    nextId = row.id + 1;
  }
}

function readEach(
  reader: ByteReader,
  wanted: (id: number) => boolean,
  read: (id: number, body: ByteReader) => void,
): void {
  let id = -1;
  for (let left = reader.count('series'); left > 0; left--) {
    id = bounded(id + 1 + reader.varint(), Number.MAX_SAFE_INTEGER, 'series');
    const body = reader.part();
    if (wanted(id)) read(id, body);
  }
}

function writeSeries(body: ByteWriter, { frames, columns }: SeriesRows): void {
  writeIndexes(body, frames);
  for (const column of columns) {
    const part = new ByteWriter();
    if (column.some((value) => value > 0)) column.forEach((value) => part.varint(value));
    body.varint(part.length);
    body.append(part);
  }
}

function writeUnread(body: ByteWriter, { frames, ms }: UnreadRows): void {
  writeIndexes(body, frames);
  ms.forEach((value) => body.varint(value));
}

/** Ascending indexes as lengths of runs: how many are left out, how many follow each other, and so on; 0 left out at the end. */
function writeIndexes(body: ByteWriter, indexes: readonly number[]): void {
  body.varint(indexes.length);
  let next = 0;
  for (let from = 0; from < indexes.length;) {
    const first = indexes[from] ?? 0;
    let to = from + 1;
    while (to < indexes.length && indexes[to] === first + to - from) to++;
    body.varint(first - next);
    body.varint(to - from - 1);
    next = first + to - from;
    from = to;
  }
}

function readIndexes(body: ByteReader, into: Uint32Array): number {
  const count = bounded(body.varint(), into.length, 'count of frames of a series');
  let frame = 0;
  for (let done = 0; done < count;) {
    frame += body.varint();
    const run = bounded(body.varint() + 1, count - done, 'run of frames');
    bounded(frame + run, into.length, 'frame');
    for (let step = 0; step < run; step++) into[done++] = frame++;
  }
  return count;
}

function scanSeries(
  reader: ByteReader,
  frameCount: number,
  columnCount: number,
  columnIndexes: readonly number[],
  wanted: (id: number) => boolean,
  sink: Pick<FrameSink, 'series' | 'unread'>,
): void {
  const indexes = new Uint32Array(frameCount);
  const asked = columnIndexes.map(() => new Float64Array(frameCount));
  readEach(reader, wanted, (id, body) => {
    const count = readIndexes(body, indexes);
    for (let column = 0; column < columnCount; column++) {
      const part = body.part();
      const into = asked[columnIndexes.indexOf(column)];
      if (into) readValues(part, count, into);
    }
    sink.series(id, count, indexes, asked);
  });
  readEach(reader, wanted, (id, body) => {
    const count = readIndexes(body, indexes);
    for (let row = 0; row < count; row++) sink.unread(id, indexes[row] ?? 0, body.varint());
  });
  if (reader.remaining > 0) throw new Error(`The block of traffic is torn: ${reader.remaining} bytes too many.`);
}

function readValues(part: ByteReader, count: number, into: Float64Array): void {
  if (part.remaining === 0) into.fill(0, 0, count);
  else for (let row = 0; row < count; row++) into[row] = part.varint();
}

function zigzag(value: number): number {
  return value < 0 ? -value * 2 - 1 : value * 2;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
