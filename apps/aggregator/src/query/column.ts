import { textOfNumbers } from './number-text.js';

/** A figure of each bucket; null is a gap. Worked out when it is asked for, and mostly only written out. */
export class Column implements Iterable<number | null> {
  constructor(
    private readonly count: number,
    private readonly valueOf: (bucket: number) => number | null,
  ) {}

  *[Symbol.iterator](): Generator<number | null> {
    for (let bucket = 0; bucket < this.count; bucket += 1) yield this.valueOf(bucket);
  }

  /** As a JSON array. */
  toText(): string {
    return textOfNumbers(this.count, this.valueOf);
  }
}
