import type { InterfaceRow, TableContent, TableReading } from '../collect/collector.js';
import { Draft } from './draft.js';
import { advance, type Advanced, begin, newEntry, type SavedEntry, totals } from './entry.js';
import { movedRows } from './moved.js';
import type { Sample } from './sample.js';
import { isUnmoved, newSeries, type Series, splitKey } from './series.js';
import type { TickTime } from './tick-time.js';

/** What changed in the book since it was last saved. */
export interface BookChange {
  readonly entries: readonly SavedEntry[];
  readonly dropped: readonly string[];
}

/** What the book needs to know about its surroundings. */
export interface BookOptions {
  /** How long until a key's base is sent again. */
  readonly checkpointMs: number;
  /** Bits per second; null where unknown. */
  readonly speedOf: (key: string) => number | null;
  /** When the host's own counters began, ms since 1970. */
  readonly bootedAt: number;
}

type Table = Map<string, Series>;
type Rows = TableContent & { readonly kind: 'rows' };

/** How long a series that vanished may come back as itself. */
const FORGET_AFTER_MS = 3_600_000;

/**
 * The counter book: knows up to where each series' kernel counters are accounted for, and turns reads into deltas.
 * Everything that a counter can do (grow, wrap, begin anew, vanish, be unreadable) is settled here.
 */
export class CounterBook {
  private readonly tables = new Map<string, Table>();
  private readonly dirty = new Map<string, Series>();
  private readonly dropped = new Set<string>();
  /** What takes its baseline late: lives of tables, and `<life>/<interface>`. */
  private readonly owing = new Set<string>();
  /** Whether tables may exist that nobody could list yet. */
  private listing = false;
  /** Rises whenever series came, went or began anew. */
  structureVersion = 0;

  /** `previous` is when the saved entries were read, or when the baseline is. */
  constructor(
    private readonly options: BookOptions,
    saved: readonly SavedEntry[],
    private previous: TickTime,
  ) {
    for (const entry of saved) this.put(newSeries(entry, previous));
  }

  /**
   * The very first reads of an agent's first life: where counting begins. What cannot be read then is taken at its first
   * good read, and where a collector failed (not `complete`), every table that comes up until it works.
   */
  baseline(tables: readonly TableReading[], complete = true): void {
    this.listing = !complete;
    for (const table of tables) {
      this.owing.add(table.life);
      if (table.content.kind === 'rows') this.takeBaseline(table, table.content, this.previous);
    }
  }

  /** Accounts for one tick's reads. The first sample is the tick's own; others have an interval of their own. */
  advance(now: TickTime, readings: readonly TableReading[], complete = true): Sample[] {
    const draft = new Draft(now, this.previous);
    this.list(readings, complete);
    const read = new Set(readings.map((reading) => reading.prefix));
    for (const [prefix, table] of this.tables) if (!read.has(prefix)) this.leave(table, () => true);
    for (const reading of readings) this.advanceTable(reading, draft);
    this.forget(now.monotonicMs);
    this.previous = now;
    return draft.samples();
  }

  /** The series that exist now. */
  present(): SavedEntry[] {
    return this.all().flatMap((series) => (series.present ? [series.saved] : []));
  }

  /** Every series that may still come back, for a new segment of the spool. */
  snapshot(): SavedEntry[] {
    return this.all().map((series) => series.saved);
  }

  /** What changed since `markSaved` was last called. */
  changes(): BookChange {
    return { entries: [...this.dirty.values()].map((series) => series.saved), dropped: [...this.dropped] };
  }

  /** The changes are safe on disk. */
  markSaved(): void {
    this.dirty.clear();
    this.dropped.clear();
  }

  /** While a collector failed from the start, whatever it then brings was there before. */
  private list(readings: readonly TableReading[], complete: boolean): void {
    for (const { life, late = [] } of readings) for (const name of late) this.owing.add(`${life}/${name}`);
    if (!this.listing) return;
    for (const { prefix, life } of readings) if (!this.tables.has(prefix)) this.owing.add(life);
    this.listing = !complete;
  }

  private takeBaseline(reading: TableReading, { rows, faults }: Rows, readAt: TickTime): void {
    this.owing.delete(reading.life);
    for (const name of faults) this.owing.add(`${reading.life}/${name}`);
    for (const row of rows) this.takeRow(reading, row, readAt);
  }

  /** Everything up to this read is what the total begins with. */
  private takeRow(reading: TableReading, row: InterfaceRow, readAt: TickTime): void {
    this.owing.delete(`${reading.life}/${row.name}`);
    const since = reading.startedAt ?? this.options.bootedAt;
    const series = newSeries(newEntry(keyOf(reading, row), reading.life, row, since, row.counters), readAt);
    this.put(series);
    this.dirty.set(series.saved.key, series);
  }

  private advanceTable(reading: TableReading, draft: Draft): void {
    const table: Table = this.tables.get(reading.prefix) ?? new Map();
    if (reading.content.kind === 'rows') {
      if (!this.owing.has(reading.life)) return this.advanceRows(reading, reading.content, table, draft);
      this.structureVersion += 1;
      return this.takeBaseline(reading, reading.content, draft.now);
    }
    for (const series of table.values()) {
      if (!series.present) continue;
      if (reading.content.kind === 'same') this.repeat(series, draft);
      else skip(series, draft);
    }
  }

  private advanceRows(reading: TableReading, content: Rows, table: Table, draft: Draft): void {
    const names = new Set(content.rows.map((row) => row.name));
    const moved = movedRows(table, content.rows, reading.life);
    const faults = new Set(content.faults.filter((name) => !names.has(name)));
    this.leave(table, (name) => !names.has(name) && !faults.has(name));
    for (const name of faults) {
      const series = table.get(name);
      if (series) skip(series, draft);
    }
    for (const row of content.rows) {
      const before = moved.get(row);
      if (!before || !this.moveRow(reading, row, before, draft)) {
        this.advanceRow(reading, row, table.get(row.name), draft);
      }
    }
  }

