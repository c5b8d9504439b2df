interface Ranked<T> {
  readonly value: T;
  readonly rank: number;
}

/** Keeps the best of what it is offered. */
export class Best<T> {
  /** Best first. */
  readonly kept: Ranked<T>[] = [];

  /** `compare` decides between equals, so that the same is answered in the same order always. */
  constructor(
    private readonly count: number,
    private readonly compare: (one: T, other: T) => number,
  ) {}

  /** Whether something of this rank might be kept now. */
  takes(rank: number): boolean {
    return this.kept.length < this.count || rank >= (this.kept.at(-1)?.rank ?? -Infinity);
  }

  offer(value: T, rank: number): void {
    if (!this.takes(rank)) return;
    let place = this.kept.length;
    while (place > 0 && this.isBefore(value, rank, this.kept[place - 1])) place -= 1;
    this.kept.splice(place, 0, { value, rank });
    if (this.kept.length > this.count) this.kept.pop();
  }

  private isBefore(value: T, rank: number, other: Ranked<T> | undefined): boolean {
    if (!other || rank !== other.rank) return !other || rank > other.rank;
    return this.compare(value, other.value) < 0;
  }
}

/** The order of texts; by their units, which is the same everywhere. */
export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
