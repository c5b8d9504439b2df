import { COUNTERS } from '@weir/model';
import type { Slot } from './slot.js';

/** What interfaces of one host counted in one interval. Times are ms since 1970, by the right clock. */
export interface HostFrame {
  readonly endMs: number;
  readonly ms: number;
  /** 0 for the first message of an interval; more for what did not fit into that one. */
  readonly part: number;
  /** How much of the interval is known. */
  readonly presenceMs: number;
}

/** An interval that ends a little early is taken for whole. */
const SLACK = 0.05;
/** Of less than this much of a stretch is known, nothing is said of it. */
const LEAST_KNOWN_SHARE = 0.5;
/** Less time than this, in samples, may be missing within one: its rates are those of the rest. */
const GAP_SAMPLES = 0.5;
const SECOND_MS = 1_000;

/** The sample of an interface that was gathered; its rates are written over by the next. */
export interface Gathered {
  readonly atMs: number;
  readonly lengthMs: number;
  readonly rates: Float64Array;
}

const rates = new Float64Array(COUNTERS.length);

/** Adds up what some of a host's interfaces counted, interval by interval, until it makes up a sample of the length that is wanted. */
export class Gathering {
  readonly slots = new Set<Slot>();
  private startMs = NaN;
  private endMs = -Infinity;
  private knownMs = 0;
  private beginAtMs = -Infinity;
  private delayMs = 0;

  /** `windowMs` = how long samples are to be; interval by interval where those are longer. */
  constructor(public windowMs: number) {}

  /** Gathers one more: of what was gathered so far, it is not known. */
  add(slot: Slot): void {
    if (this.slots.has(slot)) return;
    this.slots.add(slot);
    slot.clear();
    slot.unreadMs = this.knownMs;
  }

  /** Leaves out so much of what comes next. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** What is to be told before this interval is added: a sample that is complete, or that a gap cuts off. Null where nothing is. */
  completedBefore(frame: HostFrame): { readonly atMs: number; readonly lengthMs: number } | null {
    if (Number.isNaN(this.startMs) || frame.part > 0) return null;
    const lengthMs = this.endMs - this.startMs;
    const isWhole = lengthMs >= this.windowMs * (1 - SLACK);
    const isCutOff = frame.endMs - frame.ms - this.endMs > Math.max(this.windowMs, frame.ms) * GAP_SAMPLES;
    return isWhole || isCutOff ? { atMs: this.endMs, lengthMs } : null;
  }

  /** Counts an interval in. False where it is not to be gathered: it is late, or comes before the begin. */
  begin({ endMs, ms, part, presenceMs }: HostFrame): boolean {
    if (part > 0) return endMs === this.endMs;
    if (endMs <= this.endMs) return false;
    if (this.delayMs > 0) this.beginAtMs = endMs - ms + this.delayMs;
    this.delayMs = 0;
    if (endMs - ms < this.beginAtMs) return false;
    if (Number.isNaN(this.startMs)) this.startMs = endMs - ms;
    this.endMs = endMs;
    this.knownMs += presenceMs;
    return true;
  }

  /** What was gathered of an interface, as rates; what is not known well enough is null. */
  sampleOf(slot: Slot, { atMs, lengthMs }: { readonly atMs: number; readonly lengthMs: number }): Gathered | null {
    const knownMs = this.knownMs - slot.unreadMs;
    if (knownMs < lengthMs * LEAST_KNOWN_SHARE) return null;
    for (let counter = 0; counter < rates.length; counter++) {
      rates[counter] = ((slot.sums[counter] as number) * SECOND_MS) / knownMs;
    }
    return { atMs, lengthMs, rates };
  }

  /** Begins to gather anew. */
  clear(): void {
    this.startMs = NaN;
    this.knownMs = 0;
    for (const slot of this.slots) slot.clear();
  }
}
