import { type BitReader, type BitWriter, unzigzag, zigzag } from './bits.js';
import type { Frame } from './frame.js';
import { readVector, writeNumbers } from './vector.js';

/** The starts, lengths and presences of the frames of a block, ascending by start. */
export interface FrameTimes {
  readonly startMs: Float64Array;
  readonly ms: Float64Array;
  readonly presenceMs: Float64Array;
}

/**
 * A frame is expected to start where the one before ended, to last as long as most, and to be covered all by presence:
 * only what is otherwise takes room. Ticks jitter by some ms, once for all series.
 */
export function writeFrameTimes(writer: BitWriter, frames: readonly Frame[]): void {
  const usualMs = median(frames.map(({ ms }) => ms));
  writer.number(zigzag(frames[0]?.startMs ?? 0));
  writer.number(usualMs);
  const gaps = frames.slice(1).map(({ startMs }, index) => startMs - endMs(frames[index]));
  writeNumbers(writer, gaps.map(zigzag));
  writeNumbers(
    writer,
    frames.map(({ ms }) => zigzag(ms - usualMs)),
  );
  writeNumbers(
    writer,
    frames.map(({ ms, presenceMs }) => (presenceMs === ms ? 0 : presenceMs + 1)),
  );
}

export function readFrameTimes(reader: BitReader, count: number): FrameTimes {
  const startMs = new Float64Array(count);
  const ms = new Float64Array(count);
  const presenceMs = new Float64Array(count);
  if (count === 0) return { startMs, ms, presenceMs };
  const firstMs = unzigzag(reader.number());
  const usualMs = reader.number();
  if (count > 1) readVector(reader, count - 1, startMs.subarray(1));
  readVector(reader, count, ms);
  readVector(reader, count, presenceMs);
  let nextMs = firstMs;
  for (let frame = 0; frame < count; frame++) {
    const lastsMs = usualMs + unzigzag(ms[frame] ?? 0);
    const present = presenceMs[frame] ?? 0;
    startMs[frame] = nextMs + unzigzag(startMs[frame] ?? 0);
    ms[frame] = lastsMs;
    presenceMs[frame] = present === 0 ? lastsMs : present - 1;
    nextMs = (startMs[frame] ?? 0) + lastsMs;
  }
  return { startMs, ms, presenceMs };
}

function endMs(frame: Frame | undefined): number {
  return frame ? frame.startMs + frame.ms : 0;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
