import type { LiveSeriesFrame } from '../../api/index.js';

/** One second as it was told, with what its indexes meant then. */
interface Second {
  readonly at: number;
  readonly names: ReadonlyMap<number, string>;
  readonly indexes: ReadonlyMap<string, number>;
  readonly positions: ReadonlyMap<number, number>;
  readonly columns: LiveSeriesFrame['columns'];
}

/** Index of the sum of all groups that are not told apart. */
const REST = -1;

/** The newest minutes of groups, second by second, as a live series told them. */
export class LiveBook {
  private seconds = new Map<number, Second>();
  private names: ReadonlyMap<number, string> = new Map();
  private indexes: ReadonlyMap<string, number> = new Map();
  private since: number | null = null;

  constructor(private readonly keepMs: number) {}

  /** The seconds told, in order. */
  get times(): number[] {
    return [...this.seconds.keys()].sort((a, b) => a - b);
  }

  /** The first second told since the connection was opened last; null while none was. */
  get heardSince(): number | null {
    return this.since;
  }

  /** The connection was away: what comes next does not follow what was told before. */
  interrupt(): void {
    this.since = null;
  }

  /** Takes a second in; told again, it takes the place of what was told before. */
  take({ at, groups, columns }: LiveSeriesFrame): void {
    if (groups) {
      this.names = new Map(groups.map(({ index, group }) => [index, group]));
      this.indexes = new Map(groups.map(({ index, group }) => [group, index]));
    }
    const positions = new Map(columns.groups.map((index, position) => [index, position]));
    this.since ??= at;
    this.seconds.set(at, { at, names: this.names, indexes: this.indexes, positions, columns });
    for (const old of this.seconds.keys()) if (old < at - this.keepMs) this.seconds.delete(old);
  }

  /** Forgets everything: another question is asked. */
  clear(): void {
    this.seconds = new Map();
    this.since = null;
  }

  /** A group's rate in a second: null = a gap, undefined = this second did not tell of it. */
  read(at: number, group: string, column: string): number | null | undefined {
    const second = this.seconds.get(at);
    const index = second?.indexes.get(group);
    return second === undefined || index === undefined ? undefined : rateOf(second, index, column);
  }

  /** What all groups but some come to in a second. */
  readRest(at: number, without: ReadonlySet<string>, column: string): number | null | undefined {
    const second = this.seconds.get(at);
    if (!second) return undefined;
    let sum = rateOf(second, REST, column);
    for (const [index, group] of second.names) {
      if (without.has(group)) continue;
      const rate = rateOf(second, index, column);
      if (rate !== null) sum = (sum ?? 0) + rate;
    }
    return sum;
  }
}

/** What is in neither list stood still. */
function rateOf({ positions, columns }: Second, index: number, column: string): number | null {
  const position = positions.get(index);
  const rate = position === undefined ? undefined : columns[column]?.[position];
  if (rate !== undefined) return rate;
  return columns.incomplete.includes(index) ? null : 0;
}
