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
    const place = this.best.findIndex((each) => each.rank < rank || (each.rank === rank && each.group > group));
    this.best.splice(place < 0 ? this.best.length : place, 0, { group, bins, rank });
    const dropped = this.best.length > this.count ? this.best.pop() : undefined;
    if (!dropped) return;
    this.restCount += 1;
    this.rest ??= new GroupBins(dropped.bins.shape);
    this.rest.addGroup(dropped.bins);
  }
}
