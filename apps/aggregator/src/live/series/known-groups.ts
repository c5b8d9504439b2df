import type { GroupList } from './frame.js';
import type { LiveMembers } from './members.js';

/** So many groups that are no longer there may keep their index. */
const MOST_GONE = 1_000;

/** A host that is watched. */
export interface WatchedHost {
  readonly id: string;
  /** The index of the group of each key. */
  readonly groupOf: ReadonlyMap<string, number>;
}

/** The groups that are watched, each under an index that it keeps, so that slots outlive a change of members. */
export class KnownGroups {
  hosts: ReadonlyMap<string, WatchedHost> = new Map();
  list: GroupList = [];
  private indexes = new Map<string, number>();
  private text = '';

  /** How many indexes there are: those of groups that went count. */
  get count(): number {
    return this.indexes.size;
  }

  /** Takes over what the store knows now. Answers whether indexes mean what they meant. */
  set({ groups, hosts }: LiveMembers): boolean {
    const isFull = this.count > 2 * groups.length + MOST_GONE;
    if (isFull) this.indexes = new Map();
    const indexed = groups.map(({ id, keys }) => ({ index: this.indexOf(id), id, keys }));
    const text = JSON.stringify(indexed);
    if (text !== this.text) this.list = indexed;
    this.text = text;
    this.hosts = new Map(
      hosts.map(({ id, members }) => {
        const groupOf = new Map(members.map(([key, group]) => [key, indexed[group]?.index ?? 0]));
        return [id, { id, groupOf }];
      }),
    );
    return !isFull;
  }

  private indexOf(id: string): number {
    const index = this.indexes.get(id) ?? this.indexes.size;
    this.indexes.set(id, index);
    return index;
  }
}
