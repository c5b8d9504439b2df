import type { FigureName } from '../rule/figures.js';

const FIRST_CAPACITY = 256;

/**
 * The figures of everything of one level as they are now: one array a figure, one slot for each of what is watched. Who feeds them
 * writes into the arrays; NaN is what is not known, or older than three of its intervals.
 */
export class Columns {
  /** Rises whenever arrays were replaced by longer ones. */
  version = 0;
  private capacity = FIRST_CAPACITY;
  private readonly slots = new Map<string, number>();
  private readonly keys: (string | null)[] = [];
  private readonly free: number[] = [];
  private readonly columns = new Map<FigureName, Float64Array>();
  private parts = new Uint8Array(FIRST_CAPACITY);

  /** The slot of a key, which is given one where it has none; all its figures are unknown then. */
  claim(key: string): number {
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    const slot = this.free.pop() ?? this.keys.length;
    this.keys[slot] = key;
    this.slots.set(key, slot);
    if (slot >= this.capacity) this.grow();
    return slot;
  }

  /** Forgets a key that no rule watches any more; its slot is given to another one. */
  release(key: string): void {
    const slot = this.slots.get(key);
    if (slot === undefined) return;
    this.slots.delete(key);
    this.keys[slot] = null;
    this.free.push(slot);
    for (const column of this.columns.values()) column[slot] = NaN;
    this.parts[slot] = 0;
  }

  /** Slots are below this. */
  get slotCount(): number {
    return this.keys.length;
  }

  slotOf(key: string): number | undefined {
    return this.slots.get(key);
  }

  keyOf(slot: number): string | null {
    return this.keys[slot] ?? null;
  }

  /** The array of a figure; good until `version` rises. */
  column(figure: FigureName): Float64Array {
    const known = this.columns.get(figure);
    if (known) return known;
    const made = new Float64Array(this.capacity).fill(NaN);
    this.columns.set(figure, made);
    return made;
  }

  /**
   * 1 where some of what counts for a slot is not known now, so that its sums may be higher than they are written: what is too
   * much already is, and what is too little may not be. Good until `version` rises.
   */
  get partial(): Uint8Array {
    return this.parts;
  }

  private grow(): void {
    this.capacity *= 2;
    this.version += 1;
    const parts = new Uint8Array(this.capacity);
    parts.set(this.parts);
    this.parts = parts;
    for (const [figure, column] of this.columns) {
      const longer = new Float64Array(this.capacity).fill(NaN);
      longer.set(column);
      this.columns.set(figure, longer);
    }
  }
}
