import { crc32 } from 'node:zlib';
import { BitReader, BitWriter, tornBlock } from './bits.js';
import { readByFrame, readFrame, tellByFrame, tellOneFrame, writeByFrame } from './by-frame.js';
import { scanBySeries, writeBySeries } from './by-series.js';
import { checkFrames, MOST_COLUMNS, MOST_FRAMES } from './check-frames.js';
import type { Frame, FrameSink } from './frame.js';
import { withFrameMemory, withOneFrame } from './frame-memory.js';
import { type FrameTimes, readFrameTimes, writeFrameTimes } from './frame-times.js';
import { atOnce, inTurns } from '../../background/turns.js';

/** The first byte of a block, also of those that were written years ago. */
const VERSION = 1;
const VERSION_BITS = 8;
/** The last bytes: a checksum of all before. A reader of words may also look at them, and ignores what it sees. */
const CHECKSUM_BYTES = 4;
/** So many frames are written one after the other; more of them series by series, which is smaller and slower. */
const MOST_BY_FRAME = 4;

/** A small block is written within it. */
const USUAL_BYTES = 65_536;
/** Used for each block that is written at once; nothing else runs meanwhile. */
const writer = new BitWriter(USUAL_BYTES);

/** Packs frames of one host, in any order, into a block. All have the same number of columns. */
export function encodeFrames(frames: readonly Frame[]): Buffer {
  const sorted = writeHead(writer, frames);
  if (sorted.length <= MOST_BY_FRAME) writeByFrame(writer, sorted);
  else atOnce(writeBySeries(writer, sorted, columnsOf(sorted)));
  return finished(writer);
}

/** The same block, made in short steps with turns of others between them: many frames of a host of thousands of series take seconds. */
export async function encodeFramesInTurns(frames: readonly Frame[]): Promise<Buffer> {
  if (frames.length <= MOST_BY_FRAME) return encodeFrames(frames);
  const own = new BitWriter(USUAL_BYTES);
  const sorted = writeHead(own, frames);
  await inTurns(writeBySeries(own, sorted, columnsOf(sorted)));
  return finished(own);
}

/** Writes what stands before the contents; answers the frames by start. */
function writeHead(into: BitWriter, frames: readonly Frame[]): readonly Frame[] {
  checkFrames(frames);
  const sorted = frames.length > 1 ? [...frames].sort((a, b) => a.startMs - b.startMs) : frames;
  into.clear();
  into.bits(VERSION, VERSION_BITS);
  into.number(sorted.length);
  into.number(columnsOf(sorted));
  if (sorted.length > 0) writeFrameTimes(into, sorted);
  return sorted;
}

function columnsOf(frames: readonly Frame[]): number {
  return frames[0]?.columns.length ?? 0;
}

function finished(written: BitWriter): Buffer {
  const block = written.finish(CHECKSUM_BYTES);
  const end = block.length - CHECKSUM_BYTES;
  block.writeUInt32LE(crc32(block.subarray(0, end)), end);
  return block;
}

/** The frames of a block, by start; of equal starts, in the order in which they were given. */
export function decodeFrames(block: Uint8Array): Frame[] {
  const opened = open(block);
  return opened.frameCount <= MOST_BY_FRAME ? decodeByFrame(opened) : decodeBySeries(opened);
}

/** Tells a sink of the wanted series of a block, and of their asked columns; what is not wanted is skipped, not decoded. */
export function scanBlock(
  block: Uint8Array,
  columnIndexes: readonly number[],
  wanted: (id: number) => boolean,
  sink: FrameSink,
): void {
  const { reader, frameCount, columnCount, times } = open(block);
  const highest = highestOf(columnIndexes);
  if (highest >= columnCount && frameCount > 0)
    throw new RangeError(`column ${highest} is asked of a block of traffic that has ${columnCount} columns.`);
  sink.frames(times.startMs, times.ms, times.presenceMs);
  if (frameCount > MOST_BY_FRAME) return scanBySeries(reader, frameCount, columnCount, columnIndexes, wanted, sink);
  if (frameCount === 1) {
    return withOneFrame((frame) => {
      readFrame(reader, frame, highest + 1);
      tellOneFrame(frame, columnIndexes, wanted, sink);
    });
  }
  withFrameMemory(frameCount, (frames) => {
    readByFrame(reader, frames, columnCount, highest + 1);
    tellByFrame(frames, columnIndexes, wanted, sink);
  });
}

/** -1 of none. */
function highestOf(columnIndexes: readonly number[]): number {
  let highest = -1;
  for (let each = 0; each < columnIndexes.length; each++) highest = Math.max(highest, columnIndexes[each] as number);
  return highest;
}

function decodeByFrame({ reader, frameCount, columnCount, times }: Opened): Frame[] {
  return withFrameMemory(frameCount, (frames) => {
    readByFrame(reader, frames, columnCount, columnCount);
    return frames.map((frame, index) => ({
      ...timesOf(times, index),
      ids: numbersOf(frame.ids, frame.idCount),
      columns: Array.from({ length: columnCount }, (_, column) => numbersOf(frame.column(column), frame.idCount)),
      unreadIds: numbersOf(frame.unreadIds, frame.unreadCount),
      unreadMs: numbersOf(frame.unreadMs, frame.unreadCount),
    }));
  });
}

function decodeBySeries({ reader, frameCount, columnCount, times }: Opened): Frame[] {
  const all = Array.from({ length: columnCount }, (_, column) => column);
  const frames = Array.from({ length: frameCount }, (_, index) => ({
    ...timesOf(times, index),
    ids: [] as number[],
    columns: all.map(() => [] as number[]),
    unreadIds: [] as number[],
    unreadMs: [] as number[],
  }));
  scanBySeries(reader, frameCount, columnCount, all, () => true, {
    series: (id, count, indexes, columns) => {
      for (let row = 0; row < count; row++) {
        const frame = frames[indexes[row] ?? 0];
        frame?.ids.push(id);
        for (let column = 0; column < columnCount; column++) frame?.columns[column]?.push(columns[column]?.[row] ?? 0);
      }
    },
    unread: (id, index, ms) => {
      frames[index]?.unreadIds.push(id);
      frames[index]?.unreadMs.push(ms);
    },
  });
  return frames;
}

interface Opened {
  readonly reader: BitReader;
  readonly frameCount: number;
  readonly columnCount: number;
  readonly times: FrameTimes;
}

function open(block: Uint8Array): Opened {
  if (block[0] !== VERSION)
    throw new Error(
      `The block of traffic has version ${block[0]}, and this program reads ${VERSION}: run a newer one.`,
    );
  const end = block.length - CHECKSUM_BYTES;
  if (end < 1) throw tornBlock('it ends too early');
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  if (view.getUint32(end, true) !== crc32(block.subarray(0, end))) throw tornBlock('its checksum does not match');
  const reader = new BitReader(view, VERSION_BITS, end * 8);
  const frameCount = reader.count(MOST_FRAMES, 'frames');
  const columnCount = reader.count(MOST_COLUMNS, 'columns');
  return { reader, frameCount, columnCount, times: readFrameTimes(reader, frameCount) };
}

function timesOf({ startMs, ms, presenceMs }: FrameTimes, frame: number): Pick<Frame, keyof FrameTimes> {
  return { startMs: startMs[frame] ?? 0, ms: ms[frame] ?? 0, presenceMs: presenceMs[frame] ?? 0 };
}

function numbersOf(values: Float64Array, count: number): number[] {
  const numbers: number[] = [];
  for (let index = 0; index < count; index++) numbers.push(values[index] ?? 0);
  return numbers;
}
