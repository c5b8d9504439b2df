import { atMost, BitReader, BitWriter } from './bits.js';
import type { Frame, FrameSink } from './frame.js';
import { RunReader, writeRuns } from './runs.js';
import { type Places, SeriesReader } from './series-reader.js';
import { seriesRows, type UnreadRows, unreadRows } from './series-rows.js';
import { SeriesWriter } from './series-writer.js';
import type { Steps } from '../../background/turns.js';
import { TwinFinder } from './twins.js';
import { readVector, writeNumbers } from './vector.js';

/** Writes many frames series by series, and each column by column: what is alike stands together. A step is a series. */
export function* writeBySeries(writer: BitWriter, frames: readonly Frame[], columnCount: number): Steps {
  const series = yield* seriesRows(frames, columnCount);
  const twins = new TwinFinder(series);
  const { write } = new SeriesWriter(frames.length);
  yield* writeEach(writer, series, (body, row, index) => write(body, row, twins.find(index)));
  yield* writeEach(writer, unreadRows(frames), (body, row) => writeUnread(body, row, frames.length));
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
  const places: Places = { starts: [], ends: [] };
  const series = new SeriesReader(reader.view, frameCount, columnCount, places);
  const asked = columnIndexes.map((index) => series.memory(index));
  readEach(reader, places, wanted, (id, index) => {
    series.open(index);
    for (const column of columnIndexes) series.read(column);
    sink.series(id, series.count, series.frames, asked);
  });
  scanUnread(reader, frameCount, wanted, sink);
}

function scanUnread(
  reader: BitReader,
  frameCount: number,
  wanted: (id: number) => boolean,
  sink: Pick<FrameSink, 'unread'>,
): void {
  const places: Places = { starts: [], ends: [] };
  const runs = new RunReader(frameCount);
  const ms = new Float64Array(frameCount);
  readEach(reader, places, wanted, (id, index) => {
    const body = new BitReader(reader.view, places.starts[index] ?? 0, places.ends[index] ?? 0);
    const count = runs.read(body);
    readVector(body, count, ms);
    for (let row = 0; row < count; row++) sink.unread(id, runs.indexes[row] ?? 0, ms[row] ?? 0);
  });
}

/** Writes things of ascending ids, each with its length in bits before it. */
function* writeEach<Row extends { readonly id: number }>(
  writer: BitWriter,
  rows: readonly Row[],
  write: (body: BitWriter, row: Row, index: number) => void,
): Steps {
  writer.number(rows.length);
  let nextId = 0;
  const body = new BitWriter();
  for (const [index, row] of rows.entries()) {
    body.clear();
    write(body, row, index);
    writer.number(row.id - nextId);
    writer.number(body.at);
    writer.append(body);
    nextId = row.id + 1;
    yield;
  }
}

function readEach(
  reader: BitReader,
  { starts, ends }: Places,
  wanted: (id: number) => boolean,
  read: (id: number, index: number) => void,
): void {
  const count = reader.count(reader.remaining, 'series');
  let id = -1;
  for (let index = 0; index < count; index++) {
    id = atMost(id + 1 + reader.number(), Number.MAX_SAFE_INTEGER, 'as the id of a series');
    const bits = reader.count(reader.remaining, 'bits of a series');
    starts.push(reader.at);
    reader.skip(bits);
    ends.push(reader.at);
    if (wanted(id)) read(id, index);
  }
}

function writeUnread(body: BitWriter, { frames, ms }: UnreadRows, frameCount: number): void {
  writeRuns(body, frames, frameCount);
  writeNumbers(body, ms);
}
