import { lengthMs, type TickTime } from './tick-time.js';

/** Something that counts from its own beginning on: a network namespace, a container. */
export interface Life<T> {
  readonly id: string;
  /** ms since 1970; null where unknown. */
  readonly startedAt: number | null;
  /** Null where it cannot be read. */
  readonly counters: T | null;
}

/** What a life counted since it was last read. */
export interface Step<T> {
  readonly id: string;
  /** Null where it counted from nothing. */
  readonly before: T | null;
  readonly after: T;
  /** Of the interval that this covers: longer than the others' where it could not be read in between. */
  readonly ms: number;
}

interface Known<T> {
  /** Null where it was never read. */
  readonly counters: T | null;
  /** Whether its beginning is known; else counting begins at the next good read. */
  readonly isCounted: boolean;
  readonly readAt: TickTime;
}

/** Longer than discovery lets a life come back as itself. */
const FORGET_AFTER_MS = 7_200_000;
/** The kernel tells process starts in its own clock; the wall clock may be this much off from it. */
const CLOCK_MARGIN_MS = 2_000;

/**
 * Remembers up to where each life was counted, within one run of the agent. What began before the run is counted from its
 * first good read on, so that a restart shows no spike; what begins later, from nothing.
 */
export class Lives<T> {
  private readonly known = new Map<string, Known<T>>();
  private readonly seenMs = new Map<string, number>();
  private previous: TickTime | null = null;

  /** `begunAt` is when the run began, ms since 1970 by the clock that `startedAt` is told by. */
  constructor(private readonly begunAt: number) {}

  /** Takes in a reading of all lives: a step for each that was read and whose beginning is known. */
  advance(now: TickTime, lives: readonly Life<T>[]): Step<T>[] {
    const start = this.previous ?? now;
    const steps = lives.flatMap((life) => this.step(now, start, life) ?? []);
    this.previous = now;
    this.forget(now.monotonicMs);
    return steps;
  }

  private step(now: TickTime, start: TickTime, { id, startedAt, counters }: Life<T>): Step<T> | null {
    const isCounted = startedAt !== null && startedAt >= this.begunAt - CLOCK_MARGIN_MS;
    const known = this.known.get(id) ?? { counters: null, isCounted, readAt: start };
    this.seenMs.set(id, now.monotonicMs);
    this.known.set(id, counters === null ? known : { counters, isCounted: true, readAt: now });
    if (counters === null || !known.isCounted) return null;
    return { id, before: known.counters, after: counters, ms: lengthMs(known.readAt, now) };
  }

  private forget(nowMs: number): void {
    for (const [id, seenMs] of this.seenMs) {
      if (nowMs - seenMs <= FORGET_AFTER_MS) continue;
      this.seenMs.delete(id);
      this.known.delete(id);
    }
  }
}
