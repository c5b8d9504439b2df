import { type StateMemory } from './state-memory.js';

/** Places in the numbers that are kept. */
const NEWEST_BLOCK = 0;

/** The highest and the lowest value of a span of time that moves along, block by block. */
export class RecentExtremes {
  readonly #blockMs: number;
  readonly #blocks: number;
  readonly #highest: Float32Array;
  readonly #lowest: Float32Array;
  readonly #kept: Float64Array;

  constructor(memory: StateMemory, spanMs: number, blocks: number) {
    this.#blockMs = spanMs / blocks;
    this.#blocks = blocks;
    this.#kept = memory.doubles(1);
    this.#highest = memory.singles(blocks);
    this.#lowest = memory.singles(blocks);
    this.#kept[NEWEST_BLOCK] = NaN;
    this.#highest.fill(-Infinity);
    this.#lowest.fill(Infinity);
  }

  /** How far a value lies outside of what the span has had; zero inside it, and for the first. The value then belongs to the span. */
  excess(atMs: number, value: number): number {
    this.#moveTo(Math.floor(atMs / this.#blockMs));
    const highest = this.#highestOfAll();
    let lowest = Infinity;
    for (let each = 0; each < this.#blocks; each++) lowest = Math.min(lowest, this.#lowest[each] ?? Infinity);
    this.#put(value);
    return highest < lowest ? 0 : Math.max(value - highest, lowest - value, 0);
  }

  /** The same, where only what is higher counts. */
  excessAbove(atMs: number, value: number): number {
    this.#moveTo(Math.floor(atMs / this.#blockMs));
    const highest = this.#highestOfAll();
    this.#put(value);
    return highest === -Infinity ? 0 : Math.max(value - highest, 0);
  }

  #highestOfAll(): number {
    let highest = -Infinity;
    for (let each = 0; each < this.#blocks; each++) highest = Math.max(highest, this.#highest[each] ?? -Infinity);
    return highest;
  }

  #put(value: number): void {
    const place = this.#placeOf(this.#kept[NEWEST_BLOCK] ?? 0);
    this.#highest[place] = Math.max(this.#highest[place] ?? -Infinity, value);
    this.#lowest[place] = Math.min(this.#lowest[place] ?? Infinity, value);
  }

  #moveTo(block: number): void {
    const newest = this.#kept[NEWEST_BLOCK] ?? NaN;
    if (block === newest) return;
    const passed = newest === newest ? Math.min(Math.max(block - newest, 0), this.#blocks) : 1;
    for (let each = 0; each < passed; each++) {
      const place = this.#placeOf(block - each);
      this.#highest[place] = -Infinity;
      this.#lowest[place] = Infinity;
    }
    if (!(block < newest)) this.#kept[NEWEST_BLOCK] = block;
  }

  #placeOf(block: number): number {
    return ((block % this.#blocks) + this.#blocks) % this.#blocks;
  }
}
