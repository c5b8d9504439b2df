interface Ranked<T> {
  readonly value: T;
  readonly rank: number;
  /** Decides between equals, so that the same is answered in the same order always. */
  readonly tie: string;
}

/** Keeps the best of what it is offered. */
export class Best<T> {
  /** Best first. */
  private readonly kept: Ranked<T>[] = [];

  constructor(private readonly count: number) {}

  /** Whether something would be kept now. */
  takes(rank: number, tie: string): boolean {
    const last = this.kept.length < this.count ? undefined : this.kept.at(-1);
    return !last || isBefore(rank, tie, last);
  }

  offer(value: T, rank: number, tie: string): void {
    if (!this.takes(rank, tie)) return;
    let place = this.kept.length;
    for (let before = this.kept[place - 1]; before && isBefore(rank, tie, before); before = this.kept[place - 1]) {
      place -= 1;
    }
    this.kept.splice(place, 0, { value, rank, tie });
    if (this.kept.length > this.count) this.kept.pop();
  }

  sorted(): readonly Ranked<T>[] {
    return this.kept;
  }
}

function isBefore(rank: number, tie: string, other: Ranked<unknown>): boolean {
  return rank > other.rank || (rank === other.rank && tie < other.tie);
}
