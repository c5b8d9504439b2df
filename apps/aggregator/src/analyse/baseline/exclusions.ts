import type { CellList, Memory } from './memory.js';

const WINDOWS = 4;

/** Windows of time that are known not to be usual (a holiday, a maintenance): nothing is learnt in them. The newest four are kept. */
export class Exclusions {
  private readonly bounds: CellList;

  constructor(memory: Memory) {
    this.bounds = memory.times(2 * WINDOWS);
  }

  /** The window takes the place of the one that ends first. */
  add(fromMs: number, untilMs: number): void {
    let first = 0;
    for (let index = 0; index < WINDOWS; index++) {
      if (this.bounds.get(2 * index + 1) < this.bounds.get(2 * first + 1)) first = index;
    }
    this.bounds.set(2 * first, fromMs);
    this.bounds.set(2 * first + 1, untilMs);
  }

  covers(atMs: number): boolean {
    for (let index = 0; index < WINDOWS; index++) {
      if (atMs >= this.bounds.get(2 * index) && atMs < this.bounds.get(2 * index + 1)) return true;
    }
    return false;
  }
}
