import type { InterfaceRow } from '../collect/collector.js';
import type { SavedEntry } from './entry.js';
import type { TickTime } from './tick-time.js';

/** One series in the book: what must be saved about it, and what only this life of the agent needs. */
export interface Series {
  saved: SavedEntry;
  /** The tick of the last good read. */
  readAt: TickTime;
  /** What that read gave, where all of it is accounted for; the very same object again means that nothing moved. */
  counters: readonly bigint[] | null;
  /** Monotonic ms when the interface was last known to exist. */
  seenAt: number;
  present: boolean;
  /** Whether this run has sent its base. */
  announced: boolean;
  /** Where between two checkpoints of the book its base is sent again. */
  readonly slotMs: number;
}

/** A series as it enters the book. */
export function newSeries(saved: SavedEntry, readAt: TickTime): Series {
  return {
    saved,
    readAt,
    counters: null,
    seenAt: readAt.monotonicMs,
    present: true,
    announced: false,
    slotMs: slotOf(saved.key),
  };
}

/** Whether a row is the very one of the tick before, of the same interface. */
export function isUnmoved(series: Series, life: string, row: InterfaceRow, previous: TickTime): boolean {
  const { counters, readAt, present, saved } = series;
  return (
    counters === row.counters && readAt === previous && present && saved.life === life && saved.ifindex === row.ifindex
  );
}

/** The parts of a key around its first slash: the namespace (or `host`) and the interface. */
export function splitKey(key: string): { prefix: string; name: string } {
  const slash = key.indexOf('/');
  return { prefix: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Spreads the checkpoints of a host's keys over time (FNV-1a: names that differ in a digit land far apart). */
function slotOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
