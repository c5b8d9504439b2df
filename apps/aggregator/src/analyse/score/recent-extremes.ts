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
  /** For which block the two below hold; they follow from what is kept. */
  #lookedAt = NaN;
  #highestOfAll = -Infinity;
  #lowestOfAll = Infinity;

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
    const highest = this.#highestOfAll;
    const lowest = this.#lowestOfAll;
    this.#put(value);
    return highest < lowest ? 0 : Math.max(value - highest, lowest - value, 0);
  }

  /** The same, where only what is higher counts. */
  excessAbove(atMs: number, value: number): number {
    this.#moveTo(Math.floor(atMs / this.#blockMs));
    const highest = this.#highestOfAll;
    this.#put(value);
    return highest === -Infinity ? 0 : Math.max(value - highest, 0);
  }

  #put(exact: number): void {
    // As it is kept, lest it differ from itself.
    const value = Math.fround(exact);
    const place = this.#placeOf(this.#kept[NEWEST_BLOCK] ?? 0);
    this.#highest[place] = Math.max(this.#highest[place] ?? -Infinity, value);
    this.#lowest[place] = Math.min(this.#lowest[place] ?? Infinity, value);
    this.#highestOfAll = Math.max(this.#highestOfAll, value);
    this.#lowestOfAll = Math.min(this.#lowestOfAll, value);
  }

  /** Empties the blocks in between, and looks through all of them again: after each move, and after what was restored. */
  #moveTo(block: number): void {
    if (block === this.#lookedAt) return;
    const newest = this.#kept[NEWEST_BLOCK] ?? NaN;
    if (newest !== newest || block > newest) {
      const passed = newest === newest ? Math.min(block - newest, this.#blocks) : this.#blocks;
      for (let each = 0; each < passed; each++) this.#empty(this.#placeOf(block - each));
      this.#kept[NEWEST_BLOCK] = block;
    }
    this.#lookedAt = block;
    this.#highestOfAll = this.#highest.reduce((highest, each) => Math.max(highest, each), -Infinity);
    this.#lowestOfAll = this.#lowest.reduce((lowest, each) => Math.min(lowest, each), Infinity);
  }

  #empty(place: number): void {
    this.#highest[place] = -Infinity;
    this.#lowest[place] = Infinity;
  }

  #placeOf(block: number): number {
    return ((block % this.#blocks) + this.#blocks) % this.#blocks;
  }
}
