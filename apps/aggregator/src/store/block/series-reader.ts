import { BitReader, tornBlock } from './bits.js';
import { readColumn, TWIN } from './column.js';
import { RunReader } from './runs.js';
import { aligned, twinColumn } from './twins.js';

/** Where the series of a block begin and end, in bits, as far as they were found. */
export interface Places {
  readonly starts: number[];
  readonly ends: number[];
}

/** Reads one series after another; each column when it is asked for, or another one is foretold from it. */
export class SeriesReader {
  /** The frames that the series moved in, the first `count`. */
  frames: Uint32Array;
  count = 0;
  private readonly body: BitReader;
  private readonly runs: RunReader;
  private readonly memories: (Float64Array | undefined)[] = [];
  /** Which columns are not all zero; of those that were found so far, where they begin and end, in bits. */
  private readonly flags: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly isRead: boolean[] = [];
  private found = 0;
  private nextBit = 0;
  private twin: SeriesReader | undefined;
  private hasTwin = false;
  private isMirrored = false;
  private isTogether = false;
  private foretold: Float64Array | undefined;

  constructor(
    private readonly view: DataView,
    private readonly frameCount: number,
    private readonly columnCount: number,
    private readonly places: Places,
    private readonly mayHaveTwin = true,
  ) {
    this.body = new BitReader(view, 0, 0);
    this.runs = new RunReader(frameCount);
    this.frames = this.runs.indexes;
  }

  /** Where a column is read to. */
  memory(column: number): Float64Array {
    return (this.memories[column] ??= new Float64Array(this.frameCount));
  }

  /** Goes to the series of an index. */
  open(index: number): void {
    const { body } = this;
    body.at = this.places.starts[index] ?? 0;
    body.end = this.places.ends[index] ?? 0;
    this.hasTwin = body.bits(1) === 1;
    const twin = this.hasTwin ? this.openTwin(index) : undefined;
    this.isTogether = twin !== undefined && body.bits(1) === 1;
    this.frames = twin && this.isTogether ? twin.frames : this.runs.indexes;
    this.count = twin && this.isTogether ? twin.count : this.runs.read(body);
    for (let column = 0; column < this.columnCount; column++) {
      this.flags[column] = body.bits(1);
      this.isRead[column] = false;
    }
    this.found = 0;
    this.nextBit = body.at;
  }

  read(column: number): Float64Array {
    const memory = this.memory(column);
    if (this.isRead[column] !== false) return memory;
    this.isRead[column] = true;
    if (this.flags[column] === 0) zero(memory, this.count);
    else this.readFrom(column, memory);
    return memory;
  }

  private openTwin(index: number): SeriesReader {
    if (!this.mayHaveTwin) throw tornBlock('a twin has a twin');
    const back = this.body.count(index, 'series back');
    if (back === 0) throw tornBlock('a series is its own twin');
    this.isMirrored = this.body.bits(1) === 1;
    this.twin ??= new SeriesReader(this.view, this.frameCount, this.columnCount, this.places, false);
    this.twin.open(index - back);
    return this.twin;
  }

  private readFrom(column: number, memory: Float64Array): void {
    const { body } = this;
    const { at, end } = body;
    this.find(column);
    body.at = this.starts[column] ?? 0;
    body.end = this.ends[column] ?? 0;
    readColumn(body, column, this.count, memory, this.other);
    body.at = at;
    body.end = end;
  }

  /** Steps over the columns before one. */
  private find(column: number): void {
    const { body } = this;
    for (; this.found <= column; this.found++) {
      if (this.flags[this.found] === 0) continue;
      body.at = this.nextBit;
      const bits = body.count(body.remaining, 'bits of a column');
      this.starts[this.found] = body.at;
      body.skip(bits);
      this.ends[this.found] = this.nextBit = body.at;
    }
  }

  private readonly other = (number: number, column: number): Float64Array =>
    number === TWIN ? this.readTwin(column) : this.read(number);

  private readTwin(column: number): Float64Array {
    const other = twinColumn(column, this.isMirrored);
    if (!this.twin || !this.hasTwin || other >= this.columnCount) throw tornBlock('a twin is missing');
    const values = this.twin.read(other);
    if (this.isTogether) return values;
    this.foretold ??= new Float64Array(this.frameCount);
    aligned(this.frames, this.count, this.twin.frames, this.twin.count, values, this.foretold);
    return this.foretold;
  }
}

function zero(memory: Float64Array, count: number): void {
  for (let index = 0; index < count; index++) memory[index] = 0;
}
