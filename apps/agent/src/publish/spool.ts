import type { SavedEntry } from '../delta/entry.js';
import type { SavedNamespace } from '../discover/namespaces.js';
import { BODY_OFFSET, frame, readFrames } from './frame.js';
import { decodeRecord, encodeRecord, type MessagePlace, type SpoolRecord } from './record.js';
import type { Segment, SegmentStore } from './segments.js';

/** How large the spool may grow. When it is full, an append fails and deltas gather in one sample until there is room. */
export interface SpoolLimits {
  readonly segmentBytes: number;
  readonly maxBytes: number;
}

/** What an earlier life of the agent left behind. */
export interface Recovered {
  readonly boot: string;
  readonly at: number;
  readonly monotonicMs: number;
  readonly entries: readonly SavedEntry[];
  readonly namespaces: readonly SavedNamespace[];
}

export type AppendOutcome = { readonly ok: true } | { readonly ok: false; readonly reason: string };

interface Place {
  readonly held: Held;
  readonly offset: number;
  readonly length: number;
}

interface Held {
  readonly segment: Segment;
  unacknowledged: number;
}

/**
 * The write-ahead spool: a message is on disk, with the counters it accounts for, before anybody may send it. One record
 * a tick, so that messages and book cannot disagree however the process ends.
 */
export class Spool {
  /** Null on the very first start. */
  readonly recovered: Recovered | null;
  /** Bytes that could not be read back: a torn end, or a damaged file. */
  readonly damagedBytes: number;
  private readonly held: Held[] = [];
  private readonly places = new Map<string, Place>();
  private acknowledged: string[] = [];
  private active: Held | null = null;

  constructor(
    private readonly store: SegmentStore,
    private readonly limits: SpoolLimits,
  ) {
    const recovery = new Recovery();
    this.damagedBytes = store.open().reduce((damaged, segment) => damaged + this.recover(segment, recovery), 0);
    this.recovered = recovery.result();
    // The last segment holds the book, so it stays until the next one does.
    this.dropSent(this.held.length - 1);
  }

  /** Ids of the messages that nobody has acknowledged, oldest first. */
  pendingIds(): IterableIterator<string> {
    return this.places.keys();
  }

  get pendingCount(): number {
    return this.places.size;
  }

  get bytes(): number {
    return this.held.reduce((sum, { segment }) => sum + segment.size, 0);
  }

  /** The message as it was written. */
  payload(id: string): Buffer {
    const place = this.places.get(id);
    if (!place) throw new Error(`message ${id} is not in the spool`);
    return place.held.segment.read(place.offset, place.length);
  }

  /**
   * Writes a record; `make` is asked for the whole book where a segment begins. A failure is a value: it passes once
   * there is room again, and until then nothing may be sent.
   */
  append(make: (whole: boolean) => Omit<SpoolRecord, 'acked' | 'whole'>): AppendOutcome {
    if (this.bytes >= this.limits.maxBytes)
      return { ok: false, reason: `it holds ${this.limits.maxBytes} bytes, as many as it may` };
    const begin = !this.active || this.active.segment.size >= this.limits.segmentBytes;
    const { body, places } = encodeRecord({ ...make(begin), acked: this.acknowledged, whole: begin });
    try {
      this.write(begin, body, places);
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
    this.acknowledged = [];
    this.dropSent(this.held.length - 1);
    return { ok: true };
  }

  /** The stream has it: it leaves the spool. Written down with the next record; until then it may be sent twice. */
  acknowledge(id: string): void {
    const place = this.places.get(id);
    if (!place) return;
    this.places.delete(id);
    this.acknowledged.push(id);
    place.held.unacknowledged -= 1;
    this.dropSent(this.held.length - 1);
  }

  close(): void {
    for (const { segment } of this.held) segment.close();
  }

  private write(begin: boolean, body: Buffer, places: readonly MessagePlace[]): void {
    const target = begin || !this.active ? this.beginSegment() : this.active;
    const start = target.segment.size + BODY_OFFSET;
    try {
      target.segment.append(frame(body));
    } catch (error) {
      if (target !== this.active) target.segment.remove();
      throw error;
    }
    if (target !== this.active) this.held.push(target);
    this.active = target;
    this.hold(target, places, start);
  }

  private beginSegment(): Held {
    const last = this.held.at(-1)?.segment.number ?? 0;
    return { segment: this.store.create(last + 1), unacknowledged: 0 };
  }

  private hold(held: Held, places: readonly MessagePlace[], start: number): void {
    for (const { id, offset, length } of places) {
      this.places.set(id, { held, offset: start + offset, length });
      held.unacknowledged += 1;
    }
  }

  private recover(segment: Segment, recovery: Recovery): number {
    const held: Held = { segment, unacknowledged: 0 };
    const { records, end } = readFrames(segment.read(0, segment.size));
    const damaged = segment.size - end;
    if (records.length === 0) {
      // Killed while it was begun; the book is in the one before.
      segment.remove();
      return damaged;
    }
    this.held.push(held);
    for (const { offset, body } of records) {
      const { record, places } = decodeRecord(body);
      recovery.replay(record);
      this.hold(held, places, offset);
      for (const id of record.acked) this.forget(id);
    }
    return damaged;
  }

  private forget(id: string): void {
    const place = this.places.get(id);
    if (place) place.held.unacknowledged -= 1;
    this.places.delete(id);
  }

  /** Frees the oldest segments, of the first `count`, whose messages have all been acknowledged. */
  private dropSent(count: number): void {
    for (let left = count; left > 0 && this.held[0]?.unacknowledged === 0; left -= 1) {
      this.held.shift()?.segment.remove();
    }
  }
}

/** Replays records into the book they add up to. */
class Recovery {
  private readonly entries = new Map<string, SavedEntry>();
  private namespaces: readonly SavedNamespace[] = [];
  private last: Omit<SpoolRecord, 'messages'> | null = null;

  replay(record: Omit<SpoolRecord, 'messages'>): void {
    if (record.whole) this.entries.clear();
    for (const entry of record.entries) this.entries.set(entry.key, entry);
    for (const key of record.dropped) this.entries.delete(key);
    this.namespaces = record.namespaces ?? this.namespaces;
    this.last = record;
  }

  result(): Recovered | null {
    if (!this.last) return null;
    const { boot, at, monotonicMs } = this.last;
    return { boot, at, monotonicMs, entries: [...this.entries.values()], namespaces: this.namespaces };
  }
}
