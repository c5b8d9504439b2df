import { GroupBins } from './group-bins.js';

/** A group that stays, with what it is ranked by. */
export interface Ranked {
  readonly group: number;
  readonly bins: GroupBins;
  readonly rank: number;
}

/** The best groups of all that were offered; of the rest only their sum is kept, so that any number of them costs nothing. */
export class Ranking {
  readonly best: Ranked[] = [];
  rest: GroupBins | null = null;
  restCount = 0;

  constructor(private readonly count: number) {}

  /** Takes a group. Of equal ranks, the group that came first in the list of groups goes first. */
  offer(group: number, bins: GroupBins, rank: number): void {
    this.best.splice(this.placeOf(group, rank), 0, { group, bins, rank });
    const dropped = this.best.length > this.count ? this.best.pop() : undefined;
    if (!dropped) return;
    this.restCount += 1;
    this.rest ??= new GroupBins(dropped.bins.shape);
    this.rest.addGroup(dropped.bins);
  }

  /** Before the first that is worse; found by halves. */
  private placeOf(group: number, rank: number): number {
    let low = 0;
    let high = this.best.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const each = this.best[middle] as Ranked;
      if (each.rank < rank || (each.rank === rank && each.group > group)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