  private advanceRow(reading: TableReading, row: InterfaceRow, known: Series | undefined, draft: Draft): void {
    if (this.owing.size > 0 && this.owing.has(`${reading.life}/${row.name}`)) {
      this.structureVersion += 1;
      return this.takeRow(reading, row, draft.now);
    }
    if (!known) return this.beginRow(reading, row, draft);
    if (isUnmoved(known, reading.life, row, draft.previous)) return this.repeat(known, draft);
    const sameLife = known.saved.life === reading.life;
    const limit = {
      ms: draft.now.monotonicMs - known.readAt.monotonicMs,
      speedBitsPerSecond: this.options.speedOf(known.saved.key),
    };
    const resetSince = sameLife ? draft.now.at : (reading.startedAt ?? this.options.bootedAt);
    const result = advance(known.saved, reading.life, row, limit, resetSince);
    // An interface that was away and came back as another one has counted only since it came back.
    const start = sameLife && (known.present || !result.reset) ? known.readAt : draft.previous;
    this.account(known, result, start, draft);
    known.counters = result.deltas.includes(Number.MAX_SAFE_INTEGER) ? null : row.counters;
  }

  /**
   * An interface that got another name goes on counting where it was, under another key. Where that key meant another
   * interface before, it begins anew for everybody else. False where its counters say that it is another one after all.
   */
  private moveRow(reading: TableReading, row: InterfaceRow, before: Series, draft: Draft): boolean {
    const key = keyOf(reading, row);
    const limit = {
      ms: draft.now.monotonicMs - before.readAt.monotonicMs,
      speedBitsPerSecond: this.options.speedOf(before.saved.key),
    };
    const result = advance({ ...before.saved, key }, reading.life, row, limit, draft.now.at);
    if (result.reset) return false;
    const isKnown = this.tables.get(reading.prefix)?.has(row.name) ?? false;
    const series = newSeries(result.next, before.readAt);
    this.put(series);
    this.structureVersion += 1;
    this.dirty.set(key, series);
    this.account(series, { ...result, reset: isKnown }, before.readAt, draft);
    return true;
  }

  private beginRow(reading: TableReading, row: InterfaceRow, draft: Draft): void {
    const entry = newEntry(keyOf(reading, row), reading.life, row, reading.startedAt ?? draft.now.at);
    const series = newSeries(entry, draft.previous);
    this.put(series);
    this.dirty.set(entry.key, series);
    this.structureVersion += 1;
    this.account(series, begin(entry, row), draft.previous, draft);
  }

  private account(series: Series, result: Advanced, start: TickTime, draft: Draft): void {
    const announce = !series.announced || result.reset || this.isCheckpoint(series, draft);
    draft.add(series.saved.key, start, result, announce);
    const moved = result.deltas.some((delta) => delta > 0);
    if (moved || result.reset || series.saved.ifindex !== result.next.ifindex) {
      this.dirty.set(series.saved.key, series);
    }
    if (result.reset || !series.present || series.saved.ifindex !== result.next.ifindex) this.structureVersion += 1;
    series.saved = result.next;
    see(series, draft);
  }

  private repeat(series: Series, draft: Draft): void {
    if (!series.announced || this.isCheckpoint(series, draft)) {
      draft.add(series.saved.key, draft.previous, idle(series.saved), true);
    }
    see(series, draft);
  }

  /** Vanished, though maybe not for ever: a table that is read while it changes can miss a line. */
  private leave(table: Table, hasLeft: (name: string) => boolean): void {
    for (const [name, series] of table) {
      if (!series.present || !hasLeft(name)) continue;
      series.present = false;
      this.structureVersion += 1;
    }
  }

  private forget(nowMs: number): void {
    for (const [prefix, table] of this.tables) {
      for (const [name, series] of table) {
        if (series.present || nowMs - series.seenAt < FORGET_AFTER_MS) continue;
        table.delete(name);
        this.dirty.delete(series.saved.key);
        this.dropped.add(series.saved.key);
      }
      if (table.size === 0) this.tables.delete(prefix);
    }
  }

  /** By time and not by ticks, whose length changes. */
  private isCheckpoint({ slotMs }: Series, { now, previous }: Draft): boolean {
    const round = ({ monotonicMs }: TickTime): number => Math.floor((monotonicMs + slotMs) / this.options.checkpointMs);
    return round(now) !== round(previous);
  }

  private put(series: Series): void {
    const { prefix, name } = splitKey(series.saved.key);
    const table: Table = this.tables.get(prefix) ?? new Map();
    this.tables.set(prefix, table.set(name, series));
    this.dropped.delete(series.saved.key);
  }

  private all(): Series[] {
    return [...this.tables.values()].flatMap((table) => [...table.values()]);
  }
}

function keyOf(reading: TableReading, row: InterfaceRow): string {
  return `${reading.prefix}/${row.name}`;
}

function idle(entry: SavedEntry): Advanced {
  return { next: entry, deltas: entry.raw.map(() => 0), base: totals(entry), reset: false };
}

function see(series: Series, draft: Draft): void {
  series.readAt = draft.now;
  series.seenAt = draft.now.monotonicMs;
  series.present = true;
  series.announced = true;
}

/** Could not be read: unknown, not zero. */
function skip(series: Series, draft: Draft): void {
  draft.unread(series.saved.key);
  series.seenAt = draft.now.monotonicMs;
  series.present = true;
}
