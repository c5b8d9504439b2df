import { atMost, type BitReader, type BitWriter } from './bits.js';
import { readVector, writeNumbers } from './vector.js';

/** Ascending indexes: that none is left out, or else runs: how many are left out before each, and how many follow each other. */
export function writeRuns(writer: BitWriter, indexes: ArrayLike<number>, frameCount: number): void {
  writer.bits(indexes.length === frameCount ? 1 : 0, 1);
  if (indexes.length === frameCount) return;
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

/** Reads the indexes of one series after another, into the same memory. */
export class RunReader {
  readonly indexes: Uint32Array;
  private readonly gaps: Float64Array;
  private readonly lengths: Float64Array;

  constructor(private readonly frameCount: number) {
    this.indexes = new Uint32Array(frameCount);
    this.gaps = new Float64Array(frameCount);
    this.lengths = new Float64Array(frameCount);
  }

  /** How many indexes there are now. */
  read(reader: BitReader): number {
    if (reader.bits(1) === 1) return this.all();
    const runs = reader.count(this.frameCount, 'runs of frames');
    readVector(reader, runs, this.gaps);
    readVector(reader, runs, this.lengths);
    let count = 0;
    let next = 0;
    for (let run = 0; run < runs; run++) {
      next += this.gaps[run] ?? 0;
      const end = atMost(next + (this.lengths[run] ?? 0), this.frameCount, 'frames of a series');
      while (next < end) this.indexes[count++] = next++;
    }
    return count;
  }
  private all(): number {
    for (let index = 0; index < this.frameCount; index++) this.indexes[index] = index;
    return this.frameCount;
  }
}
