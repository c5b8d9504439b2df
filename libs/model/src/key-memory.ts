interface Known {
  readonly key: string;
  /** The list in which it was met last. */
  list: number;
}

/** Some 100 MB at most. */
const MOST_KEYS = 500_000;
/** A host without keys takes memory, too. */
const HOST_COUNTS_AS = 8;
/** Containers come and go: beyond so many times what a host tells of now, most is of the past. */
const MOST_FOR_EACH_KEY = 4;

/**
 * The keys that hosts told of. A message tells of much the same as the one before: a key that was found good is looked up
 * instead of looked at again, and all messages that wait hold one text of it, where JSON makes a new one for each.
 */
export class KeyMemory {
  private readonly hosts = new Map<string, Map<string, Known>>();
  private lists = 0;
  private kept = 0;

  /** The keys of a list, where all of them are known and none comes twice; else null. */
  recall(host: string, list: readonly unknown[]): string[] | null {
    const known = this.hosts.get(host);
    if (!known) return null;
    this.lists += 1;
    const keys: string[] = [];
    for (const given of list as string[]) {
      const found = known.get(given);
      if (!found || found.list === this.lists) return null;
      found.list = this.lists;
      keys.push(found.key);
    }
    return keys;
  }

  /** Remembers keys that were found good. */
  keep(host: string, keys: readonly string[]): void {
    const known = this.roomFor(host, keys.length);
    const before = known.size;
    for (const key of keys) if (!known.has(key)) known.set(key, { key, list: 0 });
    this.kept += known.size - before;
    if (this.kept > MOST_KEYS) this.forget();
  }

  private roomFor(host: string, count: number): Map<string, Known> {
    const known = this.hosts.get(host);
    if (known && known.size <= MOST_FOR_EACH_KEY * (count + HOST_COUNTS_AS)) return known;
    const room = new Map<string, Known>();
    this.hosts.set(host, room);
    this.kept += known ? -known.size : HOST_COUNTS_AS;
    return room;
  }

  private forget(): void {
    this.hosts.clear();
    this.kept = 0;
  }
}
