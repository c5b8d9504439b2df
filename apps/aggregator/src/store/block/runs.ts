import { atMost, type BitReader, type BitWriter } from './bits.js';
import { readVector, writeNumbers } from './vector.js';

/** Ascending indexes as runs: how many are left out before each, and how many follow each other. */
export function writeRuns(writer: BitWriter, indexes: readonly number[]): void {
  const gaps: number[] = [];
  const lengths: number[] = [];
  let next = 0;
  for (let from = 0; from < indexes.length;) {
    const first = indexes[from] ?? 0;
    let to = from + 1;
    while (indexes[to] === first + to - from) to++;
    gaps.push(first - next);
    lengths.push(to - from);
    next = first + to - from;
    from = to;
  }
  writer.number(gaps.length);
  writeNumbers(writer, gaps);
  writeNumbers(writer, lengths);
}

/** Reads indexes, all below the length of the array they go into; how many there are. */
export function readRuns(reader: BitReader, into: Uint32Array): number {
  const runs = reader.count(into.length, 'runs of frames');
  const gaps = new Float64Array(runs);
  const lengths = new Float64Array(runs);
  readVector(reader, runs, gaps);
  readVector(reader, runs, lengths);
  let count = 0;
  let next = 0;
  for (let run = 0; run < runs; run++) {
    next += gaps[run] ?? 0;
    const end = atMost(next + (lengths[run] ?? 0), into.length, 'frames of a series');
    while (next < end) into[count++] = next++;
  }
  return count;
}
