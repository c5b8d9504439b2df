import type { CellList, Memory } from '../baseline/memory.js';

const STRETCHES = 72;
const scratch = new Float64Array(STRETCHES);

/** The means of the last stretches without the shape of the day; NaN where nothing is known. */
export class History {
  private readonly cells;
  private readonly values: CellList;

  constructor(memory: Memory) {
    this.cells = memory.record('newest', 'stretchMs', 'count');
    this.values = memory.list(STRETCHES);
  }

  get stretchMs(): number {
    return this.cells.stretchMs;
  }

  /** How many stretches a window has, at least `least`. */
  stretchesIn(windowMs: number, least = 1): number {
    return Math.max(least, Math.round(windowMs / this.cells.stretchMs));
  }

  add(startMs: number, stretchMs: number, value: number): void {
    const { cells } = this;
    const number = Math.floor(startMs / stretchMs);
    if (stretchMs !== cells.stretchMs) [cells.stretchMs, cells.count] = [stretchMs, 0];
    const missing = cells.count === 0 ? STRETCHES : Math.min(STRETCHES, number - cells.newest);
    for (let ago = 0; ago < missing; ago++) this.values.set((number - ago) % STRETCHES, NaN);
    this.values.set(number % STRETCHES, value);
    cells.newest = number;
    cells.count = Math.min(STRETCHES, cells.count + Math.max(0, missing));
  }

  /** The value so many stretches before the newest. */
  at(ago: number): number {
    const { newest } = this.cells;
    return ago >= STRETCHES || ago > newest ? NaN : this.values.get((newest - ago) % STRETCHES);
  }

  /** Median of `length` stretches that end `ago` before the newest; NaN where less than half of them are known. */
  median(ago: number, length: number): number {
    let known = 0;
    for (let index = 0; index < length; index++) {
      const value = this.at(ago + index);
      if (value === value) known = insert(value, known);
    }
    if (known === 0 || known < length / 2) return NaN;
    const middle = known >> 1;
    return known % 2 === 1
      ? (scratch[middle] as number)
      : ((scratch[middle - 1] as number) + (scratch[middle] as number)) / 2;
  }

  /** The shape of the day has taken up part of the level, or given it back. */
  scale(ratio: number): void {
    for (let index = 0; index < STRETCHES; index++) this.values.set(index, this.values.get(index) * ratio);
  }
}

function insert(value: number, known: number): number {
  let at = known;
  while (at > 0 && (scratch[at - 1] as number) > value) {
    scratch[at] = scratch[at - 1] as number;
    at -= 1;
  }
  scratch[at] = value;
  return known + 1;
}
