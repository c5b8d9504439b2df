/** How many bits can be written or read at once. */
const AT_ONCE = 24;
const UPPER = 2 ** AT_ONCE;
/** The bits that say how long a number is. */
const LENGTH_BITS = 6;
const LONGEST = 53;

/** Writes bits, the highest first, into a buffer that grows. */
export class BitWriter {
  private bytes: Buffer;
  private length = 0;
  /** Bits that do not yet fill a byte. */
  private pending = 0;
  private pendingBits = 0;

  constructor(initialBytes = 512) {
    this.bytes = Buffer.allocUnsafe(initialBytes);
  }

  /** How many bits were written. */
  get at(): number {
    return this.length * 8 + this.pendingBits;
  }

  /** The lowest `count` bits of a value, at most 24, which has no more. */
  bits(value: number, count: number): void {
    if (this.length + 4 > this.bytes.length) this.grow(4);
    this.pending = (this.pending << count) | value;
    this.pendingBits += count;
    while (this.pendingBits >= 8) {
      this.pendingBits -= 8;
      this.bytes[this.length++] = this.pending >>> this.pendingBits;
    }
  }

  /** The same for up to 53 bits. */
  longBits(value: number, count: number): void {
    if (count <= AT_ONCE) return this.bits(value, count);
    this.longBits(Math.floor(value / UPPER), count - AT_ONCE);
    this.bits(value % UPPER, AT_ONCE);
  }

  /** An integer of 0 to 2^53 - 1: its length in 6 bits, then its bits below the highest. */
  number(value: number): void {
    const length = bitLength(value);
    this.bits(length, LENGTH_BITS);
    this.mantissa(value, length);
  }

  /** The bits of a value below its highest, when its length is known to the reader. */
  mantissa(value: number, length: number): void {
    if (length <= 1) return;
    if (length <= AT_ONCE) this.bits(value - (1 << (length - 1)), length - 1);
    else this.longBits(value - 2 ** (length - 1), length - 1);
  }

  append(other: BitWriter): void {
    for (let index = 0; index < other.length; index++) this.bits(other.bytes[index] ?? 0, 8);
    this.bits(other.pending & ((1 << other.pendingBits) - 1), other.pendingBits);
  }

  clear(): void {
    this.length = 0;
    this.pending = 0;
    this.pendingBits = 0;
  }

  /** A copy of all bytes, filled up with zero bits, and of as many more as asked. */
  finish(moreBytes: number): Buffer {
    if (this.pendingBits > 0) this.bits(0, 8 - this.pendingBits);
    const bytes = Buffer.allocUnsafe(this.length + moreBytes);
    this.bytes.copy(bytes, 0, 0, this.length);
    return bytes;
  }

  private grow(moreBytes: number): void {
    if (this.length + moreBytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + moreBytes));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

/** Reads what a BitWriter wrote, never beyond its end. Four bytes must follow the last, as a whole word is read at once. */
export class BitReader {
  constructor(
    readonly view: DataView,
    /** Where it reads, and where it ends, in bits. */
    public at: number,
    public end: number,
  ) {}

  get remaining(): number {
    return this.end - this.at;
  }

  bits(count: number): number {
    const word = this.view.getUint32(this.at >>> 3) << (this.at & 7);
    this.skip(count);
    return count === 0 ? 0 : word >>> (32 - count);
  }

  longBits(count: number): number {
    if (count <= AT_ONCE) return this.bits(count);
    const upper = this.longBits(count - AT_ONCE);
    return upper * UPPER + this.bits(AT_ONCE);
  }

  number(): number {
    return this.mantissa(this.bits(LENGTH_BITS));
  }

  mantissa(length: number): number {
    if (length > LONGEST) throw tornBlock(`a number of ${length} bits`);
    if (length <= 1) return length;
    if (length <= AT_ONCE) return (1 << (length - 1)) | this.bits(length - 1);
    return 2 ** (length - 1) + this.longBits(length - 1);
  }

  /** A number that can be no more than `most` in a block that is whole. */
  count(most: number, things: string): number {
    return atMost(this.number(), most, things);
  }

  skip(count: number): void {
    this.at += count;
    if (this.at > this.end) throw tornBlock('it ends too early');
  }
}

/** How many bits an integer of 0 to 2^53 - 1 has. */
export function bitLength(value: number): number {
  return value < 2 ** 31 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));
}

/** How many bits {@link BitWriter.number} takes for it. */
export function numberBits(value: number): number {
  return LENGTH_BITS + Math.max(0, bitLength(value) - 1);
}

/** Signed integers as those from 0: 0, -1, 1, -2, … */
export function zigzag(value: number): number {
  return value < 0 ? -value * 2 - 1 : value * 2;
}

/** The inverse of {@link zigzag}, without a branch that no processor could foretell. */
export function unzigzag(value: number): number {
  const half = Math.floor(value * 0.5);
  const isOdd = value - half * 2;
  return half - isOdd * value;
}

/** Refuses a number that no block holds which was written whole. */
export function atMost(value: number, most: number, things: string): number {
  if (value > most) throw tornBlock(`${value} ${things} where at most ${most} can be`);
  return value;
}

/** Says that a block is not what was written. */
export function tornBlock(what: string): Error {
  return new Error(`The block of traffic is torn: ${what}.`);
}
