import { MAX_SUM } from '../store/rollup/bucket.js';
import type { Range } from './averages.js';

/**
 * Sums of whole numbers, exact beyond 2^53 too: a link of 100 Gbit/s passes that many bytes within nine days. What is added
 * must be whole and below 2^53 itself.
 */
export class ExactSums {
  /** Whether anything added was as much as a bucket of the roll-up holds: more may have been counted. */
  isCapped = false;
  private readonly low: Float64Array;
  /** What was put aside before digits would have been lost; nearly always empty. */
  private readonly aside = new Map<number, bigint>();

  constructor(count: number) {
    this.low = new Float64Array(count);
  }

  add(index: number, amount: number): void {
    if (amount === MAX_SUM) this.isCapped = true;
    const known = this.low[index] as number;
    if (known + amount <= Number.MAX_SAFE_INTEGER) this.low[index] = known + amount;
    else {
      this.putAside(index, BigInt(known));
      this.low[index] = amount;
    }
  }

  /** Adds other sums to these, the first of them found at `offset`. */
  addAll(other: ExactSums, offset = 0): void {
    this.isCapped ||= other.isCapped;
    for (let index = 0; index < this.low.length; index += 1) {
      this.add(index, other.low[offset + index] as number);
      const aside = other.aside.get(offset + index);
      if (aside !== undefined) this.putAside(index, aside);
    }
  }

  /** A sum to the last digit. */
  exact(index: number): bigint {
    return (this.aside.get(index) ?? 0n) + BigInt(this.low[index] as number);
  }

  private putAside(index: number, amount: bigint): void {
    this.aside.set(index, (this.aside.get(index) ?? 0n) + amount);
  }
}

/** Adds up what samples of a block hold that begin within a range; each belongs to it as a whole, or not at all. */
export class ExactFrames {
  private begins: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly sums: ExactSums,
    private readonly range: Range,
  ) {}

  /** Finds out which of the next block's frames begin within the range. */
  set(startMs: Float64Array): void {
    const { fromMs, untilMs } = this.range;
    this.begins = Uint8Array.from(startMs, (start) => (start >= fromMs && start < untilMs ? 1 : 0));
  }

  /** Adds a column: what each of the frames holds. */
  addAll(sum: number, count: number, frames: Uint32Array, column: Float64Array): void {
    let some = 0;
    for (let index = 0; index < count; index += 1) {
      if (this.begins[frames[index] as number] === 0) continue;
      const more = some + (column[index] as number);
      if (more > Number.MAX_SAFE_INTEGER) {
        this.sums.add(sum, some);
        some = column[index] as number;
      } else some = more;
    }
    this.sums.add(sum, some);
  }
}
