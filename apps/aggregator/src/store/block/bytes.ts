const LOW_BITS = 0x7f;
const MORE = 0x80;
const BASE = 128;
/** From here on, shifts of 32 bits would lose digits. */
const SHIFTABLE = 2 ** 28;

/** Writes integers of 0 to 2^53 - 1 into a buffer that grows. */
export class ByteWriter {
  private bytes: Buffer;
  length = 0;

  constructor(initialBytes = 1_024) {
    this.bytes = Buffer.allocUnsafe(initialBytes);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Seven bits a byte, the lowest first; all but the last byte have the top bit set. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= SHIFTABLE) {
      this.bytes[this.length++] = (rest % BASE) | MORE;
      rest = Math.floor(rest / BASE);
    }
    while (rest >= BASE) {
      this.bytes[this.length++] = (rest & LOW_BITS) | MORE;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  append(other: ByteWriter): void {
    this.reserve(other.length);
    other.bytes.copy(this.bytes, this.length, 0, other.length);
    this.length += other.length;
  }

  /** What was written; shares the memory of the writer. */
  view(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

/** Reads what a ByteWriter wrote, and never beyond the end. */
export class ByteReader {
  constructor(
    private readonly bytes: Uint8Array,
    private at = 0,
    private readonly end = bytes.length,
  ) {}

  get remaining(): number {
    return this.end - this.at;
  }

  byte(): number {
    const value = this.at < this.end ? this.bytes[this.at++] : undefined;
    if (value === undefined) throw new Error('The block of traffic is torn: it ends too early.');
    return value;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= BASE) {
      const byte = this.byte();
      value += (byte & LOW_BITS) * scale;
      if (byte < MORE) return bounded(value, Number.MAX_SAFE_INTEGER, 'number');
    }
    throw new Error('The block of traffic is torn: a number has no end.');
  }

  /** A count of things of which each takes at least one byte: so nothing is allocated that the block cannot hold. */
  count(things: string): number {
    return bounded(this.varint(), this.remaining, `count of ${things}`);
  }

  /** A part of its own, of which the length stands before it. */
  part(): ByteReader {
    const length = this.count('bytes');
    this.at += length;
    return new ByteReader(this.bytes, this.at - length, this.at);
  }
}

/** Refuses a number that no block holds which was written whole. */
export function bounded(value: number, most: number, name: string): number {
  if (value > most)
    throw new Error(`The block of traffic is torn: a ${name} of ${value} where at most ${most} can be.`);
  return value;
}
