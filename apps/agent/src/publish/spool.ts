import { BODY_OFFSET, frame } from './frame.js';
import { type Held, holdOf, isState, readContent } from './held.js';
import { encodeRecord, type MessagePlace, type TickRecord } from './record.js';
import { type Recovered, Recovery } from './recovery.js';
import type { Segment, SegmentStore } from './segments.js';
import { nextStep, type Replaced, takeStep, type ThinCounts } from './spool-room.js';

export type { Recovered } from './recovery.js';

/** How large the spool may grow. At its bound, what was never sent is thinned out. */
export interface SpoolLimits {
  readonly segmentBytes: number;
  readonly maxBytes: number;
}

/** Whether something could be kept; if not, why, in words for people. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly reason: string };
export type AppendOutcome = Outcome;

interface Place extends Omit<MessagePlace, 'id'> {
  readonly held: Held;
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
  private readonly counts = { mergedMessages: 0, droppedStates: 0 };
  private acknowledged: string[] = [];
  private active: Held | null = null;
  private lastNumber = 0;

  /** `onThinned` is called the first time that room has to be made. */
  constructor(
    private readonly store: SegmentStore,
    private readonly limits: SpoolLimits,
    private readonly onThinned: () => void = () => undefined,
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

  /** What was given up for room. */
  get thinned(): ThinCounts {
    return this.counts;
  }

  /**
   * Says that a message is about to be sent. From then on nobody knows whether the stream has it, so that it must stay as
   * it is; this is kept over a restart, before the message leaves.
   */
  hand(id: string): Outcome {
    try {
      this.placeOf(id).held.segment.hand();
      return { ok: true };
    } catch (error) {
      return refusal(error);
    }
  }

  /** The message as it was written. */
  payload(id: string): Buffer {
    const { held, offset, length } = this.placeOf(id);
    return held.segment.read(offset, length);
  }

  /**
   * Writes a record; `make` is asked for the whole book where a segment begins. A failure is a value: it passes once
   * there is room again, and until then nothing may be sent.
   */
  append(make: (whole: boolean) => TickRecord): AppendOutcome {
    const begin = !this.active || this.active.segment.size >= this.limits.segmentBytes;
    const record = make(begin);
    try {
      this.makeRoom(record.boot);
      if (this.bytes >= this.limits.maxBytes)
        return { ok: false, reason: `it holds ${this.limits.maxBytes} bytes, as many as it may` };
      this.write(record, begin);
    } catch (error) {
      return refusal(error);
    }
    this.dropSent(this.held.length - 1);
    return { ok: true };
  }

  /** The stream has it: it leaves the spool. Written down with the next record; until then it may be sent twice. */
  acknowledge(id: string): void {
    if (!this.forget(id)) return;
    this.acknowledged.push(id);
    this.dropSent(this.held.length - 1);
  }

  close(): void {
    for (const { segment } of this.held) segment.close();
  }

  private write(record: TickRecord, begin: boolean): void {
    const { body, places } = encodeRecord({ ...record, acked: this.acknowledged, whole: begin, thinned: null });
    const ids = places.map(({ id }) => id);
    const target = begin || !this.active ? this.beginSegment(record.boot, ids) : this.active;
    const start = target.segment.size + BODY_OFFSET;
    try {
      target.segment.append(frame(body));
    } catch (error) {
      if (target !== this.active) target.segment.remove();
      throw error;
    }
    if (target !== this.active) this.held.push(target);
    this.active = target;
    this.lastNumber = target.segment.number;
    this.acknowledged = [];
    this.hold(target, places, start);
  }

  private beginSegment(boot: string, ids: readonly string[]): Held {
    return holdOf(this.store.create(this.lastNumber + 1), boot, ids);
  }

  private hold(held: Held, places: readonly MessagePlace[], start: number): void {
    for (const place of places) {
      this.places.set(place.id, placeIn(held, place, start));
      held.unacknowledged += 1;
      if (isState(place.id)) held.states += 1;
    }
  }

  private recover(segment: Segment, recovery: Recovery): number {
    // Killed before it could be removed: another stands for it.
    if (segment.number <= this.lastNumber) {
      segment.remove();
      return 0;
    }
    const { records, damagedBytes } = readContent(segment);
    const [first] = records;
    if (!first) {
      // Killed while it was begun; the book is in the one before.
      segment.remove();
      return damagedBytes;
    }
    const ids = first.places.map(({ id }) => id);
    const held = holdOf(segment, first.head.boot, ids, first.head.thinned?.level);
    this.held.push(held);
    for (const { head, places } of records) {
      recovery.replay(head);
      this.hold(held, places, 0);
      for (const id of head.acked) this.forget(id);
      this.lastNumber = Math.max(this.lastNumber, segment.number, head.thinned?.through ?? 0);
    }
    return damagedBytes;
  }

  private placeOf(id: string): Place {
    const place = this.places.get(id);
    if (!place) throw new Error(`message ${id} is not in the spool`);
    return place;
  }

  private forget(id: string): boolean {
    const place = this.places.get(id);
    if (!place) return false;
    place.held.unacknowledged -= 1;
    if (isState(id)) place.held.states -= 1;
    return this.places.delete(id);
  }

  /** Frees the oldest segments, of the first `count`, whose messages have all been acknowledged. */
  private dropSent(count: number): void {
    for (let left = count; left > 0 && this.held[0]?.unacknowledged === 0; left -= 1) {
      this.held.shift()?.segment.remove();
    }
  }

  /** Thins out what was never sent, for as long as the spool is at its bound and anything can be thinned. */
  private makeRoom(boot: string): void {
    const { segmentBytes, maxBytes } = this.limits;
    while (this.bytes >= maxBytes) {
      const step = nextStep(this.held, (held) => this.isOpen(held, boot), segmentBytes);
      if (!step) return;
      const replaced = takeStep(step, this.store, (held, id) => this.places.get(id)?.held === held);
      if (replaced) this.adopt(step.of, replaced);
      else for (const held of step.of) held.exhausted = true;
    }
  }

  /** The last segment holds the book; what another boot wrote may have been sent before a power cut took the note of it. */
  private isOpen(held: Held, boot: string): boolean {
    return held !== this.held.at(-1) && !held.segment.handed && held.boot === boot && held.unacknowledged > 0;
  }

  private adopt(of: readonly Held[], { held, places, merged, droppedStates }: Replaced): void {
    if (this.counts.mergedMessages + this.counts.droppedStates === 0) this.onThinned();
    this.counts.mergedMessages += merged;
    this.counts.droppedStates += droppedStates;
    const kept = new Map(places.map((place) => [place.id, place]));
    for (const [id, { held: owner }] of this.places) {
      if (!of.includes(owner)) continue;
      const place = kept.get(id);
      if (place) this.places.set(id, placeIn(held, place));
      else this.places.delete(id);
    }
    this.held.splice(this.held.indexOf(of[0] ?? held), of.length, held);
  }
}

/** Field by field: made by spreading, it takes three times the memory, and a long outage leaves hundreds of thousands. */
function placeIn(held: Held, { offset, length }: MessagePlace, start = 0): Place {
  return { held, offset: start + offset, length };
}

function refusal(error: unknown): Outcome & { ok: false } {
  return { ok: false, reason: error instanceof Error ? error.message : String(error) };
}
