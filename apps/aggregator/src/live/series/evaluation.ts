import type { TrafficMessage } from '@weir/model';
import { Deadlines } from './deadlines.js';
import type { LiveFrame } from './frame.js';
import { Framing, type Watched } from './framing.js';
import { KnownGroups } from './known-groups.js';
import type { LiveMembers } from './members.js';
import { placeOf } from './place.js';
import { Slot } from './slot.js';

/** What comes later than this is history, which the store has. */
const PATCHED_MS = 5_000;
/** Half of the hosts told of a slot: the others are waited for until none came for so long. */
const PATIENCE_MS = 50;
/** And no longer than this, though they keep coming. */
const MOST_PATIENCE_MS = 200;
/** A slot that was handed out twice changes no more often than this. */
const PATCH_EVERY_MS = 500;

/**
 * The rates of groups, slot by slot, from ticks as they arrive. A slot is handed out when all hosts that told of the one
 * before have told of it, or, where half of them have, a moment after the last that came: no clock is asked, so that neither a host's nor ours holds
 * it up. Hosts that are later than that have it handed out again.
 */
export class Evaluation {
  /** The newest frame. */
  newest: LiveFrame | null = null;
  private readonly known = new KnownGroups();
  private readonly framing: Framing;
  private readonly slots = new Map<number, Slot>();
  private readonly deadlines = new Deadlines((number) => this.lookAt(number));
  private oldest = 0;
  private newestNumber = 0;
  /** How many hosts told of the newest slot that was handed out. */
  private heardLast = Infinity;

  constructor(
    private readonly watched: Watched,
    private readonly publish: (frame: LiveFrame) => void,
  ) {
    this.framing = new Framing(watched, this.known);
  }

  /** Takes over what the store knows now of who belongs to which group. */
  setMembers(members: LiveMembers): void {
    if (!this.known.set(members)) {
      this.stop();
      this.framing.reset();
    }
    for (const slot of this.slots.values()) slot.grow(this.known.count);
  }

  /** Takes in a message, at the right time. */
  receive(message: TrafficMessage, atMs: number, nowMs: number): void {
    const host = this.known.hosts.get(message.host);
    if (!host) return;
    const { slotMs } = this.watched;
    this.dropBefore(Math.floor((nowMs - PATCHED_MS) / slotMs));
    const place = placeOf(atMs, message.ms, slotMs);
    for (let number = Math.max(place.first, this.oldest); number <= place.last; number += 1) {
      const slot = this.slots.get(number) ?? new Slot(number, this.watched.counters, this.known.count);
      this.slots.set(number, slot);
      slot.add(message, host.groupOf, place);
      this.schedule(slot);
    }
  }

  /** Hands out nothing more of what it knows. */
  stop(): void {
    this.dropBefore(Infinity);
  }

  private schedule(slot: Slot): void {
    const { number, heard, revisions } = slot;
    slot.toldAtMs = performance.now();
    if (revisions > 0) return this.deadlines.set(number, revisions === 1 ? PATIENCE_MS : PATCH_EVERY_MS);
    const expected = Math.max(1, Math.min(this.heardLast, this.known.hosts.size));
    if (heard >= expected) return this.handOut(number);
    if (2 * heard < expected) return this.deadlines.set(number, this.watched.slotMs);
    if (slot.halfAtMs < 0) slot.halfAtMs = slot.toldAtMs;
    this.deadlines.set(number, PATIENCE_MS);
  }

  /** A thousand hosts that tick at once take a while to be heard. */
  private lookAt(number: number): void {
    const slot = this.slots.get(number);
    const nowMs = performance.now();
    const idleMs = nowMs - (slot?.toldAtMs ?? 0);
    const isComing = slot?.revisions === 0 && idleMs < PATIENCE_MS && nowMs - slot.halfAtMs < MOST_PATIENCE_MS;
    if (isComing) this.deadlines.set(number, PATIENCE_MS - idleMs);
    else this.handOut(number);
  }

  /** In the order of time: what is older is not waited for any longer. */
  private handOut(number: number): void {
    const open = [...this.slots.values()].filter((slot) => slot.revisions === 0 && slot.number < number);
    for (const slot of open.sort((one, other) => one.number - other.number)) this.handOutOne(slot);
    const slot = this.slots.get(number);
    if (slot) this.handOutOne(slot);
  }

  private handOutOne(slot: Slot): void {
    this.deadlines.clear(slot.number);
    slot.revisions += 1;
    const frame = this.framing.frameOf(slot);
    if (slot.number >= this.newestNumber) {
      this.newestNumber = slot.number;
      this.heardLast = slot.heard;
      this.newest = frame;
    }
    this.publish(frame);
  }

  private dropBefore(oldest: number): void {
    if (oldest === this.oldest) return;
    for (const { number } of this.slots.values()) {
      if (number >= oldest) continue;
      this.deadlines.clear(number);
      this.slots.delete(number);
    }
    this.oldest = Number.isFinite(oldest) ? oldest : 0;
  }
}
