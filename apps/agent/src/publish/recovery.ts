import type { SavedEntry } from '../delta/entry.js';
import type { SavedNamespace } from '../discover/namespaces.js';
import type { RecordHead } from './record.js';

/** What an earlier life of the agent left behind. */
export interface Recovered {
  readonly boot: string;
  readonly at: number;
  readonly monotonicMs: number;
  readonly entries: readonly SavedEntry[];
  readonly namespaces: readonly SavedNamespace[];
  /** Names of the collectors that were switched off. */
  readonly off: readonly string[];
}

/** Replays records into the book they add up to. */
export class Recovery {
  private readonly entries = new Map<string, SavedEntry>();
  private namespaces: readonly SavedNamespace[] = [];
  private last: RecordHead | null = null;

  replay(record: RecordHead): void {
    if (record.whole) this.entries.clear();
    for (const entry of record.entries) this.entries.set(entry.key, entry);
    for (const key of record.dropped) this.entries.delete(key);
    this.namespaces = record.namespaces ?? this.namespaces;
    this.last = record;
  }

  result(): Recovered | null {
    if (!this.last) return null;
    const { boot, at, monotonicMs, off = [] } = this.last;
    return { boot, at, monotonicMs, entries: [...this.entries.values()], namespaces: this.namespaces, off };
  }
}
