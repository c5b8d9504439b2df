import type { Counter } from '@weir/model';
import { columnsOf, type GroupList, type LiveFrame, topColumnsOf } from './frame.js';
import type { KnownGroups } from './known-groups.js';
import type { Slot } from './slot.js';
import { TopGroups } from './top-groups.js';

/** What is worked out for all who watch the same. */
export interface Watched {
  readonly counters: readonly Counter[];
  /** Length of a slot of time, ms. */
  readonly slotMs: number;
  /** Null = all groups. */
  readonly top: LiveTop | null;
}

/** The groups with the highest rates; null = the sum of all counters ranks. */
export interface LiveTop {
  readonly count: number;
  readonly counter: Counter | null;
}

/** Makes frames of slots. */
export class Framing {
  private readonly ranking: TopGroups | null;
  private top: ReadonlySet<number> = new Set();
  private list: GroupList = [];
  private listed: { readonly top: ReadonlySet<number>; readonly from: GroupList } | null = null;

  constructor(
    private readonly watched: Watched,
    private readonly known: KnownGroups,
  ) {
    const { top, counters, slotMs } = watched;
    const place = top?.counter == null ? null : counters.indexOf(top.counter);
    this.ranking =
      top &&
      new TopGroups(top.count, slotMs, (slot, group) => (place === null ? slot.total(group) : slot.rate(group, place)));
  }

  /** The frame of a slot that is handed out once more. */
  frameOf(slot: Slot): LiveFrame {
    if (this.ranking && slot.revisions === 1) this.top = this.ranking.after(slot, this.known.count);
    const { slotMs, counters } = this.watched;
    const { count, hosts } = this.known;
    const incomplete = this.incompleteOf(slot);
    return {
      ...{ atMs: slot.number * slotMs, ms: slotMs, revision: slot.revisions - 1 },
      ...{ hostsExpected: hosts.size, hostsHeard: slot.heard },
      groups: this.ranking ? this.topList() : this.known.list,
      columns: this.ranking
        ? topColumnsOf(slot, counters, this.top, count, incomplete)
        : columnsOf(slot, counters, numbersTo(count), incomplete),
    };
  }

  /** Ranks anew: indexes stand for other groups from now on. */
  reset(): void {
    this.ranking?.reset();
    this.top = new Set();
  }

  private incompleteOf(slot: Slot): Set<number> {
    const incomplete = new Set(slot.unread);
    for (const { id, groupOf } of this.known.hosts.values()) {
      if (slot.isKnown(id)) continue;
      for (const group of groupOf.values()) incomplete.add(group);
    }
    return incomplete;
  }

  private topList(): GroupList {
    const { top } = this;
    const from = this.known.list;
    if (this.listed?.top !== top || this.listed.from !== from) {
      this.listed = { top, from };
      this.list = from.filter(({ index }) => top.has(index));
    }
    return this.list;
  }
}

function* numbersTo(count: number): Generator<number> {
  for (let number = 0; number < count; number += 1) yield number;
}
